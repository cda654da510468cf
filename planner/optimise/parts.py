"""Plans from models restricted to what the multipliers favour, for a model too large for its own linear programme."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from planner.domain.dataset import Floats
from planner.objectives.registry import goals_of
from planner.optimise.access import build_stage_one
from planner.optimise.aims import Aim
from planner.optimise.cancelling import cancelled
from planner.optimise.coarse import coarse
from planner.optimise.diving import dive
from planner.optimise.exchanges import exchanges
from planner.optimise.found import Found
from planner.optimise.lagrangian import Ascent, Ways, scope
from planner.optimise.model import StageOne
from planner.optimise.solver import Outcome, Solution, Solver
from planner.problem import Problem

EXCHANGED = 0.05
"""Least mean of what is kept where a plan is made better piece by piece; with few places everything is."""
EXCHANGED_WITH_DRIVES = 0.1
"""The same where the means know drives: their programme is within a per cent of the bound."""
FEW_PLACES = 40
NARROW = 0.03
"""A restricted model whose linear programme is this part of its value above the bound is not worth solving."""
WIDE = 0.1
"""Least mean of what is kept for a dive then."""


class Limits(NamedTuple):
    """How much of the model is kept, and when to stop."""

    least: float
    gap: float
    nodes: int
    deadline: float


class Parts(NamedTuple):
    """Plans of a model too large for its own LP, from models restricted to a part of its decisions."""

    problem: Problem
    ways: Ways
    ascent: Ascent
    aim: Aim
    seed: int

    def restricted(self, best: Found | None, limits: Limits) -> Found:
        """The better of the best plan so far and that of one restricted model; the bound is the multipliers'."""
        model = self._model(best, limits.least)
        solver = Solver(model, seed=self.seed)
        start = (best.start() if best else {}) or self.aim.start
        if start:
            solver.start_from(start)
        solution = solver.run(gap=limits.gap, nodes=limits.nodes, time_limit=limits.deadline - time.monotonic())
        if solution.values is None:
            # Infeasible with some decisions closed says nothing about the whole problem.
            missing = Solution(Outcome.NO_SOLUTION, None, np.inf, self.ascent.bound, solution.seconds)
            return best or Found(model, solver, missing)
        found = self._judged(model, solver, solution)
        return best if best is not None and best.solution.value <= found.solution.value else found

    def is_narrow(self, least: float, deadline: float) -> bool:
        """Whether there are many points, and even the linear programme of what has that mean is far above the bound."""
        if self.aim.start or self._fewer() is self.problem:
            return False
        solver = Solver(self._model(None, least), seed=self.seed)
        value = solver.run_linear(time_limit=deadline - time.monotonic(), presolve=True).value
        figure, bound = (self.aim.goal.figure(total) for total in (value, self.ascent.bound))
        return bool(np.isfinite(value)) and figure - bound > NARROW * figure

    def dived(self, deadline: float) -> Found | None:
        """The plan of a few dives in a wider model, None where they find none."""
        model = self._model(None, WIDE)
        solution = dive(model, seed=self.seed, deadline=deadline)
        return None if solution is None else self._judged(model, Solver(model, seed=self.seed), solution)

    def exchanged(self, best: Found, deadline: float) -> Iterator[Found]:
        """Better and better plans in a wider model, a few places at a time."""
        size = self.ways.opens.shape[1]
        if best.solution.values is None or time.monotonic() > deadline or cancelled():
            return
        few = len(np.unique(self.ways.pairs[:, 2])) <= FEW_PLACES
        least = EXCHANGED if self.ascent.tours is None else EXCHANGED_WITH_DRIVES
        model = self._model(best, -1.0 if few else least)
        solver = Solver(model, seed=self.seed)
        for solution in exchanges(
            model, best.solution.values[:size], self.ways.value, seed=self.seed, deadline=deadline
        ):
            yield self._judged(model, solver, solution)

    def _model(self, best: Found | None, least: float) -> StageOne:
        """What is kept of the whole: decisions with at least that mean, and the best plan so far."""
        so_far: Floats = np.zeros(self.ways.opens.shape[1])
        tours = frozenset() if best is None else best.tours()
        if best is None or best.solution.values is None:
            so_far[list(self.aim.start)] = list(self.aim.start.values())
        else:
            so_far = best.solution.values[: len(so_far)]
        kept = scope(self.problem, self.ways, self.ascent, so_far, least, tours)
        fewer = self._fewer()
        aim = self.aim if fewer is self.problem else replace(self.aim, goal=goals_of(fewer)[0])
        return build_stage_one(fewer, kept, aim)

    def _fewer(self) -> Problem:
        """With fewer points, where there are many and no limit is moved by it: earlier goals and targets are limits."""
        exact = bool(self.aim.held or self.problem.scenario.targets)
        return self.problem if exact else coarse(self.problem)

    def _judged(self, model: StageOne, solver: Solver, solution: Solution) -> Found:
        """A plan with its value on all points, and the bound of all plans."""
        if solution.values is None:
            raise TypeError("nothing to judge")
        value = self.ways.value(solution.values[: self.ways.opens.shape[1]])
        bound = min(self.ascent.bound, value)
        return Found(model, solver, replace(solution, outcome=Outcome.FEASIBLE, value=value, bound=bound))

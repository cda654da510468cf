"""Stage 1: the whole model where it is small enough, else a bound by multipliers and plans from restricted models.

Small enough: solved exactly, in one go. Else :mod:`planner.optimise.lagrangian` bounds
it, and models restricted to what the mean of its inner solutions favours are solved
one after the other, wider each time, from the best plan so far (relaxation-enforced
neighbourhoods; Danna, Rothberg and Le Pape 2005, Berthold 2014). They stop by nodes,
so that the same seed gives the same plan; only the time limit can change that. Where there are many
points and the first of them is too narrow (long drives, that the multipliers know nothing of), a dive
in a wider one comes first (:mod:`planner.optimise.diving`).

Measured on ``oslo-fri`` (CPU seconds, one thread): bound 8.234 after 14, plans of 8.39
after 21 and 8.32 after 36 (finished 8.316, gap 1.0 %, 0.3 GB). The whole model with 12
candidates per point: gap 48 % after 60. Restricted models that keep more (mean ≥ 0.1,
0.05) were worse for longer, exchange of pairs of patterns in numpy gained 0.01 %.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from planner.domain.dataset import Floats
from planner.objectives.registry import goals_of
from planner.optimise.access import build_core, build_stage_one, ring_count
from planner.optimise.aims import Aim, aim_of
from planner.optimise.bisection import by_bisection
from planner.optimise.coarse import coarse
from planner.optimise.diving import dive
from planner.optimise.drives import bind_all
from planner.optimise.exchanges import exchanges
from planner.optimise.found import Found, as_today
from planner.optimise.lagrangian import Ascent, Ways, ascend, ascend_with_drives, scope
from planner.optimise.model import StageOne
from planner.optimise.solver import Outcome, Progress, Solution, Solver
from planner.optimise.tour_columns import Driven, Plain
from planner.optimise.watch import cancelled
from planner.problem import Problem

WHOLE_MODEL_RINGS = 40_000
"""Above this many rings the whole model's own LP takes longer than the multipliers (20 000: 4 s of CPU)."""
WHOLE_GAP_SHARE = 0.25
"""The whole model is solved to this part of the asked gap: tours may need the rest, and money is not left lying."""
STEPS = ((0.25, 0.004, 1), (0.15, 0.0025, 1), (-1.0, 0.01, 50))
"""Least mean of a decision that is kept, gap and nodes; the last one, everything, only as long as there is no plan."""
EXCHANGED = 0.05
"""Least mean of what is kept where a plan is made better piece by piece; with few places everything is."""
EXCHANGED_WITH_DRIVES = 0.1
"""The same where the means know drives: their programme is within a per cent of the bound."""
FEW_PLACES = 40
NARROW = 0.03
"""A restricted model whose linear programme is this part of its value above the bound is not worth solving."""
WIDE = 0.1
"""Least mean of what is kept for a dive then."""
DIVE_SHARE = 0.75
"""Of the time that is left, that the dive may take."""
PARTS_GAP_SHARE = 0.9
TODAY_SECONDS = 5.0
ASCENT_SHARE = 0.5
"""Part of the time that the multipliers may take."""


def search(
    problem: Problem, *, gap: float, deadline: float, seed: int, tell: Progress, aim: Aim | None = None
) -> Found:
    """The best plan of stage 1 and its bound.

    Args:
        problem: the problem.
        gap: relative gap at which to stop.
        deadline: monotonic seconds.
        seed: of the solver.
        tell: called with value and bound of the goal's expression.
        aim: what to minimise and to keep; the scenario's first goal if None.
    """
    aim = aim_of(problem, aim)
    if aim.goal.steps is not None:
        stop = gap * WHOLE_GAP_SHARE
        return by_bisection(problem, aim.goal.steps, gap=stop, deadline=deadline, seed=seed, tell=tell, aim=aim)
    small = aim.goal.ways is None or ring_count(problem, aim) <= WHOLE_MODEL_RINGS
    way = whole if small else in_parts
    return way(problem, gap=gap, deadline=deadline, seed=seed, tell=tell, aim=aim)


def whole(problem: Problem, *, gap: float, deadline: float, seed: int, tell: Progress, aim: Aim | None = None) -> Found:
    """The whole model in one go."""
    aim = aim_of(problem, aim)
    model = build_stage_one(problem, aim=aim)
    solver = Solver(model, seed=seed)
    solver.start_from(aim.start or as_today(model))
    stop = aim.goal.stop_gap(gap * WHOLE_GAP_SHARE, model.constant)
    found = Found(model, solver, solver.run(gap=stop, time_limit=_left(deadline), progress=tell))
    return _or_today(problem, found, seed, aim)


def in_parts(
    problem: Problem, *, gap: float, deadline: float, seed: int, tell: Progress, aim: Aim | None = None
) -> Found:
    """A bound by multipliers, plans from restricted models.

    The bound leaves out the goals before this one: it holds with them too, but may be far below.
    """
    aim = aim_of(problem, aim)
    core = build_core(problem)
    core.model.close()
    ways = Ways(problem, core, aim.goal.ways)
    half = time.monotonic() + ASCENT_SHARE * _left(deadline)
    plain = ascend(ways, Plain(core.model, seed=seed), deadline=half, tell=tell)
    ascent = _with_drives(problem, ways, plain, seed, half, tell)
    outcome = Outcome.INFEASIBLE if ascent.infeasible else Outcome.NO_SOLUTION
    nothing = Found(core.model, Solver(core.model, seed=seed), Solution(outcome, None, np.inf, ascent.bound, 0.0))
    if ascent.infeasible:
        return nothing
    tell(np.inf, ascent.bound)
    parts = _Parts(problem, ways, ascent, aim, seed)
    best = parts.dived(time.monotonic() + DIVE_SHARE * _left(deadline)) if parts.is_narrow(deadline) else None
    if best is not None:
        tell(best.solution.value, best.solution.bound)
    # What is liked without drives makes smaller models, in which HiGHS has a first plan sooner.
    early = parts if ascent.tours is None else parts._replace(ascent=replace(ascent, mean=plain.mean, tours=None))
    for least, step_gap, nodes in _steps(best, ascent):
        if best is not None and best.solution.values is not None and (least < 0 or _closed(best, gap, aim)):
            break
        if cancelled() or (best is not None and _left(deadline) < 0):
            break
        limits = Limits(least, aim.goal.stop_gap(step_gap, ways.least()), nodes, deadline)
        best = early.restricted(best, limits)
        tell(best.solution.value, best.solution.bound)
    if best is not None and not _closed(best, gap, aim):
        for found in parts.exchanged(best, deadline):
            best = found
            tell(best.solution.value, best.solution.bound)
            if _closed(best, gap, aim):
                break
    found = _or_today(problem, best or nothing, seed, aim)
    return replace(found, multipliers=ascent.multipliers, drives=ascent.drives)


def _with_drives(problem: Problem, ways: Ways, plain: Ascent, seed: int, deadline: float, tell: Progress) -> Ascent:
    """The multipliers once more, with the tours that can be driven, where many cannot.

    Not with very many points: there it took 20 s and raised nothing (15 000 points, 350 sites: 5.949 both times).
    """
    if plain.infeasible or _left(deadline) < 0 or cancelled() or coarse(problem) is not problem:
        return plain
    driven = build_core(problem).model
    if not bind_all(driven):
        return plain
    return ascend_with_drives(ways, Driven(driven, seed=seed), plain, deadline=deadline, tell=tell)


def _steps(best: Found | None, ascent: Ascent) -> tuple[tuple[float, float, int], ...]:
    """The first plan, a better one, and what is tried while there is none; with drives exchanges are the better way."""
    steps = STEPS if best is None else STEPS[1:]
    return steps if ascent.tours is None else (*steps[:-2], steps[-1])


class Limits(NamedTuple):
    """How much of the model is kept, and when to stop."""

    least: float
    gap: float
    nodes: int
    deadline: float


class _Parts(NamedTuple):
    """Plans of a model too large for its own LP, from models restricted to a part of its decisions."""

    problem: Problem
    ways: Ways
    ascent: Ascent
    aim: Aim
    seed: int

    def restricted(self, best: Found | None, limits: Limits) -> Found:
        """The better of the best plan so far and that of one restricted model; the bound is the multipliers'."""
        size = self.ways.opens.shape[1]
        known = None if best is None else best.solution.values
        model = self._model(best, limits.least)
        solver = Solver(model, seed=self.seed)
        if known is not None:
            solver.start_from({int(v): round(float(known[v])) for v in model.integers() if v < size})
        elif self.aim.start:
            solver.start_from(self.aim.start)
        solution = solver.run(gap=limits.gap, nodes=limits.nodes, time_limit=_left(limits.deadline))
        if solution.values is None:
            # Infeasible with some decisions closed says nothing about the whole problem.
            missing = Solution(Outcome.NO_SOLUTION, None, np.inf, self.ascent.bound, solution.seconds)
            return best or Found(model, solver, missing)
        found = self._judged(model, solver, solution)
        return best if best is not None and best.solution.value <= found.solution.value else found

    def is_narrow(self, deadline: float) -> bool:
        """Whether there are many points, and even the first model's linear programme is far above the bound."""
        if self.aim.start or self._fewer() is self.problem:
            return False
        solver = Solver(self._model(None, STEPS[0][0]), seed=self.seed)
        value = solver.run_linear(time_limit=_left(deadline), presolve=True).value
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
        if best.solution.values is None or _left(deadline) < 0 or cancelled():
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


def _or_today(problem: Problem, found: Found, seed: int, aim: Aim) -> Found:
    """Where the time was too short for any plan: today's stations alone, if they meet the requirements.

    A later goal has the plan of the goal before it to fall back on.
    """
    if found.solution.values is not None or found.solution.outcome is Outcome.INFEASIBLE or aim.held:
        return found
    if aim.goal.ways is None:
        found.solver.fix(as_today(found.model))
        solution = found.solver.run(gap=0.0, time_limit=TODAY_SECONDS, grace=TODAY_SECONDS)
        bound = min(found.solution.bound, solution.value)
        feasible = replace(solution, outcome=Outcome.FEASIBLE, bound=bound)
        return found if solution.values is None else replace(found, solution=feasible)
    core = build_core(problem)
    core.model.close()
    solver = Solver(core.model, seed=seed)
    solver.fix(as_today(core.model))
    solution = solver.run(gap=0.0, time_limit=TODAY_SECONDS, grace=TODAY_SECONDS)
    if solution.values is None:
        return found
    value = Ways(problem, core, aim.goal.ways).value(solution.values)
    feasible = replace(solution, outcome=Outcome.FEASIBLE, value=value, bound=min(found.solution.bound, value))
    return Found(core.model, solver, feasible)


def _closed(found: Found, gap: float, aim: Aim) -> bool:
    if found.solution.values is None:
        return False
    value, bound = (aim.goal.figure(total) for total in (found.solution.value, found.solution.bound))
    return value - bound <= PARTS_GAP_SHARE * gap * value


def _left(deadline: float) -> float:
    return deadline - time.monotonic()

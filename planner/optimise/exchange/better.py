"""From the best plan of restricted models to a better one by exchange, with dates."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from planner.optimise.access import Core
from planner.optimise.aims import Aim
from planner.optimise.exchange.climb import Climb, State
from planner.optimise.exchange.plans import cells_of, chosen_of, decisions, tours_of
from planner.optimise.found import Found
from planner.optimise.lagrangian import Ways
from planner.optimise.solver import Outcome, Solver
from planner.problem import Problem

MOST_CELLS = 60_000_000
"""Points × uses of places × layers above which a look takes too long for shaking."""
ROUNDS = 40
CHECK_NODES = 1000
CHECK_SECONDS = 60.0
"""A safety net: with every decision fixed only sums over dates are left to find."""


def exchanges(problem: Problem, aim: Aim) -> bool:
    """Whether this search knows everything that binds: one sum of ways, no target, earlier goal, team, pin or ban."""
    ways, scenario = aim.goal.ways, problem.scenario
    others = problem.visits or scenario.home_voting is not None or scenario.pins or scenario.forbid or problem.reserved
    return not others and ways is not None and ways.segment is None and not aim.held and not problem.scenario.targets


def by_exchange(
    problem: Problem, core: Core, ways: Ways, best: Found, *, enough: float, deadline: float, seed: int
) -> Found:
    """A better plan than the best so far whose visits all have dates, else the best so far with dates where it can.

    Args:
        core: closed, with its requirements: a plan that breaks one is not taken.
        best: with values; its bound holds.
        enough: sum of ways at which to stop.
        deadline: monotonic seconds; shaking ends there, or after a fixed number of rounds.
    """
    if best.solution.values is None or not (problem.patterns or problem.fleets):
        return best
    climb = Climb(problem, ways.costs, ways.weights, ways.beyond)
    chosen = chosen_of(climb, best.model, best.solution.values)
    state = climb.near(chosen, cells_of(climb, best.model, best.solution.values, chosen))
    state = climb.improve(climb.fill(state or climb.start()))

    def over() -> bool:
        return time.monotonic() > deadline

    size = len(climb.costs) * len(climb.menu.site) * climb.layers
    rounds = int(min(ROUNDS, ROUNDS * MOST_CELLS / max(size, 1)))
    state = climb.shake(state, rounds, np.random.default_rng(seed), over, enough)
    return _as_found(climb, core, state, best, seed) or best


def _as_found(climb: Climb, core: Core, state: State, best: Found, seed: int) -> Found | None:
    """The state as a solution of all requirements; None where it breaks one that the search does not know."""
    solver = Solver(core.model, seed=seed)
    solver.fix(decisions(climb, core.model, state))
    solved = solver.run(gap=0.0, nodes=CHECK_NODES, time_limit=CHECK_SECONDS)
    if solved.values is None:
        return None
    bound = min(best.solution.bound, state.value)
    solution = replace(solved, outcome=Outcome.FEASIBLE, value=state.value, bound=bound)
    return Found(core.model, solver, solution, tours_of(climb, state))

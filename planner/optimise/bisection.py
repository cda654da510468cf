"""Stage 1 for a goal of few values: bisection over models that ask whether a value can be had.

A model without an objective whose rows hold just where the figure is at most v: infeasible
proves every plan above v, so the next value is a bound; a solution is a plan of at most v. The
bound holds for the whole problem as every row of stage 1 does; with earlier goals it is
conditional on them. A question that the time limit cuts short answers nothing.
"""

from __future__ import annotations

import time

import numpy as np

from planner.objectives.goal import Steps
from planner.optimise.access import bind_dates, bind_held, build_core
from planner.optimise.aims import Aim
from planner.optimise.found import Found, as_today
from planner.optimise.model import StageOne
from planner.optimise.solver import OPTIMAL_GAP, Outcome, Progress, Solution, Solver
from planner.problem import Problem


def by_bisection(
    problem: Problem, steps: Steps, *, gap: float, deadline: float, seed: int, tell: Progress, aim: Aim, dated: bool
) -> Found:
    """The least value that can be had, to a relative gap.

    Args:
        steps: of the goal.
        dated: whether visits have dates and vehicle-days drives in the models.
        gap, deadline, seed, tell, aim: as for :func:`planner.optimise.search.search`.
    """
    values = steps.values
    low, high = 0, len(values) - 1  # no plan is below the one, any plan is at most the other
    model = _model(problem, steps, aim, np.inf, dated=dated)
    solver = Solver(model, seed=seed)
    solver.start_from(aim.start or as_today(model))
    best = Found(model, solver, solver.run(gap=1.0, time_limit=deadline - time.monotonic()))
    if best.solution.values is None:
        return best
    while values[high] - values[low] > max(gap, OPTIMAL_GAP) * values[high]:
        tell(float(values[high]), float(values[low]))
        middle = (low + high) // 2
        model = _model(problem, steps, aim, float(values[middle]), dated=dated)
        solver = Solver(model, seed=seed)
        found = Found(model, solver, solver.run(gap=1.0, time_limit=deadline - time.monotonic()))
        if found.solution.outcome is Outcome.INFEASIBLE:
            low = middle + 1
        elif found.solution.values is not None:
            high, best = middle, found
        else:
            break
    return _result(best, float(values[high]), float(values[low]))


def _model(problem: Problem, steps: Steps, aim: Aim, limit: float, *, dated: bool) -> StageOne:
    """All that is required, and the figure at most a limit."""
    model = build_core(problem).model
    if dated:
        bind_dates(model)
    bind_held(model, aim)
    if np.isfinite(limit):
        steps.keep(model, "most[0]", limit)
    model.close()
    return model


def _result(best: Found, value: float, bound: float) -> Found:
    outcome = Outcome.OPTIMAL if bound >= value else Outcome.FEASIBLE
    solution = best.solution
    return Found(best.model, best.solver, Solution(outcome, solution.values, value, bound, solution.seconds))

"""A bound of every plan whose queues get their persons: the linear programme of stage 1 with rows of their money.

Row after row, each at the last optimum (Kelley 1960), until none is broken by much or the bound rises no more. Their
linear programme is all that is used: as whole numbers it took more than nine minutes and proved no more (measured on
``oslo``: 9.71 both ways, against 9.57 without the rows).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import Floats
from planner.optimise.access import stage_one_rows
from planner.optimise.aims import Aim
from planner.optimise.cancelling import cancelled
from planner.optimise.queue_rows import Point, QueueRows, bind_queues
from planner.optimise.solver import Solver
from planner.problem import Problem

MOST_ROWS = 60
BROKEN = 1e-3
"""A row that is broken by less than this part of the budget is not worth it."""
LOOK_BACK, LEAST_RISE = 10, 2e-4
"""Rows are added as long as so many of them together raise the bound by this part."""
USED = 1e-9


@dataclass(frozen=True, eq=False)
class QueueBound:
    """What is proven of plans whose queues get their persons.

    Attributes:
        bound: of the goal's expression.
        points: decisions at which the rows that matter were made.
    """

    bound: float
    points: tuple[Point, ...]


def queue_bound(problem: Problem, aim: Aim, *, seed: int, deadline: float) -> QueueBound | None:
    """The bound, to a deadline (monotonic seconds); None where the rows have nothing to say."""
    model = stage_one_rows(problem, None, aim)
    rows = bind_queues(model, aim.goal.name, ())
    if rows is None or cancelled():
        return None
    model.close()
    solver = Solver(model, seed=seed)
    solver.relax()
    costs, points, bounds = np.array(model.costs()), list[Point](), list[float]()
    prices: Floats = np.zeros(0)
    while True:
        solution = solver.run_relaxed(costs, time_limit=deadline - time.monotonic())
        if solution.values is None:
            break
        bounds.append(solution.bound)
        prices = solver.prices()[-len(points) :] if points else prices
        if len(points) == MOST_ROWS or _rests(bounds) or cancelled():
            break
        point = _point(rows, solution.values)
        terms = rows.row(point)
        broken = sum(coefficient * float(solution.values[v]) for coefficient, v in terms)
        if broken <= BROKEN * problem.budget_nok:
            break
        points.append(point)
        solver.add_row(terms)
    used = tuple(point for point, price in zip(points, prices, strict=False) if abs(price) > USED)
    return QueueBound(bounds[-1], used) if used else None


def _point(rows: QueueRows, values: Floats) -> Point:
    """The decisions that any row knows, and are not 0."""
    known = {int(variable) for at in rows.shares for terms in at.values() for _, variable in terms}
    return {column: float(values[column]) for column in sorted(known) if values[column] > USED}


def _rests(bounds: list[float]) -> bool:
    return len(bounds) > LOOK_BACK and bounds[-1] - bounds[-1 - LOOK_BACK] < LEAST_RISE * abs(bounds[-1])

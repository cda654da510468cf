"""Makes the certificate of a plan: solves the linear programmes whose multipliers it holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.dataset import Floats
from planner.domain.plan import Plan
from planner.objectives.goal import Steps
from planner.optimise.aims import Aim
from planner.optimise.certificate import (
    DIGITS,
    Certificate,
    Duals,
    GoalCertificate,
    QueuePoint,
    Rows,
    dense,
    figure_of,
    proven,
    rows_for,
    scenario_sha256,
    shrunk,
)
from planner.optimise.queue_rows import Point
from planner.optimise.solver import SparseModel, run_sparse
from planner.problem import Problem

MOST_ROUNDS = 5
LEAST_GAIN = 1e-5
"""Of the bound; below it no more fixing is tried."""
SECONDS = 120.0
"""Of one linear programme; what is not proven by then, is not."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a certificate of one goal is made from.

    Attributes:
        multipliers: (counted, K, R) where the bound is that of the Lagrangian.
        drives: whether its inner problem knows which tours can be driven.
        dated: whether the bound is that of the whole model with the dates of visits and the drives of vehicle-days.
        points: of the rows of queues, where the bound is that of plans whose queues get their persons.
    """

    aim: Aim
    multipliers: Floats | None = None
    drives: bool = False
    dated: bool = False
    points: tuple[Point, ...] = ()


def certify(problem: Problem, plan: Plan, evidence: Sequence[Evidence]) -> Certificate:
    """The certificate of a finished plan, one goal after the other."""
    goals = tuple(_of_goal(problem, plan, known) for known in evidence)
    return Certificate(scenario_sha256=scenario_sha256(plan), dataset_sha256=problem.dataset.sha256, goals=goals)


def stating(plan: Plan, certificate: Certificate) -> Plan:
    """A plan that says what its certificate proves."""
    results = plan.objectives or ((plan.objective,) if plan.objective else ())
    stated = tuple(
        replace(result, certified_bound=claim.bound) for result, claim in zip(results, certificate.goals, strict=True)
    )
    return replace(plan, objective=stated[0], objectives=stated if plan.objectives else ())


def _of_goal(problem: Problem, plan: Plan, known: Evidence) -> GoalCertificate:
    aim, goal = known.aim, known.aim.goal
    limits = tuple(held.limit for held in aim.held)
    blank = GoalCertificate(name=goal.name, kind="none", limits=limits)
    if goal.steps is not None:
        return _of_steps(problem, aim, goal.steps, blank)
    cutoff = _short(goal.total(goal.value(plan)))
    if known.points:
        points = tuple(QueuePoint(columns=tuple(at), values=tuple(map(_short, at.values()))) for at in known.points)
        return _proof(problem, aim, blank.model_copy(update={"kind": "queues", "cutoff": cutoff, "points": points}))
    if known.multipliers is None:
        return _proof(
            problem, aim, blank.model_copy(update={"kind": "dated" if known.dated else "rows", "cutoff": cutoff})
        )
    # The Lagrangian leaves the goals before out: what it proves holds with them too.
    multipliers = tuple(_short(number) for number in known.multipliers.ravel().tolist())
    kind = "drives" if known.drives else "parts"
    claim = blank.model_copy(update={"kind": kind, "cutoff": cutoff, "multipliers": multipliers})
    return _proof(problem, Aim(goal), claim)


def _of_steps(problem: Problem, aim: Aim, steps: Steps, blank: GoalCertificate) -> GoalCertificate:
    """The highest value that a linear programme proves no plan to have, by bisection."""
    asked = steps.values[steps.values < steps.most_asked]
    low, high = 0, len(asked)
    best = blank.model_copy(update={"bound": _down(float(steps.values[0]))})
    while low < high:
        middle = (low + high) // 2
        claim = blank.model_copy(update={"kind": "step", "step": float(asked[middle]), "cutoff": 1.0})
        found = _proof(problem, aim, claim)
        if found.bound > asked[middle]:
            low, best = middle + 1, found
        else:
            high = middle
    return best


def _proof(problem: Problem, aim: Aim, claim: GoalCertificate) -> GoalCertificate:
    """A claim with multipliers, and what they prove."""
    rows = rows_for(problem, aim, claim)
    found: list[Duals] = []
    total = -math.inf
    for _ in range(MOST_ROUNDS):
        used = [dense(y, len(rows.row_low)) for y in found]
        low, high = shrunk(rows, used, claim.cutoff)
        y = _multipliers(rows, low, high)
        better = total if y is None else proven(rows, [*used, dense(y, len(rows.row_low))], claim.cutoff)
        if y is None or better <= total:
            break
        found.append(y)
        little = better - total <= LEAST_GAIN * abs(better)
        total = better
        if little or total >= claim.cutoff:
            break
    count, columns = rows.matrix.shape
    change = {
        "bound": _down(figure_of(aim.goal, claim, total)),
        "rows": count,
        "columns": columns,
        "duals": tuple(found),
    }
    return claim.model_copy(update=change)


def _multipliers(rows: Rows, low: Floats, high: Floats) -> Duals | None:
    """Duals of the linear programme in a box; None where it has none to give."""
    if (low > high).any():
        return None
    nothing = np.zeros(len(rows.costs), dtype=bool)
    model = SparseModel(rows.costs, rows.matrix, rows.row_low, rows.row_high, low, high, nothing)
    solution = run_sparse(model, gap=0.0, time_limit=SECONDS, cancel=lambda: False)
    if solution.prices is None or solution.values is None:
        return None
    at = np.flatnonzero(np.abs(solution.prices) > 1e-12)
    return Duals(rows=tuple(at.tolist()), values=tuple(_short(v) for v in solution.prices[at].tolist()))


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


def _down(figure: float) -> float:
    return math.floor(figure * 1e6) / 1e6

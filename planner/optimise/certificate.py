"""A bound that anyone can recompute: multipliers, and whole numbers fixed by them, checked without a solver.

For any y with the right signs, and any box l ≤ x ≤ u that every plan lies in,

    c·x ≥ b·y + Σ_j min(l_j r_j, u_j r_j),     r = c − Aᵀy

A plan of less than v whose whole x_j is k above l_j, where r_j > 0, is worth at least that and k·r_j
more, so k ≤ (v − bound) / r_j: the box shrinks, and the next y bounds what is left. When all of them
have been used, no plan is below min(v, bound).

===========  ==========================================================================
``rows``     A is stage 1 with the voters' ways in radius form
``dated``    as ``rows``, with the dates of visits and the drives of vehicle-days (:mod:`planner.optimise.drives`)
``parts``    A is stage 1 without the voters' ways; c and the constant are those of the
             Lagrangian at multipliers λ (:mod:`planner.optimise.lagrangian`)
``drives``   as ``parts``, with every tour that can be driven as a column (:mod:`planner.optimise.drives`)
``queues``   as ``rows``, with rows of what the queues cost at some points (:mod:`planner.optimise.queue_rows`):
             no plan whose queues get their persons is below
``step``     A asks for a value of the goal; b·y … > 0 proves that no plan has it (v = 1)
===========  ==========================================================================

Rows, costs and box come from the scenario and the dataset alone, by the same code that builds the
model; only y, λ, v, the points and the limits of earlier goals are taken from the certificate, and any values of
y, λ, v and the points prove something true. What is proven is that of a linear programme after fixings, so it may
be below the bound that the solver found by branching.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field
from scipy import sparse

from planner.domain.dataset import Floats
from planner.domain.plan import Plan
from planner.modelling import Variable
from planner.objectives.goal import Goal
from planner.objectives.registry import goals_of
from planner.optimise.access import bind_held, build_core, stage_one_rows
from planner.optimise.aims import Aim, Held
from planner.optimise.drives import bind_all
from planner.optimise.lagrangian import Ways
from planner.optimise.model import StageOne
from planner.optimise.queue_rows import bind_queues
from planner.problem import Problem

Number = Annotated[float, Field(allow_inf_nan=False)]
DIGITS = 9
"""Of every number that is stored."""
ROUNDING = 1e-9
PARTS = ("parts", "drives")
"""Kinds whose c is that of the Lagrangian; they leave the goals before out."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Duals(_Part):
    """One y: the rows where it is not 0, and what it is there."""

    rows: tuple[Annotated[int, Field(ge=0)], ...]
    values: tuple[Number, ...]


class QueuePoint(_Part):
    """Decisions that are not 0, and what they are."""

    columns: tuple[Annotated[int, Field(ge=0)], ...]
    values: tuple[Number, ...]

    def point(self) -> dict[int, float]:
        """By decision.

        Raises:
            ValueError: not as many values as decisions.
        """
        return dict(zip(self.columns, self.values, strict=True))


class GoalCertificate(_Part):
    """What is proven of one goal.

    Attributes:
        kind: see the module; ``none``: nothing but what holds with every place open.
        bound: no plan has a lower figure, given the goals before.
        cutoff: v, in the scale of the goal's expression.
        limits: the worst figure of each goal before that is allowed.
        rows, columns: of A.
        multipliers: λ of ``parts`` and ``drives``, (points with weight × classes × levels) in order.
        points: of ``queues``.
        step: the value asked for, of ``step``.
    """

    name: str
    kind: Literal["rows", "dated", "parts", "drives", "queues", "step", "none"]
    bound: Number = 0.0
    cutoff: Number = 0.0
    limits: tuple[Number, ...] = ()
    rows: int = 0
    columns: int = 0
    duals: tuple[Duals, ...] = ()
    multipliers: tuple[Number, ...] = ()
    points: tuple[QueuePoint, ...] = ()
    step: Number = 0.0


class Certificate(_Part):
    """``certificate.json``.

    Attributes:
        scenario_sha256: of the plan's scenario (:func:`scenario_sha256`).
        dataset_sha256: as in the plan.
        goals: in the scenario's order.
    """

    version: Literal["1"] = "1"
    scenario_sha256: str
    dataset_sha256: str
    goals: tuple[GoalCertificate, ...]


@dataclass(frozen=True, eq=False)
class Rows:
    """minimise costs·x + constant, row_low ≤ A x ≤ row_high, low ≤ x ≤ high, some x whole.

    Attributes:
        matrix: A, CSR.
    """

    costs: Floats
    constant: float
    matrix: Any
    row_low: Floats
    row_high: Floats
    low: Floats
    high: Floats
    whole: npt.NDArray[np.bool_]


def scenario_sha256(plan: Plan) -> str:
    """Of a plan's scenario, however the file is laid out."""
    return hashlib.sha256(json.dumps(plan.scenario, sort_keys=True).encode()).hexdigest()


def rows_of(model: StageOne) -> Rows:
    """A model as arrays."""
    entries = [(i, v, c) for i, row in enumerate(model.rows.values()) for v, c in row.terms.items()]
    at_row, at_column, value = np.array(entries, dtype=np.float64).reshape(-1, 3).T
    shape = (len(model.rows), len(model.columns))
    matrix = sparse.csr_array((value, (at_row.astype(np.int64), at_column.astype(np.int64))), shape=shape)
    senses = np.array([row.sense for row in model.rows.values()])
    rhs = np.array([row.rhs for row in model.rows.values()], dtype=np.float64)
    return Rows(
        np.array(model.costs()),
        model.constant,
        matrix,
        np.where(senses == "<=", -np.inf, rhs),
        np.where(senses == ">=", np.inf, rhs),
        np.array([column.low for column in model.columns]),
        np.array([np.inf if column.high is None else float(column.high) for column in model.columns]),
        np.array([column.integer for column in model.columns]),
    )


def rows_for(problem: Problem, aim: Aim, claim: GoalCertificate) -> Rows:
    """A and c of a certificate, from scenario and dataset.

    Raises:
        ValueError: the certificate does not fit them.
    """
    if claim.kind in ("rows", "dated"):
        return rows_of(stage_one_rows(problem, aim=aim, dated=claim.kind == "dated"))
    if claim.kind == "queues":
        model = stage_one_rows(problem, aim=aim)
        if bind_queues(model, aim.goal.name, [at.point() for at in claim.points]) is None:
            raise ValueError("nothing is known of queues")
        return rows_of(model)
    if claim.kind in PARTS and aim.goal.ways is not None:
        return lagrangian_rows(problem, aim.goal, np.array(claim.multipliers), drives=claim.kind == "drives")
    if claim.kind == "step" and aim.goal.steps is not None:
        model = build_core(problem).model
        bind_held(model, aim)
        model.minimise(aim.goal.steps.beyond(model, claim.step))
        return rows_of(model)
    raise ValueError(f"no certificate of the kind {claim.kind} is possible for {aim.goal.name}")


def lagrangian_rows(problem: Problem, goal: Goal, multipliers: Floats, *, drives: bool = False) -> Rows:
    """Stage 1 without the voters' ways, at multipliers λ in order.

    Args:
        drives: with every tour that can be driven.

    Raises:
        ValueError: they are not as many as the segments, or the tours are not listed.
    """
    core = build_core(problem)
    ways = Ways(problem, core, goal.ways)
    if drives and not bind_all(core.model):
        raise ValueError("the tours of this problem are not listed")
    shaped = np.clip(multipliers.reshape(ways.beyond.shape), 0.0, ways.beyond)
    core.model.constant = float((ways.weights * shaped).sum())
    for column, cost in enumerate(ways.inner_costs(shaped)):
        core.model.cost(Variable(column), float(cost))
    return rows_of(core.model)


def proven(rows: Rows, duals: Sequence[Floats], cutoff: float) -> float:
    """What some y, each (rows,), prove of the expression; −inf where nothing."""
    low, high, best = rows.low.copy(), rows.high.copy(), -np.inf
    for y in duals:
        bound, reduced = weak_duality(rows, y, low, high)
        best = max(best, bound)
        if best >= cutoff:
            return cutoff
        if np.isfinite(bound):
            _shrink(rows, reduced, cutoff - bound, low, high)
    return best


def shrunk(rows: Rows, duals: Sequence[Floats], cutoff: float) -> tuple[Floats, Floats]:
    """The box of a plan of less than the cutoff, when all y have been used."""
    low, high = rows.low.copy(), rows.high.copy()
    for y in duals:
        bound, reduced = weak_duality(rows, y, low, high)
        if np.isfinite(bound):
            _shrink(rows, reduced, cutoff - bound, low, high)
    return low, high


def weak_duality(rows: Rows, y: Floats, low: Floats, high: Floats) -> tuple[float, Floats]:
    """What a y, (rows,), proves of the expression in a box, and the reduced costs; a wrong sign counts as 0."""
    y = np.where((y > 0) & np.isinf(rows.row_low) | (y < 0) & np.isinf(rows.row_high), 0.0, y)
    used = y != 0
    base = float((np.where(y > 0, rows.row_low, rows.row_high)[used] * y[used]).sum())
    reduced: Floats = rows.costs - rows.matrix.T @ y
    moved = reduced != 0
    least = float((np.where(reduced > 0, low, high)[moved] * reduced[moved]).sum())
    return rows.constant + base + least, reduced


def _shrink(rows: Rows, reduced: Floats, slack: float, low: Floats, high: Floats) -> None:
    """Narrow the box of whole numbers, in place."""
    size = np.abs(reduced)
    used = rows.whole & (size > ROUNDING)
    steps = np.full(len(size), np.inf)
    steps[used] = np.floor(max(slack, 0.0) / size[used] + ROUNDING)
    up, down = used & (reduced > 0), used & (reduced < 0)
    high[up] = np.minimum(high[up], low[up] + steps[up])
    low[down] = np.maximum(low[down], high[down] - steps[down])


def dense(duals: Duals, rows: int) -> Floats:
    """(rows,) one y.

    Raises:
        ValueError: it is not of that many rows.
    """
    if len(duals.rows) != len(duals.values) or any(row >= rows for row in duals.rows):
        raise ValueError("a multiplier of a row that does not exist")
    y = np.zeros(rows)
    y[list(duals.rows)] = duals.values
    return y


def certified_bound(problem: Problem, claim: GoalCertificate, number: int) -> float:
    """The figure that a certificate proves for a goal, whatever it claims.

    Raises:
        ValueError: it does not fit scenario and dataset.
    """
    goals = goals_of(problem)
    if len(claim.limits) != number or number >= len(goals) or goals[number].name != claim.name:
        raise ValueError("other goals than the scenario's")
    if claim.kind == "none":
        return figure_of(goals[number], claim, -np.inf)
    held = tuple(Held(goal, limit) for goal, limit in zip(goals, claim.limits, strict=False))
    aim = Aim(goals[number], held if claim.kind not in PARTS else ())
    rows = rows_for(problem, aim, claim)
    if rows.matrix.shape != (claim.rows, claim.columns):
        raise ValueError("another number of rows or columns than the model has")
    return figure_of(aim.goal, claim, proven(rows, [dense(y, claim.rows) for y in claim.duals], claim.cutoff))


def figure_of(goal: Goal, claim: GoalCertificate, total: float) -> float:
    """A proven value of the expression as a figure of the goal."""
    if goal.steps is None:
        # No goal's figure is below 0, whatever little the multipliers prove.
        return max(0.0, goal.figure(total)) if np.isfinite(total) else 0.0
    values = goal.steps.values
    above = values[values > claim.step] if total > ROUNDING else values
    return float(above[0]) if len(above) else float(values[-1])

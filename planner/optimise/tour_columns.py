"""The multipliers' inner programme with tours that can be driven, of which it is given those that a price calls for.

Delayed column generation (Ford and Fulkerson 1958; Gilmore and Gomory 1961): after each linear programme the tours
that its duals y would pay most for are added. What has not been added is answered for: with m_o the least reduced
cost of a tour with the blocks o, y lowered by −m_o in the row of q_o prices every tour at 0 or more, and what weak
duality proves with that y holds for all of them (Lasdon 1970; Desaulniers, Desrosiers and Solomon 2005, chapter 1).
So a step needs one linear programme, and no bound waits for the last tour.

Measured on 600 points, 120 stops and 2 buses, where roads let 78 000 to 200 000 of 1.8 million tours be driven:
docs/planlegging-ytelse.md.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import highspy
import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.modelling import VisitKey
from planner.optimise.apart import APART
from planner.optimise.certificate import Rows, rows_of, weak_duality
from planner.optimise.model import StageOne
from planner.optimise.solver import LEAST_SECONDS, Outcome, Solver, SparseModel, loaded
from planner.optimise.worker import INFEASIBLE

AT_ONCE = 30
"""Tours that are added after a step, at most."""
ROUNDING = 1e-7

TourMeans = Mapping[tuple[VisitKey, ...], float]
"""Vehicle-days, by their visits."""


class Inside(NamedTuple):
    """What one inner programme ended with.

    Attributes:
        values: (core columns,) None where it was not solved.
        value: of the programme.
        bound: no less than that of the inner problem as a whole; ``value`` where nothing is left out.
    """

    outcome: Outcome
    values: Floats | None
    value: float
    bound: float


class Inner(Protocol):
    """Solves the inner programme for the costs of the core's columns, warm from the last time."""

    def solve(self, costs: Floats, *, time_limit: float) -> Inside:
        """At most that many seconds of wall."""


class Plain:
    """The inner programme that knows nothing of drives."""

    def __init__(self, core: StageOne, *, seed: int) -> None:
        """Hand a closed core to the solver."""
        self._solver = Solver(core, seed=seed)
        self._solver.relax()

    def solve(self, costs: Floats, *, time_limit: float) -> Inside:
        """See :class:`Inner`."""
        found = self._solver.run_relaxed(costs, time_limit=time_limit)
        return Inside(found.outcome, found.values, found.value, found.bound)


class Driven:
    """The inner programme with every tour that can be driven."""

    def __init__(self, model: StageOne, *, seed: int) -> None:
        """Take a core to which the tours have been added (:func:`planner.optimise.drives.bind_all`)."""
        self._rows = rows_of(model)
        self._keys = list(model.driven.values())
        self._first = next(iter(model.driven))
        self._owner = _owners(model)
        self._used: Floats = np.zeros(len(self._keys))
        self._columns = self._rows.matrix.tocsc()
        kept = np.concatenate([np.arange(self._first), self._first + self._singles()])
        self._in = np.zeros(len(self._keys), dtype=bool)
        self._in[kept[self._first :] - self._first] = True
        self._order: Ints = kept
        self._highs: Any = loaded(_part(self._rows, kept), integer=False)
        options: dict[str, Any] = {"random_seed": seed, "presolve": "off", "simplex_strategy": 1}
        options |= {"dual_simplex_cost_perturbation_multiplier": 0.0, "dual_feasibility_tolerance": 1e-9}
        for name, value in options.items():
            self._highs.setOptionValue(name, value)

    def solve(self, costs: Floats, *, time_limit: float) -> Inside:
        """See :class:`Inner`; the tours that this step calls for are there in the next."""
        deadline = time.monotonic() + time_limit
        self._rows.costs[: self._first] = costs
        self._highs.changeColsCost(self._first, np.arange(self._first, dtype=np.int32), costs)
        outcome = self._run(deadline)
        if outcome is Outcome.INFEASIBLE and not self._in.all():
            self._add(np.flatnonzero(~self._in))  # the few tours so far may not do what has to be done
            outcome = self._run(deadline)
        if outcome is not Outcome.OPTIMAL:
            return Inside(outcome, None, np.inf, np.inf if outcome is Outcome.INFEASIBLE else -np.inf)
        solution = self._highs.getSolution()
        values, y = np.array(solution.col_value), np.array(solution.row_dual)
        value = float(self._highs.getInfo().objective_function_value)
        self._used = np.zeros(len(self._keys))
        self._used[self._order[self._first :] - self._first] = values[self._first :]
        bound = self._called(y)
        return Inside(outcome, values[: self._first], value, min(bound, value))

    def used(self) -> Floats:
        """(tours,) how often each is driven in the last solution."""
        return self._used

    def means(self, mean: Floats, least: float) -> TourMeans:
        """What is driven at least so often, of a mean of :meth:`used`."""
        return {self._keys[n]: float(mean[n]) for n in np.flatnonzero(mean >= least)}

    def _run(self, deadline: float) -> Outcome:
        highs = self._highs
        if (apart := APART.get()) is not None and apart.asked():
            return Outcome.NO_SOLUTION
        highs.setOptionValue("time_limit", float(highs.getRunTime() + max(deadline - time.monotonic(), LEAST_SECONDS)))
        highs.run()
        status = highs.getModelStatus()
        if status in INFEASIBLE:
            return Outcome.INFEASIBLE
        return Outcome.OPTIMAL if status == highspy.HighsModelStatus.kOptimal else Outcome.NO_SOLUTION

    def _called(self, y: Floats) -> float:
        """Add what y would pay most for; what y proves of all tours."""
        reduced = (self._rows.costs - self._rows.matrix.T @ y)[self._first :]
        outside = np.where(self._in, 0.0, reduced)
        wanted = np.flatnonzero(outside < -ROUNDING)
        least: Floats = np.zeros(len(y))
        np.minimum.at(least, self._owner, outside)
        if len(wanted) > AT_ONCE:
            wanted = wanted[np.argpartition(outside[wanted], AT_ONCE)[:AT_ONCE]]
        if len(wanted):
            self._add(wanted)
        return weak_duality(self._rows, y + least, self._rows.low, self._rows.high)[0]

    def _add(self, tours: Ints) -> None:
        part = self._columns[:, self._first + tours]
        costs, high = np.zeros(len(tours)), self._rows.high[self._first + tours]
        starts, rows = part.indptr[:-1].astype(np.int32), part.indices.astype(np.int32)
        self._highs.addCols(len(tours), costs, np.zeros(len(tours)), high, part.nnz, starts, rows, part.data)
        self._in[tours] = True
        self._order = np.concatenate([self._order, self._first + tours])

    def _singles(self) -> Ints:
        """Tours of one visit: with them alone the rows can be met, if not always as they have to."""
        return np.array([n for n, keys in enumerate(self._keys) if len(keys) == 1], dtype=np.int64)


def _owners(model: StageOne) -> Ints:
    """(tours,) the row that counts each with those of the same blocks."""
    at = {name: n for n, name in enumerate(model.rows)}
    names = {(key.fleet, key.blocks): at.get(f"drives[tour-{key}]", -1) for key in model.tours}
    return np.array(
        [names[keys[0].fleet, tuple(key.block for key in keys)] for keys in model.driven.values()], dtype=np.int64
    )


def _part(rows: Rows, columns: Ints) -> SparseModel:
    part = replace(
        rows, costs=rows.costs[columns], matrix=rows.matrix[:, columns], low=rows.low[columns], high=rows.high[columns]
    )
    nothing = np.zeros(len(columns), dtype=bool)
    return SparseModel(part.costs, part.matrix, part.row_low, part.row_high, part.low, part.high, nothing)

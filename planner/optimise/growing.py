"""A linear programme in HiGHS that is solved again and again while rows come, go and bounds change.

Each run starts from the basis of the last (dual simplex), so a few new rows cost a few pivots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.solver import LEAST_SECONDS, SparseModel, loaded
from planner.optimise.worker import INFEASIBLE


@dataclass(frozen=True, eq=False)
class Corner:
    """Where a run ended.

    Attributes:
        infeasible: nothing meets the rows.
        solved: at an optimum; if not, at the pivots allowed, the time or the value asked for.
        value: of the objective; no bound unless ``solved``.
        x: (columns,).
        prices: (rows,) duals, at least 0 for rows with a lower limit only, whatever ended the run.
    """

    infeasible: bool
    solved: bool
    value: float
    x: Floats
    prices: Floats


class GrowingLp:
    """See the module; ``model`` has no integer columns."""

    def __init__(self, model: SparseModel) -> None:
        self._highs = loaded(model, integer=False)
        self._highs.setOptionValue("presolve", "off")
        self._all = np.arange(model.rows.shape[1], dtype=np.int32)
        self._basis: Any = None

    def bound(self, low: Floats, high: Floats) -> None:
        """Bounds of the first ``len(low)`` columns."""
        self._highs.changeColsBounds(len(low), self._all[: len(low)], low, high)

    def limit(self, rows: Ints, low: Floats, high: Floats) -> None:
        """Bounds of some rows."""
        self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), low, high)

    def add(self, low: Floats, start: Ints, index: Ints, value: Floats) -> None:
        """Rows low ≤ Σ value·x; CSR without the last start."""
        self._highs.addRows(
            len(low), low, np.full(len(low), np.inf), len(index), start.astype(np.int32), index.astype(np.int32), value
        )

    def drop(self, rows: Ints) -> None:
        """Take rows out; those below move up."""
        self._highs.deleteRows(len(rows), rows.astype(np.int32))

    def slack(self) -> Any:
        """(rows,) which of them do not bind in the basis of the last run."""
        basic = highspy.HighsBasisStatus.kBasic
        return np.array([status == basic for status in self._highs.getBasis().row_status], dtype=np.bool_)

    def keep(self) -> None:
        """Keep the basis of the last run for :meth:`back`."""
        self._basis = self._highs.getBasis()

    def back(self) -> None:
        """Start the next run from the basis kept; no rows may have come or gone."""
        self._highs.setBasis(self._basis)

    def run(self, *, time_limit: float, worth: float = np.inf, pivots: int | None = None) -> Corner:
        """Solve, or go on until ``pivots`` are made or the value is over ``worth``."""
        highs = self._highs
        most = highspy.kHighsIInf if pivots is None else pivots
        highs.setOptionValue("simplex_iteration_limit", most)
        highs.setOptionValue("objective_bound", worth)
        highs.setOptionValue("time_limit", highs.getRunTime() + max(min(time_limit, 1e9), LEAST_SECONDS))
        highs.run()
        status, solution = highs.getModelStatus(), highs.getSolution()
        return Corner(
            status in INFEASIBLE, status == highspy.HighsModelStatus.kOptimal,
            float(highs.getInfo().objective_function_value), np.array(solution.col_value), np.array(solution.row_dual),
        )  # fmt: skip

"""The only chooser of a solver, and the only mapper of what it says.

A model is built with PuLP and solved by HiGHS through ``prob.solverModel``: PuLP's
own status says *Optimal* after a time limit, drops the objective's constant and
shows no bound (PuLP 3.3). Here the constant is HiGHS's objective offset, so its gap
is a gap of minutes, and the status is our own.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import highspy
import numpy as np
import pulp

from planner.domain.dataset import Floats
from planner.modelling import Term
from planner.optimise.apart import APART
from planner.optimise.worker import INFEASIBLE, Ended, complete, ended, known, or_infinite

Progress = Callable[[float, float], None]
"""Called with (value of the incumbent, lower bound); inf and −inf where there is none yet."""

OPTIMAL_GAP = 1e-6
LEAST_SECONDS = 0.1
"""HiGHS is given at least this long."""


class Outcome(StrEnum):
    """What a solver run ended with."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NO_SOLUTION = "no_solution"


@dataclass(frozen=True, eq=False)
class Solution:
    """Result of a run.

    Attributes:
        values: (columns,) of the incumbent, None if there is none.
        value, bound: of the objective with its constant.
    """

    outcome: Outcome
    values: Floats | None
    value: float
    bound: float
    seconds: float


class Solvable(Protocol):
    """What a model must have; ``constant`` is the part of the objective that no decision changes."""

    @property
    def lp(self) -> pulp.LpProblem:
        """The model in PuLP, its objective without the constant."""

    @property
    def variables(self) -> Sequence[pulp.LpVariable]:
        """Its variables, in order."""

    @property
    def constant(self) -> float:
        """See the class."""


class Solver:
    """One model in HiGHS, which can be solved, changed a little and solved again."""

    def __init__(self, model: Solvable, *, seed: int = 0) -> None:
        self._model = model
        api = pulp.HiGHS(msg=False)
        api.createAndConfigureSolver(model.lp)
        api.buildSolverModel(model.lp)
        self._highs: Any = model.lp.solverModel
        self._index = np.array([column.index for column in model.variables], dtype=np.int32)
        self._rows = {row.name: row.index for row in model.lp.constraints()}
        self._start: tuple[Any, Any] | None = None
        self._integer = any(column.cat == pulp.LpInteger for column in model.variables)
        self._highs.changeObjectiveOffset(model.constant)
        options = {"random_seed": seed, "threads": 1}
        for name, value in options.items():
            self._highs.setOptionValue(name, value)

    def start_from(self, values: Mapping[int, float]) -> None:
        """Offer a plan as first incumbent of the next run: values of integer columns; the rest is completed."""
        columns = np.array([self._index[column] for column in values], dtype=np.int32)
        self._start = columns, np.array(list(values.values()), dtype=np.float64)

    def fix(self, values: Mapping[int, float]) -> None:
        """Fix columns at values."""
        for column, value in values.items():
            self._highs.changeColBounds(int(self._index[column]), value, value)

    def bound(self, column: int, low: float, high: float) -> None:
        """Change a column's bounds."""
        self._highs.changeColBounds(int(self._index[column]), low, min(high, highspy.kHighsInf))

    def price(self, column: int, cost: float) -> None:
        """Change a column's coefficient in the objective."""
        self._highs.changeColCost(int(self._index[column]), cost)

    def set_upper(self, row: str, limit: float) -> None:
        """Change the right side of a ``<=`` row."""
        self._highs.changeRowBounds(self._rows[row], -highspy.kHighsInf, limit)

    def add_row(self, terms: Iterable[Term]) -> None:
        """Add ``Σ coefficient · column ≤ 0``."""
        found = [(int(self._index[column]), coefficient) for coefficient, column in terms]
        columns, coefficients = np.array(found, dtype=np.float64).reshape(-1, 2).T
        self._highs.addRow(-highspy.kHighsInf, 0.0, len(found), columns.astype(np.int32), coefficients)

    def prices(self) -> Floats:
        """(rows,) duals of the last linear programme."""
        return np.array(self._highs.getSolution().row_dual)

    def relax(self) -> None:
        """Prepare for :meth:`run_relaxed`."""
        # Only costs change between such runs, so the last basis stays feasible, which speaks for primal simplex.
        # Dual simplex without perturbed costs took half of its seconds all the same (docs/planlegging-ytelse.md).
        options: dict[str, Any] = {"solve_relaxation": True, "presolve": "off", "simplex_strategy": 1}
        options |= {"dual_simplex_cost_perturbation_multiplier": 0.0, "dual_feasibility_tolerance": 1e-9}
        for name, value in options.items():
            self._highs.setOptionValue(name, value)

    def whole(self) -> None:
        """Whole numbers again, after :meth:`run_relaxed` or :meth:`run_linear`."""
        self._highs.setOptionValue("solve_relaxation", False)
        self._highs.setOptionValue("presolve", "choose")

    def never_restart(self) -> None:
        """Do not begin the root anew when a few whole columns have been fixed."""
        self._highs.setOptionValue("mip_allow_restart", False)

    def basis(self) -> Any:
        """Of the last linear programme, for :meth:`restore`."""
        return self._highs.getBasis()

    def restore(self, basis: Any) -> None:
        """Start the next linear programme from a basis."""
        self._highs.setBasis(basis)

    def run_relaxed(self, costs: Floats, *, time_limit: float) -> Solution:
        """Solve the LP relaxation with these costs of the columns, warm from the last basis."""
        self._highs.changeColsCost(len(costs), self._index, costs)
        return self._linear(time_limit)

    def run_linear(self, *, time_limit: float, presolve: bool = False) -> Solution:
        """Solve the LP relaxation as the model is, warm from the last basis unless it is presolved."""
        self._highs.setOptionValue("solve_relaxation", True)
        self._highs.setOptionValue("presolve", "on" if presolve else "off")
        return self._linear(time_limit)

    def _linear(self, time_limit: float) -> Solution:
        started = time.monotonic()
        highs = self._highs
        if (apart := APART.get()) is not None and apart.asked():
            return Solution(Outcome.NO_SOLUTION, None, np.inf, -np.inf, 0.0)
        highs.setOptionValue("time_limit", float(highs.getRunTime() + max(time_limit, LEAST_SECONDS)))
        highs.run()
        seconds, status = time.monotonic() - started, highs.getModelStatus()
        if status in INFEASIBLE:
            return Solution(Outcome.INFEASIBLE, None, np.inf, np.inf, seconds)
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            return Solution(Outcome.NO_SOLUTION, None, np.inf, -np.inf, seconds)
        value = float(highs.getInfo().objective_function_value)
        return Solution(Outcome.OPTIMAL, np.array(highs.getSolution().col_value)[self._index], value, value, seconds)

    def run(
        self,
        *,
        gap: float,
        time_limit: float,
        nodes: int | None = None,
        progress: Progress | None = None,
        grace: float = 0.0,
    ) -> Solution:
        """Solve to a relative gap, a number of nodes or of wall seconds, whichever comes first.

        Args:
            progress: called in this thread with the incumbent's value and the bound.
            grace: seconds that this run gets although the whole is cancelled.
        """
        started = time.monotonic()
        highs = self._highs
        highs.setOptionValue("mip_max_nodes", highspy.kHighsIInf if nodes is None else nodes)
        highs.setOptionValue("mip_rel_gap", gap)
        seconds = max(time_limit, LEAST_SECONDS)
        apart, start = APART.get(), self._start
        self._start = None
        if apart is None or not self._integer:
            highs.setOptionValue("time_limit", float(highs.getRunTime() + seconds))
            found = _here(highs, start, progress)
        else:
            found = apart.run(highs, start, time_limit=seconds, grace=grace, progress=progress)
        return self._solution(found, time.monotonic() - started)

    def _solution(self, found: Ended, seconds: float) -> Solution:
        if found.infeasible:
            return Solution(Outcome.INFEASIBLE, None, np.inf, np.inf, seconds)
        if not self._model.variables:  # nothing to decide
            return Solution(Outcome.OPTIMAL, np.zeros(0), self._model.constant, self._model.constant, seconds)
        # No decision costs less than nothing, so the constant is a bound from the start.
        bound = self._model.constant
        if self._integer:
            bound = max(bound, found.dual_bound)
        elif found.proven:
            bound = max(bound, found.objective)
        if found.values is None:
            return Solution(Outcome.NO_SOLUTION, None, np.inf, bound, seconds)
        value = found.objective
        proven = abs(value - bound) <= OPTIMAL_GAP * max(abs(value), 1e-9)
        outcome = Outcome.OPTIMAL if proven else Outcome.FEASIBLE
        return Solution(outcome, found.values[self._index], value, min(bound, value), seconds)


def _here(highs: Any, start: tuple[Any, Any] | None, progress: Progress | None) -> Ended:
    """Run in a thread, so that Ctrl-C reaches the main thread at once, also while HiGHS works."""
    told: queue.SimpleQueue[tuple[float, float]] = queue.SimpleQueue()
    faults: list[BaseException] = []

    def tell(event: Any) -> None:
        told.put(known(event))

    def target() -> None:
        try:
            if start is not None:
                complete(highs, *start)
            if progress is not None:
                for callback in callbacks:
                    callback += tell
            highs.run()
        except BaseException as fault:
            faults.append(fault)

    callbacks = (highs.cbMipLogging, highs.cbMipImprovingSolution)
    for callback in callbacks:
        callback.clear()
    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    while thread.is_alive() or not told.empty():
        thread.join(0.2)
        while progress is not None and not told.empty():
            progress(*told.get())
    if faults:
        raise faults[0]
    return ended(highs)


@dataclass(frozen=True, eq=False)
class SparseModel:
    """minimise costs·x, row_low ≤ rows·x ≤ row_high, low ≤ x ≤ high, some x integer.

    Attributes:
        rows: (rows, columns) CSR.
        integer: (columns,) which have to be whole.
    """

    costs: Floats
    rows: Any
    row_low: Floats
    row_high: Floats
    low: Floats
    high: Floats
    integer: Any


@dataclass(frozen=True, eq=False)
class SparseSolution(Solution):
    """The same with what the rows are worth.

    Attributes:
        prices: (rows,) duals of a linear programme, None otherwise.
    """

    prices: Floats | None = None


def loaded(model: SparseModel, *, integer: bool) -> Any:
    """The model in HiGHS."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.rows.shape[1], model.rows.shape[0]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.costs, model.low, model.high
    lp.row_lower_, lp.row_upper_ = model.row_low, model.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.rows.indptr.astype(np.int32)
    lp.a_matrix_.index_ = model.rows.indices.astype(np.int32)
    lp.a_matrix_.value_ = model.rows.data.astype(np.float64)
    if integer:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(whole)] for whole in model.integer]
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.passModel(lp)
    return highs


def run_sparse(
    model: SparseModel,
    *,
    gap: float,
    time_limit: float,
    cancel: Callable[[], bool],
    cutoff: float = np.inf,
) -> SparseSolution:
    """Solve a model given as arrays, as a linear programme if nothing is integer.

    Args:
        cutoff: plans that cost more need not be found.
        cancel: asked now and then; True ends the run as a time limit does.
    """
    started = time.monotonic()
    integer = bool(np.any(model.integer))
    highs = loaded(model, integer=integer)
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", 0.0)
    highs.setOptionValue("time_limit", max(min(time_limit, 1e9), LEAST_SECONDS))
    if cutoff < np.inf:
        highs.setOptionValue("objective_bound", cutoff)

    def ask(event: Any) -> None:
        if cancel():
            event.data_in.user_interrupt = True

    for callback in (highs.cbMipInterrupt, highs.cbSimplexInterrupt, highs.cbIpmInterrupt):
        callback += ask
    highs.run()
    seconds, status, info = time.monotonic() - started, highs.getModelStatus(), highs.getInfo()
    if status in INFEASIBLE:
        return SparseSolution(Outcome.INFEASIBLE, None, np.inf, np.inf, seconds)
    proven = status == highspy.HighsModelStatus.kOptimal
    bound = or_infinite(info.mip_dual_bound) if integer else (info.objective_function_value if proven else -np.inf)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return SparseSolution(Outcome.NO_SOLUTION, None, np.inf, bound, seconds)
    solution = highs.getSolution()
    return SparseSolution(
        Outcome.OPTIMAL if proven else Outcome.FEASIBLE,
        np.array(solution.col_value),
        float(info.objective_function_value),
        bound,
        seconds,
        None if integer else np.array(solution.row_dual),
    )

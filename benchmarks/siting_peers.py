"""Named peers of the siting engine: each takes minutes, weights, p and a gap, and answers the value it found."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pulp

from benchmarks.instances import Floats

LIMIT = 400.0
"""Wall seconds of a peer's run."""
Peer = Callable[[Floats, Floats, int, float], float]


def cpu(run: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of this process and its children, and what the run answers."""
    before = os.times()
    answer = run()
    after = os.times()
    return sum(after[:4]) - sum(before[:4]), answer


def model(minutes: Floats, weights: Floats, p: int, nearest: int | None) -> Any:
    """The textbook model with one variable a pair, or a pair of a row and its nearest columns."""
    rows, columns = minutes.shape
    lp = pulp.LpProblem("p_median", pulp.LpMinimize)
    x = [lp.add_variable(f"x{j}", cat="Binary") for j in range(columns)]
    pairs = [np.argsort(minutes[i], kind="stable")[:nearest] for i in range(rows)]
    y = [{j: lp.add_variable(f"y{i}_{j}", lowBound=0) for j in pairs[i]} for i in range(rows)]
    lp += pulp.lpSum(weights[i] * minutes[i, j] * y[i][j] for i in range(rows) for j in pairs[i])
    lp += pulp.lpSum(x) == p
    for i in range(rows):
        lp += pulp.lpSum(y[i].values()) == 1
        for j in pairs[i]:
            lp += y[i][j] <= x[j]
    return lp


def by_pulp(solver: Any, nearest: int | None = None) -> Peer:
    """PuLP with a solver."""

    def run(minutes: Floats, weights: Floats, p: int, gap: float) -> float:
        lp = model(minutes, weights, p, nearest)
        lp.solve(solver(msg=False, gapRel=gap, timeLimit=LIMIT))
        value = pulp.value(lp.objective)
        return float("inf") if value is None else float(value)

    return run


def by_spopt(minutes: Floats, weights: Floats, p: int, gap: float) -> float:
    """The spopt package with its default solver."""
    from spopt.locate import PMedian

    made = PMedian.from_cost_matrix(minutes, weights, p_facilities=p)
    try:
        made.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=gap, timeLimit=LIMIT), results=False)
    except RuntimeError:  # nothing found within the limit
        return float("inf")
    return float(pulp.value(made.problem.objective))


def by_scip(minutes: Floats, weights: Floats, p: int, gap: float) -> float:
    """The pyscipopt package."""
    from pyscipopt import Model, quicksum

    rows, columns = minutes.shape
    made = Model()
    made.hideOutput()
    made.setParam("limits/gap", gap)
    made.setParam("limits/time", LIMIT)
    x = [made.addVar(vtype="B") for _ in range(columns)]
    y = [[made.addVar(lb=0) for _ in range(columns)] for _ in range(rows)]
    made.setObjective(quicksum(weights[i] * minutes[i, j] * y[i][j] for i in range(rows) for j in range(columns)))
    made.addCons(quicksum(x) == p)
    for i in range(rows):
        made.addCons(quicksum(y[i]) == 1)
        for j in range(columns):
            made.addCons(y[i][j] <= x[j])
    made.optimize()
    return float(made.getObjVal())


PEERS: dict[str, Peer] = {
    "spopt": by_spopt,
    "cbc": by_pulp(pulp.PULP_CBC_CMD),
    "highs": by_pulp(pulp.HiGHS),
    "scip": by_scip,
    "cbc-30": by_pulp(pulp.PULP_CBC_CMD, nearest=30),
}

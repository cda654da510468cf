"""Whether p columns can reach every row, by HiGHS, where the heuristics leave some unreached."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import scipy.sparse

from planner.domain.errors import NoPlanError
from planner.optimise.siting.engine import Watch
from planner.optimise.siting.instance import CLOSED, OPEN, Bools, Instance
from planner.optimise.solver import Outcome, SparseModel, run_sparse


def reach_all(instance: Instance, watch: Watch) -> Bools | None:
    """Columns that together reach every row, at most p of them filled up to p; None if there are none.

    Raises:
        NoPlanError: time was up before either was clear.
    """
    must = np.isinf(instance.cap)
    reach = scipy.sparse.csr_array(
        (np.ones(len(instance.column)), instance.column, instance.start), shape=(len(must), instance.columns)
    )[must]
    count = scipy.sparse.csr_array(np.ones((1, instance.columns)))
    rows: Any = scipy.sparse.vstack([reach, count], format="csr")
    low = np.append(np.ones(reach.shape[0]), 0.0)
    high = np.append(np.full(reach.shape[0], np.inf), instance.p)
    model = SparseModel(
        costs=np.zeros(instance.columns), rows=rows, row_low=low, row_high=high,
        low=(instance.state == OPEN).astype(np.float64), high=(instance.state != CLOSED).astype(np.float64),
        integer=np.ones(instance.columns, np.bool_),
    )  # fmt: skip
    found = run_sparse(model, gap=0.0, time_limit=watch.deadline - time.monotonic(), cancel=watch.cancel)
    if found.outcome is Outcome.INFEASIBLE:
        return None
    if found.values is None:
        raise NoPlanError("Tida tok slutt før det var klart om noen plan når alle rader.")
    opened: Bools = found.values > 0.5
    spare = np.flatnonzero(~opened & (instance.state != CLOSED))
    opened[spare[: instance.p - np.count_nonzero(opened)]] = True
    return opened

"""A linear programme whose rows come and go."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse

from planner.optimise.growing import GrowingLp
from planner.optimise.solver import SparseModel


def least_sum() -> GrowingLp:
    """minimise x0 + 2 x1 with x0 + x1 ≥ 1, both from 0 to 1."""
    rows = scipy.sparse.csr_array(np.array([[1.0, 1.0]]))
    return GrowingLp(
        SparseModel(
            costs=np.array([1.0, 2.0]), rows=rows, row_low=np.array([1.0]), row_high=np.array([np.inf]),
            low=np.zeros(2), high=np.ones(2), integer=np.zeros(2, np.bool_),
        )
    )  # fmt: skip


def row(low: float, *value: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    return np.array([low]), np.array([0]), np.arange(2), np.array(value)


def test_rows_come_and_go() -> None:
    lp = least_sum()
    first = lp.run(time_limit=10.0)
    assert (first.solved, first.infeasible, first.value) == (True, False, 1.0)
    lp.add(*row(0.5, 0.0, 1.0))
    second = lp.run(time_limit=10.0)
    assert second.value == 1.5
    assert second.x == pytest.approx([0.5, 0.5])
    assert second.prices == pytest.approx([1.0, 1.0])
    lp.add(*row(0.1, 1.0, 0.0))
    assert lp.run(time_limit=10.0).value == 1.5
    assert list(lp.slack()) == [False, False, True]
    lp.drop(np.array([2]))
    lp.drop(np.array([1]))
    assert lp.run(time_limit=10.0).value == 1.0


def test_bounds_change_and_a_basis_is_kept() -> None:
    lp = least_sum()
    lp.run(time_limit=10.0)
    lp.keep()
    lp.bound(np.zeros(1), np.zeros(1))
    assert lp.run(time_limit=10.0).value == 2.0
    lp.back()
    lp.bound(np.zeros(1), np.ones(1))
    assert lp.run(time_limit=10.0).value == 1.0
    lp.bound(np.zeros(2), np.full(2, 0.4))
    assert lp.run(time_limit=10.0).infeasible


def test_it_stops_at_what_is_enough() -> None:
    """Each of the rows x_i ≥ 1 takes a pivot and costs 1 more."""
    none = scipy.sparse.csr_array((1, 6))
    lp = GrowingLp(
        SparseModel(
            costs=np.ones(6), rows=none, row_low=np.zeros(1), row_high=np.full(1, np.inf), low=np.zeros(6),
            high=np.full(6, 2.0), integer=np.zeros(6, np.bool_),
        )
    )  # fmt: skip
    assert lp.run(time_limit=10.0).value == 0.0
    lp.add(np.ones(6), np.arange(6), np.arange(6), np.ones(6))
    few = lp.run(time_limit=10.0, pivots=2)
    assert (few.solved, few.infeasible) == (False, False)
    assert lp.run(time_limit=10.0, worth=3.5).value >= 3.5
    assert lp.run(time_limit=10.0).value == 6.0

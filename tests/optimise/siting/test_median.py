"""p_median: brute force, its certificate replayed, limits and edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st
from optimise.siting.oracle import brute, dense, instances, replay, sparse_of

from planner.optimise import p_median
from planner.optimise.siting import Siting, divides

FEW = settings(max_examples=400, deadline=None)


def check(made: dict[str, Any], found: Siting, minutes: Any) -> None:
    """Everything that has to hold of an answer without a gap or a limit."""
    weights, p, outside = made["weights"], made["p"], made["outside_minutes"]
    least = brute(minutes, weights, p, fixed=made["fixed"], excluded=made["excluded"], outside=outside)
    if np.isinf(least):
        assert found.status == "infeasible"
        assert found.objective == found.lower_bound == np.inf
        assert found.unreachable
        assert found.reason
        assert all(weights[row] > 0 for row in found.unreachable)
        return
    assert found.status == "optimal"
    assert found.objective == pytest.approx(least, rel=1e-9, abs=1e-9)
    assert found.lower_bound <= least * (1 + 1e-12) + 1e-12
    assert found.gap <= 1e-6
    assert len(found.open) == p
    assert list(found.open) == sorted(set(found.open))
    assert set(made["fixed"]) <= set(found.open)
    assert not set(made["excluded"]) & set(found.open)
    for row in np.flatnonzero(weights > 0):
        near = minutes[row, found.open]
        if outside is not None and near.min() > outside:
            assert found.assigned[row] == -1
        else:
            assert found.assigned[row] == found.open[np.argmin(near)]
    proof = found.certificate
    assert proof is not None
    assert divides([case.path for case in proof.cases])
    outside = np.inf if outside is None else outside
    shown = replay(proof, minutes, weights, p, outside, made["fixed"], made["excluded"])
    assert shown <= least * (1 + 1e-9) + 1e-9
    assert found.lower_bound <= shown + 1.0 + 1e-9  # rounding up adds less than 1, the coarsest part of a minute


@FEW
@given(instances())
def test_equals_brute_force_dense(made: dict[str, Any]) -> None:
    check(made, p_median(**made), made["minutes"])


@FEW
@given(instances())
def test_equals_brute_force_sparse(made: dict[str, Any]) -> None:
    minutes = sparse_of(made["minutes"])
    assert np.array_equal(dense(minutes), made["minutes"])
    check(made, p_median(**{**made, "minutes": minutes}), made["minutes"])


@settings(max_examples=60, deadline=None)
@given(instances(most_columns=12, holes=False), st.sampled_from([0.0, 0.01, 0.2]))
def test_the_asked_gap_is_kept(made: dict[str, Any], gap: float) -> None:
    least = brute(made["minutes"], made["weights"], made["p"], fixed=made["fixed"], excluded=made["excluded"],
                  outside=made["outside_minutes"])  # fmt: skip
    found = p_median(**made, gap=gap)
    assert found.lower_bound <= least * (1 + 1e-12) + 1e-12
    assert found.gap <= max(gap, 1e-6)
    assert found.objective <= least / (1 - gap) * (1 + 1e-6) + 1e-9


def town(rows: int, columns: int, seed: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    points, sites = rng.random((rows, 2)) * 30_000, rng.random((columns, 2)) * 30_000
    metres = np.rint(np.sqrt(((points[:, None] - sites[None]) ** 2).sum(axis=2)))
    return metres / 500, rng.integers(1, 400, rows).astype(np.float64)


@pytest.mark.parametrize("seed", range(3))
def test_a_town_is_proven_and_the_proof_replays(seed: int) -> None:
    minutes, weights = town(300, 60, seed)
    found = p_median(minutes, weights, 8)
    assert found.status == "optimal"
    assert found.certificate is not None
    assert divides([case.path for case in found.certificate.cases])
    assert replay(found.certificate, minutes, weights, 8) >= found.objective * (1 - 1e-6) - 0.002
    assert found.mean_minutes == pytest.approx(found.objective / weights.sum())


def test_same_seed_same_result() -> None:
    minutes, weights = town(200, 50, 7)
    one, two = p_median(minutes, weights, 6, seed=3), p_median(minutes, weights, 6, seed=3)
    assert np.array_equal(one.open, two.open)
    assert (one.objective, one.lower_bound) == (two.objective, two.lower_bound)


def test_the_order_of_rows_and_columns_does_not_matter() -> None:
    minutes, weights = town(120, 30, 1)
    rows, columns = np.random.default_rng(0).permutation(120), np.random.default_rng(1).permutation(30)
    one, two = p_median(minutes, weights, 5), p_median(minutes[rows][:, columns], weights[rows], 5)
    assert one.objective == pytest.approx(two.objective, rel=1e-6)


def test_unreachable_rows_are_named() -> None:
    found = p_median([[1.0, 2.0], [np.inf, np.inf], [3.0, np.inf]], [1, 1, 1], 1)
    assert (found.status, found.unreachable) == ("infeasible", (1,))
    assert len(found.open) == 0
    assert list(found.assigned) == [-1, -1, -1]
    assert found.certificate is None
    assert "1" in found.reason


def test_too_few_columns_to_reach_all_is_proven() -> None:
    apart = np.where(np.eye(4, dtype=bool), 5.0, np.inf)
    found = p_median(apart, [1, 1, 1, 1], 3)
    assert found.status == "infeasible"
    assert len(found.unreachable) == 1
    assert p_median(apart, [1, 1, 1, 0], 3).status == "optimal"  # no weight, no demand
    with_outside = p_median(apart, [1, 1, 1, 2], 3, outside_minutes=9.0)
    assert with_outside.objective == 5.0 + 5.0 + 10.0 + 9.0
    assert sorted(with_outside.assigned).count(-1) == 1
    assert with_outside.assigned[3] == 3


def test_a_cover_that_greed_misses_is_found() -> None:
    """Column 0 reaches most rows, but only 1 and 2 together reach all."""
    near = np.full((6, 3), np.inf)
    near[1:5, 0] = 1.0
    near[:3, 1] = near[3:, 2] = 50.0
    assert list(p_median(near, np.ones(6), 2).open) == [1, 2]


def test_sparse_formats_and_explicit_zeros() -> None:
    minutes = scipy.sparse.csr_array(([0.0, 3.0, 4.0], ([0, 0, 1], [0, 1, 1])), shape=(2, 2))
    for made in (minutes, minutes.tocsc(), minutes.tocoo(), scipy.sparse.csr_matrix(minutes)):
        assert p_median(made, [1, 1], 2).objective == 4.0
        assert p_median(made, [1, 1], 1).objective == 7.0
        assert p_median(made, [1, 1], 1, outside_minutes=5.0).objective == 5.0


def test_a_stopped_run_returns_what_it_has() -> None:
    minutes, weights = town(400, 80, 2)
    found = p_median(minutes, weights, 9, cancel=lambda: True)
    assert found.status == "feasible"
    assert len(found.open) == 9
    assert 0 <= found.lower_bound <= found.objective
    assert found.certificate is not None
    assert replay(found.certificate, minutes, weights, 9) >= found.lower_bound - 0.01
    best = p_median(minutes, weights, 9)
    assert found.lower_bound <= best.objective <= found.objective


def test_the_callback_sees_bounds_that_hold() -> None:
    minutes, weights = town(400, 80, 2)
    seen: list[tuple[float, float]] = []
    found = p_median(minutes, weights, 9, callback=lambda value, bound: seen.append((value, bound)))
    assert seen
    assert all(bound <= found.objective * (1 + 1e-12) for _, bound in seen)
    values = [value for value, _ in seen]
    assert values == sorted(values, reverse=True)
    assert values[-1] == pytest.approx(found.objective)


def test_all_open() -> None:
    minutes, weights = town(20, 5, 0)
    found = p_median(minutes, weights, 5)
    assert found.objective == pytest.approx(float(minutes.min(axis=1) @ weights))
    assert found.status == "optimal"


def test_nothing_to_walk() -> None:
    found = p_median(np.zeros((3, 4)), [1, 2, 3], 2)
    assert (found.objective, found.gap, found.status) == (0.0, 0.0, "optimal")

"""equitable_p_median: brute force in EDE minutes, far pairs, baselines, its certificate replayed."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from optimise.siting.oracle import brute, instances, replay, sparse_of

from planner.domain.dataset import Floats
from planner.domain.errors import InputError
from planner.optimise import equitable_p_median, p_median
from planner.optimise.siting import divides


def ede(minutes: Floats, weights: Floats, kappa: float) -> float:
    """By the largest exponent first, in plain Python."""
    top = max(minutes)
    total = math.fsum(w * math.exp(kappa * (t - top)) for w, t in zip(weights, minutes, strict=True))
    return float(top + math.log(total / math.fsum(weights)) / kappa)


def least_ede(made: dict[str, Any], kappa: float) -> float:
    weights, least = made["weights"], np.inf
    used = weights > 0
    for opened in itertools.combinations(range(made["minutes"].shape[1]), made["p"]):
        if set(made["fixed"]) <= set(opened) and not set(made["excluded"]) & set(opened):
            outside = np.inf if made["outside_minutes"] is None else made["outside_minutes"]
            near = np.minimum(made["minutes"][used][:, opened].min(axis=1), outside)
            if np.isfinite(near).all():
                least = min(least, ede(near, weights[used], kappa))
    return least


@settings(max_examples=400, deadline=None)
@given(instances(), st.sampled_from([0.01, 1.0, 5.0]), st.booleans())
def test_equals_brute_force(made: dict[str, Any], aversion: float, sparse: bool) -> None:
    base = made["minutes"].min(axis=1)
    if made["outside_minutes"] is not None:
        base = np.minimum(base, made["outside_minutes"])
    used = np.isfinite(base) & (made["weights"] > 0)
    assume(not used.any() or base[used].any())
    given_minutes = sparse_of(made["minutes"]) if sparse else made["minutes"]
    found = equitable_p_median(**{**made, "minutes": given_minutes}, aversion=aversion)
    if np.isinf(brute(made["minutes"], made["weights"], made["p"], fixed=made["fixed"], excluded=made["excluded"],
                      outside=made["outside_minutes"])):  # fmt: skip
        assert found.status == "infeasible"
        assert found.ede == np.inf
        return
    w, t = made["weights"][used], base[used]
    assert found.kappa == pytest.approx(aversion * (w @ t) / (w @ t**2))
    least = least_ede(made, found.kappa)
    assert found.objective == found.ede == pytest.approx(least, rel=2e-7, abs=1e-9)
    assert found.lower_bound <= least * (1 + 1e-9) + 1e-9
    assert found.status == "optimal"
    check_proof(found, made)


def check_proof(found: Any, made: dict[str, Any]) -> None:
    """The certificate shows the bound, in the costs it names."""
    kappa, reference = found.certificate.transform
    weights = made["weights"]
    most = np.log(weights.sum() / np.where(weights > 0, weights, 1.0)) + 1.0

    def costs(minutes: Floats) -> Floats:
        return np.expm1(np.minimum(kappa * (minutes - reference), most[:, None])) / kappa

    minutes = np.where(np.isinf(made["minutes"]), np.inf, costs(made["minutes"]))
    outside = np.inf if made["outside_minutes"] is None else costs(np.full((len(weights), 1), made["outside_minutes"]))
    limit = outside if isinstance(outside, float) else outside[:, 0]
    assert divides([case.path for case in found.certificate.cases])
    shown = replay(found.certificate, minutes, weights, made["p"], limit, made["fixed"], made["excluded"])
    inside = min(kappa * shown / weights.sum(), 1e-12)
    bound = max(0.0, reference + math.log1p(inside) / kappa) if inside > -1 else 0.0
    assert bound >= found.lower_bound * (1 - 1e-9) - 1e-9


def test_far_pairs_do_not_overflow() -> None:
    minutes = np.array([[1.0, 1e6, 3.0], [1e6, 1.0, 2.0], [2.0, 1e6, 1e6]])
    found = equitable_p_median(minutes, [1.0, 1.0, 1.0], 2, aversion=3.0)
    assert list(found.open) == [0, 1]
    assert found.status == "optimal"
    alone = equitable_p_median(minutes, [1.0, 1e-6, 5.0], 1, aversion=3.0)
    assert alone.ede == pytest.approx(
        min(ede(minutes[:, j], np.array([1.0, 1e-6, 5.0]), alone.kappa) for j in range(3))
    )
    assert np.isfinite(alone.lower_bound)


def test_low_aversion_is_nearly_the_mean_and_high_nearly_the_longest() -> None:
    rng = np.random.default_rng(0)
    minutes, weights = rng.integers(1, 60, (40, 12)).astype(float), rng.integers(1, 400, 40).astype(float)
    mean = p_median(minutes, weights, 4)
    low = equitable_p_median(minutes, weights, 4, aversion=1e-7)
    assert low.ede == pytest.approx(mean.mean_minutes, rel=1e-5)
    high = equitable_p_median(minutes, weights, 4, aversion=500.0)
    assert high.status == "optimal"
    longest = min(minutes[:, s].min(axis=1).max() for s in itertools.combinations(range(12), 4))
    assert minutes[:, high.open].min(axis=1).max() == longest
    assert mean.mean_minutes < high.ede <= longest


def test_the_baseline_is_over_all_columns_also_excluded_ones() -> None:
    minutes = np.array([[1.0, 8.0, 4.0], [9.0, 2.0, 5.0]])
    found = equitable_p_median(minutes, [1.0, 1.0], 1, excluded=[0])
    assert found.kappa == pytest.approx(3.0 / 5.0)
    own = equitable_p_median(minutes, [1.0, 1.0], 1, excluded=[0], baseline_minutes=[4.0, 8.0], aversion=2.0)
    assert own.kappa == pytest.approx(2.0 * 12.0 / 80.0)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"aversion": 0.0}, "aversion"),
        ({"aversion": np.nan}, "aversion"),
        ({"baseline_minutes": [1.0]}, "baseline_minutes"),
        ({"baseline_minutes": ["a", "b"]}, "baseline_minutes"),
        ({"baseline_minutes": [1.0, -1.0]}, "baseline_minutes, rad 1"),
        ({"baseline_minutes": [0.0, 0.0]}, "baseline_minutes"),
        ({"minutes": np.zeros((2, 2))}, "baseline_minutes"),
    ],
)
def test_bad_input(change: dict[str, Any], place: str) -> None:
    with pytest.raises(InputError) as caught:
        equitable_p_median(**{"minutes": np.ones((2, 2)), "weights": [1, 1], "p": 1, **change})
    assert [problem.place for problem in caught.value.problems] == [place]


def test_mistakes_of_both_kinds_come_together() -> None:
    with pytest.raises(InputError) as caught:
        equitable_p_median(np.ones((2, 2)), [1, 1], 3, aversion=-1, baseline_minutes=[np.nan, 1])
    assert len(caught.value.problems) == 3


def test_a_stopped_run_returns_what_it_has() -> None:
    rng = np.random.default_rng(3)
    minutes, weights = rng.integers(1, 60, (60, 20)).astype(float), rng.integers(1, 400, 60).astype(float)
    best = equitable_p_median(minutes, weights, 4)
    for aversion in (1.0, 100.0):
        found = equitable_p_median(minutes, weights, 4, aversion=aversion, cancel=lambda: True)
        assert len(found.open) == 4
        assert 0 <= found.lower_bound <= found.ede
        assert found.certificate is not None
        assert found.certificate.cases
    assert best.lower_bound <= equitable_p_median(minutes, weights, 4, cancel=lambda: True).ede

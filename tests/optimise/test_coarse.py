"""Fewer points keep all the weight, each square's at a point of it; few points are left alone."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import far_apart, tiny_problem

from planner.optimise import coarse as module
from planner.optimise.coarse import coarse
from planner.optimise.search import in_parts


def test_few_points_are_left_alone() -> None:
    problem = tiny_problem()
    assert coarse(problem) is problem


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), squares=st.integers(1, 9), flat=st.booleans())
def test_all_weight_is_kept_on_points_that_had_some(seed: int, squares: int, flat: bool) -> None:
    rng = np.random.default_rng(seed)
    problem = tiny_problem()
    count = len(problem.weights)
    where = 60 + rng.random((2, count)) * (0 if flat else 0.1)
    places = replace(problem.dataset.points, lat=where[0], lon=where[1])
    weights = rng.integers(0, 3, count).astype(float)
    problem = replace(problem, weights=weights, dataset=replace(problem.dataset, points=places))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_POINTS", 0)
        patch.setattr(module, "SQUARES", squares)
        if not weights.any():
            return
        found = coarse(problem).weights
    assert found.sum() == weights.sum()
    assert (weights[found > 0] > 0).all()
    assert np.count_nonzero(found) <= np.count_nonzero(weights)
    assert not flat or np.count_nonzero(found) == 1


def test_a_plan_from_fewer_points_is_judged_on_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_POINTS", 0)
    monkeypatch.setattr(module, "SQUARES", 2)
    problem = far_apart(1.0, budget_nok=200_000)
    said = lambda _value, _bound: None  # noqa: E731
    found = in_parts(problem, gap=0.0, deadline=time.monotonic() + 60, seed=0, tell=said)
    monkeypatch.setattr(module, "MOST_POINTS", 1_000)
    exact = in_parts(problem, gap=0.0, deadline=time.monotonic() + 60, seed=0, tell=said)
    assert np.count_nonzero(found.model.problem.weights) < np.count_nonzero(problem.weights)
    assert found.solution.value >= exact.solution.bound - 1e-9
    assert found.solution.bound == pytest.approx(exact.solution.bound)

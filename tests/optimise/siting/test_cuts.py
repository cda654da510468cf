"""The programme by cuts equals the textbook's linear programme, and its multipliers show its value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from planner.domain.dataset import Floats
from planner.optimise.siting.cuts import Cuts
from planner.optimise.siting.dual import ascend
from planner.optimise.siting.instance import Instance, make_instance
from planner.optimise.siting.near import near_of


def textbook(minutes: Floats, weights: Floats, p: int) -> float:
    """Least Σ w t x with Σ_j x_ij = 1, x_ij ≤ y_j, Σ y = p, by scipy."""
    rows, columns = minutes.shape
    size = rows * columns
    below = np.hstack([np.eye(size), -np.tile(np.eye(columns), (rows, 1))])
    equal = np.zeros((rows + 1, size + columns))
    for i in range(rows):
        equal[i, i * columns : (i + 1) * columns] = 1.0
    equal[rows, size:] = 1.0
    costs = np.append((weights[:, None] * minutes).ravel(), np.zeros(columns))
    done = linprog(costs, below, np.zeros(size), equal, np.append(np.ones(rows), p), bounds=(0, 1))
    return float(done.fun)


def lagrangian(minutes: Floats, weights: Floats, p: int, u: Floats) -> float:
    rho = (weights[:, None] * np.minimum(0.0, minutes - u[:, None])).sum(axis=0)
    return float(weights @ u + np.sort(rho)[:p].sum())


def made(seed: int, rows: int = 14, columns: int = 7) -> tuple[Instance, Floats, Floats]:
    rng = np.random.default_rng(seed)
    minutes, weights = rng.integers(0, 30, (rows, columns)).astype(float), rng.integers(1, 9, rows).astype(float)
    none = np.zeros(0, np.int64)
    return make_instance(minutes, weights, 3, fixed=none, excluded=none, outside_minutes=None), minutes, weights


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1, 3, 14]), st.integers(2, 7))
def test_value_is_that_of_the_textbook(seed: int, groups: int, kept: int) -> None:
    instance, minutes, weights = made(seed)
    near = near_of(instance, np.full(14, kept))
    cuts = Cuts(near, 7, 3, np.arange(14) % groups, float(weights @ minutes.min(axis=1)))
    cuts.add(near.cap * 0.5)
    for _ in range(200):
        corner = cuts.run(time_limit=10.0)
        assert corner.solved
        u, short = cuts.at(np.clip(corner.x[:7], 0.0, 1.0))
        if short.any():
            near = near_of(instance, np.where(short, 7, near.count))
            cuts.widen(near)
            u = cuts.at(np.clip(corner.x[:7], 0.0, 1.0))[0]
        if not cuts.add(u, corner):
            break
        cuts.tidy(set())
    else:
        pytest.fail("no end of cuts")
    expected = textbook(minutes, weights, 3)
    assert cuts.value(corner) == pytest.approx(expected, rel=1e-5, abs=1e-5)
    shown = lagrangian(minutes, weights, 3, cuts.multipliers(corner))
    assert shown == pytest.approx(expected, rel=1e-5, abs=1e-5)
    assert shown <= expected * (1 + 1e-9) + 1e-9


Ascent = tuple[float, Floats, Floats, Floats, Floats]
"""Bound, multipliers, prices, shares, and the farthest each multiplier may go."""


def climbed(instance: Instance, minutes: Floats, weights: Floats, *, kept: int, steps: int) -> Ascent:
    near = near_of(instance, np.full(14, kept))
    u, direction, share, rho = near.cap * 0.7, np.zeros(14), np.full(7, 3 / 7), np.zeros(7)
    bound: Any = ascend(
        near.start, near.end, near.column, near.minutes, near.weight, near.cap, instance.state, 3,
        float(weights @ minutes.max(axis=1)), np.inf, 0.1, 0.4, steps, 5, u, direction, share, rho,
    )[0]  # fmt: skip
    return float(bound), u, rho, share, near.cap


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 7), st.sampled_from([1, 10, 300]))
def test_the_ascent_says_what_its_multipliers_show(seed: int, kept: int, steps: int) -> None:
    instance, minutes, weights = made(seed)
    bound, u, rho, share, cap = climbed(instance, minutes, weights, kept=kept, steps=steps)
    assert bound == pytest.approx(lagrangian(minutes, weights, 3, u))
    assert rho == pytest.approx((weights[:, None] * np.minimum(0.0, minutes - u[:, None])).sum(axis=0))
    assert np.all(u <= cap)
    assert share.sum() == pytest.approx(3.0)
    expected = textbook(minutes, weights, 3)
    assert bound <= expected + 1e-6
    if steps > 1:
        assert bound >= climbed(instance, minutes, weights, kept=kept, steps=1)[0] - 1e-9


def test_the_ascent_climbs() -> None:
    """From about nothing; how far differs much between instances so small."""
    parts = []
    for seed in range(50):
        instance, minutes, weights = made(seed)
        bound, *_ = climbed(instance, minutes, weights, kept=7, steps=300)
        parts.append(bound / textbook(minutes, weights, 3))
    assert np.median(parts) > 0.8

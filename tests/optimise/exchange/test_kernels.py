"""What the loops say of a change, against computing it anew."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.optimise.exchange import kernels

LAYERS = 2


def sums(costs: np.ndarray, weights: np.ndarray, beyond: np.ndarray, masks: np.ndarray) -> float:
    """The plain definition: everybody's nearest unit of each layer."""
    total = 0.0
    for n in range(LAYERS):
        suits = (masks >> n & 1).astype(bool)
        nearest = np.minimum(costs[:, suits].min(axis=1, initial=np.inf), beyond[n])
        total += float(weights[n] @ nearest)
    return total


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_one_coming_and_one_going_change_the_sum_as_said(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points, units = int(rng.integers(1, 9)), int(rng.integers(2, 7))
    costs = rng.integers(0, 9, (points, units)).astype(float)
    weights = rng.integers(0, 4, (LAYERS, points)).astype(float)
    beyond = rng.integers(3, 9, (LAYERS, points)).astype(float)
    masks = rng.integers(0, 1 << LAYERS, units)
    opened = np.flatnonzero(masks > 0)
    slot = np.full(units, -1)
    slot[opened] = np.arange(len(opened))
    gain, loss = np.zeros((LAYERS, units)), np.zeros((LAYERS, max(len(opened), 1)))
    extra = np.zeros((LAYERS, units, max(len(opened), 1)))
    near, second, who = np.empty(points), np.empty(points), np.empty(points, np.int64)
    now = 0.0
    for n in range(LAYERS):
        now += kernels.nearest(costs, weights[n], beyond[n], masks, n, near, who, second)
        assert kernels.layer_sum(costs, weights[n], beyond[n], masks, n) == weights[n] @ near
        kernels.savings(costs, weights[n], near, who, second, slot, gain[n], loss[n], extra[n])
    assert now == sums(costs, weights, beyond, masks)
    for n in range(LAYERS):
        here = [u for u in opened if masks[u] >> n & 1]
        others = [u for u in range(units) if not masks[u] >> n & 1]
        for comes in others:
            after = masks.copy()
            after[comes] |= 1 << n
            assert sums(costs, weights, beyond, after) == now - gain[n, comes]
            for goes in here:
                both = after.copy()
                both[goes] &= ~(1 << n)
                expected = now - gain[n, comes] + loss[n, slot[goes]] - extra[n, comes, slot[goes]]
                assert sums(costs, weights, beyond, both) == expected

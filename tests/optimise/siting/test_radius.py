"""The programme written out equals the textbook's linear programme, and its multipliers show its value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from optimise.siting.test_cuts import lagrangian
from scipy.optimize import linprog

from planner.domain.dataset import Floats, Ints
from planner.optimise.siting.certificate import Region
from planner.optimise.siting.instance import CLOSED, FREE, OPEN, States, make_instance
from planner.optimise.siting.radius import Radius, Steps

P, COLUMNS, ROWS = 3, 7, 14


def textbook(minutes: Floats, weights: Floats, state: States, region: list[int], least: float) -> float | None:
    """Least Σ w t x with Σ_j x_ij = 1, x_ij ≤ y_j, Σ y = p, Σ_region y ≥ least; None if there is none."""
    rows, columns = minutes.shape
    size = rows * columns
    below = np.hstack([np.eye(size), -np.tile(np.eye(columns), (rows, 1))])
    inside = np.zeros(size + columns)
    inside[[size + j for j in region]] = -1.0
    equal = np.zeros((rows + 1, size + columns))
    for i in range(rows):
        equal[i, i * columns : (i + 1) * columns] = 1.0
    equal[rows, size:] = 1.0
    costs = np.append((weights[:, None] * minutes).ravel(), np.zeros(columns))
    bounds = [(0.0, 1.0)] * size + [(float(s == OPEN), float(s != CLOSED)) for s in state]
    done = linprog(
        costs, np.vstack([below, inside]), np.append(np.zeros(size), -least), equal, np.append(np.ones(rows), P), bounds
    )
    return float(done.fun) if done.status == 0 else None


def made(seed: int, always: Ints, cap: float | None) -> tuple[Radius, Floats, Floats, States]:
    rng = np.random.default_rng(seed)
    minutes, weights = rng.integers(0, 12, (ROWS, COLUMNS)).astype(float), rng.integers(1, 9, ROWS).astype(float)
    none = np.zeros(0, np.int64)
    instance = make_instance(minutes, weights, P, fixed=none, excluded=none, outside_minutes=cap)
    state = np.zeros(COLUMNS, np.int8)
    state[always] = OPEN
    programme = Radius(instance, Steps.of(instance, state), float(weights @ minutes.min(axis=1)))
    return programme, minutes if cap is None else np.minimum(minutes, cap), weights, state


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 10_000), st.lists(st.integers(0, COLUMNS - 1), max_size=2, unique=True),
    st.sampled_from([None, 5.0]),
    st.lists(st.integers(0, COLUMNS - 1), min_size=1, unique=True), st.sampled_from([0, 1, 2]),
)  # fmt: skip
def test_value_and_multipliers_are_those_of_the_textbook(
    seed: int, always: list[int], cap: float | None, region: list[int], least: int
) -> None:
    programme, minutes, weights, state = made(seed, np.array(always, np.int64), cap)
    limits = ((Region(tuple(region), least - 1), True),) if least else ()
    programme.view(tuple(region))
    programme.part(state, limits)
    corner = programme.run(time_limit=10.0)
    expected = textbook(minutes, weights, state, region, float(least))
    if expected is None:
        assert corner.infeasible
        return
    assert corner.solved
    assert programme.value(corner) == pytest.approx(expected, rel=1e-6, abs=1e-6)
    u, prices = programme.multipliers(corner), programme.prices(corner, limits)
    assert all(v >= 0.0 for v in prices)
    rho = (weights[:, None] * np.minimum(0.0, minutes - u[:, None])).sum(axis=0)
    rho[region] -= sum(prices)
    free = np.sort(rho[state == FREE])[: P - len(always)]
    shown = weights @ u + sum(prices) * least + rho[state == OPEN].sum() + free.sum()
    assert shown == pytest.approx(expected, rel=1e-5, abs=1e-5)
    assert shown <= expected * (1 + 1e-9) + 1e-9
    if not always and not least:
        assert lagrangian(minutes, weights, P, u) == pytest.approx(shown)


def test_a_region_is_forgotten_and_seen_again() -> None:
    programme, minutes, weights, state = made(3, np.zeros(0, np.int64), None)
    free = textbook(minutes, weights, state, [0], 0.0)
    values = []
    for columns in ((0, 1), (2, 3, 4)):
        programme.view(columns)
        limits = ((Region(columns, 1), True),)
        programme.part(state, limits)
        values.append(programme.value(programme.run(time_limit=10.0)))
        assert values[-1] == pytest.approx(textbook(minutes, weights, state, list(columns), 2.0), rel=1e-6)
        programme.part(state)
        programme.tidy({(2, 3, 4)} if len(values) == 1 else set())
    assert programme.value(programme.run(time_limit=10.0)) == pytest.approx(free, rel=1e-6)

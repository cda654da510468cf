"""Which regions are offered, and what they leave no choice of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.optimise.siting.certificate import Path, Region, divides
from planner.optimise.siting.engine import Node
from planner.optimise.siting.instance import CLOSED, FREE, OPEN, make_instance
from planner.optimise.siting.near import near_of
from planner.optimise.siting.regions import UNEVEN, offered, tightened


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 9))
def test_offers_are_what_lies_within_some_minutes_of_a_row(seed: int, kept: int) -> None:
    rng = np.random.default_rng(seed)
    minutes, weights = rng.integers(0, 30, (14, 9)).astype(float), rng.integers(1, 9, 14).astype(float)
    none = np.zeros(0, np.int64)
    instance = make_instance(minutes, weights, 3, fixed=none, excluded=none, outside_minutes=None)
    state = np.where(rng.random(9) < 0.2, CLOSED, FREE).astype(np.int8)
    y = rng.random(9) * (rng.random(9) < 0.6) * (state == FREE)
    found = offered(near_of(instance, np.full(14, kept)), y, state, 3)
    assert len(found) <= 3
    open_to = np.flatnonzero(state != CLOSED)
    for region in found:
        inside = list(region.columns)
        outside = [j for j in open_to if j not in inside]
        assert set(inside) <= set(open_to)
        assert any(minutes[i, inside].max() < minutes[i, outside].min(initial=np.inf) for i in range(14))
        share = y[inside].sum()
        assert region.most == int(share) < len(inside)
        assert UNEVEN - 1e-9 <= share - region.most <= 1 - UNEVEN + 1e-9


def test_two_towns_are_told_apart() -> None:
    minutes = np.array([[0.0, 2, 50, 52], [2, 0, 52, 50], [50, 52, 0, 2], [52, 50, 2, 0]])
    none = np.zeros(0, np.int64)
    instance = make_instance(minutes, np.ones(4), 2, fixed=none, excluded=none, outside_minutes=None)
    y = np.array([0.3, 0.2, 0.8, 0.7])
    found = offered(near_of(instance, np.full(4, 4)), y, np.zeros(4, np.int8), 2)
    assert Region((0, 1), 0) in found


ASKED = st.tuples(st.lists(st.integers(0, 4), min_size=1, unique=True), st.integers(0, 4), st.booleans())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([FREE, OPEN, CLOSED]), min_size=5, max_size=5), st.lists(ASKED, max_size=3))
def test_what_is_decided_is_what_every_choice_has(states: list[int], limits: list[tuple[list[int], int, bool]]) -> None:
    """By all choices of the free columns; the cases cut off have none."""
    state = np.array(states, np.int8)
    regions = tuple((Region(tuple(columns), most), more) for columns, most, more in limits)
    cases: list[Path] = []
    search: Any = SimpleNamespace(close=lambda path, _u, _bound: cases.append(path))
    node = Node(0.0, 1, (), state, np.zeros(1), np.zeros(5), limits=regions)
    done = tightened(search, node)
    plans = [
        plan
        for plan in np.ndindex(*[2] * 5)
        if all(state[j] == FREE or plan[j] == (state[j] == OPEN) for j in range(5))
        and all((sum(plan[j] for j in region.columns) > region.most) == more for region, more in regions)
    ]
    if done is None:
        assert not plans
        assert divides(cases)
        return
    assert divides([*cases, done.path])
    for j in range(5):
        if done.state[j] != FREE:
            assert all(plan[j] == (done.state[j] == OPEN) for plan in plans)

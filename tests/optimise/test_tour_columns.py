"""Tours that are added as they are called for: the same programme in the end, and no bound above it on the way."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import far_apart

from planner.domain.dataset import Floats
from planner.modelling import TourKey
from planner.optimise import tour_columns
from planner.optimise.access import build_core
from planner.optimise.certificate import rows_of
from planner.optimise.drives import bind_all
from planner.optimise.lagrangian import Ways, ascend, ascend_with_drives
from planner.optimise.model import StageOne
from planner.optimise.solver import Outcome, SparseModel, run_sparse
from planner.optimise.tour_columns import Driven, Plain
from planner.problem import Problem

PROBLEM = far_apart(9.5, stations__existing="free", budget_nok=500_000)
TOLERANCE = 1e-6


def core_with_tours(problem: Problem = PROBLEM) -> tuple[StageOne, int]:
    """A core with its tours, and how many columns it had without."""
    model = build_core(problem).model
    size = len(model.columns)
    assert bind_all(model)
    return model, size


def whole_value(model: StageOne, costs: Floats) -> float:
    """The linear programme with every column, solved in one go."""
    rows = rows_of(model)
    rows.costs[: len(costs)] = costs
    nothing = np.zeros(len(rows.costs), dtype=bool)
    lp = SparseModel(rows.costs, rows.matrix, rows.row_low, rows.row_high, rows.low, rows.high, nothing)
    return run_sparse(lp, gap=0.0, time_limit=60, cancel=lambda: False).value


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), at_once=st.sampled_from([1, 5, 1000]))
def test_every_bound_is_true_and_the_last_is_the_programmes(seed: int, at_once: int) -> None:
    model, size = core_with_tours()
    costs = -np.random.default_rng(seed).random(size) * (np.arange(size) < 200)
    costs[[int(v) for v in model.visits.values()]] -= 1.0
    exact = whole_value(model, costs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tour_columns, "AT_ONCE", at_once)
        inner = Driven(model, seed=0)
        for _ in range(400):
            found = inner.solve(costs, time_limit=60)
            assert found.outcome is Outcome.OPTIMAL
            assert found.bound <= exact + TOLERANCE
            assert found.value >= exact - TOLERANCE
            if found.value - found.bound <= TOLERANCE:
                break
    assert found.bound == pytest.approx(exact, abs=1e-5)


def test_what_single_visits_cannot_do_other_tours_can() -> None:
    model = build_core(PROBLEM).model
    size = len(model.columns)
    pairs = model.tours[TourKey(0, (0, 1))]
    model.row("pairs", [(1.0, pairs)], ">=", 2.0, slack=0.0)
    assert bind_all(model)
    found = Driven(model, seed=0).solve(np.zeros(size), time_limit=60)
    assert found.values is not None
    assert found.values[pairs] >= 2.0 - TOLERANCE


def test_what_cannot_be_met_at_all_is_infeasible() -> None:
    model = build_core(PROBLEM).model
    size = len(model.columns)
    model.row("many", [(1.0, v) for v in model.tours.values()], ">=", 1e6, slack=0.0)
    assert bind_all(model)
    assert Driven(model, seed=0).solve(np.zeros(size), time_limit=60).outcome is Outcome.INFEASIBLE


def test_used_tours_are_the_visits() -> None:
    model, size = core_with_tours()
    costs = np.zeros(size)
    costs[[int(v) for v in model.visits.values()]] = -1.0
    inner = Driven(model, seed=0)
    found = inner.solve(costs, time_limit=60)
    assert found.values is not None
    assert inner.used().sum() > 0
    visits = dict.fromkeys(model.visits, 0.0)
    for keys, often in zip(model.driven.values(), inner.used(), strict=True):
        for key in keys:
            visits[key] += often
    assert [visits[key] for key in model.visits] == pytest.approx([found.values[v] for v in model.visits.values()])
    means = inner.means(inner.used(), 0.5)
    assert means
    assert min(means.values()) >= 0.5


def test_with_drives_the_bound_is_never_lower() -> None:
    core = build_core(PROBLEM)
    core.model.close()
    ways = Ways(PROBLEM, core)
    deadline = time.monotonic() + 60
    plain = ascend(ways, Plain(core.model, seed=0), deadline=deadline)
    model, _ = core_with_tours()
    driven = ascend_with_drives(ways, Driven(model, seed=0), plain, deadline=deadline)
    assert driven.bound >= plain.bound
    assert driven.tours
    assert driven.mean is not None
    assert driven.mean.shape == plain.mean.shape if plain.mean is not None else False

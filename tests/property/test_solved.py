"""Properties of solved plans, with a bus: exact values do not depend on the order of inputs, and money never hurts."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tiny import LAST_WEEK, station, tiny_dataset, tiny_problem

from planner.audit import judge, objective_value
from planner.domain.dataset import Dataset
from planner.domain.findings import Severity
from planner.domain.plan import Opening
from planner.optimise.search import whole
from planner.optimise.solve import solve_problem
from planner.optimise.solver import Outcome
from planner.problem import Problem

QUICK = settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""No shrinking: every example solves models, and each is small already."""
SEEDS = st.integers(0, 10_000)
BUS = {"id": "buss", "name": "Bussen", "depot": "f0101", "crew": 2, "stops": ["e0201", "e0202"]}


def problem_of(seed: int, dataset: Dataset | None = None, **changes: Any) -> Problem:
    given: dict[str, Any] = {"budget_nok": 120_000, "stations__popup_sites": ["e0101", "e0102"], "vehicles": [BUS]}
    problem = tiny_problem(dataset, **{**given, "roster": {"make": False}, **changes})
    minutes = np.random.default_rng(seed).integers(1, 60, problem.minutes.shape).astype(float)
    return replace(problem, minutes=minutes)


def exact(problem: Problem) -> float:
    found = whole(problem, gap=0.0, deadline=time.monotonic() + 120, seed=0, tell=lambda _value, _bound: None)
    assert found.solution.outcome is Outcome.OPTIMAL
    return found.solution.value


@QUICK
@given(seed=SEEDS, order=st.randoms(use_true_random=False))
def test_order_of_inputs_does_not_change_the_objective(seed: int, order: Any) -> None:
    problem = problem_of(seed)
    patterns, points = list(problem.patterns), list(range(len(problem.weights)))
    order.shuffle(patterns)
    order.shuffle(points)
    turned = replace(
        problem,
        patterns=tuple(patterns),
        minutes=problem.minutes[points],
        weights=problem.weights[points],
        fleets=tuple(replace(fleet, stops=fleet.stops[::-1]) for fleet in problem.fleets),
    )
    assert exact(turned) == pytest.approx(exact(problem), abs=1e-6)


@QUICK
@given(seed=SEEDS)
def test_more_budget_never_makes_it_worse(seed: int) -> None:
    values = [exact(problem_of(seed, budget_nok=budget)) for budget in (0, 30_000, 90_000, 250_000)]
    assert all(later <= earlier + 1e-6 for earlier, later in itertools.pairwise(values))


@QUICK
@given(seed=SEEDS)
def test_a_solved_plan_has_no_hard_finding_and_one_station_more_makes_it_no_worse(seed: int) -> None:
    problem = problem_of(seed)
    plan = solve_problem(problem, gap=0.001, time_limit=60, seed=0)
    assert [f.rule for f in judge(plan, problem) if f.severity is Severity.HARD] == []
    extra = station("e0202", (Opening(day, "16:00", "19:00", crew=3) for day in LAST_WEEK), name="Ekstra")
    more = replace(plan, stations=(*(s for s in plan.stations if s.id != extra.id), extra))
    if all(s.id != extra.id for s in plan.stations):
        assert objective_value(more, problem) <= objective_value(plan, problem) + 1e-9
    assert plan.objective is not None
    assert plan.objective.lower_bound <= objective_value(plan, problem) + 1e-6


@QUICK
@given(seed=SEEDS, km=st.sampled_from([12, 30, 60]))
def test_kilometres_of_a_day_bind_the_plan_and_less_is_never_better(seed: int, km: int) -> None:
    bus = {**BUS, "stops": "all", "max_km_per_day": km}
    problem = problem_of(seed, vehicles=[bus])
    plan = solve_problem(problem, gap=0.001, time_limit=60, seed=0)
    assert [f.rule for f in judge(plan, problem) if f.severity is Severity.HARD] == []
    assert all(sum(leg.km for leg in day.legs) <= km for vehicle in plan.vehicles for day in vehicle.days)
    free = exact(problem_of(seed, vehicles=[{**BUS, "stops": "all"}]))
    assert exact(problem) >= free - 1e-6
    assert plan.objective is not None
    assert plan.objective.lower_bound <= objective_value(plan, problem) + 1e-6


@QUICK
@given(seed=SEEDS, reach=st.sampled_from([None, 15]))
def test_a_bus_and_a_boat_in_one_plan(seed: int, reach: int | None) -> None:
    quays = {site: {"type": "quay"} for site in ("f0101", "e0101", "e0202")}
    boat = {**BUS, "id": "bat", "name": "Valgbåten", "kind": "boat", "stops": "all", "max_km_per_day": reach}
    problem = problem_of(seed, dataset=tiny_dataset(sites=quays), vehicles=[BUS, {**boat, "min_days": 1}])
    plan = solve_problem(problem, gap=0.001, time_limit=60, seed=0)
    assert [f.rule for f in judge(plan, problem) if f.severity is Severity.HARD] == []
    used = {s.id.removesuffix("-b") for s in plan.stations for o in s.opening if o.vehicle == "bat"}
    assert used
    assert used <= set(quays)

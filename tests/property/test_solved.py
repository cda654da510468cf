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
from tiny import LAST_WEEK, station, tiny_problem

from planner.audit import judge, objective_value
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


def problem_of(seed: int, **changes: Any) -> Problem:
    given: dict[str, Any] = {"budget_nok": 120_000, "stations__popup_sites": ["e0101", "e0102"], "vehicles": [BUS]}
    problem = tiny_problem(**{**given, "roster": {"make": False}, **changes})
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

"""The exchange: its states can be carried out, day by day, and are what they say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tiny import BUS, tiny_problem

from planner.audit import judge
from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.evaluate.access import segment_shares
from planner.evaluate.cost import plan_cost
from planner.modelling import TourKey
from planner.objectives.goal import share_of_weight
from planner.objectives.registry import goals_of
from planner.optimise.access import fallback_minutes
from planner.optimise.exchange.climb import Climb, State
from planner.optimise.exchange.plans import tours_of
from planner.optimise.solve import Choice, _placed
from planner.problem import Problem

QUICK = settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
"""No shrinking: every example searches."""
KEPT = {"budget", "crew_pool", "vehicle_day", "min_visits", "one_use"}


def problem_of(seed: int, **changes: Any) -> Problem:
    """Random ways, and two buses that may stop anywhere."""
    buses = [{**BUS, "id": f"buss-{n}"} for n in range(2)]
    problem = tiny_problem(**{"vehicles": buses, "stations__existing": "free", **changes})
    minutes = np.random.default_rng(seed).integers(1, 60, problem.minutes.shape).astype(float)
    return replace(problem, minutes=minutes)


def climb_of(problem: Problem) -> Climb:
    weights = share_of_weight(problem)[:, None, None] * segment_shares(problem)
    return Climb(problem, problem.minutes, weights, fallback_minutes(problem))


def plan_of(climb: Climb, state: State) -> tuple[Plan, int]:
    """The finished plan of a state, and how many visits were dropped on the way."""
    patterns = climb.menu.pattern[state.chosen]
    dated = tours_of(climb, state)
    tours = [keys for _, keys in dated]
    visits = Counter(key for keys in tours for key in keys)
    shapes = Counter(TourKey(keys[0].fleet, tuple(key.block for key in keys)) for keys in tours)
    choice = Choice(tuple(patterns[patterns >= 0].tolist()), dict(visits), dict(shapes), dated=dated)
    plan, placement, _ = _placed(climb.problem, choice)
    return plan, placement.dropped


@QUICK
@given(
    seed=st.integers(0, 10_000),
    budget=st.sampled_from([30_000, 150_000, 400_000, 900_000]),
    persons=st.integers(2, 9),
    least=st.integers(1, 3),
)
def test_a_state_is_a_plan_that_keeps_every_limit(seed: int, budget: int, persons: int, least: int) -> None:
    pool = {"persons": persons, "include_existing": False}
    problem = problem_of(seed, budget_nok=budget, crew_pool=pool, min_visits=least)
    climb = climb_of(problem)
    state = climb.improve(climb.start())
    shaken = climb.shake(state, 3, np.random.default_rng(seed), lambda: False)
    assert shaken.value <= state.value
    plan, dropped = plan_of(climb, shaken)
    assert dropped == 0
    broken = [f for f in judge(plan, problem) if f.severity is Severity.HARD and f.rule in KEPT]
    assert broken == []
    assert plan_cost(plan, problem).total <= budget
    (goal,) = goals_of(problem)
    # A visit made for one class or for the least number may also count for more than was asked.
    assert goal.value(plan) <= shaken.value + 1e-9


@QUICK
@given(seed=st.integers(0, 10_000))
def test_what_vehicle_days_are_said_to_cost_is_what_they_cost(seed: int) -> None:
    problem = problem_of(seed, budget_nok=400_000)
    climb = climb_of(problem)
    state = climb.start()
    plan, _ = plan_of(climb, state)
    premises = float(climb.menu.nok[state.chosen][~climb.menu.stop].sum())
    assert plan_cost(plan, problem).total == pytest.approx(premises + state.nok, abs=climb_rounding(plan))


def climb_rounding(plan: Plan) -> float:
    """Quantities of cost lines have four decimals."""
    return 1e-2 + sum(1e-4 * 1000 for vehicle in plan.vehicles for _ in vehicle.days)


def test_the_same_seed_gives_the_same_state() -> None:
    problem = problem_of(3, budget_nok=400_000)
    runs = []
    for _ in range(2):
        climb = climb_of(problem)
        state = climb.shake(climb.start(), 5, np.random.default_rng(1), lambda: False)
        runs.append((state.chosen.tolist(), state.cells.tolist(), state.value))
    assert runs[0] == runs[1]

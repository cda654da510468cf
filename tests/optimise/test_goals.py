"""Every goal against every plan there is, goals in order, and targets: what cannot be is explained."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tiny import LAST_WEEK, station, tiny_plan, tiny_problem

from planner.audit import complete, judge
from planner.domain.errors import InfeasibleError
from planner.domain.findings import Severity
from planner.domain.plan import Opening, Plan, SolveStatus
from planner.objectives.registry import goals_of
from planner.optimise.finish import Choice, placed
from planner.optimise.solve import solve_problem
from planner.problem import Problem

QUICK = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""No shrinking: every example solves models, and each is small already."""
WITHIN: dict[str, Any] = {"name": "share_within", "minutes": 20}
WORST: dict[str, Any] = {"name": "districts_within", "minutes": 20, "share": 0.9, "districts": "all"}
GOALS: dict[str, Any] = {
    "mean": "mean_minutes",
    "ede": "ede_minutes",
    "within": WITHIN,
    "worst": WORST,
    "cost": "cost",
    "max": "max_minutes",
    "max-often": {"name": "max_minutes", "presence": 3, "availability": "saturday"},
}
SEEDS = st.integers(0, 10_000)


def problem_of(seed: int, **changes: Any) -> Problem:
    """Four pop-up sites, random whole minutes with ties, no vehicle: every plan can be tried."""
    defaults: dict[str, Any] = {"vehicles": [], "budget_nok": 120_000}
    problem = tiny_problem(**{**defaults, **changes})
    minutes = np.random.default_rng(seed).integers(1, 60, problem.minutes.shape).astype(float)
    return replace(problem, minutes=minutes)


@lru_cache(maxsize=4)
def every_plan(problem: Problem) -> tuple[Plan, ...]:
    """Every way to run patterns that the audit finds nothing hard in."""
    sites: dict[int, list[int | None]] = {}
    for p, schedule in enumerate(problem.patterns):
        sites.setdefault(schedule.site, [None]).append(p)
    plans = (
        placed(problem, Choice(tuple(p for p in chosen if p is not None), {}, {}))[0]
        for chosen in itertools.product(*sites.values())
    )
    return tuple(plan for plan in plans if not hard(plan, problem))


def hard(plan: Plan, problem: Problem) -> list[str]:
    return [finding.rule for finding in judge(plan, problem) if finding.severity is Severity.HARD]


def solved(problem: Problem) -> Plan:
    return solve_problem(problem, gap=0.0, time_limit=60, seed=0)


@pytest.mark.parametrize("name", GOALS)
@QUICK
@given(seed=SEEDS)
def test_a_goal_is_the_best_of_all_plans(name: str, seed: int) -> None:
    problem = problem_of(seed, objective=GOALS[name])
    (goal,) = goals_of(problem)
    best = min(goal.value(plan) for plan in every_plan(problem))
    plan = solved(problem)
    assert plan.objective is not None
    assert plan.objective.name == goal.name
    assert plan.objective.value == pytest.approx(best, abs=2e-5)
    assert plan.objective.lower_bound <= best + 2e-6
    assert plan.objectives == ()
    assert hard(plan, problem) == []


@pytest.mark.parametrize("name", ["ede", "within"])
@QUICK
@given(seed=SEEDS)
def test_in_parts_the_best_lies_between(name: str, seed: int) -> None:
    problem = problem_of(seed, objective=GOALS[name])
    (goal,) = goals_of(problem)
    best = min(goal.value(plan) for plan in every_plan(problem))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.optimise.search.WHOLE_MODEL_RINGS", 0)
        plan = solve_problem(problem, gap=0.01, time_limit=60, seed=0)
    assert plan.objective is not None
    assert plan.objective.lower_bound <= best + 2e-6
    assert plan.objective.value >= best - 2e-6
    assert plan.objective.value <= 1.25 * best + 1e-6


@QUICK
@given(seed=SEEDS, pair=st.permutations(["mean", "within", "cost", "worst", "max", "max-often"]))
def test_goals_in_order_are_the_best_in_order(seed: int, pair: list[str]) -> None:
    first, second = ({**_setting(GOALS[name]), "tolerance": 0.05} for name in pair[:2])
    problem = problem_of(seed, goals=[first, second])
    one, two = goals_of(problem)
    plan = solved(problem)
    best = min(one.value(p) for p in every_plan(problem))
    kept = [p for p in every_plan(problem) if one.value(p) <= best * 1.05 + 1e-9]
    assert [result.name for result in plan.objectives] == [first["name"], second["name"]]
    assert plan.objective == plan.objectives[0]
    assert one.value(plan) <= best * 1.05 + 1e-4
    assert plan.objectives[1].value == pytest.approx(min(two.value(p) for p in kept), abs=1e-4)
    assert plan.objectives[1].lower_bound <= plan.objectives[1].value
    assert plan.objectives[0].lower_bound <= best + 1e-5


def _setting(goal: Any) -> dict[str, Any]:
    return goal if isinstance(goal, dict) else {"name": goal}


@QUICK
@given(seed=SEEDS, share=st.sampled_from([0.2, 0.5, 0.7, 0.9]))
def test_a_target_is_met_or_explained(seed: int, share: float) -> None:
    free = problem_of(seed, objective="cost")
    problem = problem_of(seed, objective="cost", targets=[{"districts": "all", "share": share, "minutes": 20}])
    possible = every_plan(problem)
    if not possible:
        with pytest.raises(InfeasibleError) as caught:
            solved(problem)
        assert any("targets" in text for text in caught.value.conflict)
        worst = {**WORST, "share": share}
        (shortfall,) = goals_of(replace(free, scenario=problem_of(seed, objective=worst).scenario))
        least = min(shortfall.value(plan) for plan in every_plan(free))
        (text,) = (text for text in caught.value.relaxations if "prosentpoeng" in text)
        named = float(text.split("minst ")[1].split(" ")[0].replace(",", ".")) / 100
        assert least - 1e-4 <= named <= least + 0.0011
        return
    plan = solved(problem)
    assert plan.objective is not None
    assert plan.objective.status is SolveStatus.OPTIMAL
    assert plan.objective.value == pytest.approx(min(goals_of(problem)[0].value(p) for p in possible))
    assert hard(plan, problem) == []


@pytest.mark.parametrize("name", GOALS)
def test_more_money_is_never_worse(name: str) -> None:
    values = []
    for budget in (0, 40_000, 120_000, 300_000):
        plan = solved(problem_of(7, objective=GOALS[name], budget_nok=budget))
        assert plan.objective is not None
        values.append(plan.objective.value)
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("name", ["mean", "ede", "within", "worst", "max", "max-often"])
@QUICK
@given(seed=SEEDS)
def test_a_station_more_is_never_worse(name: str, seed: int) -> None:
    problem = problem_of(seed, objective=GOALS[name])
    (goal,) = goals_of(problem)
    extra = station("e0102", (Opening(day, "16:00", "19:00", crew=3) for day in LAST_WEEK))
    assert goal.value(tiny_plan(extra)) <= goal.value(tiny_plan()) + 1e-9


@pytest.mark.parametrize("name", ["ede", "within", "worst", "cost", "max", "max-often"])
def test_order_of_inputs_does_not_matter(name: str) -> None:
    problem = problem_of(11, objective=GOALS[name])
    turned = replace(problem, patterns=problem.patterns[::-1])
    one, other = solved(problem).objective, solved(turned).objective
    assert one is not None
    assert other is not None
    assert one.value == pytest.approx(other.value, abs=1e-5)


def test_the_audit_tells_of_a_stale_second_goal() -> None:
    problem = problem_of(3, goals=["mean_minutes", "cost"])
    plan = solved(problem)
    assert [f for f in judge(plan, problem) if f.rule == "stored_figures"] == []
    first, second = plan.objectives
    lying = replace(plan, objectives=(first, replace(second, value=second.value + 100)))
    told = [f.sentence for f in judge(lying, problem) if f.rule == "stored_figures"]
    assert ["objectives.1.value" in sentence for sentence in told] == [True]
    assert complete(lying, problem).objectives[1].value == second.value


def test_no_time_for_the_second_goal_keeps_the_first_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.optimise.search.WHOLE_MODEL_RINGS", 0)
    problem = problem_of(5, goals=["mean_minutes", "ede_minutes"])
    plan = solve_problem(problem, gap=0.01, time_limit=0.0, seed=0)
    assert [result.name for result in plan.objectives] == ["mean_minutes", "ede_minutes"]
    assert all(0 <= result.lower_bound <= result.value for result in plan.objectives)
    assert hard(plan, problem) == []

"""ede_minutes: exact, fixed by today's minutes, in the limit the mean, refused where it would be lost in rounding."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import make_plan, tiny_plan, tiny_problem

from planner.domain.errors import InputError
from planner.evaluate.access import fixed_kappa, minutes_today, segment_shares
from planner.objectives.goal import Goal, plan_minutes, sum_of_ways
from planner.objectives.registry import goals_of
from planner.problem import Problem


def goal_of(problem: Problem) -> Goal:
    (goal,) = goals_of(problem)
    return goal


def ede_problem(**changes: Any) -> Problem:
    return tiny_problem(objective="ede_minutes", **changes)


PROBLEM = ede_problem()
GOAL = goal_of(PROBLEM)


def test_by_the_definition() -> None:
    """κ and EDE written out as the model defines them, segment by segment, with T."""
    shares = PROBLEM.weights[:, None, None] / PROBLEM.weights.sum() * segment_shares(PROBLEM)
    today, minutes = minutes_today(PROBLEM, cells=False), plan_minutes(PROBLEM, tiny_plan())
    kappa = float((shares * today).sum() / (shares * today**2).sum())
    assert fixed_kappa(PROBLEM) == pytest.approx(kappa)
    ede = 90 + math.log(float((shares * np.exp(kappa * (minutes - 90))).sum())) / kappa
    assert GOAL.value(tiny_plan()) == pytest.approx(ede)
    assert GOAL.value(make_plan([])) == pytest.approx(90)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 90), min_size=54, max_size=54), st.floats(1e-7, 4.0))
def test_the_models_sum_is_the_recomputed_value(minutes: list[float], aversion: float) -> None:
    problem = ede_problem(aversion=aversion)
    goal = goal_of(problem)
    assert goal.ways is not None
    total = sum_of_ways(problem, goal.ways, np.array(minutes).reshape(6, 3, 3))
    mean = float((np.array(minutes).reshape(6, 9) * segment_shares(problem).ravel()).sum(axis=1) @ problem.weights)
    assert goal.figure(total) >= mean / problem.weights.sum() - 1e-9
    assert goal.figure(total) <= max(minutes) + 1e-9
    assert goal.total(goal.figure(total)) == pytest.approx(total, rel=1e-9)


def test_little_aversion_is_the_mean() -> None:
    mean = goal_of(tiny_problem()).value(tiny_plan())
    values = [goal_of(ede_problem(aversion=a)).value(tiny_plan()) for a in (1.0, 0.1, 1e-3, 1e-6)]
    assert values == sorted(values, reverse=True)
    assert values[0] > mean + 1
    assert values[-1] == pytest.approx(mean, abs=1e-3)


@pytest.mark.parametrize("gap", [0.001, 0.01, 0.1])
@pytest.mark.parametrize("minutes", [3.0, 20.0, 60.0])
def test_a_run_does_not_stop_before_the_gap_in_minutes(gap: float, minutes: float) -> None:
    value = GOAL.total(minutes)
    stop = GOAL.stop_gap(gap, GOAL.total(0.5 * minutes))
    assert gap <= stop
    assert (minutes - GOAL.figure(value * (1 - stop))) / minutes <= gap + 1e-6


def test_the_same_whatever_the_budget_and_the_plan() -> None:
    assert fixed_kappa(ede_problem(budget_nok=0)) == fixed_kappa(PROBLEM) == fixed_kappa(tiny_problem())


def test_too_much_aversion_names_the_most() -> None:
    with pytest.raises(InputError, match="ulikhetsaversjon") as caught:
        goals_of(ede_problem(aversion=50.0))
    (trouble,) = caught.value.problems
    most = float(trouble.remedy.removeprefix("velg høyst "))
    goals_of(ede_problem(aversion=most))
    with pytest.raises(InputError):
        goals_of(ede_problem(aversion=most + 0.002))


def test_no_minutes_today() -> None:
    nowhere = replace(PROBLEM, minutes=np.zeros_like(PROBLEM.minutes))
    day = replace(PROBLEM.existing[0], class_dates=(24, 24, 4))
    with pytest.raises(InputError, match="alle reisetider i dag er 0"):
        goals_of(replace(nowhere, existing=(day,)))

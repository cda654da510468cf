"""Objectives are found by name; what is wrong with a goal is told of with what would do."""

from __future__ import annotations

from typing import Any

import pytest
from tiny import plain_scenario, tiny_problem

from planner.domain.errors import InputError
from planner.objectives.registry import goals_of, objectives
from planner.objectives.words import figure_text, objective_title
from planner.scenario import parse_scenario


def test_the_scenarios_goal_is_found() -> None:
    assert [goal.name for goal in goals_of(tiny_problem())] == ["mean_minutes"]
    assert all(name == objective.name and objective.title for name, objective in objectives().items())


def test_an_unknown_goal() -> None:
    with pytest.raises(InputError) as caught:
        goals_of(tiny_problem(objective="raskest"))
    (trouble,) = caught.value.problems
    assert (trouble.place, trouble.value) == ("objective", "raskest")
    assert "mean_minutes" in trouble.remedy


def test_a_field_that_a_goal_does_not_have() -> None:
    with pytest.raises(InputError, match="ikke noe felt minutes") as caught:
        goals_of(tiny_problem(goals=["ede_minutes", {"name": "mean_minutes", "minutes": 15}]))
    assert [trouble.place for trouble in caught.value.problems] == ["goals.1.minutes"]


@pytest.mark.parametrize("objective", ["mean_minutes", "ede_minutes"])
def test_a_name_alone_stays_a_name(objective: str) -> None:
    scenario = parse_scenario(plain_scenario(objective=objective))
    assert scenario.to_plain()["objective"] == objective
    assert parse_scenario(scenario.to_plain()) == scenario


def test_goals_in_order_survive_a_round() -> None:
    goals: list[Any] = [{"name": "ede_minutes", "tolerance": 0.05}, "mean_minutes"]
    scenario = parse_scenario(plain_scenario(goals=goals))
    plain = scenario.to_plain()
    assert (plain["objective"], plain["goals"]) == (goals[0], goals)
    again = parse_scenario(plain)
    assert again.ordered_goals == scenario.ordered_goals
    assert again.to_plain() == plain


def test_two_answers_to_what_comes_first() -> None:
    with pytest.raises(InputError, match="et annet enn det første"):
        parse_scenario(plain_scenario(objective="ede_minutes", goals=["mean_minutes", "ede_minutes"]))
    with pytest.raises(InputError, match="står flere ganger"):
        parse_scenario(plain_scenario(goals=["mean_minutes", "mean_minutes"]))


def test_words() -> None:
    assert figure_text(0.2134, "andel") == "21,34 %"
    assert figure_text(350_000, "kr") == "350 000 kr"
    assert figure_text(10.414, "minutter") == "10,41 minutter"
    assert objective_title("ede_minutes").startswith("likeverdige")
    assert objective_title("ukjent") == "ukjent"

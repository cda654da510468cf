"""Objectives are found by name; an unknown one is told of with the names there are."""

from __future__ import annotations

import pytest
from tiny import tiny_problem

from planner.domain.errors import InputError
from planner.objectives.registry import objective_of, objectives


def test_the_scenarios_goal_is_found() -> None:
    assert objective_of(tiny_problem()) is objectives()["mean_minutes"]
    assert all(name == objective.name and objective.title for name, objective in objectives().items())


def test_an_unknown_goal() -> None:
    with pytest.raises(InputError) as caught:
        objective_of(tiny_problem(objective="raskest"))
    (trouble,) = caught.value.problems
    assert (trouble.place, trouble.value) == ("objective", "raskest")
    assert "mean_minutes" in trouble.remedy

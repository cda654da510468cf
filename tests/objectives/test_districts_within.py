"""districts_within: the largest shortfall of any district."""

from __future__ import annotations

import pytest
from recorder import Recorder
from tiny import make_plan, tiny_plan, tiny_problem

from planner.domain.errors import InputError
from planner.evaluate.district_ways import district_ways
from planner.objectives.goal import plan_minutes
from planner.objectives.registry import goals_of
from planner.problem import Problem

SETTING = {"name": "districts_within", "minutes": 15, "share": 0.9, "districts": "all"}


def problem_of(**changes: object) -> Problem:
    return tiny_problem(objective={**SETTING, **changes})


def test_the_worst_district_counts_and_nobody_is_too_good() -> None:
    problem = problem_of()
    minutes = plan_minutes(problem, tiny_plan())
    beyond = [d.beyond(problem, minutes) for d in district_ways(problem, "all", 15)]
    (goal,) = goals_of(problem)
    assert beyond[0] != beyond[1]
    assert goal.value(tiny_plan()) == pytest.approx(max(beyond) - 0.1)
    assert goals_of(problem_of(share=0.0))[0].value(tiny_plan()) == 0
    assert goal.value(make_plan([])) == pytest.approx(0.9)


def test_one_row_per_district() -> None:
    problem = problem_of()
    model = Recorder(problem)
    (goal,) = goals_of(problem)
    assert len(list(goal.expression(model).terms)) == 1  # type: ignore[arg-type]
    assert len(model.rows) == 2


def test_all_of_it_must_be_given() -> None:
    with pytest.raises(InputError) as caught:
        goals_of(tiny_problem(objective="districts_within"))
    assert [t.message for t in caught.value.problems] == [
        f"målet mangler {f}" for f in ("minutes", "share", "districts")
    ]

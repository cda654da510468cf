"""share_within: who is not within X minutes."""

from __future__ import annotations

import numpy as np
import pytest
from tiny import make_plan, tiny_plan, tiny_problem

from planner.domain.errors import InputError
from planner.objectives.goal import plan_minutes, sum_of_ways
from planner.objectives.registry import goals_of

PROBLEM = tiny_problem(objective={"name": "share_within", "minutes": 15})
(GOAL,) = goals_of(PROBLEM)


def test_by_hand() -> None:
    """Point 5 has 80 of 360 non-voters; 15 minutes is within 15 minutes."""
    minutes = np.full((6, 3, 3), 15.0)
    minutes[5] = 15.1
    assert GOAL.ways is not None
    assert sum_of_ways(PROBLEM, GOAL.ways, minutes) == pytest.approx(80 / 360)
    assert GOAL.value(make_plan([])) == 1.0


def test_the_models_sum_is_the_recomputed_value() -> None:
    assert GOAL.ways is not None
    total = sum_of_ways(PROBLEM, GOAL.ways, plan_minutes(PROBLEM, tiny_plan()))
    assert 0 < GOAL.figure(total) == GOAL.value(tiny_plan()) < 1
    assert "15 minutter" in GOAL.title


def test_the_limit_must_be_given() -> None:
    with pytest.raises(InputError, match="mangler minutes") as caught:
        goals_of(tiny_problem(objective="share_within"))
    assert caught.value.problems[0].remedy == "skriv {name: share_within, minutes: …}"

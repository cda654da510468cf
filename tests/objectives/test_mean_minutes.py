"""mean_minutes: what the model minimises is the mean that the audit recomputes."""

from __future__ import annotations

import numpy as np
import pytest
from tiny import make_plan, tiny_plan, tiny_problem

from planner.objectives.goal import plan_minutes, sum_of_ways
from planner.objectives.registry import goals_of

PROBLEM = tiny_problem()
(GOAL,) = goals_of(PROBLEM)


def test_on_demand_points_by_hand() -> None:
    """Every point 12 minutes but point 5 (80 of 360 non-voters) 30: 12 + 18 · 80 / 360."""
    minutes = np.full((6, 3, 3), 12.0)
    minutes[5] = 30.0
    assert GOAL.ways is not None
    assert sum_of_ways(PROBLEM, GOAL.ways, minutes) == pytest.approx(16)
    assert GOAL.value(make_plan([])) == 90


def test_the_models_sum_is_the_recomputed_value() -> None:
    assert GOAL.ways is not None
    total = sum_of_ways(PROBLEM, GOAL.ways, plan_minutes(PROBLEM, tiny_plan()))
    assert GOAL.figure(total) == pytest.approx(GOAL.value(tiny_plan()))
    assert (GOAL.name, GOAL.unit) == ("mean_minutes", "minutter")
    assert GOAL.stop_gap(0.01, 5.0) == 0.01

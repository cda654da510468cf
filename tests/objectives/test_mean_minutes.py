"""mean_minutes: what the model minimises is the mean that the audit recomputes."""

from __future__ import annotations

import numpy as np
import pytest
from tiny import tiny_plan, tiny_problem

from planner.evaluate.access import open_stations, segment_minutes, segment_shares
from planner.objectives.mean_minutes import OBJECTIVE

PROBLEM = tiny_problem()


def test_on_demand_points_by_hand() -> None:
    """Every point 12 minutes but point 5 (80 of 360 non-voters) 30: 12 + 18 · 80 / 360."""
    minutes = np.full((6, 3, 3), 12.0)
    minutes[5] = 30.0
    assert OBJECTIVE.value(PROBLEM, minutes) == pytest.approx(16)


def test_the_models_sum_is_the_recomputed_value() -> None:
    minutes = segment_minutes(PROBLEM, open_stations(tiny_plan(), PROBLEM), cells=False)
    shares = PROBLEM.weights[:, None, None] / PROBLEM.weights.sum() * segment_shares(PROBLEM)
    total = float((shares * OBJECTIVE.expression(PROBLEM, minutes)).sum())
    assert OBJECTIVE.figure(PROBLEM, total) == pytest.approx(OBJECTIVE.value(PROBLEM, minutes))
    assert (OBJECTIVE.name, OBJECTIVE.unit) == ("mean_minutes", "minutter")

"""Access by segment adds up to the audit's mean."""

from __future__ import annotations

import pytest
from tiny import tiny_plan, tiny_problem

from planner.audit import complete
from planner.evaluate.segments import segment_access


def test_segments_average_to_the_mean_of_the_plan() -> None:
    problem = tiny_problem()
    plan = complete(tiny_plan(), problem)
    found = segment_access(plan, problem)
    assert sum(s.share for s in found) == pytest.approx(1)
    assert plan.accessibility is not None
    for value, measures in (("before", plan.accessibility.before), ("after", plan.accessibility.after)):
        mean = sum(s.share * getattr(s, value) for s in found)
        assert mean == pytest.approx(measures.mean_minutes, abs=1e-3)


def test_who_has_no_station_counts_the_limit() -> None:
    problem = tiny_problem()
    # Nobody is open in the evening on as many dates as the most demanding need, but f0201.
    alone = segment_access(tiny_plan(without=["f0201"]), problem)
    evening = [s for s in alone if "kveld" in s.name.lower()]
    assert [(s.after, s.reached_after) for s in evening][-1] == (90.0, 0.0)
    assert all(s.reached_before == 1 for s in evening)
    assert [s.dates for s in evening] == sorted(s.dates for s in evening)

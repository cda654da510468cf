"""Crews raised to what the queues take, and never made smaller."""

from __future__ import annotations

from tiny import LAST_WEEK, evening_week, make_plan, todays_stations

from planner.domain.capacity import OpeningNeed, StationCapacity
from planner.evaluate.staffing import staffed


def need(day, start: str, end: str, persons: int) -> OpeningNeed:
    return OpeningNeed(day, start, end, 10.0, 5.0, 3, 1, persons, 1)


def crews(plan, station_id: str) -> list[int]:
    return [o.crew for s in plan.stations if s.id == station_id for o in s.opening]


def test_only_what_is_needed_more_and_only_on_its_date() -> None:
    monday, tuesday = LAST_WEEK[:2]
    needs = (need(monday, "16:00", "19:00", 7), need(tuesday, "16:00", "19:00", 2))
    plan = staffed(make_plan([evening_week()]), [StationCapacity("e0202", False, True, needs)])
    assert crews(plan, "e0202") == [7, 3, 3, 3, 3]


def test_crews_of_their_own_are_not_touched() -> None:
    (first, *_) = todays_stations()
    day = first.opening[0]
    capacity = StationCapacity(first.id, True, None, (need(day.date, day.start, day.end, 9),))
    plan = make_plan([first])
    assert staffed(plan, [capacity]) == plan

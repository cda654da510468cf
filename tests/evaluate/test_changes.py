"""What voters notice of a change, and whom it concerns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny import BUS_DAY, LAST_WEEK, evening_week, tiny_plan, tiny_problem, with_station

from planner.domain.plan import Opening
from planner.evaluate.changes import affected_votes, station_changes
from planner.evaluate.votes import StationVotes, expected_votes


def test_crews_vehicles_and_how_openings_are_cut_are_no_change() -> None:
    plan = tiny_plan()
    cut = [o for day in LAST_WEEK for o in (Opening(day, "16:00", "17:30", crew=9), Opening(day, "17:30", "19:00"))]
    assert station_changes(plan, with_station(plan, "e0202", opening=tuple(cut), booths=7, accessible=None)) == ()


def test_each_kind_of_change_is_told_of_its_station() -> None:
    plan = tiny_plan()
    other = with_station(plan, "f0101", name="Nytt navn")
    other = with_station(other, "f0201", address="Et annet sted")
    shorter = tuple(replace(o, end="15:00") if o.date == BUS_DAY else o for o in _opening(plan, "f0102"))
    other = with_station(other, "f0102", opening=(*shorter[:1], *shorter[2:]))
    other = replace(other, stations=tuple(s for s in other.stations if s.id != "e0202"))
    found = {c.station.id: c for c in station_changes(plan, other)}
    assert sorted(found) == ["e0202", "f0101", "f0102", "f0201"]
    assert (found["f0101"].renamed, found["f0101"].moved, found["f0101"].days) == (True, False, ())
    assert (found["f0201"].renamed, found["f0201"].moved) == (False, True)
    assert found["f0102"].rescheduled
    (gone,) = found["f0102"].days
    assert (gone.day, gone.before, gone.after) == (_opening(plan, "f0102")[1].date, (("09:00", "15:00"),), ())
    assert found["e0202"].after is None
    assert [day.lost for day in found["e0202"].days] == [(("16:00", "19:00"),)] * 5
    back = {c.station.id: c for c in station_changes(other, plan)}
    assert back["e0202"].before is None
    assert not back["e0202"].loses
    assert not back["f0102"].loses


def _opening(plan, station_id: str) -> tuple[Opening, ...]:
    return next(s.opening for s in plan.stations if s.id == station_id)


def test_votes_of_lost_time_are_those_the_audit_expects_there() -> None:
    problem = tiny_problem(votes={"expected_total": 600})
    plan = tiny_plan()
    votes = expected_votes(plan, problem)
    assert votes is not None
    mine = votes.by_station()["f0101"]
    half = tuple(replace(o, end="13:00") if o.date == BUS_DAY else o for o in _opening(plan, "f0101"))
    (change,) = station_changes(plan, with_station(plan, "f0101", opening=half))
    assert affected_votes(change, mine) == pytest.approx(mine.by_date[BUS_DAY] / 2)
    (gone,) = station_changes(plan, replace(plan, stations=tuple(s for s in plan.stations if s.id != "f0101")))
    assert affected_votes(gone, mine) == pytest.approx(mine.total)
    assert mine.total > 50
    (renamed,) = station_changes(plan, with_station(plan, "f0101", name="Nytt"))
    assert affected_votes(renamed, mine) == mine.total


def test_longer_hours_concern_nobody_who_would_be_turned_away() -> None:
    plan = tiny_plan()
    longer = tuple(replace(o, end="20:00") for o in evening_week().opening)
    (change,) = station_changes(plan, with_station(plan, "e0202", opening=longer))
    assert affected_votes(change, StationVotes("e0202", tuple((o, 10.0) for o in longer))) == 0
    assert not change.loses

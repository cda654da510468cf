"""A vehicle's day minute by minute, against the day that the helper's docstring tells."""

from __future__ import annotations

from dataclasses import replace

from tiny import BUS_DAY, SATURDAY, bus_stop, make_plan, station, tiny_plan, tiny_problem

from planner.domain.clock import minute_of
from planner.domain.plan import Opening, StationKind
from planner.evaluate.timetable import Step, minutes_out, on_the_road, vehicle_days, vehicle_name, vehicle_sheet

BUS = on_the_road(tiny_problem(), "buss")


def lines(plan, day=BUS_DAY, settings=BUS) -> list[tuple[str, str, str, str]]:
    return [(e.start, e.end, e.step.name, e.station) for e in vehicle_sheet(plan, "buss", day, settings).entries]


def test_the_whole_day_in_order() -> None:
    assert lines(tiny_plan()) == [
        ("09:30", "09:40", "DRIVE", "e0101"),
        ("09:40", "10:00", "SET_UP", "e0101"),
        ("10:00", "12:30", "OPEN", "e0101"),
        ("12:30", "12:45", "OVERRUN", "e0101"),
        ("12:45", "13:00", "TAKE_DOWN", "e0101"),
        ("13:00", "13:25", "DRIVE", "e0201"),
        ("13:25", "13:45", "SET_UP", "e0201"),
        ("13:45", "16:15", "OPEN", "e0201"),
        ("16:15", "16:30", "OVERRUN", "e0201"),
        ("16:30", "16:45", "TAKE_DOWN", "e0201"),
        ("16:45", "17:20", "DRIVE", "f0101"),
    ]


def test_kilometres_stops_and_time_out() -> None:
    sheet = vehicle_sheet(tiny_plan(), "buss", BUS_DAY, BUS)
    assert (sheet.km, [s.id for s in sheet.stops], minutes_out(sheet)) == (28.0, ["e0101", "e0201"], 470)
    gaps = [(a.end, b.start) for a, b in zip(sheet.entries, sheet.entries[1:], strict=False)]
    assert all(minute_of(end) <= minute_of(start) for end, start in gaps)


def test_nothing_is_moved_between_two_blocks_at_one_stop() -> None:
    stop = bus_stop("e0101", "10:00", "12:30")
    both = replace(stop, opening=(*stop.opening, replace(stop.opening[0], start="13:45", end="16:15")))
    steps = [line[2] for line in lines(make_plan([both]))]
    assert steps == ["SET_UP", "OPEN", "OVERRUN", "OPEN", "OVERRUN", "TAKE_DOWN"]


def test_teams_that_visit_with_a_vehicle_have_days_too() -> None:
    ward = station(
        "e0102", [Opening(SATURDAY, "12:00", "14:00", vehicle="buss")], StationKind.INSTITUTION, public=False
    )
    plan = tiny_plan(ward)
    assert vehicle_days(plan) == [("buss", BUS_DAY), ("buss", SATURDAY)]
    assert [line[2] for line in lines(plan, SATURDAY)] == ["SET_UP", "OPEN", "OVERRUN", "TAKE_DOWN"]
    assert minutes_out(vehicle_sheet(plan, "buss", SATURDAY, BUS)) is None


def test_without_settings_only_what_the_plan_says() -> None:
    assert {line[2] for line in lines(tiny_plan(), settings=None)} == {Step.DRIVE.name, Step.OPEN.name}


def test_a_visiting_team_has_its_own_times_and_name() -> None:
    home = {"id": "i1", "name": "Solheim", "kind": "institution", "lat": 59.9, "lon": 10.72, "contact": "Åse"}
    problem = tiny_problem(institutions=[home], visits={"teams": 1, "setup_minutes": 7, "takedown_minutes": 3})
    found = on_the_road(problem, "besokslag-1")
    assert found is not None
    assert (found.kind, found.setup_minutes, found.takedown_minutes) == ("team", 7, 3)
    assert on_the_road(problem, "besokslag-2") is None
    plan = replace(tiny_plan(), scenario={"vehicles": [{"id": "buss", "name": "Bussen"}]})
    assert [vehicle_name(plan, v) for v in ("buss", "besokslag-1", "annen-1")] == ["Bussen", "Besøkslag 1", "annen-1"]

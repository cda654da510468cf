"""working_time: daily and weekly hours, shifts, rest, breaks and one place at a time, on either side of each limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tiny import BUS_DAY, LAST_WEEK, bus_stop, make_plan, station, tiny_problem

from planner.domain.plan import Opening, Plan, Role, RosterEntry
from planner.scenario import person_key

A = person_key("A")
"""How findings call A: no name stands in them."""


def entry(day: date, start: str, end: str, person: str = "A", at: str = "e0202", role: Role = Role.WORKER) -> Any:
    return RosterEntry(day, at, start, end, role, person)


def plan_of(*entries: RosterEntry, opening: Iterable[Opening] = ()) -> Plan:
    places = [station("e0202", opening)] if opening else []
    return replace(make_plan(places), roster=entries)


def test_no_roster_has_nobody_who_works_too_long(measured: Any) -> None:
    assert measured("working_time", plan_of(), tiny_problem()) == []


@pytest.mark.parametrize(("end", "found"), [("19:00", []), ("19:01", [((A,), 9.0167, 9.0, "timer")])])
def test_hours_of_a_date(end: str, found: list[Any], measured: Any) -> None:
    assert measured("working_time", plan_of(entry(BUS_DAY, "10:00", end)), tiny_problem()) == found


def test_agreed_hours_are_longer(measured: Any) -> None:
    plan = plan_of(*(entry(day, "08:00", "18:00") for day in LAST_WEEK[:4]))
    assert len(measured("working_time", plan, tiny_problem())) == 4
    assert measured("working_time", plan, tiny_problem(roster={"hours": "agreed"})) == []


@pytest.mark.parametrize(
    ("hours", "found"),
    [("ordinary", []), ("tariff", [((A,), 40.0, 37.5, "timer")]), ("agreed", [])],
)
def test_hours_of_a_week(hours: str, found: list[Any], measured: Any) -> None:
    plan = plan_of(*(entry(day, "08:00", "16:00") for day in LAST_WEEK))
    assert measured("working_time", plan, tiny_problem(roster={"hours": hours})) == found
    more = plan_of(*plan.roster[1:], entry(LAST_WEEK[0], "08:00", "16:01"))
    assert measured("working_time", more, tiny_problem()) == [((A,), 40.0167, 40.0, "timer")]


def test_shifts_of_a_week(measured: Any) -> None:
    plan = plan_of(*(entry(day, "08:00", "10:00") for day in LAST_WEEK))
    assert measured("working_time", plan, tiny_problem()) == []
    assert measured("working_time", plan, tiny_problem(roster={"max_shifts_week": 4})) == [((A,), 5, 4, "vakter")]


@pytest.mark.parametrize(("start", "found"), [("08:00", []), ("07:59", [((A,), 10.9833, 11.0, "timer")])])
def test_rest_between_days(start: str, found: list[Any], measured: Any) -> None:
    plan = plan_of(entry(LAST_WEEK[0], "19:00", "21:00"), entry(LAST_WEEK[1], start, "12:00"))
    assert measured("working_time", plan, tiny_problem()) == found
    assert measured("working_time", plan, tiny_problem(roster={"rest": "tariff"})) == []


def test_rest_of_a_week(measured: Any) -> None:
    """Seven days at noon leave no long rest until the last; then it is endless."""
    days = [date(2027, 8, n) for n in range(16, 30)]
    plan = plan_of(*(entry(day, "12:00", "13:00") for day in days))
    found = measured("working_time", plan, tiny_problem(roster={"max_shifts_week": 7}))
    assert found == [((A,), 23.0, 35.0, "timer")]
    rested = plan_of(*(e for e in plan.roster if e.date != date(2027, 8, 18)))
    assert measured("working_time", rested, tiny_problem(roster={"max_shifts_week": 7})) == []


def test_one_place_at_a_time(measured: Any) -> None:
    shifts = (entry(BUS_DAY, "10:00", "14:00"), entry(BUS_DAY, "13:00", "15:00", at="e0101"))
    assert measured("working_time", plan_of(*shifts), tiny_problem()) == [
        ((A, "e0202", "e0101"), 60, 0, "minutter samtidig")
    ]
    assert measured("working_time", plan_of(shifts[0], replace(shifts[1], start="14:00")), tiny_problem()) == []


def test_a_short_shift_within_a_long_one_hides_nothing(measured: Any) -> None:
    shifts = [("09:00", "14:00"), ("10:00", "11:00"), ("13:00", "14:00")]
    found = measured("working_time", plan_of(*(entry(BUS_DAY, *span) for span in shifts)), tiny_problem())
    assert [f[1] for f in found] == [60, 60]


@pytest.mark.parametrize(
    ("persons", "end", "findings"),
    [(3, "19:00", 0), (2, "19:00", 2), (2, "15:30", 0), (2, "15:31", 2), (4, "19:00", 0)],
)
def test_a_break_leaves_two(persons: int, end: str, findings: int, measured: Any) -> None:
    opening = [Opening(BUS_DAY, "10:00", "19:00", crew=persons)]
    plan = plan_of(*(entry(BUS_DAY, "10:00", end, person=f"P{n}") for n in range(persons)), opening=opening)
    found = measured("working_time", plan, tiny_problem())
    assert [f[1:] for f in found[:1]] == [(0, 30, "minutter")][: min(findings, 1)]
    assert len({f[0] for f in found}) == findings


def test_relief_for_one_break_is_not_enough_for_two(measured: Any) -> None:
    opening = [Opening(BUS_DAY, "10:00", "18:00", crew=2)]
    two = [entry(BUS_DAY, "10:00", "18:00", person=p) for p in "AB"]

    def with_relief(end: str) -> Any:
        return plan_of(*two, entry(BUS_DAY, "13:00", end, person="C", role=Role.RELIEF), opening=opening)

    assert measured("working_time", with_relief("14:00"), tiny_problem()) == []
    assert measured("working_time", with_relief("13:59"), tiny_problem()) != []


def test_a_bus_between_two_blocks_is_a_time_for_breaks(measured: Any) -> None:
    stops = [bus_stop("e0101", "10:00", "12:30"), bus_stop("e0201", "13:45", "16:15")]
    shifts = [entry(BUS_DAY, "10:00", "13:00", p, "e0101") for p in "AB"]
    shifts += [entry(BUS_DAY, "13:00", "16:15", p, "e0201") for p in "AB"]
    plan = replace(make_plan(stops), roster=tuple(shifts))
    assert measured("working_time", plan, tiny_problem()) == []
    alone = replace(make_plan(stops[:1]), roster=tuple(shifts[:2]))
    assert measured("working_time", alone, tiny_problem()) == []


def test_drivers_have_their_breaks_while_the_vehicle_stands(measured: Any) -> None:
    driver = entry(BUS_DAY, "09:00", "18:00", "D", "e0101", Role.DRIVER)
    plan = replace(make_plan([bus_stop("e0101", "10:00", "17:00")]), roster=(driver,))
    assert measured("working_time", plan, tiny_problem()) == []

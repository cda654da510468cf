"""crew: a roster against the list of people, on either side of each limit, and never with a name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tiny import BUS_DAY, make_plan, station, tiny_problem

from planner.constraints import crew
from planner.domain.findings import Severity
from planner.domain.plan import Opening, Plan, Role, RosterEntry


def person(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "roles": ["leader", "deputy", "worker"], **fields}


def away(start: str) -> dict[str, Any]:
    return {"first": BUS_DAY, "last": BUS_DAY, "start": start}


def rostered(*entries: RosterEntry) -> Plan:
    return replace(make_plan([station("e0202", [Opening(BUS_DAY, "10:00", "15:00", crew=2)])]), roster=entries)


def entry(name: str, role: Role = Role.WORKER, end: str = "15:00") -> RosterEntry:
    return RosterEntry(BUS_DAY, "e0202", "10:00", end, role, name)


@pytest.mark.parametrize(
    ("fields", "made", "says"),
    [
        ({}, entry("Ukjent"), "står ikke i lista"),
        ({}, entry("Kari Nordmann", Role.DRIVER), "satt opp som sjåfør"),
        ({"absences": [away("14:59")]}, entry("Kari Nordmann"), "er borte da"),
        ({"week_hours": 4.9}, entry("Kari Nordmann"), "4,9 er avtalt"),
    ],
)
def test_a_roster_by_hand_is_judged_without_a_name(fields: dict[str, Any], made: RosterEntry, says: str) -> None:
    problem = tiny_problem(crew=[person("Kari Nordmann", **fields)])
    plan = rostered(made)
    (told,) = crew.check(plan, problem)
    assert says in told.sentence
    assert told.severity is Severity.HARD
    for text in (told.sentence, *told.subjects):
        assert "Kari" not in text
        assert "Ukjent" not in text


def test_on_the_limit_is_within_it() -> None:
    fields = {"absences": [away("15:00")], "week_hours": 5}
    plan = rostered(entry("Kari Nordmann"))
    assert list(crew.check(plan, tiny_problem(crew=[person("Kari Nordmann", **fields)]))) == []
    assert list(crew.check(plan, tiny_problem())) == []


def test_a_certificate_a_place_demands() -> None:
    needs = {"needs": [{"at": "e0202", "certificates": ["Valgkurs"]}]}
    plan = rostered(entry("Kari Nordmann"))
    (told,) = crew.check(plan, tiny_problem(crew=[person("Kari Nordmann")], roster=needs))
    assert "mangler valgkurs" in told.sentence
    having = [person("Kari Nordmann", certificates=["VALGKURS"])]
    assert list(crew.check(plan, tiny_problem(crew=having, roster=needs))) == []


def test_a_position_is_a_shift_that_nobody_has() -> None:
    plan = rostered(entry("Kari Nordmann"), entry("e0202 stilling 1"))
    (told,) = crew.check(plan, tiny_problem(crew=[person("Kari Nordmann")]))
    assert (told.severity, told.measured, told.unit) == (Severity.WARNING, 5.0, "timer uten person")
    assert "trengs 2 personer samtidig, og høyst 1" in told.sentence
    (unproven,) = crew.check(plan, tiny_problem(crew=[person("Kari Nordmann"), person("Ola")]))
    assert "ikke bevist at lista er for liten" in unproven.sentence

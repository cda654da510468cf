from __future__ import annotations

from types import SimpleNamespace

import pytest

from planner.domain.plan import Phase, Role, RosterEntry, StationKind
from planner.law.rules import q2


def shift(make: SimpleNamespace, person: str, start: str, end: str, role: Role = Role.WORKER) -> RosterEntry:
    return RosterEntry(make.tuesday, "f0101", start, end, role, person)


def check(make: SimpleNamespace, *roster: RosterEntry, **changes: object) -> list:
    station = make.station(opening=(make.opening(**changes),))
    return list(q2.check(make.plan(station, roster=roster), make.problem()))


def test_two_on_duty_from_start_to_end_pass(make: SimpleNamespace) -> None:
    assert check(make, shift(make, "A", "10:00", "16:00"), shift(make, "B", "09:30", "16:15")) == []


def test_a_relief_fills_a_break(make: SimpleNamespace) -> None:
    rest = (shift(make, "A", "10:00", "16:00"), shift(make, "B", "10:00", "12:00"), shift(make, "B", "12:30", "16:00"))
    (found,) = check(make, *rest)
    assert (found.severity, found.subjects, found.measured, found.limit) == ("warning", ("f0101",), 1, 2)
    assert "kl. 12:00–12:30" in found.sentence
    assert check(make, *rest, shift(make, "C", "12:00", "12:30", Role.RELIEF)) == []


def test_one_person_twice_is_one_person_and_a_driver_is_none(make: SimpleNamespace) -> None:
    twice = (shift(make, "A", "10:00", "16:00"), shift(make, "A", "10:00", "16:00", Role.LEADER))
    (found,) = check(make, *twice, shift(make, "D", "10:00", "16:00", Role.DRIVER))
    assert found.measured == 1


@pytest.mark.parametrize("minute", ["15:59", "16:00"])
def test_to_the_minute(make: SimpleNamespace, minute: str) -> None:
    found = check(make, shift(make, "A", "10:00", "16:00"), shift(make, "B", "10:00", minute))
    assert bool(found) == (minute == "15:59")


def test_an_opening_that_the_roster_forgot(make: SimpleNamespace) -> None:
    shifts = [shift(make, p, "10:00", "12:00") for p in "AB"]
    (found,) = check(make, *shifts)
    assert found.measured == 0
    assert "kl. 12:00–16:00" in found.sentence


def test_many_gaps_are_counted(make: SimpleNamespace) -> None:
    shifts = [shift(make, p, f"{hour}:00", f"{hour}:30") for p in "AB" for hour in range(10, 16)]
    (found,) = check(make, *shifts)
    assert found.sentence.count("kl. 1") == 3
    assert "og 3 ganger til" in found.sentence


def test_without_a_roster_it_cannot_be_judged(make: SimpleNamespace) -> None:
    (found,) = check(make)
    assert (found.severity, found.subjects, found.measured) == ("cannot_judge", ("f0101",), 1)


def test_not_in_tidligstemming_and_not_at_home(make: SimpleNamespace) -> None:
    assert check(make, phase=Phase.EARLY) == []
    team = make.station(kind=StationKind.HOME_TEAM, opening=(make.opening(),))
    assert list(q2.check(make.plan(team), make.problem())) == []

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from planner.domain.plan import Phase, Role, StationKind
from planner.law.rules import s1


def check(make: SimpleNamespace, *shifts: tuple[Role, str], stations: tuple[Any, ...] | None = None) -> list:
    stations = stations or (make.station(opening=(make.opening(),)),)
    roster = tuple(make.shift(role, person) for role, person in shifts)
    return list(s1.check(make.plan(*stations, roster=roster), make.problem()))


def test_leader_and_deputy_pass(make: SimpleNamespace) -> None:
    assert check(make, (Role.LEADER, "Anna"), (Role.DEPUTY, "Bo")) == []


def test_without_a_roster_nothing_can_be_judged(make: SimpleNamespace) -> None:
    stations = tuple(make.station(f"s{n}", opening=(make.opening(),)) for n in range(3))
    (found,) = check(make, stations=stations)
    assert (found.severity, found.subjects, found.measured) == ("cannot_judge", ("s0", "s1", "s2"), 3)
    assert "3 steder" in found.sentence


def test_a_station_no_line_names_cannot_be_judged(make: SimpleNamespace) -> None:
    stations = tuple(make.station(i, opening=(make.opening(),)) for i in ("f0101", "f0102"))
    (found,) = check(make, (Role.LEADER, "Anna"), (Role.DEPUTY, "Bo"), stations=stations)
    assert (found.severity, found.subjects) == ("cannot_judge", ("f0102",))


@pytest.mark.parametrize(
    ("shifts", "word", "measured"),
    [
        ([(Role.LEADER, "Anna")], "mangler nestleder", 1),
        ([(Role.DEPUTY, "Bo"), (Role.WORKER, "Per")], "mangler leder", 1),
        ([(Role.WORKER, "Per")], "mangler leder og nestleder", 0),
        ([(Role.LEADER, "Anna"), (Role.DEPUTY, "Anna")], "en annen enn lederen", 1),
    ],
)
def test_a_rostered_station_without_both_breaks_the_rule(
    make: SimpleNamespace, shifts: list[tuple[Role, str]], word: str, measured: int
) -> None:
    (found,) = check(make, *shifts)
    assert (found.rule, found.severity, found.measured, found.limit) == ("S1", "hard", measured, 2)
    assert word in found.sentence
    assert "Biblioteket (f0101)" in found.sentence


def test_two_who_change_roles_pass(make: SimpleNamespace) -> None:
    shifts = [(role, person) for role in (Role.LEADER, Role.DEPUTY) for person in ("Anna", "Bo")]
    assert check(make, *shifts) == []


def test_not_in_tidligstemming_and_not_for_home_voting(make: SimpleNamespace) -> None:
    early = make.station(opening=(make.opening(phase=Phase.EARLY),))
    home = make.station("hjem", opening=(make.opening(),), kind=StationKind.HOME_TEAM)
    assert check(make, stations=(early, home)) == []

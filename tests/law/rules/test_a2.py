from __future__ import annotations

from types import SimpleNamespace

import pytest

from planner.domain.plan import Phase, StationKind
from planner.law.rules import a2


def check(make: SimpleNamespace, *stations: object) -> list:
    return list(a2.check(make.plan(*stations), make.problem()))


def test_three_pass(make: SimpleNamespace) -> None:
    assert check(make, make.station(opening=(make.opening(),))) == []


def test_just_two_is_one_warning_for_all(make: SimpleNamespace) -> None:
    stations = [make.station(i, opening=(make.opening(crew=2),)) for i in ("f0101", "f0102")]
    (found,) = check(make, *stations)
    assert (found.severity, found.subjects) == ("warning", ("f0101", "f0102"))
    assert (found.measured, found.limit, found.unit) == (2, 3, "personer")
    assert "2 steder" in found.sentence


@pytest.mark.parametrize("kind", [StationKind.FIXED, StationKind.POPUP, StationKind.MOBILE_STOP])
def test_fewer_is_hard_at_every_place_voters_come_to(make: SimpleNamespace, kind: StationKind) -> None:
    (found,) = check(make, make.station(kind=kind, opening=(make.opening(crew=2), make.opening(crew=1))))
    assert (found.severity, found.measured, found.limit) == ("hard", 1, 2)


@pytest.mark.parametrize("kind", [StationKind.INSTITUTION, StationKind.PRISON, StationKind.HOME_TEAM])
def test_not_where_the_workers_come_to_the_voter(make: SimpleNamespace, kind: StationKind) -> None:
    assert check(make, make.station(kind=kind, opening=(make.opening(crew=1),))) == []


def test_not_in_tidligstemming(make: SimpleNamespace) -> None:
    assert check(make, make.station(opening=(make.opening(crew=1, phase=Phase.EARLY),))) == []

from __future__ import annotations

from types import SimpleNamespace

from planner.domain.plan import StationKind
from planner.law.rules import r3


def test_none_where_all_are_accessible_or_unknown(make: SimpleNamespace) -> None:
    plan = make.plan(make.station(), make.station("x1", accessible=None))
    assert list(r3.check(plan, make.problem())) == []


def test_one_info_names_every_station(make: SimpleNamespace) -> None:
    plan = make.plan(*(make.station(i, accessible=False) for i in ("f0101", "x1")))
    (found,) = r3.check(plan, make.problem())
    assert (found.severity, found.subjects, found.measured) == ("info", ("f0101", "x1"), 2)
    assert "2 steder skal være registrert" in found.sentence
    assert "Biblioteket (f0101) og Biblioteket (x1)" in found.sentence


def test_home_teams_have_no_premises(make: SimpleNamespace) -> None:
    plan = make.plan(make.station(kind=StationKind.HOME_TEAM, accessible=False))
    assert list(r3.check(plan, make.problem())) == []

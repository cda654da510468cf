from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from planner.domain.plan import Phase, StationKind
from planner.law.rules import s2


def test_two_pass(make: SimpleNamespace) -> None:
    plan = make.plan(make.station(opening=(make.opening(crew=2),)))
    assert list(s2.check(plan, make.problem())) == []


@pytest.mark.parametrize("crew", [0, 1])
@pytest.mark.parametrize("kind", [StationKind.FIXED, StationKind.INSTITUTION, StationKind.PRISON])
def test_fewer_break_the_rule(make: SimpleNamespace, crew: int, kind: StationKind) -> None:
    openings = (make.opening(), make.opening(make.tuesday + timedelta(days=1), crew=crew))
    (found,) = s2.check(make.plan(make.station(kind=kind, opening=openings)), make.problem())
    assert (found.rule, found.severity, found.measured, found.limit, found.unit) == ("S2", "hard", crew, 2, "personer")
    assert "onsdag 11. august 2027 kl. 10:00–16:00" in found.sentence
    assert "tirsdag" not in found.sentence
    assert "Sett opp minst 2" in found.sentence


def test_not_in_tidligstemming(make: SimpleNamespace) -> None:
    plan = make.plan(make.station(opening=(make.opening(crew=1, phase=Phase.EARLY),)))
    assert list(s2.check(plan, make.problem())) == []


def test_home_teams_are_another_rules(make: SimpleNamespace) -> None:
    plan = make.plan(make.station(kind=StationKind.HOME_TEAM, opening=(make.opening(crew=0),)))
    assert list(s2.check(plan, make.problem())) == []

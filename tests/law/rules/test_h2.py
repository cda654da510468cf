from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from planner.domain.plan import Phase, StationKind
from planner.law.rules import h2

TEAM = StationKind.HOME_TEAM


def test_two_pass(make: SimpleNamespace) -> None:
    plan = make.plan(make.station(kind=TEAM, opening=(make.opening(crew=2),)))
    assert list(h2.check(plan, make.problem())) == []


@pytest.mark.parametrize("crew", [0, 1])
def test_fewer_break_the_rule(make: SimpleNamespace, crew: int) -> None:
    openings = (make.opening(), make.opening(make.tuesday + timedelta(days=1), crew=crew))
    (found,) = h2.check(make.plan(make.station("lag1", kind=TEAM, opening=openings)), make.problem())
    assert (found.rule, found.severity, found.subjects) == ("H2", "hard", ("lag1",))
    assert (found.measured, found.limit, found.unit) == (crew, 2, "personer")
    assert "onsdag 11. august 2027" in found.sentence
    assert "tirsdag" not in found.sentence


def test_not_in_tidligstemming_and_not_in_premises(make: SimpleNamespace) -> None:
    early = make.station("lag1", kind=TEAM, opening=(make.opening(crew=1, phase=Phase.EARLY),))
    premises = make.station(opening=(make.opening(crew=1),))
    assert list(h2.check(make.plan(early, premises), make.problem())) == []

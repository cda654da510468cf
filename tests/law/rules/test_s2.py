from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from tiny import BUS, tiny_problem

from planner.domain.errors import InfeasibleError
from planner.domain.findings import Severity
from planner.domain.plan import Phase, Plan, StationKind
from planner.law.rules import s2
from planner.optimise.solve import solve_problem


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


def solved(**changes: object) -> Plan:
    return solve_problem(tiny_problem(**changes), gap=0.01, time_limit=30, seed=0)


def test_locked_stations_with_one_are_no_plan() -> None:
    with pytest.raises(InfeasibleError) as caught:
        solved(stations__crew=1)
    (conflict,) = caught.value.conflict
    assert all(part in conflict for part in ("S2", "vl 6-3", "A2", "vl 6-12", "stations.crew er 1"))
    assert caught.value.relaxations == ("Sett bemanningen til minst 2 (nå stations.crew er 1).",)


def test_a_bus_with_one_stays_at_home_and_is_missed_where_it_must_go() -> None:
    bus = {**BUS, "crew": 1}
    plan = solved(vehicles=[bus])
    assert [day for vehicle in plan.vehicles for day in vehicle.days] == []
    assert [f for f in plan.findings if f.severity is Severity.HARD] == []
    with pytest.raises(InfeasibleError) as caught:
        solved(vehicles=[{**bus, "min_days": 2}])
    assert ["min_days" in text or "vehicles.buss.crew er 1" in text for text in caught.value.conflict] == [True, True]


def test_free_premises_with_one_leave_it_to_the_bus() -> None:
    """The bus alone covers every weekday that rule P7 asks for."""
    plan = solved(stations__crew=1, stations__existing="free", budget_nok=1_000_000)
    assert {station.kind for station in plan.stations} == {StationKind.MOBILE_STOP}
    assert [f for f in plan.findings if f.severity is Severity.HARD] == []

from __future__ import annotations

from types import SimpleNamespace

import pytest
from recorder import Recorder
from tiny import tiny_plan, tiny_problem

from planner.domain.errors import InfeasibleError
from planner.domain.findings import Severity
from planner.domain.plan import Station, StationKind
from planner.law.rules import o2
from planner.optimise.solve import solve_problem


def check(make: SimpleNamespace, *stations: Station) -> list:
    return list(o2.check(make.plan(*stations), make.problem()))


@pytest.mark.parametrize(("crew", "teams"), [(0, 1), (1, 1), (2, 1), (3, 1), (4, 2), (7, 3)])
def test_a_booth_for_every_two(make: SimpleNamespace, crew: int, teams: int) -> None:
    opening = (make.opening(crew=crew),)
    assert check(make, make.station(opening=opening, booths=teams)) == []
    (found,) = check(make, make.station(opening=opening, booths=teams - 1))
    assert (found.severity, found.measured, found.limit, found.unit) == ("hard", teams - 1, teams, "valgavlukker")


def test_unknown_is_one_finding_for_all(make: SimpleNamespace) -> None:
    stations = [make.station(i, opening=(make.opening(),), booths=None) for i in ("f0101", "f0102")]
    (found,) = check(make, *stations)
    assert (found.severity, found.subjects, found.measured) == ("cannot_judge", ("f0101", "f0102"), 2)


@pytest.mark.parametrize("kind", [StationKind.INSTITUTION, StationKind.PRISON, StationKind.HOME_TEAM])
def test_not_where_the_workers_come_to_the_voter(make: SimpleNamespace, kind: StationKind) -> None:
    assert check(make, make.station(kind=kind, opening=(make.opening(),), booths=0)) == []


@pytest.mark.parametrize(("setting", "crew", "booths"), [("per_team", 5, 2), (1, 5, 1), (0, 2, 0), (None, 2, None)])
def test_settings_as_numbers(setting: int | str | None, crew: int, booths: int | None) -> None:
    assert o2.booths_of(tiny_problem(), setting, crew) == booths


def test_the_default_binds_nothing() -> None:
    model = Recorder(tiny_problem(stations__crew=5))
    o2.build(model)
    assert model.rows == {}


def test_a_plan_has_the_booths_of_its_scenario() -> None:
    bus = {"id": "buss", "name": "Bussen", "depot": "f0101", "crew": 5, "booths": 2, "min_days": 1}
    problem = tiny_problem(vehicles=[bus], stations__booths=4)
    plan = solve_problem(problem, gap=0.01, time_limit=30, seed=0)
    booths = {station.kind: station.booths for station in plan.stations}
    assert (booths[StationKind.FIXED], booths[StationKind.MOBILE_STOP]) == (4, 2)
    assert [f for f in plan.findings if f.severity is Severity.HARD] == []


def test_locked_stations_without_booths_are_no_plan() -> None:
    with pytest.raises(InfeasibleError) as caught:
        solve_problem(tiny_problem(stations__booths=0), gap=0.01, time_limit=30, seed=0)
    (conflict,) = caught.value.conflict
    assert "O2" in conflict
    assert "stations.booths er 0, trengs 1" in conflict
    assert caught.value.relaxations == ("Sett opp flere valgavlukker: stations.booths er 0, trengs 1.",)


def test_a_bus_without_booths_stays_at_home() -> None:
    bus = {"id": "buss", "name": "Bussen", "depot": "f0101", "booths": 0}
    plan = solve_problem(tiny_problem(vehicles=[bus]), gap=0.01, time_limit=30, seed=0)
    assert [day for vehicle in plan.vehicles for day in vehicle.days] == []


def test_the_tiny_plan_has_enough() -> None:
    assert list(o2.check(tiny_plan(), tiny_problem())) == []

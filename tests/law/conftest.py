"""Small plans and problems for the law: two stations, one bus, the election of 2027."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tiny import BUS, tiny_problem

from planner.domain.plan import (
    DatasetReference,
    Leg,
    Opening,
    Plan,
    Role,
    RosterEntry,
    Station,
    StationKind,
    VehicleDay,
    VehiclePlan,
)
from planner.domain.supply import ShippingDay, ShippingMethod
from planner.law.calendar import OSLO, election_calendar
from planner.modelling import TourKey, Variable
from planner.problem import Problem, Slot
from planner.scenario import HomeVoting, Institution

ELECTION = date(2027, 9, 13)
TUESDAY = date(2027, 8, 10)


def _station(station_id: str = "f0101", opening: tuple[Opening, ...] = (), **changes: Any) -> Station:
    station = Station(
        station_id,
        "Biblioteket",
        StationKind.FIXED,
        59.9,
        10.7,
        "Storgata 1",
        accessible=True,
        public=True,
        opening=opening,
        booths=1,
    )
    return replace(station, **changes)


def _opening(day: date = TUESDAY, start: str = "10:00", end: str = "16:00", **changes: Any) -> Opening:
    return replace(Opening(day, start, end, crew=3), **changes)


def _plan(*stations: Station, **changes: Any) -> Plan:
    plan = Plan(scenario={}, dataset=DatasetReference("test", "1", ".", "", ()), stations=stations)
    return replace(plan, **changes)


def _problem(
    election: date = ELECTION,
    *,
    reading: str = "every_weekday",
    two_days: bool = False,
    overrides: tuple[Any, ...] = (),
    sites: dict[str, bool | None] | None = None,
    locked: bool = True,
    institutions: tuple[Institution, ...] | None = None,
    home_voting: HomeVoting | None = None,
) -> Problem:
    """The tiny municipality with other sites: all where ``f0101`` is; only ids and accessibility differ."""
    known = {"f0101": True, "f0102": True} if sites is None else sites
    problem = tiny_problem(
        election=election,
        two_election_days=two_days,
        vehicles=[{**BUS, "id": "buss1"}],
        p7={"reading": reading, "reason": "liten kommune"},
        stations__existing="locked" if locked else "free",
    )
    first = next(site for site in problem.dataset.sites if site.id == "f0101")
    dataset = replace(problem.dataset, sites=tuple(replace(first, id=i, accessible=a) for i, a in known.items()))
    # Not checked again: a test may give an override without a reason.
    update = {"overrides": overrides, "institutions": institutions, "home_voting": home_voting}
    scenario = problem.scenario.model_copy(update=update)
    return replace(problem, dataset=dataset, scenario=scenario)


def _override(rule: str, *subjects: str, reason: str = "vedtatt i valgstyret") -> SimpleNamespace:
    return SimpleNamespace(rule=rule, subjects=subjects, reason=reason)


def _dispatch(day: date, sent: str = "20:00", **changes: Any) -> ShippingDay:
    """Express for all stations, in at noon two days later."""
    arrives = datetime.combine(day, time(12), tzinfo=OSLO) + timedelta(days=2)
    return replace(ShippingDay(day, "all", ShippingMethod.EXPRESS, sent, arrives), **changes)


def _shift(role: Role, person: str, station: str = "f0101") -> RosterEntry:
    return RosterEntry(TUESDAY, station, "10:00", "16:00", role, person)


def _legs(*legs: tuple[str, str, str, str], vehicle: str = "buss1", day: date = TUESDAY) -> VehiclePlan:
    drives = tuple(Leg(from_, to, depart, arrive, 15, 5) for from_, to, depart, arrive in legs)
    return VehiclePlan(vehicle, (VehicleDay(day, drives),))


class FakeModel:
    """The facade, written down: variables are columns, rows are kept to be looked at."""

    def __init__(self, problem: Any, tours: dict[TourKey, int]) -> None:
        self.problem = problem
        self.highs: list[float | None] = [1.0] * len(problem.patterns) + [None] * len(tours)
        self.runs = [Variable(column) for column in range(len(problem.patterns))]
        self.tours = {key: Variable(len(self.runs) + n) for n, key in enumerate(tours)}
        self.helpers: list[Variable] = []
        self.rows: dict[str, tuple[dict[int, float], str, float]] = {}

    def variable(self, name: str, *, low: float = 0.0, high: float | None = None, integer: bool = False) -> Variable:
        assert name.startswith("P7_vehicle[")
        assert (low, high, integer) == (0.0, 1.0, False)
        self.highs.append(high)
        self.helpers.append(Variable(len(self.highs) - 1))
        return self.helpers[-1]

    def row(self, name: str, terms: Any, sense: str, rhs: float) -> None:
        assert name not in self.rows
        coefficients: dict[int, float] = {}
        for coefficient, column in terms:
            coefficients[column] = coefficients.get(column, 0.0) + coefficient
        self.rows[name] = (coefficients, sense, rhs)

    def holds(self, values: dict[int, float]) -> bool:
        """True if every row holds; columns not named are 0."""
        for coefficients, sense, rhs in self.rows.values():
            total = sum(c * values.get(column, 0.0) for column, c in coefficients.items())
            if (sense == ">=" and total < rhs) or (sense == "<=" and total > rhs):
                return False
        return True


def _model(
    patterns: list[tuple[int, list[date]]],
    *,
    existing: tuple[date, ...] = (),
    locked: bool = True,
    tours: tuple[TourKey, ...] = (),
    **changes: Any,
) -> FakeModel:
    """A model of patterns (site, dates); fleet 0 has a weekday block 0 and a Saturday block 1."""
    problem = _problem(locked=locked, **changes)

    def schedule(site: int, days: Any) -> Any:
        return SimpleNamespace(site=site, slots=tuple(Slot(day, 600, 960) for day in days))

    fleet: Any = SimpleNamespace(blocks=tuple(SimpleNamespace(day_type=d) for d in ("weekday", "saturday")))
    problem = replace(
        problem,
        patterns=tuple(schedule(site, days) for site, days in patterns),
        existing=(schedule(0, existing),),
        standing=(schedule(0, existing),) if locked else (),
        fleets=(fleet,),
    )
    return FakeModel(problem, dict.fromkeys(tours, 0))


@pytest.fixture
def make() -> SimpleNamespace:
    """Makers of plans, stations, openings, problems, overrides, shifts and legs."""
    return SimpleNamespace(
        station=_station,
        opening=_opening,
        plan=_plan,
        problem=_problem,
        override=_override,
        shift=_shift,
        legs=_legs,
        dispatch=_dispatch,
        model=_model,
        tuesday=TUESDAY,
        election=ELECTION,
    )


@pytest.fixture
def lawful(make: SimpleNamespace) -> Callable[[], Plan]:
    """A plan that every rule passes: one station open every weekday, rostered."""

    def build() -> Plan:
        days = election_calendar(ELECTION).ordinary_weekdays()
        station = _station(opening=tuple(_opening(day) for day in days))
        roster = (_shift(Role.LEADER, "Anna"), _shift(Role.DEPUTY, "Bo"))
        return _plan(station, roster=roster, shipping=tuple(_dispatch(day) for day in days))

    return build

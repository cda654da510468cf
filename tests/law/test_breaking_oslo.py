"""The Oslo plan broken in every hard way: its rule reports it, and no hard rule that the change does not break.

A new hard rule or constraint needs an entry in :data:`BREAKS`: a function that takes the unbroken
case and gives the broken one, and the ids of other hard rules that the same change breaks too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from planner import load_dataset, load_scenario
from planner.audit import judge
from planner.constraints import min_visits as min_visits_rule
from planner.constraints.registry import constraints
from planner.domain.findings import Severity
from planner.domain.plan import Leg, Opening, Phase, Plan, PlanStatus, Role, RosterEntry, Station, StationKind, Version
from planner.domain.supply import ShippingDay, ShippingMethod
from planner.evaluate.supply import supplied
from planner.law.registry import rules
from planner.law.rule import RuleType
from planner.optimise.extract import plan_parts
from planner.optimise.solve import solve_problem
from planner.problem import Problem, build_problem
from planner.scenario import HomeVoting, Institution, Person, Pin, Target, VisitTeams
from planner.versions import decided

ROOT = Path(__file__).parents[2]
FIXED = "f0101"
SCHOOL = "e0102"


class Case(NamedTuple):
    """A plan and what it is judged by."""

    plan: Plan
    problem: Problem

    def station(self, kind: StationKind) -> Station:
        """The first of a kind."""
        return next(s for s in self.plan.stations if s.kind is kind)

    def with_station(self, station_id: str, **changes: object) -> Case:
        """One station changed."""
        stations = tuple(replace(s, **changes) if s.id == station_id else s for s in self.plan.stations)  # type: ignore[arg-type]
        return self._replace(plan=replace(self.plan, stations=stations))

    def opened(self, station_id: str, *openings: Opening) -> Case:
        """One station open at more times."""
        station = next(s for s in self.plan.stations if s.id == station_id)
        together = sorted((*station.opening, *openings), key=lambda o: (o.date, o.start))
        return self.with_station(station_id, opening=tuple(together))

    def without_days(self, vehicle_id: str, days: Iterable[date]) -> Case:
        """Vehicle-days cancelled: neither openings nor legs; a stop without an opening is no station."""
        gone = set(days)
        stations = [
            replace(s, opening=tuple(o for o in s.opening if o.vehicle != vehicle_id or o.date not in gone))
            for s in self.plan.stations
        ]
        vehicles = tuple(
            replace(v, days=tuple(d for d in v.days if v.id != vehicle_id or d.date not in gone))
            for v in self.plan.vehicles
        )
        return self._replace(
            plan=replace(self.plan, stations=tuple(s for s in stations if s.opening), vehicles=vehicles)
        )

    def with_leg(self, number: int, **changes: object) -> Case:
        """One leg of the first day of the first vehicle changed."""
        first = self.plan.vehicles[0]
        legs = tuple(replace(leg, **changes) if n == number else leg for n, leg in enumerate(first.days[0].legs))  # type: ignore[arg-type]
        changed = replace(first, days=(replace(first.days[0], legs=legs), *first.days[1:]))
        return self._replace(plan=replace(self.plan, vehicles=(changed, *self.plan.vehicles[1:])))


@pytest.fixture(scope="module")
def oslo() -> Case:
    """A plan of ``scenarios/oslo-350000.yaml`` with a school in two weeks; to five per cent: any good plan will do."""
    scenario = load_scenario(ROOT / "scenarios" / "oslo-350000.yaml")
    dataset = load_dataset(ROOT / "data" / "oslo")
    evenings = [Pin(station=SCHOOL, date=date(2027, 9, day), block="16:00-19:00") for day in (2, 9)]
    pinned = scenario.model_copy(update={"pins": (*scenario.pins, *evenings)})
    plan = solve_problem(build_problem(dataset, pinned), gap=0.05, time_limit=60, seed=0)
    return Case(replace(plan, scenario=scenario.to_plain()), build_problem(dataset, scenario))


def hard(case: Case) -> set[str]:
    return {finding.rule for finding in judge(case.plan, case.problem) if finding.severity is Severity.HARD}


def a1(case: Case) -> Case:
    return case.with_station(FIXED, accessible=False)


def one_worker(case: Case) -> Case:
    station = case.station(StationKind.FIXED)
    return case.with_station(station.id, opening=tuple(replace(o, crew=1) for o in station.opening))


def station_apart(case: Case, kind: StationKind, *openings: Opening) -> Case:
    """A station for voters of its own: at the town hall, or nowhere in the case of a home team."""
    place = next(s for s in case.plan.stations if s.id == "f1601")
    lat, lon = (None, None) if kind is StationKind.HOME_TEAM else (place.lat, place.lon)
    station = Station("x0001", "Prøven", kind, lat, lon, "", accessible=True, public=False, opening=openings)
    return case._replace(plan=replace(case.plan, stations=(*case.plan.stations, station)))


def with_list(case: Case, kind: str) -> Case:
    """A list with one institution or prison that no plan serves."""
    listed = (Institution(id="x0001", name="Prøven", kind=kind),)  # type: ignore[arg-type]
    scenario = case.problem.scenario.model_copy(update={"institutions": listed})
    return case._replace(problem=build_problem(case.problem.dataset, scenario))


def h1(case: Case) -> Case:
    """Team hours are set aside in the scenario, and none are in the plan."""
    scenario = case.problem.scenario.model_copy(update={"home_voting": HomeVoting()})
    return case._replace(problem=build_problem(case.problem.dataset, scenario))


def h2(case: Case) -> Case:
    return station_apart(case, StationKind.HOME_TEAM, Opening(case.problem.dates[-2], "10:00", "10:05", crew=1))


def s2(case: Case) -> Case:
    return station_apart(case, StationKind.INSTITUTION, Opening(case.problem.dates[-2], "10:00", "10:05", crew=1))


def o2(case: Case) -> Case:
    return case.with_station(case.station(StationKind.MOBILE_STOP).id, booths=0)


def p1(case: Case) -> Case:
    day = case.problem.calendar.early_start.value - timedelta(days=1)
    return case.opened(FIXED, Opening(day, "10:00", "11:00", Phase.EARLY, crew=3))


def p5(case: Case) -> Case:
    day = case.problem.calendar.ordinary_end.value + timedelta(days=1)
    return case.opened(FIXED, Opening(day, "10:00", "11:00", crew=3))


def sunday_start(case: Case) -> Case:
    """Today's stations of Oslo in 2025, when 10 August is a Sunday."""
    scenario = case.problem.scenario.model_copy(update={"election": date(2025, 9, 8), "vehicles": ()})
    problem = build_problem(case.problem.dataset, scenario)
    stations, vehicles = plan_parts(problem, (), ())
    return Case(supplied(replace(case.plan, stations=stations, vehicles=vehicles, shipping=None), problem), problem)


def p6(case: Case) -> Case:
    return sunday_start(case).opened(FIXED, Opening(date(2025, 8, 10), "10:00", "11:00", crew=3))


def p7(case: Case) -> Case:
    stations = tuple(replace(station, public=False) for station in case.plan.stations)
    return case._replace(plan=replace(case.plan, stations=stations))


def first_stop(case: Case) -> tuple[Leg, Opening]:
    """The leg that leaves the first stop of the first day, and the last opening before it."""
    leg = case.plan.vehicles[0].days[0].legs[1]
    station = next(s for s in case.plan.stations if s.id == leg.from_)
    day = case.plan.vehicles[0].days[0].date
    return leg, max((o for o in station.opening if o.date == day and o.end <= leg.depart), key=lambda o: o.end)


def q1(case: Case) -> Case:
    return case.with_leg(1, depart=first_stop(case)[1].end)


def q4(case: Case) -> Case:
    return case.opened(FIXED, Opening(case.problem.calendar.election, "20:00", "21:01", crew=3))


def election_day(case: Case) -> Case:
    return case.opened(FIXED, Opening(case.problem.calendar.election, "10:00", "11:00", crew=3))


def r5(case: Case) -> Case:
    """A second version of an announced plan is announced without the notices."""
    dates = {"decided_on": date(2027, 6, 21), "registered_on": date(2027, 6, 21), "announced_on": date(2027, 6, 22)}
    announced = {"parent_sha256": "0" * 64, "parent_announced_on": date(2027, 6, 20)}
    version = Version(2, PlanStatus.ANNOUNCED, case_number="27/2", **dates, **announced)  # type: ignore[arg-type]
    return case._replace(plan=replace(case.plan, version=version))


def s1(case: Case) -> Case:
    entry = RosterEntry(case.problem.dates[0], FIXED, "10:00", "15:00", Role.LEADER, "person 1")
    return case._replace(plan=replace(case.plan, roster=(entry,)))


def budget(case: Case) -> Case:
    """A pop-up open every night but the last: more than any plan has left of the money."""
    nights = [Opening(day, "19:00", "24:00", crew=3) for day in case.problem.dates[:-1]]
    return case.opened(case.station(StationKind.POPUP).id, *nights)


def crew_pool(case: Case) -> Case:
    broken = case.opened(FIXED, Opening(case.problem.dates[0], "19:00", "19:01", crew=case.problem.pool_persons + 1))
    return broken.with_station(FIXED, booths=case.problem.pool_persons)


def locked(case: Case) -> Case:
    return case.with_station(FIXED, opening=case.station(StationKind.FIXED).opening[1:])


def min_vehicle_days(case: Case) -> Case:
    """One vehicle's days cancelled but for a few, chosen so that each of its stops keeps enough visits or goes."""
    vehicle = case.plan.vehicles[0]
    days = [day.date for day in vehicle.days]
    asked = next(v.min_days for v in case.problem.scenario.vehicles if v.id == vehicle.id)
    choices = (set(kept) for n in range(asked - 1, -1, -1) for kept in combinations(days, n))
    fewer = (case.without_days(vehicle.id, set(days) - kept) for kept in choices)
    return next(broken for broken in fewer if not any(min_visits_rule.check(broken.plan, broken.problem)))


def min_visits(case: Case) -> Case:
    """A stop keeps one visit; the timetables of those days are taken out, which is told of as a warning."""
    stop = case.station(StationKind.MOBILE_STOP)
    days = {o.date for o in stop.opening[1:]}
    vehicles = tuple(replace(v, days=tuple(d for d in v.days if d.date not in days)) for v in case.plan.vehicles)
    fewer = case.with_station(stop.id, opening=stop.opening[:1])
    return fewer._replace(plan=replace(fewer.plan, vehicles=vehicles))


def one_use(case: Case) -> Case:
    station = case.station(StationKind.POPUP)
    first = station.opening[-1]
    return case.opened(station.id, replace(first, end=f"{first.start[:3]}01"))


def station_kind(case: Case) -> Case:
    """A place without vehicles is called a bus stop."""
    return case.with_station(FIXED, kind=StationKind.MOBILE_STOP)


def unavailable(case: Case) -> Case:
    """A school's rooms while the school is on."""
    schools = {site.id for site in case.problem.dataset.sites if site.type == "school"}
    station = next(s for s in case.plan.stations if s.kind is StationKind.POPUP and s.id in schools)
    return case.opened(station.id, Opening(case.problem.dates[-1], "09:00", "09:05", crew=3))


def districts_within(case: Case) -> Case:
    """A target that nobody could meet."""
    target = Target(districts="low_turnout", share=1.0, minutes=1)
    scenario = case.problem.scenario.model_copy(update={"targets": (target,)})
    return case._replace(problem=build_problem(case.problem.dataset, scenario))


def vehicle_day(case: Case) -> Case:
    leg = case.plan.vehicles[0].days[0].legs[0]
    return case.with_leg(0, depart=leg.arrive)


def team_day(case: Case) -> Case:
    """One visiting team receives votes at two institutions at once."""
    listed = tuple(Institution(id=f"x{n}", name="Prøven", kind="institution") for n in range(2))
    changes = {"institutions": listed, "visits": VisitTeams(), "budget_nok": case.problem.budget_nok + 10_000}
    scenario = case.problem.scenario.model_copy(update=changes)
    broken = case._replace(problem=build_problem(case.problem.dataset, scenario))
    for item in listed:
        opening = Opening(case.problem.dates[-2], "10:00", "10:05", vehicle="besokslag-1", crew=2)
        apart = station_apart(broken, StationKind.INSTITUTION, opening).plan.stations[-1]
        stations = (*broken.plan.stations, replace(apart, id=item.id))
        broken = broken._replace(plan=replace(broken.plan, stations=stations))
    return broken


def dispatches(case: Case, *kept: ShippingDay) -> Case:
    return case._replace(plan=replace(case.plan, shipping=kept))


def t2(case: Case) -> Case:
    """No dispatch on the first day of the second-to-last week."""
    day = case.problem.calendar.daily_shipping_from.value
    return dispatches(case, *(d for d in case.plan.shipping or () if d.date != day))


def t3(case: Case) -> Case:
    """The last dispatch goes by ordinary mail."""
    *first, last = case.plan.shipping or ()
    return dispatches(case, *first, replace(last, method=ShippingMethod.MAIL))


def version(case: Case) -> Case:
    """Decided, then a station given another name by hand."""
    election = case.problem.calendar.election
    final = decided(case.plan, on=date(2027, 5, 20), case_number="27/1", election=election, findings=())
    return case._replace(plan=final).with_station(FIXED, name="Et annet navn")


def working_time(case: Case) -> Case:
    """Somebody is sent to two stations at once."""
    entry = next(e for e in case.plan.roster if e.station != FIXED and e.role is Role.WORKER)
    return case._replace(plan=replace(case.plan, roster=(*case.plan.roster, replace(entry, station=FIXED))))


def crew(case: Case) -> Case:
    """Somebody with a name is on duty, but not on the list."""
    people = (Person(name="Kari", roles=("worker",)),)
    scenario = case.problem.scenario.model_copy(update={"crew": people})
    entry = next(e for e in case.plan.roster if e.role is Role.WORKER)
    roster = tuple(replace(e, person="Ola") if e is entry else e for e in case.plan.roster)
    return Case(replace(case.plan, roster=roster), build_problem(case.problem.dataset, scenario))


def pins(case: Case) -> Case:
    """A place that is closed in the plan is pinned."""
    used = {station.id.removesuffix("-b") for station in case.plan.stations}
    site = next(site.id for site in case.problem.dataset.sites if site.id not in used)
    scenario = case.problem.scenario.model_copy(update={"pins": (Pin(station=site),)})
    return case._replace(problem=build_problem(case.problem.dataset, scenario))


def regular_hours(case: Case) -> Case:
    """The scenario asks for regular hours, and a place has others on its last date."""
    stations = case.problem.scenario.stations.model_copy(update={"regular_hours": True})
    scenario = case.problem.scenario.model_copy(update={"stations": stations})
    station = case.station(StationKind.POPUP)
    short = replace(station.opening[-1], end=f"{station.opening[-1].start[:3]}30")
    changed = case.with_station(station.id, opening=(*station.opening[:-1], short))
    return changed._replace(problem=build_problem(case.problem.dataset, scenario))


class Break(NamedTuple):
    """How to break a rule, and which other hard rules the same change breaks."""

    change: Callable[[Case], Case]
    also: frozenset[str] = frozenset()


BREAKS = {
    "A1": Break(a1),
    "A2": Break(one_worker, frozenset({"S2"})),
    "H1": Break(h1),
    "H2": Break(h2),
    "I1": Break(partial(with_list, kind="institution")),
    "I3": Break(partial(with_list, kind="prison")),
    "O2": Break(o2),
    "P1": Break(p1),
    "P5": Break(p5),
    "P6": Break(p6),
    "P7": Break(p7),
    "Q1": Break(q1, frozenset({"vehicle_day"})),
    "Q4": Break(q4, frozenset({"P5", "election_day"})),
    "R5": Break(r5),
    "S1": Break(s1),
    "S2": Break(s2),
    "T2": Break(t2),
    "T3": Break(t3),
    "budget": Break(budget),
    "crew": Break(crew),
    "crew_pool": Break(crew_pool),
    "districts_within": Break(districts_within),
    "election_day": Break(election_day, frozenset({"P5"})),
    "locked": Break(locked),
    "min_vehicle_days": Break(min_vehicle_days),
    "min_visits": Break(min_visits),
    "one_use": Break(one_use),
    "pins": Break(pins),
    "regular_hours": Break(regular_hours),
    "station_kind": Break(station_kind),
    "team_day": Break(team_day),
    "unavailable": Break(unavailable),
    "vehicle_day": Break(vehicle_day),
    "version": Break(version),
    "working_time": Break(working_time),
}


def hard_ids() -> set[str]:
    law = {registered.rule.id for registered in rules() if registered.rule.type is RuleType.HARD}
    return law | {item.rule.id for item in constraints()}


def test_every_hard_rule_and_constraint_is_broken_here() -> None:
    assert hard_ids() == set(BREAKS), "write how it is broken, in BREAKS"


def test_the_unbroken_plans_break_nothing(oslo: Case) -> None:
    assert hard(oslo) == set()
    assert hard(sunday_start(oslo)) == set()


@pytest.mark.parametrize("rule", BREAKS)
def test_a_break_is_reported_by_its_rule_and_by_no_other(oslo: Case, rule: str) -> None:
    assert hard(BREAKS[rule].change(oslo)) == {rule} | BREAKS[rule].also

"""What a plan costs by the scenario's price list, recomputed from the plan alone.

Charged is what comes on top of today's stations where these are locked; all of
it where they are free. Vehicle time is paid from depot to depot for everyone aboard.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date

from planner.domain.clock import minute_of
from planner.domain.plan import Cost, CostLine, Leg, Opening, Phase, Plan, Station, StationKind, VehicleDay
from planner.evaluate.access import site_id_of, station_slots
from planner.evaluate.team_days import outings, teams_of
from planner.evaluate.tours import DRIVER, Visit, day_tour, depot_of
from planner.law.calendar import DayType, day_type
from planner.problem import Problem, Slot
from planner.scenario import Prices, Vehicle

BANDS = ("dagtid", "kveld", "lørdag")
HOME, TEAMS = "hjemmestemming", "besøkslag"
FIXED, POPUP, EARLY = "faste steder", "midlertidige steder", "tidligstemming"
OWN_VOTERS = {
    StationKind.INSTITUTION: "institusjoner",
    StationKind.PRISON: "fengsler",
    StationKind.HOME_TEAM: HOME,
}
"""Only persons are paid there: no premises are rented or set up."""


def plan_cost(plan: Plan, problem: Problem) -> Cost:
    """All cost lines; they sum to the total. NOK excl. VAT."""
    lines = [
        *_today_line(problem),
        *_premises_lines(plan, problem),
        *_home_lines(plan, problem),
        *_team_lines(plan, problem),
        *_vehicle_lines(plan, problem),
    ]
    return Cost(total=round(sum(line.nok for line in lines), 2), lines=tuple(lines))


def line(what: str, quantity: float, unit: str, nok_per_unit: float) -> CostLine:
    """A cost line whose product is exact for the rounded quantity."""
    quantity = round(quantity, 4)
    return CostLine(what, quantity, unit, nok_per_unit, round(quantity * nok_per_unit, 2))


def vehicle_dates(plan: Plan, vehicle: Vehicle) -> dict[date, list[tuple[Station, Slot]]]:
    """A vehicle's visits by date, in time order, as the stations' openings say."""
    visits: dict[date, list[tuple[Station, Slot]]] = {}
    for station in plan.stations:
        for opening in station.opening:
            if opening.vehicle == vehicle.id:
                slot = Slot(opening.date, opening.start_minute, opening.end_minute)
                visits.setdefault(opening.date, []).append((station, slot))
    return {day: sorted(visits[day], key=lambda visit: visit[1]) for day in sorted(visits)}


def crew_aboard(plan: Plan, vehicle: Vehicle) -> dict[date, int]:
    """A vehicle's crew by date, the driver not counted: most that any of its openings has; they are aboard all day."""
    found: dict[date, int] = {}
    for station in plan.stations:
        for opening in station.opening:
            if opening.vehicle == vehicle.id:
                found[opening.date] = max(found.get(opening.date, 0), opening.crew)
    return found


def day_span(plan: Plan, problem: Problem, vehicle: Vehicle, day: date) -> tuple[float, float, float] | None:
    """(out, back, km) of a vehicle-day: from its legs, else the tightest timetable; None if neither is known."""
    for entry in plan.vehicles:
        for vehicle_day in entry.days:
            if entry.id == vehicle.id and vehicle_day.date == day and vehicle_day.legs:
                return _legs_span(vehicle_day, problem, vehicle)
    visits = []
    for station, slot in vehicle_dates(plan, vehicle).get(day, []):
        column = problem.site_index.get(site_id_of(station.id))
        if column is None:
            return None
        visits.append(Visit(column, slot.start, slot.end))
    if not visits:
        return None
    tour = day_tour(problem.ways(vehicle), vehicle, depot_of(problem, vehicle), visits)
    return (tour.out, tour.back, tour.km) if math.isfinite(tour.km) else None


def _legs_span(day: VehicleDay, problem: Problem, vehicle: Vehicle) -> tuple[float, float, float]:
    return (
        min(minute_of(leg.depart) for leg in day.legs),
        max(minute_of(leg.arrive) for leg in day.legs),
        sum(max(leg.km, _known_km(leg, problem, vehicle)) for leg in day.legs),
    )


def _known_km(leg: Leg, problem: Problem, vehicle: Vehicle) -> float:
    """Kilometres of a drive as they are known; 0 where none are. A plan cannot make a way shorter."""
    ends = [problem.site_index.get(site_id_of(station_id)) for station_id in (leg.from_, leg.to)]
    if None in ends:
        return 0.0
    km = float(problem.ways(vehicle).km[ends[0], ends[1]])
    return km if math.isfinite(km) else 0.0


def banded_hours(prices: Prices, day: date, start: float, end: float) -> dict[str, float]:
    """Hours by price band."""
    if day_type(day) is not DayType.WEEKDAY:
        return {"lørdag": (end - start) / 60}
    evening = minute_of(prices.evening_from)
    return {
        "dagtid": max(0.0, min(end, evening) - start) / 60,
        "kveld": max(0.0, end - max(start, evening)) / 60,
    }


def _today_line(problem: Problem) -> Iterator[CostLine]:
    if problem.standing:
        number = len(problem.standing)
        stations = "sted med egen bemanning" if number == 1 else f"{number} steder med egne bemanninger"
        would = f"{problem.before_nok:,.0f}".replace(",", " ")
        text = f"Dagens {stations}, utenfor budsjettet (ville kostet {would} kr etter prislista)"
        yield line(text, number, "steder", 0.0)


def _premises_lines(plan: Plan, problem: Problem) -> Iterator[CostLine]:
    """Premises: opening, hours and persons, per kind of station and price band; tidligstemming on its own."""
    prices = problem.scenario.prices
    own = {problem.dataset.sites[s.site].id: s.slots for s in problem.standing}
    existing = {problem.dataset.sites[s.site].id for s in problem.existing}
    hours: dict[str, float] = {}
    persons: dict[tuple[str, str], float] = {}
    set_up: dict[str, set[str]] = {POPUP: set(), EARLY: set()}
    for station in plan.stations:
        for slot, opening in zip(station_slots(station), station.opening, strict=True):
            if opening.vehicle is not None:
                continue
            # What the plan calls the station is not believed: premises that are not there today must be set up.
            today = site_id_of(station.id) in existing
            kind = _charged_as(station, opening, today=today)
            if not today and kind in set_up:
                set_up[kind].add(station.id)
            for piece in beyond(slot, own.get(station.id, ())):
                hours[kind] = hours.get(kind, 0.0) + piece.hours
                for band, length in banded_hours(prices, piece.day, piece.start, piece.end).items():
                    persons[kind, band] = persons.get((kind, band), 0.0) + opening.crew * length
    for kind, what in ((POPUP, POPUP), (EARLY, f"steder for {EARLY}")):
        if set_up[kind]:
            yield line(f"Å sette i stand {what}", len(set_up[kind]), "steder", prices.popup_opening)
    for kind in sorted(hours):
        if kind not in OWN_VOTERS.values():
            yield line(f"Lokaler, {kind}", hours[kind], "timer", prices.premises_hour)
        yield from _person_lines(kind, {band: persons.get((kind, band), 0.0) for band in BANDS}, prices)


def _charged_as(station: Station, opening: Opening, *, today: bool) -> str:
    """Which group of cost lines an opening belongs to."""
    if station.kind in OWN_VOTERS:
        return OWN_VOTERS[station.kind]
    if opening.phase is Phase.EARLY:
        return EARLY
    return FIXED if today else POPUP


def _person_lines(what: str, hours: dict[str, float], prices: Prices) -> Iterator[CostLine]:
    rates = (prices.person_hour_day, prices.person_hour_evening, prices.person_hour_saturday)
    for band, rate in zip(BANDS, rates, strict=True):
        if hours.get(band):
            yield line(f"Bemanning {band}, {what}", hours[band], "persontimer", rate)


def beyond(slot: Slot, own: Iterable[Slot]) -> Iterator[Slot]:
    """The parts of a slot that lie outside today's own hours."""
    start = slot.start
    for other in sorted(o for o in own if o.day == slot.day):
        if other.end <= start or other.start >= slot.end:
            continue
        if other.start > start:
            yield Slot(slot.day, start, other.start)
        start = max(start, other.end)
    if start < slot.end:
        yield Slot(slot.day, start, slot.end)


def _home_lines(plan: Plan, problem: Problem) -> Iterator[CostLine]:
    """Kilometres of the home-voting teams: so many a day and team, by the scenario; pay stands with the stations."""
    setting = problem.scenario.home_voting
    homes = [s for s in plan.stations if s.kind is StationKind.HOME_TEAM]
    days = {(s.id, o.date) for s in homes for o in s.opening if o.vehicle is None and o.phase is Phase.ORDINARY}
    if setting is not None and days:
        yield line(f"Kjøring, {HOME}", len(days) * setting.km_per_day, "km", setting.nok_per_km)


def _team_lines(plan: Plan, problem: Problem) -> Iterator[CostLine]:
    """Visiting teams: kilometres, and persons from start to end of each day."""
    found = outings(plan, problem)
    if not found:
        return
    prices, teams = problem.scenario.prices, teams_of(problem)
    hours = dict.fromkeys(BANDS, 0.0)
    for outing in found:
        for band, length in banded_hours(prices, outing.day, outing.out, outing.back).items():
            hours[band] += outing.crew * length
    yield line(f"Kjøring, {TEAMS}", sum(outing.km for outing in found), "km", teams.nok_per_km)
    yield from _person_lines(TEAMS, hours, prices)


def _vehicle_lines(plan: Plan, problem: Problem) -> Iterator[CostLine]:
    """One group of lines per price of vehicle: days, kilometres, persons aboard."""
    prices = problem.scenario.prices
    for vehicle in problem.scenario.vehicles:
        days = vehicle_dates(plan, vehicle)
        if not days:
            continue
        km, hours, crew = 0.0, dict.fromkeys(BANDS, 0.0), crew_aboard(plan, vehicle)
        for day in days:
            span = day_span(plan, problem, vehicle, day)
            if span is None:
                continue
            km += span[2]
            for band, length in banded_hours(prices, day, span[0], span[1]).items():
                hours[band] += (crew[day] + DRIVER) * length
        yield line(f"{vehicle.name}: leie", len(days), "dager", vehicle.nok_per_day)
        yield line(f"{vehicle.name}: kjøring", km, "km", vehicle.nok_per_km)
        yield from _person_lines(f"{vehicle.name} (med sjåfør)", hours, prices)

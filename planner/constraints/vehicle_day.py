"""``vehicle_day``: what one vehicle can do in one day.

In the model, per fleet and block b (a visit is one stop, one date, one block):

    Σ_s n_sb = Σ_{o ∋ b} q_o      every tour that has the block serves one stop in it
    Σ_s f_sb = Σ_{o: first = b} q_o,  f_sb ≤ n_sb    (last visits likewise)
    Σ_o q_o ≤ vehicles · dates of the day type
    Σ_sb (d_s f_sb + d'_s l_sb) ≤ D · Σ_o q_o    d, d': km from (to) the depot; D: what it can drive in a day

The last row leaves out the way between stops, so it is implied by every day keeping D.
Tours that cannot be back in time even without driving are not in the catalogue.
The check recomputes each day: one place at a time, time for overrun, take-down,
drive and set-up between stops, time out, longest shift, kilometres, stops the vehicle may use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from planner.constraints.requirement import Use, constraint, decimal
from planner.domain.clock import clock_of, minute_of
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Leg, Plan, Station
from planner.evaluate.access import site_id_of, station_site
from planner.evaluate.cost import day_span, vehicle_dates
from planner.evaluate.tours import DayTour, Visit, day_tour, depot_of, longest_shift
from planner.law.calendar import DayType
from planner.law.wording import count, long_date, named
from planner.modelling import Model, TourKey, Variable, VisitKey
from planner.problem import Problem, Slot
from planner.scenario import Vehicle

KM_ROUNDING = 0.05
"""Kilometres by which a written drive may be rounded up."""

CONSTRAINT = constraint("vehicle_day", "Kjøretøyets dag", "vehicles", overridable=False)


def build(model: Model) -> None:
    """Visits and tours agree, block by block; tours fit the fleet's days."""
    for f, fleet in enumerate(model.problem.fleets):
        for kind in dict.fromkeys(block.day_type for block in fleet.blocks):
            tours = [
                (k, v) for k, v in model.tours.items() if k.fleet == f and fleet.blocks[k.blocks[0]].day_type == kind
            ]
            if tours:
                limit = len(fleet.vehicles) * len(model.problem.dates_of(kind))
                name = f"vehicle_day[{fleet.sample.id}-{kind}]"
                model.row(name, [(1.0, v) for _, v in tours], "<=", limit, slack=len(fleet.vehicles))
                _far(model, f, kind, [v for _, v in tours])
        for b in range(len(fleet.blocks)):
            _link(model, f, b)


def _far(model: Model, f: int, kind: DayType, tours: Sequence[Variable]) -> None:
    """Ways from and to the depot against what the vehicles can drive in their days, where that has a limit."""
    problem, fleet = model.problem, model.problem.fleets[f]
    most = fleet.sample.max_km_per_day
    if most is None:
        return
    km = problem.ways(fleet.sample).km
    here = [key for key in model.visits if key.fleet == f and fleet.blocks[key.block].day_type == kind]
    terms = [(float(km[fleet.depot, key.site]), model.first_at[key]) for key in here]
    terms += [(float(km[key.site, fleet.depot]), model.last_at[key]) for key in here]
    name = f"vehicle_day[{fleet.sample.id}-{kind}-km]"
    model.row(name, [*terms, *((-most, tour) for tour in tours)], "<=", 0.0, slack=0.0)


def _link(model: Model, f: int, b: int) -> None:
    fleet_id = model.problem.fleets[f].sample.id

    def at_block(variables: dict[VisitKey, Variable]) -> list[tuple[float, Variable]]:
        return [(1.0, v) for k, v in variables.items() if (k.fleet, k.block) == (f, b)]

    def minus(tours: list[TourKey]) -> list[tuple[float, Variable]]:
        return [(-1.0, model.tours[key]) for key in tours]

    keys = [key for key in model.tours if key.fleet == f and b in key.blocks]
    visits, first, last = (dict(v) for v in (model.visits, model.first_at, model.last_at))
    name = f"vehicle_day[{fleet_id}-{b}"
    model.row(f"{name}]", at_block(visits) + minus(keys), "==", 0.0, slack=0.0)
    model.row(f"{name}-first]", at_block(first) + minus([k for k in keys if k.blocks[0] == b]), "==", 0.0, slack=0.0)
    model.row(f"{name}-last]", at_block(last) + minus([k for k in keys if k.blocks[-1] == b]), "==", 0.0, slack=0.0)
    for key, visit in visits.items():
        if (key.fleet, key.block) == (f, b):
            for part, ends in (("first", first), ("last", last)):
                if ends[key] != visit:
                    row = f"{name}-{part}-{key.site}]"
                    model.row(row, [(1.0, ends[key]), (-1.0, visit)], "<=", 0.0, slack=0.0)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Every day of every vehicle, from the stations' openings and the legs."""
    yield from _unknown_vehicles(plan, problem)
    legs = {(v.id, day.date): day.legs for v in plan.vehicles for day in v.days}
    for vehicle in problem.scenario.vehicles:
        for day, visits in vehicle_dates(plan, vehicle).items():
            yield from _forbidden_stops(problem, vehicle, day, visits)
            yield from _two_places(vehicle, day, visits)
            columns = [station_site(problem, station) for station, _ in visits]
            if None in columns:
                yield _unjudged(vehicle, day, [s for (s, _), c in zip(visits, columns, strict=True) if c is None])
                continue
            tour_visits = [Visit(c, s.start, s.end) for c, (_, s) in zip(columns, visits, strict=True) if c is not None]
            tour = day_tour(problem.ways(vehicle), vehicle, depot_of(problem, vehicle), tour_visits)
            written = legs.get((vehicle.id, day), ())
            yield from _too_tight(vehicle, day, tour, [station for station, _ in visits])
            yield from _too_long(vehicle, day, tour, written)
            yield from _too_far(vehicle, day, tour, written)
            yield from _legs(problem, vehicle, day, written, tour)


def _unknown_vehicles(plan: Plan, problem: Problem) -> Iterator[Finding]:
    known = {v.id for v in problem.scenario.vehicles} | set(problem.visits.teams if problem.visits else ())
    used = {o.vehicle for s in plan.stations for o in s.opening if o.vehicle is not None}
    for vehicle_id in sorted(used - known):
        yield CONSTRAINT.finding(
            f"Kjøretøyet «{vehicle_id}» står ikke i scenariet. Legg det til under vehicles, eller rett id-en.",
            (vehicle_id,),
        )


def _forbidden_stops(
    problem: Problem, vehicle: Vehicle, day: date, visits: Sequence[tuple[Station, Slot]]
) -> Iterator[Finding]:
    allowed = None if vehicle.stops == "all" else set(vehicle.stops)
    for station, _ in visits:
        site_id = site_id_of(station.id)
        if allowed is not None and site_id not in allowed:
            yield CONSTRAINT.finding(
                f"{vehicle.name} kan ikke stå ved {named(station)} {long_date(day)}: stedet er ikke blant stoppene den "
                "kan bruke. Velg et annet stopp, eller legg stedet til under vehicles.stops.",
                (vehicle.id, station.id),
            )


def _two_places(vehicle: Vehicle, day: date, visits: Sequence[tuple[Station, Slot]]) -> Iterator[Finding]:
    for (here, slot), (there, other) in pairwise(visits):
        if here.id != there.id and other.start < slot.end:
            yield CONSTRAINT.finding(
                f"{vehicle.name} kan ikke være ved {named(here)} og {named(there)} samtidig "
                f"{long_date(day)} kl. {clock_of(other.start)}.",
                (vehicle.id, here.id, there.id),
                measured=slot.end - other.start,
                limit=0,
                unit="minutter samtidig",
            )


def _unjudged(vehicle: Vehicle, day: date, stations: Sequence[Station]) -> Finding:
    return CONSTRAINT.cannot_judge(
        f"Kjøretida for {vehicle.name} {long_date(day)} kan ikke vurderes: {', '.join(named(s) for s in stations)} "
        "er ikke blant stedene som datasettet kjenner kjøretider mellom.",
        (vehicle.id, *(s.id for s in stations)),
        missing=len(stations),
        unit="stopp uten kjøretid",
    )


def _too_tight(vehicle: Vehicle, day: date, tour: DayTour, stations: Sequence[Station]) -> Iterator[Finding]:
    for number, missing in tour.shortfalls:
        here, there = stations[number - 1], stations[number]
        if here.id != there.id and tour.visits[number].start < tour.visits[number - 1].end:
            continue  # already told of as two places at once
        yield CONSTRAINT.finding(
            f"{vehicle.name} rekker ikke fra {named(here)} til {named(there)} {long_date(day)}: det mangler "
            f"{missing:.0f} minutter til buffer, nedrigging, kjøring og rigging.",
            (vehicle.id, here.id, there.id),
            measured=missing,
            limit=0,
            unit="minutter for lite",
        )


def _too_long(vehicle: Vehicle, day: date, tour: DayTour, legs: Sequence[Leg]) -> Iterator[Finding]:
    """By the drives as written; a timetable looser than the tightest keeps people out longer."""
    out = min([tour.out, *(minute_of(leg.depart) for leg in legs)])
    back = max([tour.back, *(minute_of(leg.arrive) for leg in legs)])
    hours = (back - out) / 60
    shift = longest_shift(tour, out, back)
    for measured, limit, what in (
        (hours, vehicle.max_out_hours, "er ute"),
        (shift, vehicle.max_person_hours, "gir en vakt på"),
    ):
        if measured > limit + 1e-9:
            yield CONSTRAINT.finding(
                f"{vehicle.name} {what} {decimal(measured)} timer {long_date(day)}, over grensen på "
                f"{decimal(limit)} timer. Dropp en blokk, eller velg stopp nærmere depotet.",
                (vehicle.id,),
                measured=round(measured, 4),
                limit=limit,
                unit="timer",
            )


def _too_far(vehicle: Vehicle, day: date, tour: DayTour, legs: Sequence[Leg]) -> Iterator[Finding]:
    """By the longer of the drives as written and the ways as they are known."""
    km, most = max(tour.km, sum(leg.km - KM_ROUNDING for leg in legs)), vehicle.max_km_per_day
    if most is not None and km > most + 1e-9:
        yield CONSTRAINT.finding(
            f"{vehicle.name} kjører {decimal(km)} km {long_date(day)}, lenger enn de {decimal(most)} km det kan kjøre "
            "på en dag. Velg stopp nærmere depotet eller hverandre, eller endre max_km_per_day.",
            (vehicle.id,),
            measured=round(km, 4),
            limit=most,
            unit="km",
        )


def _legs(problem: Problem, vehicle: Vehicle, day: date, legs: Sequence[Leg], tour: DayTour) -> Iterator[Finding]:
    """The written drives against the openings: complete, long enough, and on time."""
    if not legs:
        yield CONSTRAINT.finding(
            f"Kjøreplanen for {vehicle.name} {long_date(day)} mangler; åpningstidene er vurdert med tettest mulige "
            "kjøring.",
            (vehicle.id,),
            severity=Severity.WARNING,
        )
        return
    index = problem.site_index
    written = [(index.get(site_id_of(leg.from_)), index.get(site_id_of(leg.to))) for leg in legs]
    if written != [(d.origin, d.destination) for d in tour.drives]:
        yield CONSTRAINT.finding(
            f"Kjøreplanen for {vehicle.name} {long_date(day)} går ikke mellom de stedene åpningstidene sier. "
            "Lag den på nytt.",
            (vehicle.id,),
        )
        return
    for number, (leg, drive) in enumerate(zip(legs, tour.drives, strict=True)):
        takes = minute_of(leg.arrive) - minute_of(leg.depart)
        needs = drive.arrive - drive.depart
        late = number < len(legs) - 1 and minute_of(leg.arrive) > drive.arrive
        early = number > 0 and minute_of(leg.depart) < _free_at(vehicle, tour, number)
        if takes < needs or late or early:
            yield CONSTRAINT.finding(
                f"Kjøreturen {leg.from_}–{leg.to} for {vehicle.name} {long_date(day)} ({leg.depart}–{leg.arrive}) går "
                f"ikke opp: den trenger {count(needs, 'minutt', 'minutter')}, og buffer, nedrigging og rigging må "
                "få plass.",
                (vehicle.id, leg.from_, leg.to),
                measured=takes,
                limit=needs,
                unit="minutter",
            )


def _free_at(vehicle: Vehicle, tour: DayTour, number: int) -> int:
    """When the vehicle is packed at the stop that drive ``number`` leaves (drive 0 leaves the depot)."""
    ends = [here.end for here, there in pairwise(tour.visits) if here.site != there.site]
    ends.append(tour.visits[-1].end)
    return ends[number - 1] + vehicle.overrun_minutes + vehicle.takedown_minutes


def use(plan: Plan, problem: Problem) -> Iterator[Use]:
    """Days of each vehicle, and its longest day in hours and kilometres."""
    for vehicle in problem.scenario.vehicles:
        days = vehicle_dates(plan, vehicle)
        blocks = ((DayType.WEEKDAY, vehicle.weekday), (DayType.SATURDAY, vehicle.saturday))
        most = sum(len(problem.dates_of(kind)) for kind, texts in blocks if texts)
        yield Use(f"dagene til {vehicle.name}", len(days), most, "dager")
        spans = [(day, span) for day in days if (span := day_span(plan, problem, vehicle, day)) is not None]
        if spans:
            day, (out, back, _) = max(spans, key=lambda item: item[1][1] - item[1][0])
            what = f"tiden ute for {vehicle.name} ({long_date(day)})"
            yield Use(what, (back - out) / 60, vehicle.max_out_hours, "timer")
        if spans and vehicle.max_km_per_day is not None:
            day, (_, _, km) = max(spans, key=lambda item: item[1][2])
            yield Use(f"kjøringen til {vehicle.name} ({long_date(day)})", km, vehicle.max_km_per_day, "km")


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    vehicles = len(problem.scenario.vehicles)
    return f"{vehicles} kjøretøy kan bare være ett sted om gangen og bare ute én gang om dagen (vehicles)."


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words."""
    more, vehicles = count(round(slack), "dag", "dager"), len(problem.scenario.vehicles)
    return f"{more} til i perioden ville trengs, eller flere kjøretøy (nå {vehicles})."

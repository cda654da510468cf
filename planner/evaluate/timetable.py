"""What happens on a vehicle's day, minute by minute: drives, set-up, openings, the buffer after closing, take-down.

Drives are the plan's; set-up, buffer and take-down follow from the vehicle's settings the way tours are
made (:mod:`planner.evaluate.tours`): set up before the first opening at a stop, buffer after each, taken
down before it leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from planner.domain.clock import clock_of, minute_of
from planner.domain.plan import Leg, Opening, Plan, Station
from planner.problem import Problem
from planner.problem.visits import TEAM


class Step(IntEnum):
    """What is done; the order in which steps of the same minute follow each other."""

    OVERRUN = 0
    TAKE_DOWN = 1
    DRIVE = 2
    SET_UP = 3
    OPEN = 4


@dataclass(frozen=True, slots=True)
class OnTheRoad:
    """What the sheet of a vehicle needs of its settings, or of those of a visiting team and its car.

    Attributes:
        kind: ``bus``, ``boat`` or ``team``.
        depot: id of the site where it starts.
    """

    kind: str
    depot: str
    setup_minutes: int
    overrun_minutes: int
    takedown_minutes: int


def on_the_road(problem: Problem, vehicle_id: str) -> OnTheRoad | None:
    """The settings of a vehicle or of a visiting team; None for one that the scenario does not know."""
    vehicle, teams, work = problem.vehicle(vehicle_id), problem.scenario.visits, problem.visits
    if vehicle is not None:
        times = vehicle.setup_minutes, vehicle.overrun_minutes, vehicle.takedown_minutes
        return OnTheRoad(vehicle.kind, vehicle.depot, *times)
    if teams is None or work is None or vehicle_id not in work.teams:
        return None
    start = problem.dataset.sites[work.start].id
    return OnTheRoad("team", start, teams.setup_minutes, teams.overrun_minutes, teams.takedown_minutes)


def vehicle_name(plan: Plan, vehicle_id: str) -> str:
    """The scenario's name of a vehicle, ``Besøkslag 2`` for a team, else the id."""
    names = {str(v.get("id")): str(v.get("name") or v.get("id")) for v in plan.scenario.get("vehicles") or ()}
    head, _, number = vehicle_id.rpartition("-")
    return names.get(vehicle_id, f"Besøkslag {number}" if head == TEAM else vehicle_id)


def on_water(plan: Plan, station: Station) -> bool:
    """Whether it is a boat, and nothing else, that stops at a station."""
    boats = {str(v.get("id")) for v in plan.scenario.get("vehicles") or () if v.get("kind") == "boat"}
    return bool(station.opening) and {opening.vehicle for opening in station.opening} <= boats


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day.

    Attributes:
        station: where, or where to for a drive; a station's or a depot's id.
        origin: where a drive begins.
        km: of a drive.
        crew: persons of an opening, the driver not counted.
    """

    step: Step
    start: str
    end: str
    station: str
    origin: str = ""
    km: float = 0.0
    crew: int = 0


@dataclass(frozen=True, slots=True)
class VehicleSheet:
    """One vehicle on one date.

    Attributes:
        entries: in order of time.
        legs: its drives; empty where the plan has none.
        stops: stations in the order in which they first open.
    """

    vehicle: str
    day: date
    entries: tuple[Entry, ...]
    legs: tuple[Leg, ...]
    stops: tuple[Station, ...]

    @property
    def km(self) -> float:
        """Kilometres of the day."""
        return sum(leg.km for leg in self.legs)


def vehicle_days(plan: Plan) -> list[tuple[str, date]]:
    """Every vehicle and date with an opening or a drive, also of teams that visit with a vehicle; in order."""
    found = {(o.vehicle, o.date) for s in plan.stations for o in s.opening if o.vehicle is not None}
    return sorted(found | {(vehicle.id, day.date) for vehicle in plan.vehicles for day in vehicle.days})


def vehicle_sheet(plan: Plan, vehicle: str, day: date, settings: OnTheRoad | None) -> VehicleSheet:
    """The day of a vehicle.

    Args:
        settings: None where they are not known; then only drives and openings are told.
    """
    legs = tuple(
        leg for v in plan.vehicles if v.id == vehicle for d in v.days if d.date == day for leg in d.legs
    )  # fmt: skip
    visits = _visits(plan, vehicle, day)
    entries = [Entry(Step.DRIVE, leg.depart, leg.arrive, leg.to, leg.from_, leg.km) for leg in legs]
    entries += _at_stops(visits, settings)
    stops = tuple(dict.fromkeys(station for station, _ in visits))
    ordered = sorted(entries, key=lambda e: (e.start, e.step, e.end, e.station))
    return VehicleSheet(vehicle, day, tuple(ordered), legs, stops)


def _visits(plan: Plan, vehicle: str, day: date) -> list[tuple[Station, Opening]]:
    found = [(s, o) for s in plan.stations for o in s.opening if (o.vehicle, o.date) == (vehicle, day)]
    return sorted(found, key=lambda visit: (visit[1].start_minute, visit[0].id))


def _at_stops(visits: Sequence[tuple[Station, Opening]], settings: OnTheRoad | None) -> Iterator[Entry]:
    for number, (station, opening) in enumerate(visits):
        start, end = opening.start_minute, opening.end_minute
        yield Entry(Step.OPEN, opening.start, opening.end, station.id, crew=opening.crew)
        if settings is None:
            continue
        if number == 0 or visits[number - 1][0].id != station.id:
            yield _entry(Step.SET_UP, start - settings.setup_minutes, start, station)
        over = end + settings.overrun_minutes
        yield _entry(Step.OVERRUN, end, over, station)
        if number + 1 == len(visits) or visits[number + 1][0].id != station.id:
            yield _entry(Step.TAKE_DOWN, over, over + settings.takedown_minutes, station)


def _entry(step: Step, start: int, end: int, station: Station) -> Entry:
    return Entry(step, clock_of(max(start, 0)), clock_of(end), station.id)


def minutes_out(sheet: VehicleSheet) -> int | None:
    """Minutes from leaving the depot until it is back; None without drives."""
    return minute_of(sheet.legs[-1].arrive) - minute_of(sheet.legs[0].depart) if sheet.legs else None

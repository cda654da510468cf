"""Who is where when: the days of a plan, and the shifts of its roster, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.domain.clock import minute_of
from planner.domain.plan import Plan, Role, Station

ROLES = {
    Role.LEADER: "leder",
    Role.DEPUTY: "nestleder",
    Role.WORKER: "medarbeider",
    Role.RELIEF: "avløser",
    Role.DRIVER: "sjåfør",
}


@dataclass(frozen=True, slots=True)
class Stay:
    """One opening of one station on a date; ``start``, ``end`` in minutes after midnight."""

    station: Station
    start: int
    end: int
    crew: int
    vehicle: str


@dataclass(frozen=True, slots=True)
class Drive:
    """One leg of a vehicle on a date, with the names of its ends."""

    vehicle: str
    origin: str
    target: str
    depart: str
    arrive: str
    minutes: float
    km: float


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's shift on a date."""

    person: str
    role: str
    station: str
    start: str
    end: str


def plan_dates(plan: Plan) -> list[date]:
    """Every date on which something is open or somebody drives or works, in order."""
    found = {opening.date for station in plan.stations for opening in station.opening}
    found |= {day.date for vehicle in plan.vehicles for day in vehicle.days} | {entry.date for entry in plan.roster}
    return sorted(found)


def stays_on(plan: Plan, day: date) -> list[Stay]:
    """Openings of a date, vehicles first, by vehicle, time and name."""
    found = [
        Stay(station, minute_of(o.start), minute_of(o.end), o.crew, o.vehicle or "")
        for station in plan.stations
        for o in station.opening
        if o.date == day
    ]
    return sorted(found, key=lambda stay: (not stay.vehicle, stay.vehicle, stay.station.name, stay.start))


def drives_on(plan: Plan, day: date) -> list[Drive]:
    """Legs of a date, by vehicle and time."""
    names = {station.id: station.name for station in plan.stations}

    def end(place: str) -> str:
        return names.get(place, f"depot ({place})")

    return [
        Drive(vehicle.id, end(leg.from_), end(leg.to), leg.depart, leg.arrive, leg.minutes, leg.km)
        for vehicle in plan.vehicles
        for vehicle_day in vehicle.days
        if vehicle_day.date == day
        for leg in vehicle_day.legs
    ]


def shifts_on(plan: Plan, day: date) -> list[Shift]:
    """Shifts of a date, by station, time and role."""
    names = {station.id: station.name for station in plan.stations}
    found = [entry for entry in plan.roster if entry.date == day]
    found.sort(key=lambda entry: (names.get(entry.station, entry.station), entry.start, list(Role).index(entry.role)))
    return [Shift(e.person, ROLES[e.role], names.get(e.station, e.station), e.start, e.end) for e in found]

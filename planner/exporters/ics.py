"""Calendars (iCalendar, RFC 5545): one file per station, vehicle and person, and one of all public stations.

Times are local with the zone ``Europe/Oslo`` and its rule for summer time (VTIMEZONE). UIDs follow from what the
event is about, so a calendar that is read again replaces its events. DTSTAMP is the day of the plan's last step
(decided, registered, announced), in a draft the event's own start: never the time of writing.
Calendars of persons hold personal data; where the roster has positions without names, they are of positions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from planner.domain.plan import Opening, Plan, RosterEntry, Station, VehiclePlan
from planner.exporters.context import ExportContext
from planner.exporters.place_rows import public_stations
from planner.exporters.public_info import info_text
from planner.exporters.roster import ROLES
from planner.exporters.schedules import moment
from planner.exporters.set_aside import plan_sentences, station_sentences
from planner.exporters.spreadsheet import one_line

NAME = "ics"
SUFFIX = "/"
SENTENCE = "Kalendere per stasjon, kjøretøy og person, for Outlook, telefon og nettside (mappe med iCalendar)."
ZONE = "Europe/Oslo"
ALL = "alle-steder.ics"
NOT_IN_NAMES = re.compile(r"[^a-z0-9.-]+")
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
SUNDAYS = {3: "DAYLIGHT", 10: "STANDARD"}
"""Summer time begins on the last Sunday of March and ends on that of October, at 1:00 UTC."""


def export(plan: Plan, context: ExportContext) -> dict[str, bytes]:
    """The files by name."""
    stations = {station.id: station for station in plan.stations}
    public = [event for s in public_stations(plan) for event in _openings(s, plan, context)]
    files = {ALL: _calendar("Forhåndsstemming", public, plan)}
    for station in plan.stations:
        files[file_name("sted", station.id)] = _calendar(station.name, _openings(station, plan, context), plan)
    for vehicle in plan.vehicles:
        files[file_name("kjoretoy", vehicle.id)] = _calendar(
            f"Kjøretøy {vehicle.id}", _vehicle(vehicle, stations, plan, context), plan
        )
    for person in sorted({entry.person for entry in plan.roster}):
        entries = [entry for entry in plan.roster if entry.person == person]
        files[file_name("person", person)] = _calendar(person, _shifts(entries, stations, plan, context), plan)
    return files


def file_name(kind: str, name: str) -> str:
    """``sted-f0101.ics``; a name that a file system may not take, or confuse, is told apart by a checksum."""
    safe = NOT_IN_NAMES.sub("-", name.lower().translate(LETTERS)).strip("-.")[:60]
    mark = "" if safe == name else f"-{_digest(name)[:8]}"
    return f"{kind}-{safe or 'uten-navn'}{mark}.ics"


def _openings(station: Station, plan: Plan, context: ExportContext) -> Iterator[Event]:
    """The opening hours; blocks that touch stay apart, as their crews and vehicles may differ."""
    told = (info_text(station, plan) if station.open_to_all else "", station_sentences(plan, station))
    text = " ".join(filter(None, told))
    for opening in station.opening:
        what = ("opening", station.id, opening.date, opening.start, opening.vehicle or "")
        yield _event(plan, what, _span(opening), f"Forhåndsstemming: {station.name}", text, _where(station, context))


def _vehicle(vehicle: VehiclePlan, stations: dict[str, Station], plan: Plan, context: ExportContext) -> Iterator[Event]:
    """The drives of a vehicle, and where it stands open."""
    for day in vehicle.days:
        for leg in day.legs:
            start, end = moment(day.date, leg.depart), moment(day.date, leg.arrive)
            names = [stations[place].name if place in stations else place for place in (leg.from_, leg.to)]
            label = f"Kjøring: {names[0]} – {names[1]}"
            yield _event(plan, ("leg", vehicle.id, day.date, leg.depart), (start, end), label, "", "")
    for station in stations.values():
        aside = station_sentences(plan, station)
        for opening in station.opening:
            if opening.vehicle == vehicle.id:
                what = ("stop", vehicle.id, station.id, opening.date, opening.start)
                yield _event(plan, what, _span(opening), f"Åpent: {station.name}", aside, _where(station, context))


def _shifts(
    entries: Iterable[RosterEntry], stations: dict[str, Station], plan: Plan, context: ExportContext
) -> Iterator[Event]:
    for entry in entries:
        station = stations.get(entry.station)
        name, where, aside = entry.station, "", ""
        if station is not None:
            name, where, aside = station.name, _where(station, context), station_sentences(plan, station)
        span = moment(entry.date, entry.start), moment(entry.date, entry.end)
        what = ("shift", entry.person, entry.station, entry.date, entry.start, entry.role.value)
        yield _event(plan, what, span, f"Vakt ({ROLES[entry.role]}): {name}", aside, where)


def _span(opening: Opening) -> tuple[datetime, datetime]:
    return moment(opening.date, opening.start), moment(opening.date, opening.end)


def _where(station: Station, context: ExportContext) -> str:
    street, code, town = context.postal_address(station)
    return ", ".join(part for part in (street, f"{code} {town}".strip()) if part)


def _event(
    plan: Plan, what: tuple[object, ...], span: tuple[datetime, datetime], label: str, text: str, where: str
) -> Event:
    """An event; ``what`` tells it apart from every other one of the election, in every version of the plan."""
    event = Event()
    event.add("uid", f"{_digest(plan.scenario.get('election'), plan.dataset.name, *what)[:32]}@valgplan")
    event.add("dtstamp", _stamp(plan, span[0]))
    event.add("dtstart", span[0])
    event.add("dtend", span[1])
    event.add("summary", one_line(label))
    for name, value in (("description", text), ("location", one_line(where))):
        if value:
            event.add(name, value)
    return event


def _stamp(plan: Plan, start: datetime) -> datetime:
    version = plan.version
    day: date | None = version.announced_on or version.registered_on or version.decided_on
    return start if day is None else moment(day, "00:00")


def _digest(*parts: object) -> str:
    return hashlib.sha256("\0".join(str(part) for part in parts).encode("utf-8", "backslashreplace")).hexdigest()


def _calendar(name: str, events: Iterable[Event], plan: Plan) -> bytes:
    """One file, its events in order of time; what is set aside for the whole plan stands in its description."""
    file = Calendar()
    file.add("prodid", "-//valgplan//steder//NO")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", one_line(name))
    if aside := plan_sentences(plan):
        file.add("x-wr-caldesc", aside)
    file.add("x-wr-timezone", ZONE)
    file.add_component(_zone())
    for event in sorted(events, key=lambda e: (e.decoded("dtstart"), str(e["uid"]))):
        file.add_component(event)
    return bytes(file.to_ical())


def _zone() -> Timezone:
    """Central European Time with the rule that has held since 1996."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    hours = {"DAYLIGHT": (1, 2, "CEST"), "STANDARD": (2, 1, "CET")}
    for month, kind in SUNDAYS.items():
        before, after, name = hours[kind]
        part = TimezoneDaylight() if kind == "DAYLIGHT" else TimezoneStandard()
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, 1 + before))  # noqa: DTZ001 - local by rule
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone

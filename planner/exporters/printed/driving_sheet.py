"""What stands on a driving sheet: the day minute by minute, who is on board, the stops, a map."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.documents.blocks import Block, Bullets, Heading, Paragraph, Picture, Table
from planner.domain.clock import MINUTES_PER_DAY
from planner.domain.dataset import Site
from planner.domain.plan import OWN_VOTERS, Plan, Role, Station, StationKind
from planner.evaluate.access import site_id_of
from planner.evaluate.timetable import Entry, OnTheRoad, Step, VehicleSheet, minutes_out, vehicle_name
from planner.exporters.contacts import UNKNOWN, agreed_with, vehicle_contact
from planner.exporters.context import ExportContext
from planner.exporters.printed.sketch import LonLat, Marker, sketch_map
from planner.exporters.set_aside import reason_rows
from planner.law.wording import long_date

STEPS = {
    Step.SET_UP: "Rigg",
    Step.OPEN: "Åpent",
    Step.OVERRUN: "Buffer: de som møtte fram før stengetid, stemmer ferdig",
    Step.TAKE_DOWN: "Rigg ned",
    Step.DRIVE: "Kjør",
}
ROLES = {Role.LEADER: "leder", Role.DEPUTY: "nestleder", Role.WORKER: "valgmedarbeider", Role.RELIEF: "avløsning",
         Role.DRIVER: "sjåfør"}  # fmt: skip
KINDS = {"bus": "Valgbuss", "boat": "Valgbåt", "team": "Besøkslag med bil"}
ANSWERS = {True: "ja", False: "nei", None: "ukjent"}
STRAIGHT = "Stiplete linjer er rette og viser rekkefølgen, ikke veien."
MAP_SOURCE = "Hovedveier: © OpenStreetMap-bidragsytere. Navn og områder: datasettets kilder."
ON_WATER = "Båtens minutter og kilometer er regnet av luftlinja med omvei og fart fra scenariet: tilnærmet."
NO_MAP = "Kartet mangler: datasettet er ikke for hånden."
NO_SETTINGS = "Rigging, buffer og nedrigging er ikke med: kjøretøyets innstillinger er ikke for hånden."
NO_DRIVES = "Planen har ingen kjøretider denne dagen; avtal dem med sjåføren."
NO_ROSTER = "Vaktlista har ingen her. Skriv inn navnene: leder …………………, nestleder …………………, sjåfør …………………"


def file_stem(sheet: VehicleSheet) -> str:
    """A name that every file system takes, one per vehicle and date."""
    safe = re.sub(r"[^A-Za-z0-9_-]", lambda sign: f"_{ord(sign[0]):x}_", sheet.vehicle)
    return f"{safe}-{sheet.day.isoformat()}"


def sheet_title(plan: Plan, sheet: VehicleSheet) -> str:
    """``Valgbuss 1, torsdag 12. august 2027``."""
    return f"{vehicle_name(plan, sheet.vehicle)}, {long_date(sheet.day)}"


def driving_blocks(
    plan: Plan, context: ExportContext, sheet: VehicleSheet, settings: OnTheRoad | None
) -> Iterator[Block]:
    """All but the title."""
    names = _names(plan, context)
    yield Bullets(tuple(_summary(plan, sheet, settings, names)))
    yield Table(
        "Dagen (klokkeslett; km)",
        ("fra", "til", "hva", "hvor", "km"),
        tuple(_row(entry, sheet, names) for entry in sheet.entries),
        numeric=(4,),
    )
    for note, told in ((NO_SETTINGS, settings is None), (NO_DRIVES, not sheet.legs)):
        if told:
            yield Paragraph(note)
    yield Heading("Om bord")
    yield from _crew(plan, sheet, names)
    yield Heading("Stoppene")
    yield Table(
        "Nummeret er det på kartet",
        ("nr.", "sted", "adresse", "kontakt", "nøkler", "strøm", "lov til å stå"),
        tuple(_stop(number, station, context) for number, station in enumerate(sheet.stops, 1)),
    )
    yield from _set_aside(plan, sheet)
    yield from _map(plan, context, sheet)


def _set_aside(plan: Plan, sheet: VehicleSheet) -> Iterator[Block]:
    """What the board has set aside at the stops or for the whole plan, and why; nothing where there is nothing."""
    rows = reason_rows(plan, sheet.stops)
    if rows:
        yield Table("Krav som er fraveket", ("gjelder", "begrunnelse"), rows)


def _summary(plan: Plan, sheet: VehicleSheet, settings: OnTheRoad | None, names: dict[str, str]) -> Iterator[str]:
    if settings:
        yield f"{KINDS[settings.kind]}, drar fra {names.get(settings.depot, settings.depot)}"
        if settings.kind == "boat":
            yield ON_WATER
    yield f"Ring om kjøretøyet: {vehicle_contact(plan, sheet.vehicle)}"
    out = minutes_out(sheet)
    if out is not None:
        first, last = sheet.legs[0], sheet.legs[-1]
        hours, minutes = divmod(out, 60)
        yield f"Ut kl. {clock_text(first.depart)}, tilbake kl. {clock_text(last.arrive)} ({hours} t {minutes} min ute)"
        yield f"Kjøring i alt: {_number(sheet.km)} km, {sum(leg.minutes for leg in sheet.legs):.0f} minutter"


def clock_text(clock: str) -> str:
    """``9.05``, ``10.00``: a timetable is read down its columns."""
    hour, minute = clock.split(":")
    return f"{int(hour)}.{minute}"


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _names(plan: Plan, context: ExportContext) -> dict[str, str]:
    """Names of stations and of the dataset's places, a depot among them."""
    sites = context.dataset.sites if context.dataset else ()
    return {site.id: site.name for site in sites} | {station.id: station.name for station in plan.stations}


def _row(entry: Entry, sheet: VehicleSheet, names: dict[str, str]) -> tuple[str, ...]:
    numbers = {station.id: f"{number} " for number, station in enumerate(sheet.stops, 1)}

    def place(station_id: str) -> str:
        return f"{numbers.get(station_id, '')}{names.get(station_id, station_id)}"

    what, where, km = STEPS[entry.step], place(entry.station), ""
    if entry.step is Step.DRIVE:
        where, km = f"{place(entry.origin)} → {where}", _number(entry.km)
    if entry.step is Step.OPEN and entry.crew:
        what = f"{what} ({entry.crew} som tar imot stemmer)"
    return clock_text(entry.start), _end(entry.end), what, where, km


def _end(clock: str) -> str:
    """A time of the next day is told as such."""
    hour, minute = (int(part) for part in clock.split(":"))
    past = hour * 60 + minute - MINUTES_PER_DAY
    return clock_text(clock) if past <= 0 else f"{past // 60}.{past % 60:02d} neste dag"


def _crew(plan: Plan, sheet: VehicleSheet, names: dict[str, str]) -> Iterator[Block]:
    stops = {station.id for station in sheet.stops}
    order = list(ROLES)
    entries = sorted(
        (e for e in plan.roster if e.date == sheet.day and e.station in stops),
        key=lambda e: (e.start, order.index(e.role), e.person, e.station),
    )
    if not entries:
        yield Paragraph(NO_ROSTER)
        return
    yield Table(
        "Vaktlista (klokkeslett)",
        ("person", "oppgave", "fra", "til", "sted"),
        tuple(
            (e.person, ROLES[e.role], clock_text(e.start), clock_text(e.end), names.get(e.station, e.station))
            for e in entries
        ),
    )


def _stop(number: int, station: Station, context: ExportContext) -> tuple[str, ...]:
    site = _site(station, context)
    told: tuple[str, ...] = (UNKNOWN,) * 4
    if station.kind in OWN_VOTERS:
        told = (agreed_with(station, context) or UNKNOWN, *["–"] * 3)
    elif site:
        told = (site.contact or UNKNOWN, site.keys or UNKNOWN, ANSWERS[site.power], ANSWERS[site.parking_permit])
    address = station.address or ("hjemme hos velgerne" if station.kind is StationKind.HOME_TEAM else UNKNOWN)
    return (str(number), station.name, address, *told)


def _site(station: Station, context: ExportContext) -> Site | None:
    if context.dataset is None:
        return None
    return next((site for site in context.dataset.sites if site.id == site_id_of(station.id)), None)


def _map(plan: Plan, context: ExportContext, sheet: VehicleSheet) -> Iterator[Block]:
    if context.dataset is None:
        yield Paragraph(NO_MAP)
        return
    where = {site.id: (site.lon, site.lat) for site in context.dataset.sites} | {
        station.id: (station.lon, station.lat)
        for station in plan.stations
        if station.lat is not None and station.lon is not None
    }
    ids = [leg.from_ for leg in sheet.legs[:1]] + [leg.to for leg in sheet.legs] or [s.id for s in sheet.stops]
    route: list[LonLat] = [where[i] for i in ids if i in where]
    places = [
        Marker(number, where[station.id][1], where[station.id][0], station.kind)
        for number, station in enumerate(sheet.stops, 1)
        if station.id in where
    ]
    depot = sheet.legs[0].from_ if sheet.legs else ""
    if depot in where and depot not in {station.id for station in sheet.stops}:
        places.insert(0, Marker(0, where[depot][1], where[depot][0], StationKind.FIXED))
    svg = sketch_map(context.dataset, places, route=route)
    if svg:
        listed = ", ".join(f"{number} {station.name}" for number, station in enumerate(sheet.stops, 1))
        yield Picture(svg, f"Kart over dagens stopp: {listed}.", f"Kart: 0 er depotet. {STRAIGHT} {MAP_SOURCE}", 15.0)

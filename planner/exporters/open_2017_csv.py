"""The list of voting places in the columns in which it was published in 2017.

Choices: only public stations, for institutions and ambulating voting are not
announced to all; a station without a place has no row. Codes keep their leading
zeros, which the published file had lost. What no source gives stays empty. Free
text is made safe for spreadsheets, see :mod:`planner.exporters.spreadsheet`. What is set
aside for a station stands with its reason in ``info_text``; what is set aside for the whole
plan has no row to stand in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from planner.domain.clock import MINUTES_PER_DAY, minute_of
from planner.domain.plan import STOP_SUFFIX, Opening, Plan, Station
from planner.domain.spans import open_spans
from planner.evaluate.reasons import Reason, station_reasons
from planner.exporters.context import ExportContext
from planner.exporters.hours import hours_lines
from planner.exporters.spreadsheet import text_cell

NAME = "open-2017-csv"
SUFFIX = ".csv"
SENTENCE = "Offentlige stasjoner i kolonnene til de åpne dataene fra 2017 (CSV, UTF-8)."
COLUMNS = (
    "county_id", "county_name", "municipality_id", "municipality_name", "borough_id", "borough_name",
    "polling_place_id", "polling_place_name", "address_line", "postal_code", "area", "info_text",
    "gps_coordinates", "election_day_voting", "opening_hours",
)  # fmt: skip
RESERVED = {9999}
MAX_ID = 9999
MAX_INFO = 150
ADVANCE = "f"
ELECTION_DAY_STEP, BUS_STEP = 5000, 2500
CLOCK = "%Y-%m-%d %H:%M:%S"


def export(plan: Plan, context: ExportContext) -> bytes:
    """One row per public station that has a place, sorted by polling place id."""
    stations = [s for s in plan.stations if s.open_to_all and s.lat is not None]
    numbers = polling_place_ids(stations, context)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for station in sorted(stations, key=lambda s: numbers[s.id]):
        writer.writerow(_row(station, numbers[station.id], context, station_reasons(plan, station.id)))
    return text.getvalue().encode()


def _row(station: Station, number: str, context: ExportContext, reasons: Sequence[Reason]) -> tuple[str, ...]:
    place = context.place(station)
    # The published borough number is the municipality's and two digits of the bydel; 00 is no bydel.
    inside = place.district_id.strip("0") != ""
    borough = f"{context.municipality_id}{place.district_id}" if context.municipality_id and inside else ""
    return (
        context.county_id,
        text_cell(context.county_name),
        context.municipality_id,
        text_cell(context.municipality_name),
        borough,
        text_cell(place.district_name) if inside else "",
        number,
        text_cell(station.name),
        text_cell(context.street(station)),
        place.postal_code,
        text_cell(place.post_town),
        text_cell(info_text(station, reasons)),
        f"{station.lat:.6f},{station.lon:.6f}",
        "0",
        opening_hours(station.opening),
    )


def opening_hours(openings: Iterable[Opening]) -> str:
    """``start,end,start,end``; blocks that touch are one, since voters see one opening."""
    moments = []
    for day, spans in sorted(open_spans(openings).items()):
        moments += [_moment(f"{day} {clock}", clock) for span in spans for clock in span]
    return ",".join(moments)


def _moment(text: str, clock: str) -> str:
    """The format has no 24:00; a second before midnight stands for it."""
    if minute_of(clock) == MINUTES_PER_DAY:
        return text.replace("24:00", "23:59:59")
    return f"{text}:00"


def parse_opening_hours(text: str) -> list[tuple[datetime, datetime]]:
    """The stretches of a flat list, for those who read the file back (naive: local time, as published)."""
    moments = [datetime.strptime(part, CLOCK) for part in text.split(",") if part]  # noqa: DTZ007
    return list(zip(moments[::2], moments[1::2], strict=True))


def info_text(station: Station, reasons: Sequence[Reason] = ()) -> str:
    """Reasons for what is set aside, then hours in words where they fit: the field takes 150 signs and no semicolon."""
    aside = " / ".join(f"Fravik {rule}: {reason}" for rule, reason in reasons).replace(";", ",")
    hours = "Åpningstider: " + " / ".join(hours_lines(station.opening)) if station.opening else ""
    text = " / ".join(part for part in (aside, hours) if part)
    if len(text) <= MAX_INFO:
        return text
    return aside if len(aside) <= MAX_INFO else f"{aside[: MAX_INFO - 1].rstrip()}…"


def polling_place_ids(stations: Iterable[Station], context: ExportContext) -> dict[str, str]:
    """Four digits per station, the same in every plan on the same dataset.

    A place keeps its own number. Numbers repeat across advance (``f…``) and
    election-day places, so an election-day place whose number an advance place has,
    and a bus stop that shares its place with a pop-up, are moved by a fixed step.
    Whatever still collides or has no number takes the next free one from the top.
    """
    advance = {place.number for site_id, place in context.places.items() if site_id.startswith(ADVANCE)}
    taken = set(RESERVED)
    given: dict[str, int] = {}
    ordered = sorted(stations, key=lambda s: s.id)
    for station in ordered:
        wish = _wish(station, context.place(station).number, advance)
        if 0 < wish <= MAX_ID and wish not in taken:
            given[station.id] = wish
            taken.add(wish)
    free = (number for number in range(MAX_ID, 0, -1) if number not in taken)
    for station in ordered:
        if station.id not in given:
            given[station.id] = next(free)
    return {station_id: f"{number:04d}" for station_id, number in given.items()}


def _wish(station: Station, number: str, advance: set[str]) -> int:
    """The number a station would have; 0 where its place has none."""
    if not (number.isascii() and number.isdecimal()):
        return 0
    step = ELECTION_DAY_STEP if number in advance and not station.id.startswith(ADVANCE) else 0
    return int(number) + step + (BUS_STEP if station.id.endswith(STOP_SUFFIX) else 0)

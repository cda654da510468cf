"""The list of voting places with the fields of the open data of 2017, for CSV and JSON.

Choices: only public stations, for institutions and ambulating voting are not
announced to all; a station without a place has no row. Codes keep their leading
zeros, which the published file had lost. What no source gives stays empty. ``polling_place_id``
is the id in EVA, the same as in the keying sheet (:mod:`planner.exporters.place_ids`). Requirements that are set aside
have no column; their reasons follow in ``info_text``, of the whole plan in every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from planner.domain.clock import MINUTES_PER_DAY, minute_of
from planner.domain.plan import Opening, Plan, Station
from planner.domain.spans import open_spans
from planner.exporters.context import ExportContext
from planner.exporters.place_ids import place_ids
from planner.exporters.public_info import public_text

COLUMNS = (
    "county_id", "county_name", "municipality_id", "municipality_name", "borough_id", "borough_name",
    "polling_place_id", "polling_place_name", "address_line", "postal_code", "area", "info_text",
    "gps_coordinates", "election_day_voting", "opening_hours",
)  # fmt: skip
FREE_TEXT = frozenset(
    {
        *("county_name", "municipality_name", "borough_name", "polling_place_name"),
        *("address_line", "area", "info_text"),
    }
)
"""Columns whose text is somebody's words and not written by us."""
ADVANCE = "0"
"""``election_day_voting`` of a place for advance votes."""
CLOCK = "%Y-%m-%d %H:%M:%S"


def public_stations(plan: Plan) -> list[Station]:
    """The stations that are announced to all voters and have a place, sorted by id."""
    found = [station for station in plan.stations if station.open_to_all and station.lat is not None]
    return sorted(found, key=lambda station: station.id)


def place_rows(plan: Plan, context: ExportContext) -> list[dict[str, str]]:
    """One row per public station that has a place, by column, sorted by polling place id."""
    numbers = place_ids(plan, context)
    stations = sorted(public_stations(plan), key=lambda s: numbers[s.id])
    return [_row(station, numbers, plan, context) for station in stations]


def _row(station: Station, numbers: Mapping[str, str], plan: Plan, context: ExportContext) -> dict[str, str]:
    place = context.place(station)
    # The published borough number is the municipality's and two digits of the bydel; 00 is no bydel.
    inside = place.district_id.strip("0") != ""
    borough = f"{context.municipality_id}{place.district_id}" if context.municipality_id and inside else ""
    values = (
        *(context.county_id, context.county_name, context.municipality_id, context.municipality_name),
        *(borough, place.district_name if inside else ""),
        *(numbers[station.id], station.name),
        *(context.street(station), place.postal_code, place.post_town, public_text(station, plan)),
        *(f"{station.lat:.6f},{station.lon:.6f}", ADVANCE, opening_hours(station.opening)),
    )
    return dict(zip(COLUMNS, values, strict=True))


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

"""Opening hours in OpenStreetMap's notation (``opening_hours``), one entry per public station.

Shape: ``{"format": "osm-opening-hours", "stations": [{"id", "ref", "name", "lat", "lon", "opening_hours",
"fits_tag", "overrides"}, …], "overrides": […]}``: ``ref`` is the id in EVA; ``fits_tag`` is false where the text is
longer than the 255 characters that a tag in OpenStreetMap takes (it is whole here all the same); ``overrides`` says
what is set aside and why, at the station or for the whole plan. Every rule names its dates with the year, so the
text says nothing of other years: ``2027 Aug 10-2027 Sep 10 Mo-Fr 10:00-19:00``. It is exact: open then and never else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain.plan import Opening, Plan
from planner.domain.spans import Spans, open_spans
from planner.evaluate.reasons import plan_reasons, station_reasons
from planner.exporters.context import ExportContext
from planner.exporters.hours import Stretch, stretches
from planner.exporters.place_ids import place_ids
from planner.exporters.place_rows import public_stations
from planner.exporters.set_aside import override_members

NAME = "osm-hours"
SUFFIX = ".json"
SENTENCE = "Åpningstidene i OpenStreetMaps notasjon (opening_hours), per offentlig stasjon (JSON)."
FORMAT = "osm-opening-hours"
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MAX_TAG = 255


def export(plan: Plan, context: ExportContext) -> bytes:
    """One object per public station that has a place, sorted by id."""
    numbers = place_ids(plan, context)
    found = []
    for station in public_stations(plan):
        text = opening_hours(station.opening)
        found.append(
            {
                "id": station.id, "ref": numbers[station.id], "name": station.name, "lat": station.lat,
                "lon": station.lon, "opening_hours": text, "fits_tag": len(text) <= MAX_TAG,
                "overrides": override_members(station_reasons(plan, station.id)),
            }
        )  # fmt: skip
    content = {"format": FORMAT, "stations": found, "overrides": override_members(plan_reasons(plan))}
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def opening_hours(openings: Iterable[Opening]) -> str:
    """The whole schedule as one value; ``off`` where it never opens."""
    rules = [rule for stretch in stretches(open_spans(openings)) for rule in _rules(stretch)]
    return "; ".join(rules) or "off"


def _rules(stretch: Stretch) -> list[str]:
    """One rule per set of hours; a single date needs no weekday."""
    if stretch.first == stretch.last:
        return [f"{_date(stretch.first)} {_spans(stretch.weekdays[stretch.first.weekday()])}"]
    groups: dict[Spans, list[int]] = {}
    for weekday in sorted(stretch.weekdays):
        groups.setdefault(stretch.weekdays[weekday], []).append(weekday)
    span = f"{_date(stretch.first)}-{_date(stretch.last)}"
    return [f"{span} {_weekdays(days)} {_spans(hours)}" for hours, days in groups.items()]


def _date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02d}"


def _spans(spans: Spans) -> str:
    return ",".join(f"{start}-{end}" for start, end in spans)


def _weekdays(days: Sequence[int]) -> str:
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return ",".join(WEEKDAYS[day] for day in days)

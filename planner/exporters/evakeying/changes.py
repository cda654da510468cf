"""What changed since the last registered version: every field that is to be typed anew.

The last registered version is found by walking the chain from the plan's parent (``context.earlier``): the newest
one before the plan whose status is registered or announced. What the export looks up itself (postal code, borough)
is today's for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from planner.domain.plan import Phase, Plan, PlanStatus, Station
from planner.domain.spans import open_spans
from planner.exporters.context import ExportContext
from planner.exporters.evakeying.entries import Entry, unchecked_entries
from planner.law.wording import WEEKDAYS

REGISTERED = frozenset({PlanStatus.REGISTERED, PlanStatus.ANNOUNCED})
NEW, GONE, CHANGED = "nytt sted", "utgår", "endret"
ACCESSIBLE = {True: "ja", False: "nei", None: "ikke avklart"}
YES_NO = {True: "ja", False: "nei"}
PHASES = {Phase.EARLY: "tidligstemming", Phase.ORDINARY: "ordinær"}
Row = tuple[str, str, str, str, str, str]
"""Kind of change, id, name, field, before, now."""
Hours = dict[tuple[date, Phase], str]


def last_registered(context: ExportContext) -> Plan | None:
    """The newest registered or announced version before the plan; None where none, or its file, was found."""
    return next((plan for plan in context.earlier if plan.version.status in REGISTERED), None)


def change_rows(plan: Plan, now: list[Entry], before: Plan, context: ExportContext) -> list[Row]:
    """Every field and date that differs, in the order of the ids."""
    old = {entry.station: entry for entry in unchecked_entries(before, context)}
    new = {entry.station: entry for entry in now}
    stations = {s.id: s for s in before.stations}, {s.id: s for s in plan.stations}
    # A place that left is named by the id it had; ids never change hands, so one order holds both.
    order = sorted(old.keys() | new.keys(), key=lambda s: (new.get(s) or old[s]).number)
    return [row for station in order for row in _changes(station, old, new, stations)]


def _changes(
    station: str, old: dict[str, Entry], new: dict[str, Entry], stations: tuple[dict[str, Station], dict[str, Station]]
) -> Iterator[Row]:
    before, now = old.get(station), new.get(station)
    if before is None and now is not None:
        yield NEW, now.number, now.name, "hele stedet", "", "se arkene med steder og åpningstider"
    elif now is None and before is not None:
        yield GONE, before.number, before.name, "hele stedet", "registrert", "tas ut; id-en brukes ikke igjen"
    elif before is not None and now is not None:
        fields = zip(typed(before).items(), typed(now).values(), strict=True)
        for (name, was), value in fields:
            if was != value:
                yield CHANGED, now.number, now.name, name, was, value
        hours = [hours_by_date(side[station]) for side in stations]
        for day, phase in sorted(hours[0].keys() | hours[1].keys()):
            was, value = (side.get((day, phase), "stengt") for side in hours)
            if was != value:
                what = f"åpningstid {WEEKDAYS[day.weekday()]} {day:%d.%m.%Y} ({PHASES[phase]})"
                yield CHANGED, now.number, now.name, what, was, value


def typed(entry: Entry) -> dict[str, str]:
    """The fields of an entry as they are typed, by their headings."""
    return {
        "Id (4 siffer)": entry.number,
        "Navn (høyst 50 tegn)": entry.name,
        "Adresse (høyst 50 tegn)": entry.address,
        "Postnummer (4 siffer)": entry.postal_code,
        "Poststed": entry.post_town,
        "GPS (lat,lon)": entry.gps,
        "Offentlig (ja/nei)": YES_NO[entry.public],
        "Urne eller konvolutt": entry.votes_in,
        "Bydel": entry.borough,
        "Infotekst (høyst 150 tegn)": entry.info,
        "Inn uten hjelp, vf 6-3 (ja/nei)": ACCESSIBLE[entry.accessible] if entry.enters else "gjelder ikke",
        "Begrunnelse der svaret er nei": entry.reason,
    }


def hours_by_date(station: Station) -> Hours:
    """``10:00–13:00, 16:00–19:00`` per open date and phase."""
    found: Hours = {}
    for phase, group in groupby(sorted(station.opening, key=lambda o: o.phase), key=lambda o: o.phase):
        for day, spans in open_spans(group).items():
            found[day, phase] = ", ".join(f"{start}–{end}" for start, end in spans)
    return found

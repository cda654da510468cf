"""The roster as one workbook: per station, per person, and hours, evenings and Saturdays of each person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain.clock import minute_of
from planner.domain.plan import Plan, Role, RosterEntry, Station
from planner.evaluate.crew import natural, roster_numbers
from planner.evaluate.worktime import work_days
from planner.exporters.context import ExportContext
from planner.exporters.set_aside import set_aside_sheet
from planner.exporters.workbooks import TENTHS, Column, Sheet, Value, workbook_bytes
from planner.law.wording import WEEKDAYS

NAME = "roster"
SUFFIX = ".xlsx"
SENTENCE = "Vaktlista per sted og per person, med timer, kvelder og lørdager, som regneark uten formler (.xlsx)."
Rows = tuple[tuple[Value, ...], ...]
ROLES = {
    Role.LEADER: "leder",
    Role.DEPUTY: "nestleder",
    Role.WORKER: "valgmedarbeider",
    Role.RELIEF: "avløsning",
    Role.DRIVER: "sjåfør",
}
SATURDAY, SUNDAY = 5, 6
DEFAULT_EVENING = "16:00"
NO_ROSTER = "Planen har ingen vaktliste. Lag planen på nytt med roster.make: true, eller se meldingen da den ble laget."
BREAKS = (
    "Pauser tas på skift når minst to andre er på vakt; de som er to, har korte vakter. Rigging og rydding på faste "
    "steder er ikke med i vaktene."
)
SHARED = (
    "«stilling» er en plass som skal ha et navn. Navn er personopplysninger: del lista bare med dem som trenger den."
)


def export(plan: Plan, context: ExportContext) -> bytes:
    """Per station and per person, each printed on paper of its own, sums, and what is set aside: a sheet each."""
    stations = {station.id: station for station in plan.stations}
    entries = sorted(plan.roster, key=lambda e: (e.date, minute_of(e.start), minute_of(e.end), e.role, e.person))
    notes = (BREAKS, SHARED) if entries else (NO_ROSTER,)
    by_station = sorted(entries, key=lambda e: _name(e.station, stations))
    by_person = sorted(entries, key=lambda e: natural(e.person))
    sheets = (
        _sheet("Per sted", _columns("Sted", "Person"), tuple(_station_rows(by_station, stations)), notes),
        _sheet("Per person", _columns("Person", "Sted"), tuple(_person_rows(by_person, stations)), notes),
        _sums(entries, _evening_from(plan)),
        set_aside_sheet(plan),
    )
    return workbook_bytes(sheets, title=f"Vaktliste {context.municipality_name}".strip())


def _sheet(title: str, columns: tuple[Column, ...], rows: Rows, notes: tuple[str, ...]) -> Sheet:
    """Rows of one station or person on paper of their own, so that each can be handed out."""
    starts = tuple(n for n, row in enumerate(rows) if n == 0 or row[0] != rows[n - 1][0])
    return Sheet(title, columns, rows, notes=notes, new_pages=starts, portrait=True)


def _columns(first: str, last: str) -> tuple[Column, ...]:
    return (
        Column(first, 34), Column("Dato", 12), Column("Ukedag", 10), Column("Fra (klokkeslett)"),
        Column("Til (klokkeslett)"), Column("Oppgave", 18), Column(last, 34),
    )  # fmt: skip


def _station_rows(entries: Iterable[RosterEntry], stations: dict[str, Station]) -> Iterable[tuple[Value, ...]]:
    for e in entries:
        yield _name(e.station, stations), *_when(e), ROLES[e.role], e.person


def _person_rows(entries: Iterable[RosterEntry], stations: dict[str, Station]) -> Iterable[tuple[Value, ...]]:
    for e in entries:
        yield e.person, *_when(e), ROLES[e.role], _name(e.station, stations)


def _when(entry: RosterEntry) -> tuple[Value, ...]:
    day: date = entry.date
    return day, WEEKDAYS[day.weekday()], entry.start, entry.end


def _name(station_id: str, stations: dict[str, Station]) -> str:
    """Name and id, since a pop-up and a bus stop may have one name."""
    return f"{stations[station_id].name} ({station_id})" if station_id in stations else station_id


def _evening_from(plan: Plan) -> int:
    prices = plan.scenario.get("prices", {})
    return minute_of(str(prices.get("evening_from", DEFAULT_EVENING)))


def _sums(entries: Sequence[RosterEntry], evening: int) -> Sheet:
    """One row per person; evenings are weekdays that end later than the evening begins."""
    columns = (
        Column("Nr. (i funnene)"), Column("Person", 34), Column("Vakter (dager)"),
        Column("Timer (timer)", number_format=TENTHS),
        Column("Kvelder (vakter)"), Column("Lørdager (vakter)"), Column("Søndager (vakter)"), Column("Steder (antall)"),
    )  # fmt: skip
    by_person: dict[str, list[RosterEntry]] = {}
    for entry in entries:
        by_person.setdefault(entry.person, []).append(entry)
    numbers = roster_numbers(entries)
    rows = [_sum_row(by_person[person], evening) for person in numbers]
    table: tuple[tuple[Value, ...], ...] = tuple(
        (number, person, *row) for (person, number), row in zip(numbers.items(), rows, strict=True)
    )
    totals = tuple(round(sum(column), 2) for column in list(zip(*rows, strict=True))[:-1])
    return Sheet("Summer", columns, table, ("I alt", "", *totals, "") if rows else (), () if rows else (NO_ROSTER,))


def _sum_row(entries: Sequence[RosterEntry], evening: int) -> tuple[float, ...]:
    days = work_days(entries)
    return (
        len(days),
        round(sum(day.minutes for day in days) / 60, 2),
        sum(day.end > evening and day.day.weekday() < SATURDAY for day in days),
        sum(day.day.weekday() == SATURDAY for day in days),
        sum(day.day.weekday() == SUNDAY for day in days),
        len({entry.station for entry in entries}),
    )

"""The sheet «Utstyr»: booths, tables and stamps per station."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.domain.plan import Plan, Station
from planner.evaluate.equipment import equipment
from planner.exporters.workbooks import Column, Sheet, Value
from planner.problem import Problem

COLUMNS = (
    Column("Sted-id", 10), Column("Sted", 34), Column("Adresse", 34), Column("Valgavlukker i planen (stk)", 15),
    Column("Valgavlukker som travleste time trenger (stk)", 20), Column("Bord for mottak (stk)"),
    Column("Stempler (stk)"), Column("Pakket av (fylles ut)", 24), Column("Mottatt av (fylles ut)", 24),
)  # fmt: skip
NOTES = (
    "Bord: så mange som de som er til stede samtidig, kan betjene (capacity.persons_per_table, not_receiving). "
    "Stempler: stock.stamps_per_table ved hvert bord. Begge er antakelser.",
    "Avlukker i planen: «ukjent» der ingen har telt dem. Er det færre enn travleste time trenger, blir det kø (arket "
    "«Kø og bemanning»).",
)
UNKNOWN = "ukjent"


def equipment_sheet(plan: Plan, problem: Problem | None) -> Sheet:
    """One row per station by id; tables and stamps unknown without the scenario's problem."""
    stations = sorted(plan.stations, key=lambda s: s.id)
    return Sheet("Utstyr", COLUMNS, tuple(_rows(stations, plan, problem)), notes=NOTES)


def _rows(stations: Iterable[Station], plan: Plan, problem: Problem | None) -> Iterator[tuple[Value, ...]]:
    for station in stations:
        told: tuple[Value, ...] = (_known(station.booths), UNKNOWN, UNKNOWN, UNKNOWN)
        if problem is not None:
            found = equipment(station, plan, problem)
            told = _known(found.booths), _known(found.booths_needed), found.tables, found.stamps
        yield (*(station.id, station.name, station.address), *told, "", "")


def _known(number: int | None) -> Value:
    return UNKNOWN if number is None else number

"""The report's tables as blocks of a document: values as Norwegians read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from planner.constraints.requirement import decimal
from planner.documents.blocks import Block, Paragraph, Table
from planner.evaluate.small_numbers import HIDDEN
from planner.exporters.casepaper.words import grouped, share_text, signed, value_text
from planner.exporters.hours import day_text
from planner.exporters.report_tables import Kind, ReportTable, TableColumn, Value

NO_VALUE = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"
WORDS = frozenset({Kind.TEXT, Kind.LINES, Kind.DATE})


def table_blocks(table: ReportTable, *, without: Sequence[str] = ()) -> Iterator[Block]:
    """A table and the sentences below it; a table without rows is only its sentences.

    Args:
        without: heads of columns that a page has no room for; a column that is empty throughout needs none.
    """
    kept = [n for n, column in enumerate(table.columns) if column.head not in without and _filled(table, n)]
    columns = [table.columns[number] for number in kept]
    if table.rows:
        rows = [tuple(cell(row[number], table.columns[number]) for number in kept) for row in table.rows]
        if table.totals:
            rows.append(tuple(_total(table.totals[number], table.columns[number]) for number in kept))
        numeric = tuple(place for place, column in enumerate(columns) if column.kind not in WORDS)
        yield Table(table.caption, tuple(column.head for column in columns), tuple(rows), numeric)
    yield from (Paragraph(note) for note in table.notes)


def _filled(table: ReportTable, place: int) -> bool:
    """Whether a column says anything; that a number of persons is left out is something."""
    return table.columns[place].kind is Kind.PERSONS or any(row[place] not in ("", None) for row in table.rows)


def cell(value: Value, column: TableColumn) -> str:
    """A value as text; what is unknown and what is left out have signs of their own."""
    if value is None:
        return HIDDEN if column.kind is Kind.PERSONS else NO_VALUE
    if isinstance(value, date):
        return day_text(value).replace(" ", NO_BREAK)
    if isinstance(value, str):
        return value_text(value)
    return _number(value, column.kind)


def _total(value: Value, column: TableColumn) -> str:
    """As :func:`cell`; a column that has no sum is empty."""
    return "" if value is None and column.kind is not Kind.PERSONS else cell(value, column)


def _number(value: float, kind: Kind) -> str:
    shown = {
        Kind.TENTHS: f"{value:,.1f}".replace(",", " ").replace(".", ","),
        Kind.HUNDREDTHS: decimal(value, 2),
        Kind.CHANGE: signed(value),
        Kind.SHARE: share_text(value),
        Kind.FINE_SHARE: f"{decimal(100 * value, 2)} %",
    }
    return shown.get(kind, grouped(value)).replace(" ", NO_BREAK)

"""The report's figures as a workbook: the same tables as ``report``, one sheet each, with their full precision."""

from __future__ import annotations

from planner.domain.plan import Plan
from planner.evaluate.small_numbers import HIDDEN
from planner.exporters.casepaper.words import calendar_of
from planner.exporters.context import ExportContext
from planner.exporters.report_tables import Kind, ReportTable, TableColumn, Value, report_tables
from planner.exporters.segment_table import segments
from planner.exporters.workbooks import HUNDREDTHS, PERCENT, TENTHS, WHOLE, Column, Sheet, workbook_bytes
from planner.law.wording import long_date
from planner.versions import WORDS

NAME = "workbook"
SUFFIX = ".xlsx"
SENTENCE = "Tallene i rapporten til valgstyret som regneark uten formler: ett ark per tabell (.xlsx)."
FORMATS = {
    Kind.TENTHS: TENTHS,
    Kind.HUNDREDTHS: HUNDREDTHS,
    Kind.CHANGE: f"+{TENTHS};-{TENTHS};{TENTHS}",
    Kind.SHARE: PERCENT,
    Kind.FINE_SHARE: "0.00 %",
}
WIDTHS = {Kind.TEXT: (8, 46), Kind.LINES: (16, 60), Kind.DATE: (12, 12)}
"""Characters: narrowest and widest column of a kind; numbers are as wide as their heading needs."""
NUMBER_WIDTHS = (9, 14)
PAPER_WIDTH, ROOM = 150, 3
"""Characters that are still read easily when a table is made as wide as a lying A4; room beside a word."""


def export(plan: Plan, context: ExportContext) -> bytes:
    """One sheet per table of the report, the first one tells what plan they are of."""
    sheets = [_sheet(table) for table in (*report_tables(plan, context), segments(plan, context))]
    return workbook_bytes(
        (_about(plan, context), *sheets), title=f"Tallene i planen {context.municipality_name}".strip()
    )


def _about(plan: Plan, context: ExportContext) -> Sheet:
    version, calendar = plan.version, calendar_of(plan)
    rows = (
        ("Kommune", context.municipality_name or "ukjent"),
        ("Scenario", str(plan.scenario.get("name") or "ukjent")),
        ("Valgdag", long_date(calendar.election) if calendar else "ukjent"),
        ("Versjon", f"{version.number} ({WORDS[version.status]})"),
        ("Saksnummer", version.case_number or "ikke satt"),
        ("Vedtatt", long_date(version.decided_on) if version.decided_on else "ikke vedtatt"),
    )
    columns = (Column("Om planen", 20), Column("", 70))
    return Sheet("Om planen", columns, rows, notes=(*context.messages, *context.caveats), portrait=True)


def _sheet(table: ReportTable) -> Sheet:
    """A table as a sheet; what is left out has its sign, what is unknown an empty cell."""
    rows = tuple(tuple(map(_value, row, table.columns)) for row in table.rows)
    totals = tuple(map(_value, table.totals, table.columns)) if table.totals else ()
    return Sheet(table.title, _columns(table), rows, totals, (f"{table.caption}.", *table.notes))


def _columns(table: ReportTable) -> tuple[Column, ...]:
    """Wide enough for what is in them, the widest ones narrower where the paper has not room for all."""
    widths = [_width(table, place) for place in range(len(table.columns))]
    least = [_longest_word(column) for column in table.columns]
    while sum(widths) > PAPER_WIDTH:
        place = max(range(len(widths)), key=lambda n: widths[n] - least[n])
        if widths[place] <= least[place]:
            break
        widths[place] -= 1
    return tuple(
        Column(_heading(column), width, FORMATS.get(column.kind, WHOLE))
        for column, width in zip(table.columns, widths, strict=True)
    )


def _heading(column: TableColumn) -> str:
    return f"{column.head} ({column.unit})" if column.unit else column.head


def _longest_word(column: TableColumn) -> int:
    return max(len(word) for word in _heading(column).split()) + ROOM


def _width(table: ReportTable, place: int) -> int:
    """Characters that a column asks for."""
    column = table.columns[place]
    narrowest, widest = WIDTHS.get(column.kind, NUMBER_WIDTHS)
    texts = [line for row in table.rows for line in _shown(row[place])]
    longest = max((len(text) for text in texts), default=0) + ROOM
    return max(min(longest, widest), narrowest, _longest_word(column))


def _shown(value: Value) -> list[str]:
    """Lines as wide as the cell's own; a number with its thousands apart and two decimals."""
    if isinstance(value, int | float):
        return [f"{value:,.2f}"]
    return value.split("\n") if isinstance(value, str) else []


def _value(value: Value, column: TableColumn) -> Value:
    return HIDDEN if value is None and column.kind is Kind.PERSONS else value

"""The report's figures as a workbook: the same tables as ``report``, one sheet each, with their full precision."""

from __future__ import annotations

from planner.domain.plan import Plan
from planner.exporters.context import ExportContext
from planner.exporters.report_tables import Kind, ReportTable, TableColumn, Value, report_tables
from planner.exporters.segment_table import segments
from planner.exporters.small_numbers import HIDDEN
from planner.exporters.workbooks import HUNDREDTHS, PERCENT, TENTHS, WHOLE, Column, Sheet, workbook_bytes
from planner.law.wording import long_date

NAME = "workbook"
SUFFIX = ".xlsx"
SENTENCE = "Tallene i rapporten til valgstyret som regneark uten formler: ett ark per tabell (.xlsx)."
FORMATS = {
    Kind.TENTHS: TENTHS,
    Kind.HUNDREDTHS: HUNDREDTHS,
    Kind.CHANGE: f"+{TENTHS};-{TENTHS};{TENTHS}",
    Kind.SHARE: PERCENT,
    Kind.FINE_SHARE: "0.00%",
}
WIDTHS = {Kind.TEXT: (8, 46), Kind.LINES: (16, 60), Kind.DATE: (12, 12)}
"""Characters: narrowest and widest column of a kind; numbers are as wide as their heading needs."""
NUMBER_WIDTHS = (9, 14)


def export(plan: Plan, context: ExportContext) -> bytes:
    """One sheet per table of the report, the first one tells what plan they are of."""
    sheets = [_sheet(table) for table in (*report_tables(plan, context), segments(plan, context))]
    return workbook_bytes(
        (_about(plan, context), *sheets), title=f"Tallene i planen {context.municipality_name}".strip()
    )


def _about(plan: Plan, context: ExportContext) -> Sheet:
    version = plan.version
    rows = (
        ("Kommune", context.municipality_name or "ukjent"),
        ("Scenario", str(plan.scenario.get("name") or "ukjent")),
        ("Valgdag", str(plan.scenario.get("election") or "ukjent")),
        ("Versjon", f"{version.number} ({version.status.value})"),
        ("Saksnummer", version.case_number or "ikke satt"),
        ("Vedtatt", long_date(version.decided_on) if version.decided_on else "ikke vedtatt"),
    )
    columns = (Column("Om planen", 20), Column("", 70))
    return Sheet("Om planen", columns, rows, notes=(*context.messages, *context.caveats), portrait=True)


def _sheet(table: ReportTable) -> Sheet:
    """A table as a sheet; what is left out has its sign, what is unknown an empty cell."""
    columns = tuple(_column(table, place) for place in range(len(table.columns)))
    rows = tuple(tuple(map(_value, row, table.columns)) for row in table.rows)
    totals = tuple(map(_value, table.totals, table.columns)) if table.totals else ()
    return Sheet(table.title, columns, rows, totals, (f"{table.caption}.", *table.notes))


def _column(table: ReportTable, place: int) -> Column:
    """Wide enough for what is in it, as far as the paper has room."""
    column = table.columns[place]
    heading = f"{column.head} ({column.unit})" if column.unit else column.head
    narrowest, widest = WIDTHS.get(column.kind, NUMBER_WIDTHS)
    texts = [line for row in table.rows if isinstance(row[place], str) for line in str(row[place]).split("\n")]
    longest = max(len(text) for text in (*texts, column.head))
    return Column(heading, min(max(longest + 2, narrowest), widest), FORMATS.get(column.kind, WHOLE))


def _value(value: Value, column: TableColumn) -> Value:
    return HIDDEN if value is None and column.kind is Kind.PERSONS else value

"""Workbooks (.xlsx) without formulas: typed cells, one header row, the same bytes for the same content."""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | None
FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks hold times without zone
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
WHOLE, TENTHS, HUNDREDTHS, PERCENT, DAY = "#,##0", "#,##0.0", "#,##0.00", "0 %", "dd.mm.yyyy"
POINTS_A_LINE = 15
RULE = Border(bottom=Side(style="hair"))
"""Below every row, so that the eye keeps to it across the paper."""
SHADE = PatternFill("solid", fgColor="E6E6E6")
MARGIN_INCHES, FOOT_INCHES = 0.4, 0.7
MOST_CHARACTERS = 32_767
"""In one cell."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (with unit), its width in characters and how its numbers are shown."""

    heading: str
    width: float = 14.0
    number_format: str = WHOLE


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        rows: values in the order of the columns.
        totals: a last row in bold, empty for none.
        notes: sentences below the table.
        new_pages: places of rows (from 0) that begin a new sheet of paper.
        portrait: printed upright instead of lying.
        least_lines: height of each row, more where something is to be written by hand.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...] = ()
    notes: tuple[str, ...] = field(default=())
    new_pages: tuple[int, ...] = ()
    portrait: bool = False
    least_lines: int = 1


def workbook_bytes(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """A workbook of sheets.

    Text is text whatever it begins with, so that no cell is a formula.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    book.properties.creator, book.properties.title = "valgplan", title
    book.properties.created = FIXED
    made = io.BytesIO()
    book.save(made)
    return _fixed(made.getvalue())


def _write(page: Worksheet, sheet: Sheet) -> None:
    headings = tuple(column.heading for column in sheet.columns)
    for number, row in enumerate((headings, *sheet.rows), 1):
        _row(page, number, row, sheet.columns, bold=number == 1)
        page.row_dimensions[number].height = POINTS_A_LINE * max(_lines(row, sheet.columns), sheet.least_lines)
    for cell in page[1]:
        cell.fill = SHADE
    end = len(sheet.rows) + 2
    if sheet.totals:
        _row(page, end, sheet.totals, sheet.columns, bold=True)
        page.row_dimensions[end].height = POINTS_A_LINE * _lines(sheet.totals, sheet.columns)
        end += 1
    for number, note in enumerate(sheet.notes, end + 1):
        _note(page, number, note, sheet.columns)
    for number, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    _set_up_paper(page, sheet)


def _note(page: Worksheet, number: int, note: str, columns: tuple[Column, ...]) -> None:
    """A sentence as wide as the table, so that it is printed whole."""
    whole = Column("", sum(column.width for column in columns))
    cell = page.cell(number, 1)
    if isinstance(cell, Cell):
        _fill(cell, note, whole.number_format)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(columns))
    page.row_dimensions[number].height = POINTS_A_LINE * _lines((note,), (whole,))


def _set_up_paper(page: Worksheet, sheet: Sheet) -> None:
    """A4, as wide as the paper, the headings on every page, page numbers below."""
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "portrait" if sheet.portrait else "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(MARGIN_INCHES, MARGIN_INCHES, MARGIN_INCHES, FOOT_INCHES)
    footer = page.oddFooter
    if footer is not None:
        footer.left.text, footer.right.text = "&A", "Side &P av &N"
    for row in sheet.new_pages:
        if row > 0:
            page.row_breaks.append(Break(id=row + 1))


def _lines(row: tuple[Value, ...], columns: tuple[Column, ...]) -> int:
    """Lines that the tallest text of a row needs; not every program finds out by itself."""
    needed = [
        sum(len(textwrap.wrap(line, max(int(column.width) - 1, 1))) or 1 for line in value.split("\n"))
        for value, column in zip(row, columns, strict=False)
        if isinstance(value, str)
    ]
    return max([1, *needed])


def _row(
    page: Worksheet,
    number: int,
    values: tuple[Value, ...],
    columns: tuple[Column, ...],
    *,
    bold: bool = False,
) -> None:
    for place, (value, column) in enumerate(zip(values, columns, strict=False), 1):
        cell = page.cell(number, place)
        if not isinstance(cell, Cell):
            continue
        cell.border = RULE
        if value in (None, ""):
            continue
        _fill(cell, value, column.number_format)
        cell.font = Font(bold=bold)
        text = isinstance(value, str)
        # A number at the very edge runs into the text of the next column.
        cell.alignment = Alignment(
            wrap_text=text, vertical="top", horizontal=None if text else "right", indent=0 if text else 1
        )


def _fill(cell: Cell, value: Value, number_format: str) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:MOST_CHARACTERS]
        # Else a text that begins with = would be a formula; the prefix keeps it text when it is edited.
        cell.data_type, cell.quotePrefix = "s", value.startswith(("=", "+", "-", "@"))
        return
    cell.value = value
    cell.number_format = DAY if isinstance(value, date) else number_format


def _fixed(made: bytes) -> bytes:
    """The same archive with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + FIXED.isoformat().encode() + b"Z", content)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()

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
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | None
FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - workbooks hold times without zone
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
WHOLE, TENTHS, DAY = "#,##0", "#,##0.0", "yyyy-mm-dd"
POINTS_A_LINE = 15
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
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...] = ()
    notes: tuple[str, ...] = field(default=())


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
        page.row_dimensions[number].height = POINTS_A_LINE * _lines(row, sheet.columns)
    end = len(sheet.rows) + 2
    if sheet.totals:
        _row(page, end, sheet.totals, sheet.columns, bold=True)
        end += 1
    for number, note in enumerate(sheet.notes, end + 1):
        _row(page, number, (note,), sheet.columns, wrap=False)
    for number, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _lines(row: tuple[Value, ...], columns: tuple[Column, ...]) -> int:
    """Lines that the tallest text of a row needs; not every program finds out by itself."""
    needed = [
        len(textwrap.wrap(value, max(int(column.width) - 1, 1)))
        for value, column in zip(row, columns, strict=True)
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
    wrap: bool = True,
) -> None:
    for place, (value, column) in enumerate(zip(values, columns, strict=False), 1):
        cell = page.cell(number, place)
        if not isinstance(cell, Cell) or value in (None, ""):
            continue
        _fill(cell, value, column.number_format)
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(wrap_text=wrap and isinstance(value, str), vertical="top")


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

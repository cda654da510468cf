"""The template workbook of a list: one sheet to fill in, one that explains it; no formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from planner.scenario.list_columns import ListColumn
from planner.scenario.list_file import ListForm

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

EXPLANATION = "Forklaring"
ROWS = 2000
"""Rows that are set up as text and get the choice of kinds."""
TEXT_FORMAT = "@"
"""A cell of this format stays as it is written: no date, no lost zero, no formula."""


def template_bytes(form: ListForm) -> bytes:
    """The workbook."""
    book = Workbook()
    listing = book.worksheets[0]
    listing.title = form.sheet
    _fill_listing(listing, form)
    _fill_explanation(book.create_sheet(EXPLANATION), form)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill_listing(sheet: Worksheet, form: ListForm) -> None:
    for number, column in enumerate(form.columns, start=1):
        letter = get_column_letter(number)
        heading = sheet.cell(1, number, column.heading)
        _as_heading(heading)
        heading.comment = Comment(column.remark, "valgplan", height=120, width=300)
        sheet.column_dimensions[letter].width = column.width
        for row in range(2, ROWS + 2):
            sheet.cell(row, number).number_format = TEXT_FORMAT
        if column.name in form.choices:
            _choice(sheet, column, form.choices[column.name], f"{letter}2:{letter}{ROWS + 1}")
    sheet.freeze_panes = "C2"


def _choice(sheet: Worksheet, column: ListColumn, words: Sequence[str], cells: str) -> None:
    validation = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
    validation.errorTitle = f"Ukjent {column.heading.lower()}"
    validation.error = f"Skriv {' eller '.join(words)}."
    validation.add(cells)
    sheet.add_data_validation(validation)


def _fill_explanation(sheet: Worksheet, form: ListForm) -> None:
    for row, text in enumerate(form.introduction, start=1):
        sheet.cell(row, 1, text).font = Font(bold=row == 1, size=14 if row == 1 else 11)
    first = len(form.introduction) + 2
    for number, text in enumerate(("Kolonne", "Hva den skal inneholde", "Eksempel", "Eksempel"), start=1):
        _as_heading(sheet.cell(first, number, text))
    for row, column in enumerate(form.columns, start=first + 1):
        for number, text in enumerate((column.heading, column.remark, *column.example), start=1):
            cell = sheet.cell(row, number, text or None)
            cell.number_format = TEXT_FORMAT
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (16, 80, 34, 28), strict=True):
        sheet.column_dimensions[letter].width = width


def _as_heading(cell: object) -> None:
    cell.font = Font(bold=True)  # type: ignore[attr-defined]
    cell.fill = PatternFill("solid", fgColor="DDE6F0")  # type: ignore[attr-defined]

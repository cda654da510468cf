"""Workbooks without formulas, whatever the text."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.exporters.workbooks import Column, Sheet, workbook_bytes

COLUMNS = (Column("Tekst", 8), Column("Tall (stk)"))


def read(sheet: Sheet) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes([sheet], title="Prøve")))["Ark"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "=cmd|' /C calc'!A1"])
def test_text_stays_text(start: str) -> None:
    page = read(Sheet("Ark", COLUMNS, ((start + "1", 1),)))
    assert page["A2"].data_type == "s"
    assert page["A2"].value == start + "1"
    assert page["A2"].quotePrefix == start.startswith(("=", "+", "-", "@"))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_no_formula_and_no_crash(text: str) -> None:
    page = read(Sheet("Ark", COLUMNS, ((text, 2.5),)))
    assert page["A2"].data_type in ("s", "n", "inlineStr")
    assert page["B2"].value == 2.5


def test_numbers_dates_totals_and_notes() -> None:
    page = read(Sheet("Ark", COLUMNS, ((date(2027, 9, 10), 1200),), ("I alt", 1200), ("Merk.",)))
    assert page["A2"].value.date() == date(2027, 9, 10)
    assert (page["A2"].number_format, page["B2"].number_format) == ("dd.mm.yyyy", "#,##0")
    assert (page["A3"].value, page["A3"].font.bold) == ("I alt", True)
    assert page["A5"].value == "Merk."
    assert page.freeze_panes == "A2"


def test_a_row_is_as_tall_as_its_longest_text() -> None:
    page = read(Sheet("Ark", COLUMNS, (("kort", 1), ("et par ord til", 2))))
    assert page.row_dimensions[3].height == 2 * page.row_dimensions[2].height


def test_it_prints_on_a4_with_headings_page_numbers_and_breaks() -> None:
    rows = tuple((f"rad {n}", n) for n in range(4))
    page = read(Sheet("Ark", COLUMNS, rows, notes=("Et langt notat " * 5,), new_pages=(0, 2), portrait=True))
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.print_title_rows) == ("portrait", 9, "$1:$1")
    assert page.oddFooter.right.text == "Side &P av &N"
    # After the third line of the sheet: the heading and two rows.
    assert [item.id for item in page.row_breaks.brk] == [3]
    (merged,) = page.merged_cells.ranges
    assert merged.coord == "A7:B7"
    assert page.row_dimensions[7].height > 15

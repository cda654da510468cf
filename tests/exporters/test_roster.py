"""The roster workbook read back: every shift on both sheets, sums that add up, no formula."""

from __future__ import annotations

import io
from dataclasses import replace
from types import ModuleType

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from planner.exporters import ExportContext, exporter


def read(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture
def book(sample: ModuleType) -> Workbook:
    return read(exporter("roster").export(sample.sample_plan(), ExportContext.of(sample.sample_dataset())))


def rows(book: Workbook, title: str) -> list[tuple]:
    return list(book[title].iter_rows(values_only=True))


def test_every_shift_stands_on_both_sheets(book: Workbook, sample: ModuleType) -> None:
    entries = {(e.date.isoformat(), e.start, e.end, e.person) for e in sample.roster()}
    by_station = {(r[1].date().isoformat(), r[3], r[4], r[6]) for r in rows(book, "Per sted")[1:6]}
    by_person = {(r[1].date().isoformat(), r[3], r[4], r[0]) for r in rows(book, "Per person")[1:6]}
    assert by_station == by_person == entries
    assert {r[5] for r in rows(book, "Per sted")[1:6]} == {
        "leder", "nestleder", "valgmedarbeider", "avløsning", "sjåfør",
    }  # fmt: skip


def test_positions_stand_in_the_order_of_their_numbers(book: Workbook) -> None:
    persons = list(dict.fromkeys(row[0] for row in rows(book, "Per person")[1:6]))
    assert persons == ["=1+1 stilling 2", "=1+1 stilling 10", "buss sjåfør stilling 1", "Åse <Ø>"]


def test_sums(book: Workbook) -> None:
    _, two, ten, *_, total = rows(book, "Summer")
    assert two == (1, "=1+1 stilling 2", 1, 7.5, 1, 0, 0, 1)
    assert ten == (2, "=1+1 stilling 10", 2, 11.5, 1, 1, 0, 1)
    assert total[:7] == ("I alt", None, 5, 25, 2, 1, 0)
    assert book["Summer"]["D2"].number_format == "#,##0.0"


def test_no_cell_is_a_formula(book: Workbook) -> None:
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_plan_without_a_roster_says_so(sample: ModuleType) -> None:
    empty = read(exporter("roster").export(replace(sample.sample_plan(), roster=()), ExportContext()))
    for title in ("Per sted", "Per person", "Summer"):
        assert any("ingen vaktliste" in str(row[0]) for row in rows(empty, title))


@pytest.mark.parametrize("title", ["Per sted", "Per person"])
def test_each_station_and_each_person_has_paper_of_its_own(book: Workbook, title: str) -> None:
    found = [row[0] for row in rows(book, title)[1:6]]
    breaks = [item.id for item in book[title].row_breaks.brk]
    # A break after a line of the sheet, whose first line is the heading.
    assert breaks == [n + 1 for n in range(1, 5) if found[n] != found[n - 1]]
    assert breaks
    assert book[title].print_title_rows == "$1:$1"

"""The template: read back it is what a planner sees; filled in it is a list; empty it is none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from planner.domain.errors import InputError
from planner.scenario.institution_columns import COLUMNS
from planner.scenario.institution_list import INSTITUTION_FORM, read_institutions
from planner.scenario.list_template import EXPLANATION, template_bytes


@pytest.fixture
def book() -> Workbook:
    return load_workbook(io.BytesIO(template_bytes(INSTITUTION_FORM)))


def test_two_sheets_one_column_per_field_with_a_remark(book: Workbook) -> None:
    assert book.sheetnames == ["Institusjoner", "Forklaring"]
    header = book["Institusjoner"][1]
    assert [cell.value for cell in header] == [
        "Id", "Navn", "Type", "Adresse", "Breddegrad", "Lengdegrad", "Beboere", "Dager", "Minutter",
        "Tid", "Kontakt", "Stengt", "Merknad",
    ]  # fmt: skip
    assert [cell.comment.text for cell in header] == [column.remark for column in COLUMNS]


def test_no_cell_holds_a_formula(book: Workbook) -> None:
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 1000
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]


def test_the_kind_is_chosen_from_a_list_and_every_cell_takes_text(book: Workbook) -> None:
    sheet = book["Institusjoner"]
    (validation,) = sheet.data_validations.dataValidation
    assert (validation.type, validation.formula1) == ("list", '"institusjon,fengsel"')
    assert str(validation.sqref) == "C2:C2001"
    assert {sheet.cell(2, n).number_format for n in range(1, len(COLUMNS) + 1)} == {"@"}


def test_every_column_is_explained_with_an_example_that_is_a_lawful_value(book: Workbook) -> None:
    rows = {row[0]: row[1:] for row in book[EXPLANATION].iter_rows(values_only=True) if row[0]}
    for column in COLUMNS:
        assert rows[column.heading][0] == column.remark
        for example in column.example:
            column.parse(example)
    assert any("institutions: []" in str(text) for text in rows)


def test_not_filled_in_it_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "mal.xlsx").write_bytes(template_bytes(INSTITUTION_FORM))
    with pytest.raises(InputError, match="bare overskrifter"):
        read_institutions(tmp_path / "mal.xlsx")


def test_filled_in_with_its_own_examples_it_is_a_list(tmp_path: Path, book: Workbook) -> None:
    for row in (0, 1):
        for number, column in enumerate(COLUMNS, start=1):
            book["Institusjoner"].cell(row + 2, number).value = column.example[row] or None
    book.save(tmp_path / "liste.xlsx")
    home, prison = read_institutions(tmp_path / "liste.xlsx")
    assert (home.id, home.name, home.kind, home.residents) == ("sykehjem-01", "Solhjem sykehjem", "institution", 64)
    assert (home.lat, home.lon) == (59.9127, 10.7461)
    assert [closure.text() for closure in home.closed] == ["2027-08-24", "2027-08-25 08:00-12:00"]
    assert (prison.kind, prison.lat, prison.closed) == ("prison", None, ())

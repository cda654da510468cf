"""A list of institutions: whatever a planner hands in, it is read, or every mistake is told of with its place."""

from __future__ import annotations

import contextlib
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from planner.domain.errors import InputError, Problem
from planner.scenario import Closure
from planner.scenario.institution_list import read_institutions

HEADER = "Id;Navn;Type;Adresse;Breddegrad;Lengdegrad;Beboere;Kontakt;Stengt;Merknad"
ELECTION = date(2027, 9, 13)


def csv_file(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    file = folder / "liste.csv"
    file.write_bytes("\r\n".join([header, *rows]).encode(encoding))
    return file


def workbook(folder: Path, *rows: list[Any], header: str = HEADER, sheet: str = "Institusjoner") -> Path:
    book = Workbook()
    book.worksheets[0].title = "Noe annet"
    page = book.create_sheet(sheet)
    for row in (header.split(";"), *rows):
        page.append(row)
    file = folder / "liste.xlsx"
    book.save(file)
    return file


def troubles(file: Path, election: date | None = ELECTION) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_institutions(file, election=election)
    return caught.value.problems


# --- what is right ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ","])
def test_norwegian_letters_in_any_encoding_with_either_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = ("s1;Åsgård sykehjem;institusjon;Ærfuglveien 1;59.9;10.7;64;Bjørn;;", "x1;Øya fengsel;Fengsel;;;;;;;")
    rows = tuple(row.replace(";", separator) for row in rows)
    file = csv_file(tmp_path, *rows, header=HEADER.replace(";", separator), encoding=encoding)
    home, prison = read_institutions(file)
    assert (home.name, home.address, home.contact) == ("Åsgård sykehjem", "Ærfuglveien 1", "Bjørn")
    assert (home.kind, home.lat, home.lon, home.residents) == ("institution", 59.9, 10.7, 64)
    assert (prison.name, prison.kind, prison.lat, prison.residents) == ("Øya fengsel", "prison", None, None)


def test_columns_in_any_order_by_heading_or_field_and_only_those_that_must_be_there(tmp_path: Path) -> None:
    (home,) = read_institutions(csv_file(tmp_path, "institution;s1;Solhjem", header="kind;ID;navn"))
    assert (home.id, home.name, home.kind, home.closed) == ("s1", "Solhjem", "institution", ())


def test_a_decimal_comma_and_spaces_between_thousands(tmp_path: Path) -> None:
    (home,) = read_institutions(csv_file(tmp_path, "s1;Solhjem;institusjon;;59,9127;10,7461;1 200;;;"))
    assert (home.lat, home.lon, home.residents) == (59.9127, 10.7461, 1200)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("2027-08-24", [("2027-08-24", "2027-08-24", "00:00", "24:00")]),
        ("24.8.2027", [("2027-08-24", "2027-08-24", "00:00", "24:00")]),
        ("30.08.2027–3.9.2027", [("2027-08-30", "2027-09-03", "00:00", "24:00")]),
        ("2027-08-30 til og med 2027-09-03", [("2027-08-30", "2027-09-03", "00:00", "24:00")]),
        ("2027-08-25 kl. 8:00-12.30", [("2027-08-25", "2027-08-25", "08:00", "12:30")]),
        ("2027-08-24, 2027-08-25 08:00–12:00", [
            ("2027-08-24", "2027-08-24", "00:00", "24:00"), ("2027-08-25", "2027-08-25", "08:00", "12:00"),
        ]),
    ],
)  # fmt: skip
def test_closed_times(tmp_path: Path, text: str, closed: list[tuple[str, str, str, str]]) -> None:
    (home,) = read_institutions(csv_file(tmp_path, f's1;Solhjem;institusjon;;;;;;"{text}";'), election=ELECTION)
    found = [(c.first.isoformat(), c.last.isoformat(), c.start, c.end) for c in home.closed]
    assert found == closed


def test_a_workbook_with_numbers_dates_and_texts_that_look_like_formulas(tmp_path: Path) -> None:
    file = workbook(tmp_path, [101, "placeholder", "institusjon", "-", 59.9, 10.7, 64.0, "+47 22", date(2027, 8, 24)])
    file = _with_text(file, "B2", "=Solhjem")
    (home,) = read_institutions(file, election=ELECTION)
    assert (home.id, home.name, home.address, home.contact, home.residents) == ("101", "=Solhjem", "-", "+47 22", 64)
    assert home.closed == (Closure(first=date(2027, 8, 24), last=date(2027, 8, 24)),)


def _with_text(file: Path, cell: str, text: str) -> Path:
    """Put a text into a cell as text, as a spreadsheet does where the cell is formatted as text."""
    from openpyxl import load_workbook

    book = load_workbook(file)
    book["Institusjoner"][cell].value = text
    book["Institusjoner"][cell].data_type = "s"
    book.save(file)
    return file


def test_empty_rows_are_skipped_and_the_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    file = workbook(tmp_path, ["s1", "Solhjem", "institusjon"], [None], ["s2", None, "institusjon"])
    (found,) = troubles(file)
    assert (found.place, found.message) == ("rad 4, kolonne Navn", "feltet er tomt")
    (found,) = troubles(csv_file(tmp_path, "s1;Solhjem;institusjon;;;;;;;", "", ";;;;;;;;;", "s2;;institusjon;;;;;;;"))
    assert found.place == "rad 5, kolonne Navn"


def test_without_a_sheet_of_that_name_the_first_is_read(tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEADER.split(";"), ["s1", "Solhjem", "institusjon"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    assert [item.id for item in read_institutions(tmp_path / "a.xlsx")] == ["s1"]


# --- what is wrong ---------------------------------------------------------------------------------------------------


def test_everything_wrong_is_told_at_once_with_its_place_value_and_remedy(tmp_path: Path) -> None:
    file = csv_file(
        tmp_path,
        "s1;Solhjem;institusjon;;59.9;10.7;64;;;",
        "s1;;sykehus;;10.7;59.9;-3;;31.2.2027;",
        "s 3;Lilleborg;fengsel;;59.9;;mange;;2026-08-24;",
    )
    found = troubles(file)
    assert {trouble.file for trouble in found} == {str(file)}
    assert all(trouble.remedy for trouble in found)
    said = {(trouble.place, trouble.value): trouble.message for trouble in found}
    assert said == {
        ("rad 3, kolonne Id", "s1"): "id-en er brukt flere ganger",
        ("rad 3, kolonne Navn", ""): "feltet er tomt",
        ("rad 3, kolonne Type", "sykehus"): "ukjent type",
        ("rad 3, kolonne Breddegrad", "10.7"): "bredde- og lengdegrad ser ut til å være byttet om",
        ("rad 3, kolonne Lengdegrad", "59.9"): "bredde- og lengdegrad ser ut til å være byttet om",
        ("rad 3, kolonne Beboere", "-3"): "negativt antall",
        ("rad 3, kolonne Stengt", "31.2.2027"): "datoen finnes ikke",
        ("rad 4, kolonne Id", "s 3"): "ikke en id",
        ("rad 4, kolonne Lengdegrad", ""): "den andre koordinaten mangler",
        ("rad 4, kolonne Beboere", "mange"): "ikke et helt tall",
        ("rad 4, kolonne Stengt", "2026-08-24"): "datoen er utenfor den ordinære perioden, 2027-08-10–2027-09-10",
    }


@pytest.mark.parametrize(
    ("text", "outside"),
    [("2027-08-09", True), ("2027-08-10", False), ("2027-09-10", False), ("2027-09-11", True),
     ("2027-08-01–2027-08-10", False)],
)  # fmt: skip
def test_closed_times_at_the_edges_of_the_period(tmp_path: Path, text: str, outside: bool) -> None:
    file = csv_file(tmp_path, f"s1;Solhjem;institusjon;;;;;;{text};")
    assert read_institutions(file)  # without an election there is no period
    if outside:
        assert "utenfor den ordinære perioden" in troubles(file)[0].message
    else:
        assert read_institutions(file, election=ELECTION)


@pytest.mark.parametrize(
    ("cell", "column", "message"),
    [
        (("59.9", "200"), "Lengdegrad", "ikke en lengdegrad i Norge"),
        (("0", "0"), "Breddegrad", "ikke en breddegrad i Norge"),
        (("nan", "10"), "Breddegrad", "ikke et endelig tall"),
        (("59°54'", "10"), "Breddegrad", "ikke et tall"),
    ],
)
def test_coordinates(tmp_path: Path, cell: tuple[str, str], column: str, message: str) -> None:
    found = troubles(csv_file(tmp_path, f"s1;Solhjem;institusjon;;{cell[0]};{cell[1]};;;;"))
    assert any(t.place == f"rad 2, kolonne {column}" and message in t.message for t in found)


@pytest.mark.parametrize(
    "text", ["hele uka", "2027-08-24 12:00-08:00", "2027-09-03–2027-08-30", "24.8.", "2027-8-24T1"]
)
def test_closed_times_that_are_none(tmp_path: Path, text: str) -> None:
    (found,) = troubles(csv_file(tmp_path, f"s1;Solhjem;institusjon;;;;;;{text};"))
    assert (found.place, found.value) == ("rad 2, kolonne Stengt", text)


def test_a_formula_in_a_workbook_is_refused(tmp_path: Path) -> None:
    (found,) = troubles(workbook(tmp_path, ["s1", "Solhjem", "institusjon", None, None, None, "=1+1"]))
    assert (found.message, found.place, found.value) == ("cellen har en formel", "rad 2, kolonne Beboere", "=1+1")


def test_headings(tmp_path: Path) -> None:
    found = troubles(csv_file(tmp_path, "s1;a;b;c", header="Id;Navn;Navn;Stengte dager"))
    assert [(t.message, t.place, t.value) for t in found] == [
        ("kolonnen står flere ganger", "rad 1", "Navn"),
        ("ukjent kolonne", "rad 1", "Stengte dager"),
        ("kolonnen mangler", "rad 1, kolonne Type", ""),
    ]  # fmt: skip
    (found_text,) = troubles(csv_file(tmp_path, "s1;Solhjem;fengsel;se arket", header="Id;Navn;Type;"))
    assert found_text.message == "cellen står i en kolonne uten overskrift"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"PK\x03\x04 not a workbook", "ikke en Excel-arbeidsbok"),
        ("a.xlsx", HEADER.encode(), "ikke en Excel-arbeidsbok"),
        ("a.xlsx", b"", "fila er tom"),
        ("a.csv", bytes(range(256)), "ikke tekst"),
        ("a.csv", b"\n\n", "lista er tom"),
        ("a.csv", HEADER.encode(), "bare overskrifter"),
        ("a.xls", b"\xd0\xcf\x11\xe0", ".xlsx- eller .csv-fil"),
        ("liste", b"x", ".xlsx- eller .csv-fil"),
    ],
)
def test_files_that_are_no_list(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    (found,) = troubles(tmp_path / name)
    assert message in found.message
    assert found.remedy


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    (found,) = troubles(tmp_path / "borte.xlsx")
    assert (found.message, "valgplan institutions template" in found.remedy) == ("fila finnes ikke", True)
    (tmp_path / "mappe.csv").mkdir()
    assert "mappe" in troubles(tmp_path / "mappe.csv")[0].message


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda t: (HEADER + "\n" + t).encode("utf-8", "replace"))
    )
)
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    for suffix in (".csv", ".xlsx"):
        file = tmp_path_factory.getbasetemp() / f"any{suffix}"
        file.write_bytes(content)
        with contextlib.suppress(InputError):
            assert read_institutions(file, election=ELECTION)


def _whole() -> bytes:
    book = Workbook()
    for row in (HEADER.split(";"), ["s1", "Solhjem", "institusjon"]):
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WHOLE = _whole()


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), min_size=1, max_size=5), st.integers(0, 40))
def test_a_damaged_workbook_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, damage: dict[int, int], cut: int
) -> None:
    content = bytearray(WHOLE[: len(WHOLE) - cut])
    for place, byte in damage.items():
        content[min(place, len(content) - 1)] = byte
    file = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    file.write_bytes(bytes(content))
    with contextlib.suppress(InputError):
        read_institutions(file)


CELLS = st.one_of(
    st.text(max_size=12), st.integers(), st.floats(allow_nan=False), st.booleans(), st.datetimes(), st.none()
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=10, max_size=10), max_size=3))
def test_any_cells_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(HEADER.split(";"))
    for row in rows:
        page.append([None if isinstance(cell, str) and not cell.isprintable() else cell for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    file = tmp_path_factory.getbasetemp() / "cells.xlsx"
    file.write_bytes(stream.getvalue())
    with contextlib.suppress(InputError):
        assert read_institutions(file, election=ELECTION)

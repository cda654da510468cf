"""Reading a list of institutions (.xlsx or .csv): every error with file, row, column, value and remedy.

An empty list is an error, not «the municipality has none»: that is said in the scenario,
``institutions: []``, so that a template nobody has filled in is no pass.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - a class

from planner.domain.errors import InputError, Problem
from planner.domain.textfile import decode, read_bytes
from planner.scenario.institution_columns import BY_HEADING, COLUMNS, ListColumn
from planner.scenario.institutions import Closure, Institution, outside_ordinary

SHEET = "Institusjoner"
MAX_BYTES, MAX_UNPACKED, MAX_ROWS, MAX_COLUMNS = 20_000_000, 500_000_000, 10_000, 60
UNREADABLE = (
    BadZipFile, ZlibError, ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip
"""What zipfile, its inflater, the XML parser and openpyxl raise on a damaged, locked or foreign file."""
TEMPLATE = "lag en mal med «valgplan institutions template --out FIL.xlsx»"


class Cell(NamedTuple):
    """Text of a cell; ``formula`` where a workbook would compute it."""

    text: str
    formula: bool = False


class Row(NamedTuple):
    """One row as counted in the file (the first is 1)."""

    number: int
    cells: tuple[Cell, ...]


def read_institutions(path: str | Path, *, election: date | None = None, name: str = "") -> tuple[Institution, ...]:
    """The list in a workbook or a CSV file (comma or semicolon, any usual encoding).

    Args:
        path: the file, ``.xlsx`` or ``.csv``.
        election: closed times are checked against its ordinary period.
        name: the file as the user named it.

    Raises:
        InputError: everything wrong with the file.
    """
    file, shown = Path(path), name or str(path)
    problems: list[Problem] = []
    values = _values(_rows(file, shown, problems), shown, election, problems)
    if problems:
        raise InputError(problems)
    return tuple(Institution.model_validate(value) for value in values)


def _rows(file: Path, shown: str, problems: list[Problem]) -> list[Row]:
    suffix = file.suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        remedy = "lagre lista som Excel-arbeidsbok (.xlsx) eller CSV"
        problems.append(Problem("lista må være en .xlsx- eller .csv-fil", shown, value=suffix, remedy=remedy))
        return []
    raw = read_bytes(file, problems, name=shown)
    if raw is None:
        problems[-1:] = [Problem(problems[-1].message, shown, remedy=f"sjekk navnet, eller {TEMPLATE}")]
        return []
    if len(raw) > MAX_BYTES:
        problems.append(Problem("fila er for stor til å være en liste", shown, value=f"{len(raw)} byte"))
        return []
    rows = _workbook_rows(raw, shown, problems) if suffix == ".xlsx" else _csv_rows(raw, shown, problems)
    return [row for row in rows if any(cell.text for cell in row.cells)]


def _csv_rows(raw: bytes, shown: str, problems: list[Problem]) -> list[Row]:
    text = decode(raw, shown, problems)
    if text is None:
        return []
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        problems.append(Problem("fila er ikke en CSV-tabell", shown, value=str(error), remedy="lagre lista som CSV"))
        return []
    return [Row(n, tuple(Cell(text.strip()) for text in row)) for n, row in enumerate(rows, start=1)]


def _workbook_rows(raw: bytes, shown: str, problems: list[Problem]) -> list[Row]:
    """Rows of the sheet «Institusjoner», or of the first where there is none of that name."""
    from openpyxl import load_workbook

    try:
        if sum(member.file_size for member in ZipFile(io.BytesIO(raw)).infolist()) > MAX_UNPACKED:
            raise ValueError("a workbook that unpacks to far more than a list")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts of Excel that openpyxl does not know are of no use here
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False)
            sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
            rows = [
                Row(n, tuple(_cell(cell.value, cell.data_type) for cell in row))
                for n, row in enumerate(islice(sheet.iter_rows(max_col=MAX_COLUMNS), MAX_ROWS + 1), start=1)
            ]
    except UNREADABLE:
        remedy = "åpne den i Excel eller LibreOffice, og lagre den på nytt som .xlsx"
        problems.append(Problem("fila er ikke en Excel-arbeidsbok som kan leses", shown, remedy=remedy))
        return []
    if len(rows) > MAX_ROWS and any(cell.text for cell in rows[-1].cells):
        problems.append(Problem(f"lista har over {MAX_ROWS} rader", shown, remedy="slett radene som ikke hører til"))
    return rows


def _cell(value: Any, data_type: str) -> Cell:
    """A cell as text. Text that begins with = + - @ is text; a formula is marked as one."""
    if value is None:
        return Cell("")
    if data_type == "f":
        return Cell(str(getattr(value, "text", value)), formula=True)
    if isinstance(value, datetime):
        return Cell(value.date().isoformat() if value.time().isoformat() == "00:00:00" else f"{value:%Y-%m-%d %H:%M}")
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)))
    return Cell(str(value).strip())


def _values(rows: Sequence[Row], shown: str, election: date | None, problems: list[Problem]) -> list[dict[str, Any]]:
    """Fields of every institution; cells in error are told of and left out."""
    if problems:
        return []
    if not rows:
        problems.append(Problem("lista er tom", shown, remedy=TEMPLATE))
        return []
    columns = _columns(rows[0], shown, problems)
    if problems:
        return []
    if len(rows) == 1:
        remedy = "fyll den ut; har kommunen ingen institusjoner, skriv «institutions: []» i scenariet"
        problems.append(Problem("lista har bare overskrifter", shown, remedy=remedy))
    values = []
    for row in rows[1:]:
        value = dict(_fields(row, columns, shown, problems))
        problems += _disagreeing(row, value, election, shown)
        values.append(value)
    problems += _repeated(rows[1:], values, shown)
    return values


def _columns(header: Row, shown: str, problems: list[Problem]) -> dict[int, ListColumn]:
    """Which cell of a row is which column."""
    place = f"rad {header.number}"
    found: dict[int, ListColumn] = {}
    for index, cell in enumerate(header.cells):
        column = BY_HEADING.get(cell.text.casefold())
        if column is None and cell.text:
            remedy = f"slett kolonnen, eller rett overskriften til en av {', '.join(c.heading for c in COLUMNS)}"
            problems.append(Problem("ukjent kolonne", shown, place, cell.text, remedy))
        elif column is not None and column in found.values():
            problems.append(Problem("kolonnen står flere ganger", shown, place, cell.text, "slett den ene"))
        elif column is not None:
            found[index] = column
    for column in COLUMNS:
        if column.required and column not in found.values():
            where = f"{place}, kolonne {column.heading}"
            problems.append(Problem("kolonnen mangler", shown, where, remedy=f"legg den til, eller {TEMPLATE}"))
    return found


def _fields(
    row: Row, columns: Mapping[int, ListColumn], shown: str, problems: list[Problem]
) -> Iterator[tuple[str, Any]]:
    for index, column in columns.items():
        cell = row.cells[index] if index < len(row.cells) else Cell("")
        place = f"rad {row.number}, kolonne {column.heading}"
        if cell.formula:
            problems.append(Problem("cellen har en formel", shown, place, cell.text, "skriv verdien selv inn i cellen"))
            continue
        try:
            yield column.name, column.parse(cell.text)
        except ValueError as error:
            message, _, remedy = str(error).partition("; ")
            problems.append(Problem(message, shown, place, cell.text, remedy))
    for index, cell in enumerate(row.cells):
        if index not in columns and cell.text:
            remedy = "gi kolonnen en overskrift fra malen, eller slett teksten"
            problems.append(
                Problem("cellen står i en kolonne uten overskrift", shown, f"rad {row.number}", cell.text, remedy)
            )


def _disagreeing(row: Row, value: Mapping[str, Any], election: date | None, shown: str) -> Iterator[Problem]:
    """What is wrong with cells that are right one by one."""
    if {"lat", "lon"} <= set(value) and (value["lat"] is None) != (value["lon"] is None):
        missing = "Breddegrad" if value["lat"] is None else "Lengdegrad"
        remedy = "fyll ut begge koordinatene, eller ingen av dem"
        yield Problem("den andre koordinaten mangler", shown, f"rad {row.number}, kolonne {missing}", remedy=remedy)
    for closed in value.get("closed", ()):
        closure = Closure.model_validate(closed)
        period = outside_ordinary(closure, election) if election is not None else ""
        if period:
            place, remedy = f"rad {row.number}, kolonne Stengt", "rett datoen (er årstallet riktig?), eller slett den"
            message = f"datoen er utenfor den ordinære perioden, {period}"
            yield Problem(message, shown, place, closure.text(), remedy)


def _repeated(rows: Sequence[Row], values: Sequence[Mapping[str, Any]], shown: str) -> Iterator[Problem]:
    """Ids given twice; one is enough, so the first stands."""
    seen: Counter[str] = Counter()
    for row, value in zip(rows, values, strict=True):
        known = value.get("id")
        if known is not None:
            seen[known] += 1
            if seen[known] > 1:
                remedy = "gi hvert sted sin id, eller slett raden om stedet står to ganger"
                yield Problem("id-en er brukt flere ganger", shown, f"rad {row.number}, kolonne Id", known, remedy)

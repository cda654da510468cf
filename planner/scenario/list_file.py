"""Reading a list that planners fill in (.xlsx or .csv): every error with file, row, column, value and remedy."""

from __future__ import annotations

import csv
import io
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - a class

from planner.domain.errors import Problem
from planner.domain.textfile import decode, read_bytes
from planner.scenario.list_columns import ListColumn

MAX_BYTES, MAX_UNPACKED, MAX_ROWS, MAX_COLUMNS = 20_000_000, 500_000_000, 10_000, 60
UNREADABLE = (
    BadZipFile, ZlibError, ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip
"""What zipfile, its inflater, the XML parser and openpyxl raise on a damaged, locked or foreign file."""


@dataclass(frozen=True)
class ListForm:
    """What a list looks like.

    Attributes:
        sheet: the sheet to fill in.
        template: where a template is had from (Norwegian, as a remedy).
        unfilled: remedy where there is no row but the headings.
        introduction: lines of the sheet that explains the list.
        choices: per column the only words it may have.
    """

    sheet: str
    columns: tuple[ListColumn, ...]
    template: str
    unfilled: str
    introduction: tuple[str, ...]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def by_heading(self) -> dict[str, ListColumn]:
        """Columns by heading and by the field's own name."""
        return {name: column for column in self.columns for name in (column.heading.casefold(), column.name)}


class Cell(NamedTuple):
    """Text of a cell; ``formula`` where a workbook would compute it."""

    text: str
    formula: bool = False


class Row(NamedTuple):
    """One row as counted in the file (the first is 1)."""

    number: int
    cells: tuple[Cell, ...]


class Item(NamedTuple):
    """One row below the headings and its fields; cells in error are told of and left out."""

    row: Row
    value: dict[str, Any]


def read_list(file: Path, shown: str, form: ListForm, problems: list[Problem]) -> list[Item]:
    """The rows of a workbook or a CSV file (comma or semicolon, any usual encoding).

    Args:
        shown: the file as the user named it.
        problems: everything wrong is added here.
    """
    before = len(problems)
    rows = _rows(file, shown, form, problems)
    return [] if len(problems) > before else _items(rows, shown, form, problems)


def repeated(items: Sequence[Item], name: str, message: str, form: ListForm, shown: str) -> Iterator[Problem]:
    """Values of a column (its field ``name``) given twice; one is enough, so the first stands."""
    column = next(column for column in form.columns if column.name == name)
    seen: Counter[str] = Counter()
    for row, value in items:
        known = value.get(name)
        if known is not None:
            seen[known] += 1
            if seen[known] > 1:
                place = f"rad {row.number}, kolonne {column.heading}"
                yield Problem(message, shown, place, known, "gi hver sin, eller slett raden om den står to ganger")


def _rows(file: Path, shown: str, form: ListForm, problems: list[Problem]) -> list[Row]:
    suffix = file.suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        remedy = "lagre lista som Excel-arbeidsbok (.xlsx) eller CSV"
        problems.append(Problem("lista må være en .xlsx- eller .csv-fil", shown, value=suffix, remedy=remedy))
        return []
    raw = read_bytes(file, problems, name=shown)
    if raw is None:
        problems[-1:] = [Problem(problems[-1].message, shown, remedy=f"sjekk navnet, eller {form.template}")]
        return []
    if len(raw) > MAX_BYTES:
        problems.append(Problem("fila er for stor til å være en liste", shown, value=f"{len(raw)} byte"))
        return []
    rows = _workbook_rows(raw, shown, form.sheet, problems) if suffix == ".xlsx" else _csv_rows(raw, shown, problems)
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


def _workbook_rows(raw: bytes, shown: str, name: str, problems: list[Problem]) -> list[Row]:
    """Rows of the sheet of a name, or of the first where there is none."""
    from openpyxl import load_workbook

    try:
        if sum(member.file_size for member in ZipFile(io.BytesIO(raw)).infolist()) > MAX_UNPACKED:
            raise ValueError("a workbook that unpacks to far more than a list")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts of Excel that openpyxl does not know are of no use here
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False)
            sheet = book[name] if name in book.sheetnames else book.worksheets[0]
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


def _items(rows: Sequence[Row], shown: str, form: ListForm, problems: list[Problem]) -> list[Item]:
    if not rows:
        problems.append(Problem("lista er tom", shown, remedy=form.template))
        return []
    before = len(problems)
    columns = _columns(rows[0], shown, form, problems)
    if len(problems) > before:
        return []
    if len(rows) == 1:
        problems.append(Problem("lista har bare overskrifter", shown, remedy=form.unfilled))
    return [Item(row, dict(_fields(row, columns, shown, problems))) for row in rows[1:]]


def _columns(header: Row, shown: str, form: ListForm, problems: list[Problem]) -> dict[int, ListColumn]:
    """Which cell of a row is which column."""
    place = f"rad {header.number}"
    by_heading = form.by_heading
    found: dict[int, ListColumn] = {}
    for index, cell in enumerate(header.cells):
        column = by_heading.get(cell.text.casefold())
        if column is None and cell.text:
            remedy = f"slett kolonnen, eller rett overskriften til en av {', '.join(c.heading for c in form.columns)}"
            problems.append(Problem("ukjent kolonne", shown, place, cell.text, remedy))
        elif column is not None and column in found.values():
            problems.append(Problem("kolonnen står flere ganger", shown, place, cell.text, "slett den ene"))
        elif column is not None:
            found[index] = column
    for column in form.columns:
        if column.required and column not in found.values():
            where = f"{place}, kolonne {column.heading}"
            problems.append(Problem("kolonnen mangler", shown, where, remedy=f"legg den til, eller {form.template}"))
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

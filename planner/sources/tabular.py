"""Raw CSV files as records of text, and the numbers in them, with every problem named."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.dataset.tables import parse_rows
from planner.domain.errors import Problem
from planner.domain.textfile import read_text
from planner.sources.recipe import belongs


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a raw table.

    Attributes:
        file: file name for problems.
        row: line as counted from 1 with the header.
        values: text by column name.
    """

    file: str
    row: int
    values: Mapping[str, str]

    def text(self, column: str) -> str:
        """Text of a column without surrounding and repeated blanks."""
        return " ".join(self.values[column].split())

    def problem(self, message: str, column: str, remedy: str = "rett verdien i kilden") -> Problem:
        """A problem with one value of this row."""
        return Problem(message, self.file, f"rad {self.row}, kolonne {column}", self.values[column], remedy)

    def count(self, column: str, problems: list[Problem]) -> int | None:
        """A whole number of at least 0; None and a problem if it is none."""
        text = self.text(column)
        if text.isascii() and text.isdigit():
            return int(text)
        negative = text.startswith("-") and text[1:].isdigit()
        problems.append(self.problem("tallet er negativt" if negative else "ikke et helt tall", column))
        return None

    def number(self, column: str, problems: list[Problem]) -> float | None:
        """A finite number, decimal comma or point; None and a problem if it is none."""
        try:
            value = float(self.text(column).replace(",", "."))
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
        problems.append(self.problem("ikke et tall", column))
        return None


def read_records(path: Path, columns: Iterable[str], problems: list[Problem]) -> list[Record]:
    """Rows of a raw CSV file (comma or semicolon, any usual encoding).

    Args:
        path: the file.
        columns: columns that must be there; others are kept.
        problems: is added to.
    """
    text = read_text(path, problems, missing=belongs(path))
    if text is None:
        return []
    try:
        rows, _ = parse_rows(text)
    except csv.Error as error:
        problems.append(Problem("filen er ikke en CSV-tabell", path.name, value=str(error)))
        return []
    header = [name.strip() for name in rows[0]] if rows else []
    missing = [name for name in columns if name not in header]
    places = (f"rad 1, kolonne {name}" for name in missing)
    problems += [Problem("kolonnen mangler", path.name, place, remedy="hent filen på nytt") for place in places]
    if missing:
        return []
    if len(rows) == 1:
        problems.append(Problem("tabellen har ingen rader", path.name, remedy="hent filen på nytt"))
    records = []
    # Some sources leave out empty fields at the end of a row; a row must only reach its last needed column.
    needed = max((header.index(name) + 1 for name in columns), default=0)
    for number, row in enumerate(rows[1:], 2):
        if needed <= len(row) <= len(header):
            records.append(Record(path.name, number, dict(zip(header, row, strict=False))))
        else:
            remedy = f"raden skal ha {len(header)} felt"
            problems.append(Problem("raden har feil antall felt", path.name, f"rad {number}", str(len(row)), remedy))
    return records

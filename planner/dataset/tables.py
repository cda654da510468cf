"""Tables with a declared schema: CSV read and written column by column.

A :class:`Table` names its columns once; reading, checking, writing and the
documentation all follow from it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.dataset.columns import Column
from planner.domain.errors import Problem
from planner.domain.textfile import read_text


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its columns, its key and what it means (Norwegian)."""

    file: str
    meaning: str
    columns: tuple[Column, ...]
    key: str = ""
    may_be_empty: bool = False


def parse_rows(text: str) -> tuple[list[list[str]], str]:
    """Rows of CSV text and its separator: comma, or the semicolon that a Norwegian Excel writes."""
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    csv.field_size_limit(1_000_000)
    # A field over the limit or a lone NUL is the only thing the lenient reader still refuses.
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row], separator


def read_table(path: Path, table: Table, problems: list[Problem]) -> list[dict[str, Any]]:
    """Rows of a table as values by column name; problems name file, row, column, value and remedy.

    A cell in error is left out of its row, so later checks must use ``row.get``.
    """
    text = read_text(path, problems)
    if text is None:
        return []
    try:
        rows, separator = parse_rows(text)
    except csv.Error as error:
        problems.append(Problem("fila er ikke en CSV-tabell", table.file, value=str(error), remedy="lagre som CSV"))
        return []
    if not rows:
        problems.append(Problem("tabellen er tom", table.file, remedy="bygg datasettet på nytt"))
        return []
    header = [name.strip() for name in rows[0]]
    if not _check_header(header, table, problems):
        return []
    if len(rows) == 1 and not table.may_be_empty:
        problems.append(Problem("tabellen har ingen rader", table.file, remedy="fyll den ut, eller bygg på nytt"))
    columns = {column.name: column for column in table.columns}
    values = [_row(header, row, number + 2, separator, columns, table, problems) for number, row in enumerate(rows[1:])]
    _check_key(values, table, problems)
    return values


def _check_header(header: Sequence[str], table: Table, problems: list[Problem]) -> bool:
    before = len(problems)
    known = {column.name for column in table.columns}
    for column in table.columns:
        if column.required and column.name not in header:
            place = f"rad 1, kolonne {column.name}"
            problems.append(Problem("kolonnen mangler", table.file, place, remedy="legg den til"))
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            problems.append(Problem("kolonnen står flere ganger", table.file, "rad 1", name, "slett den ene"))
        if name not in known:
            problems.append(
                Problem("ukjent kolonne", table.file, "rad 1", name or "(uten navn)", "slett eller rett den")
            )
    return len(problems) == before


def _row(
    header: Sequence[str], row: Sequence[str], number: int, separator: str,
    columns: Mapping[str, Column], table: Table, problems: list[Problem],
) -> dict[str, Any]:  # fmt: skip
    if len(row) != len(header):
        remedy = f"raden skal ha {len(header)} felt; sett tekst med komma i anførselstegn"
        problems.append(Problem("raden har feil antall felt", table.file, f"rad {number}", str(len(row)), remedy))
        return {}
    values: dict[str, Any] = {"": number}
    for name, cell in zip(header, row, strict=True):
        text = cell.strip()
        if separator == ";" and re.fullmatch(r"-?[0-9]+,[0-9]+", text):
            text = text.replace(",", ".")
        try:
            values[name] = columns[name].parse(text)
        except ValueError as error:
            message, _, remedy = str(error).partition("; ")
            problems.append(
                Problem(message, table.file, f"rad {number}, kolonne {name}", text, remedy or "rett verdien")
            )
    for name, column in columns.items():
        if name not in header:
            values[name] = column.blank
    return values


def _check_key(rows: Iterable[Mapping[str, Any]], table: Table, problems: list[Problem]) -> None:
    seen: dict[str, int] = {}
    previous = ""
    for row in rows:
        key = row.get(table.key)
        if not table.key or key is None:
            continue
        place = f"rad {row['']}, kolonne {table.key}"
        if key in seen:
            remedy = f"id-en står også i rad {seen[key]}; gi hver rad sin id"
            problems.append(Problem("id-en er brukt to ganger", table.file, place, key, remedy))
        elif key < previous:
            problems.append(Problem("radene står ikke sortert", table.file, place, key, f"sorter på {table.key}"))
        seen.setdefault(key, int(row[""]))
        previous = max(previous, key)


def table_bytes(table: Table, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """CSV of some rows: UTF-8, commas, newline, columns in the schema's order."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for row in rows:
        writer.writerow([column.format(row[column.name]) for column in table.columns])
    return buffer.getvalue().encode()

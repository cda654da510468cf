"""What callers give, read to its end: every mistake is reported at once."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse

from planner.domain.dataset import Floats, Ints
from planner.domain.errors import InputError, Problem

NAMED = 10
"""Rows named in a sentence before it ends with how many more there are."""


@dataclass(frozen=True, eq=False)
class Given:
    """Checked input: ``minutes`` a float array or a CSR matrix of floats."""

    minutes: Any
    weights: Floats
    p: int
    fixed: Ints
    excluded: Ints
    outside_minutes: float | None


def named(indices: Iterable[int]) -> str:
    """Indices as text, the first :data:`NAMED` of them."""
    found = [str(int(i)) for i in indices]
    more = f" og {len(found) - NAMED} til" if len(found) > NAMED else ""
    return ", ".join(found[:NAMED]) + more


def is_sparse(matrix: Any) -> bool:
    """Whether a matrix is one of scipy's sparse kinds."""
    return bool(scipy.sparse.issparse(matrix))


def read_minutes(minutes: Any, problems: list[Problem]) -> Any:
    """A float matrix, dense or CSR with its pairs, or None with what is wrong added to ``problems``."""
    matrix: Any
    try:
        if is_sparse(minutes):
            matrix = scipy.sparse.csr_array(minutes, dtype=np.float64)
            values = matrix.data
        else:
            matrix = values = np.ascontiguousarray(minutes, dtype=np.float64)
    except (TypeError, ValueError):
        problems.append(Problem("minuttene er ikke tall i en tabell", place="minutes"))
        return None
    if matrix.ndim != 2:
        problems.append(Problem("må være en tabell med rader og kolonner", place="minutes", value=str(matrix.shape)))
        return None
    for wrong, sentence in ((np.isnan(values), "er ikke et tall (NaN)"), (values < 0, "er negativt")):
        if wrong.any():
            found = np.argwhere(wrong)
            if is_sparse(matrix):
                entry = found[:, 0]
                row = np.searchsorted(matrix.indptr, entry, side="right") - 1
                found = np.column_stack([row, matrix.indices[entry]])
            pairs = [f"({i}, {j})" for i, j in found[:NAMED]]
            more = f" og {len(found) - NAMED} til" if len(found) > NAMED else ""
            problems.append(Problem(f"minutter {sentence}", place=f"minutes {', '.join(pairs)}{more}"))
    return matrix


def read_weights(weights: Any, rows: int | None, problems: list[Problem]) -> Floats | None:
    """(I,) weights, or None."""
    try:
        read = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError):
        problems.append(Problem("vektene er ikke tall", place="weights"))
        return None
    if read.ndim != 1 or (rows is not None and len(read) != rows):
        expected = "" if rows is None else f", skal være ({rows},)"
        problems.append(Problem(f"vektene har feil form{expected}", place="weights", value=str(read.shape)))
        return None
    before = len(problems)
    for wrong, sentence in ((~np.isfinite(read), "er ikke et endelig tall"), (read < 0, "er negativ")):
        if wrong.any():
            problems.append(Problem(f"vekt {sentence}", place=f"weights, rad {named(np.flatnonzero(wrong))}"))
    if len(problems) == before and not np.any(read > 0):
        problems.append(Problem("alle vektene er 0", place="weights", remedy="gi minst én rad vekt"))
    return read


def read_columns(name: str, given: Any, columns: int | None, problems: list[Problem]) -> Ints:
    """Ascending column indices, each once."""
    try:
        read: npt.NDArray[Any] = np.asarray(list(given))
    except TypeError:
        problems.append(Problem("må være en liste med kolonner", place=name, value=str(given)))
        return np.zeros(0, np.int64)
    if read.size == 0:
        return np.zeros(0, np.int64)
    if read.ndim != 1 or read.dtype.kind not in "iu":
        problems.append(Problem("kolonner må være heltall", place=name, value=str(given)))
        return np.zeros(0, np.int64)
    inside = (read >= 0) & (read < (columns if columns is not None else np.inf))
    if not inside.all():
        problems.append(Problem(f"kolonne finnes ikke: {named(read[~inside])}", place=name))
    return np.unique(read[inside]).astype(np.int64)


def read_number(
    name: str, value: Any, problems: list[Problem], *, over: float | None = None, below: float = math.inf
) -> None:
    """Report a value that is not a finite number from 0 (or over ``over``) to below ``below``."""
    fine = isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)
    if not fine or (value < 0 if over is None else value <= over) or value >= below:
        least = "minst 0" if over is None else f"over {over:g}"
        most = "" if below == math.inf else f" og under {below:g}"
        problems.append(Problem(f"må være et tall {least}{most}", place=name, value=str(value)))


def read_whole(name: str, value: Any, problems: list[Problem]) -> int | None:
    """A whole number of at least 0, or None."""
    if isinstance(value, numbers.Integral) and not isinstance(value, bool) and int(value) >= 0:
        return int(value)
    problems.append(Problem("må være et heltall som ikke er negativt", place=name, value=str(value)))
    return None


def _count_problems(p: int, columns: int, fixed: Ints, excluded: Ints) -> list[Problem]:
    problems = []
    usable = columns - len(excluded)
    if not 1 <= p <= columns:
        problems.append(Problem(f"må være fra 1 til antall kolonner ({columns})", place="p", value=str(p)))
    elif p > usable:
        problems.append(Problem(f"bare {usable} kolonner kan åpnes når noen er utelukket", place="p", value=str(p)))
    if len(fixed) > max(p, 0):
        problems.append(Problem(f"{len(fixed)} kolonner er faste, men bare {p} skal åpne", place="fixed"))
    both = np.intersect1d(fixed, excluded)
    if len(both):
        problems.append(Problem(f"kolonne er både fast og utelukket: {named(both)}", place="fixed, excluded"))
    return problems


def read_given(
    minutes: Any, weights: Any, p: Any, *, fixed: Any, excluded: Any, outside_minutes: Any, gap: Any, time_limit: Any,
    seed: Any, more: list[Problem],
) -> Given:  # fmt: skip
    """Read and check everything.

    Raises:
        InputError: every mistake, ``more`` included.
    """
    problems: list[Problem] = []
    matrix = read_minutes(minutes, problems)
    rows, columns = matrix.shape if matrix is not None else (None, None)
    read = read_weights(weights, rows, problems)
    opened = read_columns("fixed", fixed, columns, problems)
    closed = read_columns("excluded", excluded, columns, problems)
    count = read_whole("p", p, problems)
    if count is not None and columns is not None:
        problems += _count_problems(count, columns, opened, closed)
    if outside_minutes is not None:
        read_number("outside_minutes", outside_minutes, problems)
    read_number("gap", gap, problems, below=1.0)
    if time_limit != math.inf:
        read_number("time_limit", time_limit, problems, over=0.0)
    read_whole("seed", seed, problems)
    problems += more
    if problems or matrix is None or read is None or count is None:
        raise InputError(problems)
    return Given(matrix, read, count, opened, closed, outside_minutes)

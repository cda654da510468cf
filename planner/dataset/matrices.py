"""Travel minutes as files: filtered uint8 ``.npy``, compressed with zstandard; and wide CSV for drives.

A row's neighbours differ little, since cells are in spatial order: what is stored is the
difference from the column before (modulo 256), which packs about three times as well.
The same matrix gives the same bytes under the same version of ``zstandard``.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import zstandard

from planner.dataset.tables import parse_rows
from planner.domain.dataset import BEYOND, Floats, Minutes
from planner.domain.errors import Problem
from planner.domain.textfile import decode

_LEVEL = 19
_HEADER_ROOM = 4096
_LARGEST = 2**28
"""Bytes of a matrix whose size nobody knows."""


def pack_minutes(minutes: Minutes) -> bytes:
    """Bytes of a (rows × columns) matrix of whole minutes."""
    filtered = minutes.copy()
    filtered[:, 1:] -= minutes[:, :-1]
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(filtered), version=(1, 0), allow_pickle=False)
    packer = zstandard.ZstdCompressor(level=_LEVEL, threads=0, write_checksum=True, write_content_size=True)
    return packer.compress(buffer.getvalue())


def unpack_minutes(
    raw: bytes, shape: tuple[int | None, int | None], limit: int | None, shown: str, problems: list[Problem]
) -> Minutes | None:
    """Matrix of :func:`pack_minutes`; None and a problem if it is damaged or does not fit.

    Args:
        raw: bytes of the file.
        shape: rows and columns it must have; None where that is not known.
        limit: largest number of minutes, nothing but ``BEYOND`` is legal above it; None where that is not known.
        shown: file name for problems.
        problems: is added to.
    """
    remedy = "bygg datasettet på nytt"
    try:
        # The size is bounded before anything is unpacked: a small file could hold a huge one.
        size = zstandard.frame_content_size(raw)
        most = _LARGEST if None in shape else math.prod(filter(None, shape))
        if size < 0 or size > most + _HEADER_ROOM:
            problems.append(Problem("matrisen har feil størrelse", shown, value=f"{size} byte", remedy=remedy))
            return None
        plain = zstandard.ZstdDecompressor().decompress(raw)
        filtered = np.lib.format.read_array(io.BytesIO(plain), allow_pickle=False)
    except (zstandard.ZstdError, ValueError, EOFError, SyntaxError, TypeError):
        problems.append(Problem("matrisen er skadet og kan ikke pakkes ut", shown, remedy=remedy))
        return None
    fits = len(filtered.shape) == 2 and all(w in (None, n) for w, n in zip(shape, filtered.shape, strict=True))
    if filtered.dtype != np.uint8 or not fits:
        found = f"{filtered.dtype} {'×'.join(map(str, filtered.shape))}"
        wanted = f"skal være uint8 {'×'.join('?' if n is None else str(n) for n in shape)}; {remedy}"
        problems.append(Problem("matrisen passer ikke til tabellene", shown, value=found, remedy=wanted))
        return None
    minutes: Minutes = np.cumsum(filtered, axis=1, dtype=np.uint8)
    wrong = (minutes > (BEYOND if limit is None else limit)) & (minutes != BEYOND)
    if wrong.any():
        row, column = (int(i[0]) for i in np.nonzero(wrong))
        place = f"rad {row + 1}, kolonne {column + 1}"
        problems.append(Problem(f"minutter over grensen {limit}", shown, place, str(minutes[row, column]), remedy))
        return None
    minutes.flags.writeable = False
    return minutes


def square_csv(ids: Sequence[str], values: Floats, decimals: int) -> bytes:
    """Wide CSV of a (sites × sites) matrix: header and first column are ids, blank = no way."""
    lines = [",".join(["from_to", *ids])]
    for name, row in zip(ids, values, strict=True):
        lines.append(",".join([name, *(f"{value:.{decimals}f}" if math.isfinite(value) else "" for value in row)]))
    return ("\n".join(lines) + "\n").encode()


def read_square(raw: bytes, ids: Sequence[str] | None, shown: str, problems: list[Problem]) -> Floats | None:
    """Matrix of :func:`square_csv`; None and problems if it does not fit the sites, where these are known."""
    before = len(problems)
    text = decode(raw, shown, problems)
    if text is None:
        return None
    try:
        rows, _ = parse_rows(text)
    except csv.Error as error:
        problems.append(Problem("fila er ikke en CSV-tabell", shown, value=str(error), remedy="bygg på nytt"))
        return None
    header = rows[0][1:] if rows else []
    wanted = header if ids is None else list(ids)
    if not rows or header != wanted or [row[0] for row in rows[1:]] != wanted:
        whose = "id-ene i overskriften" if ids is None else "sites.csv"
        remedy = "overskrift og første kolonne skal være id-ene i sites.csv i samme rekkefølge; bygg på nytt"
        problems.append(Problem(f"tabellen passer ikke til {whose}", shown, remedy=remedy))
        return None
    values: npt.NDArray[np.float64] = np.full((len(wanted), len(wanted)), np.inf)
    for number, row in enumerate(rows[1:]):
        if len(row) != len(wanted) + 1:
            problems.append(
                Problem("raden har feil antall felt", shown, f"rad {number + 2}", str(len(row)), "bygg på nytt")
            )
            continue
        for column, text_value in enumerate(row[1:]):
            value = _distance(text_value)
            if value is None:
                place = f"rad {number + 2}, kolonne {wanted[column]}"
                problems.append(Problem("ikke et tall på 0 eller mer", shown, place, text_value, "tom = ingen vei"))
            else:
                values[number, column] = value
    if len(problems) > before:
        return None
    values.flags.writeable = False
    return values


def _distance(text: str) -> float | None:
    """A number of at least 0, inf where blank, None where neither."""
    if not text:
        return math.inf
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < math.inf else None

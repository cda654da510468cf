"""Reading text files that come from people and offices: bytes to text and JSON.

Norwegian letters arrive as UTF-8 (with or without a byte-order mark), UTF-16 with or
without a mark, or cp1252. What is no text at all is a :class:`Problem`, never a traceback.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from planner.domain.errors import Problem

LARGEST_FILE = 500_000_000
"""Bytes."""
REBUILD = "legg fila der, eller bygg datasettet på nytt"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(
    path: Path, problems: list[Problem], *, name: str = "", missing: str = REBUILD, largest: int = LARGEST_FILE
) -> bytes | None:
    """Bytes of a file; None and a problem if it is missing, a folder, empty, too large or unreadable.

    Args:
        path: the file.
        problems: is added to.
        name: what problems call it; its bare name if left out.
        missing: what to do where it is missing.
        largest: bytes.
    """
    shown = name or path.name
    try:
        fault = _unfit(path, missing, largest)
        raw = b"" if fault else path.read_bytes()
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        reason = getattr(error, "strerror", None) or type(error).__name__
        fault = ("fila kan ikke leses", reason, "sjekk stien og lesetilgangen")
    if not fault and not raw:
        fault = ("fila er tom", "", "hent eller lag fila på nytt")
    if fault:
        message, value, remedy = fault
        problems.append(Problem(message, shown, value=value, remedy=remedy))
        return None
    return raw


def _unfit(path: Path, missing: str, largest: int) -> tuple[str, str, str] | None:
    """Why a file cannot be read: message, value, remedy."""
    if path.is_dir():
        return "er en mappe, ikke en fil", "", "oppgi fila"
    if not path.exists():
        return "fila finnes ikke", "", missing
    size = path.stat().st_size
    if size > largest:
        return "fila er for stor til å være det den skal", f"{size} byte", "hent eller lag fila på nytt"
    return None


def decode(raw: bytes, shown: str, problems: list[Problem]) -> str | None:
    """Text of some bytes: UTF-8, UTF-16, else cp1252; None and a problem for binary rubbish."""
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
        break
    found = f"byte {raw[:8].hex(' ')}"
    problems.append(Problem("innholdet er ikke tekst", shown, value=found, remedy="lagre fila som UTF-8"))
    return None


def _encodings(raw: bytes) -> tuple[str, ...]:
    """What the bytes may be; UTF-16 without a mark is known by the zeros beside nearly every letter."""
    if raw[:2] in _UTF16_MARKS:
        return ("utf-16",)
    even, odd = raw[::2], raw[1::2]
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if 0 not in others and zeros.count(0) > 0.9 * len(zeros):
            return (encoding,)
    return ("utf-8-sig", "cp1252")


def read_text(
    path: Path, problems: list[Problem], *, name: str = "", missing: str = REBUILD, largest: int = LARGEST_FILE
) -> str | None:
    """Text of a file, see :func:`read_bytes` and :func:`decode`."""
    raw = read_bytes(path, problems, name=name, missing=missing, largest=largest)
    return None if raw is None else decode(raw, name or path.name, problems)


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} er ikke et tall i JSON")


def read_json(
    path: Path, problems: list[Problem], *, name: str = "", missing: str = REBUILD, largest: int = LARGEST_FILE
) -> Any:
    """Value of a JSON file; None and a problem if it is no JSON."""
    text = read_text(path, problems, name=name, missing=missing, largest=largest)
    return None if text is None else json_value(text, name or path.name, problems)


def json_value(text: str, shown: str, problems: list[Problem]) -> Any:
    """Value of some JSON; None and a problem if it is none."""
    message, remedy = "fila er ikke gyldig JSON", "rett fila, eller lag den på nytt"
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        problems.append(Problem(message, shown, f"linje {error.lineno}, tegn {error.colno}", remedy=remedy))
    except (ValueError, RecursionError) as error:
        problems.append(Problem(message, shown, value=str(error)[:80], remedy=remedy))
    return None

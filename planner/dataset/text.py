"""Reading text files that come from people and offices: bytes to text, JSON and hashes.

Norwegian letters arrive as UTF-8 (with or without a byte-order mark), UTF-16 or
cp1252. What is no text at all is a :class:`Problem`, never a traceback.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from planner.domain.errors import Problem

_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_LARGEST = 500_000_000


def read_bytes(path: Path, problems: list[Problem], *, name: str = "") -> bytes | None:
    """Bytes of a file; None and a problem if it is missing, empty, too large or unreadable."""
    shown = name or path.name
    try:
        if not path.is_file():
            problems.append(Problem("filen mangler", shown, remedy="legg filen der, eller bygg datasettet på nytt"))
            return None
        if path.stat().st_size > _LARGEST:
            problems.append(
                Problem(
                    "filen er for stor til å være det den skal",
                    shown,
                    value=str(path.stat().st_size),
                    remedy="hent filen på nytt",
                )
            )
            return None
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problems.append(Problem("filen kan ikke leses", shown, value=reason, remedy="sjekk lesetilgangen"))
        return None
    if not raw:
        problems.append(Problem("filen er tom", shown, remedy="hent eller bygg filen på nytt"))
        return None
    return raw


def decode(raw: bytes, shown: str, problems: list[Problem]) -> str | None:
    """Text of some bytes: UTF-8, UTF-16 with a mark, else cp1252; None and a problem for binary rubbish."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif raw.translate(None, _CONTROL) != raw:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    problems.append(
        Problem("innholdet er ikke tekst", shown, value=repr(raw[:12]), remedy="lagre filen som CSV eller JSON i UTF-8")
    )
    return None


def read_text(path: Path, problems: list[Problem], *, name: str = "") -> str | None:
    """Text of a file, see :func:`decode`."""
    raw = read_bytes(path, problems, name=name)
    return None if raw is None else decode(raw, name or path.name, problems)


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} er ikke et tall i JSON")


def read_json(path: Path, problems: list[Problem], *, name: str = "") -> Any:
    """Value of a JSON file; None and a problem if it is no JSON."""
    shown = name or path.name
    text = read_text(path, problems, name=name)
    if text is None:
        return None
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        problems.append(
            Problem(
                "filen er ikke gyldig JSON",
                shown,
                f"linje {error.lineno}",
                error.msg,
                "rett filen eller bygg den på nytt",
            )
        )
    except (ValueError, RecursionError) as error:
        problems.append(Problem("filen er ikke gyldig JSON", shown, value=str(error)[:80], remedy="bygg filen på nytt"))
    return None


def json_bytes(value: Any, *, indent: int | None = 1) -> bytes:
    """JSON as UTF-8 with sorted keys and a final newline: the same bytes for the same value."""
    separators = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, separators=separators, allow_nan=False)
    return (text + "\n").encode()


def sha256_of(raw: bytes, *, binary: bool) -> str:
    """Hash of a file; text is hashed with newline ends so that a checkout on Windows keeps it."""
    return hashlib.sha256(raw if binary else raw.replace(b"\r\n", b"\n")).hexdigest()

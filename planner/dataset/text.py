"""A dataset's files as they are written: JSON bytes and hashes."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def json_bytes(value: Any, *, indent: int | None = 1) -> bytes:
    """JSON as UTF-8 with sorted keys and a final newline: the same bytes for the same value."""
    separators = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, separators=separators, allow_nan=False)
    return (text + "\n").encode()


def sha256_of(raw: bytes, *, binary: bool) -> str:
    """Hash of a file; text is hashed with newline ends so that a checkout on Windows keeps it."""
    return hashlib.sha256(raw if binary else raw.replace(b"\r\n", b"\n")).hexdigest()

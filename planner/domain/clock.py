"""Clock times as text ``HH:MM`` (Europe/Oslo) and as minutes after midnight; dates as text ``YYYY-MM-DD``."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_CLOCK = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MINUTES_PER_DAY = 24 * 60


@lru_cache(maxsize=4096)
def minute_of(clock: str) -> int:
    """Minutes after midnight of ``HH:MM``; ``24:00`` is the end of the day.

    Raises:
        ValueError: if the text is no clock time.
    """
    match = _CLOCK.fullmatch(clock)
    minute = int(match[1]) * 60 + int(match[2]) if match else -1
    if not 0 <= minute <= MINUTES_PER_DAY:
        raise ValueError(f"«{clock}» er ikke et klokkeslett; skriv det som TT:MM, for eksempel 09:30")
    return minute


def clock_of(minute: float) -> str:
    """``HH:MM`` of a number of minutes after midnight, rounded down."""
    whole = int(minute)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def day_of(text: str) -> date:
    """The date of ``YYYY-MM-DD``; no other form of ISO 8601 is read.

    Raises:
        ValueError: if the text is no such date.
    """
    try:
        return date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        raise ValueError("ikke en dato (ÅÅÅÅ-MM-DD)") from None

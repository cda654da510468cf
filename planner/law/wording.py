"""Norwegian wording of dates and openings, the same in every sentence users read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from planner.domain.plan import Opening, Station

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
MOST_OPENINGS = 5


def short_date(day: date) -> str:
    """``fredag 30. mai``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}. {MONTHS[day.month - 1]}"


def long_date(day: date) -> str:
    """``fredag 30. mai 2025``."""
    return f"{short_date(day)} {day.year}"


def join(parts: Sequence[str]) -> str:
    """``a, b og c``."""
    return " og ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def count(number: int, one: str, many: str) -> str:
    """``1 sted``, ``2 steder``."""
    return f"{number} {one if number == 1 else many}"


def date_runs(days: Iterable[date], period: Sequence[date]) -> str:
    """Dates as text, those that follow each other in ``period`` drawn together.

    Args:
        days: the dates to name.
        period: the dates that count, in order; Friday and Monday follow each other
            where it holds weekdays only.
    """
    follows = dict(pairwise(period))
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and follows.get(runs[-1][-1]) == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return join([long_date(r[0]) if len(r) == 1 else f"{short_date(r[0])}–{long_date(r[-1])}" for r in runs])


def iso_dates(days: Iterable[date]) -> tuple[str, ...]:
    """The dates in order, as subjects of a finding have them: ``2027-08-16``."""
    return tuple(day.isoformat() for day in sorted(days))


def named(station: Station) -> str:
    """Name and id of a station."""
    return f"{station.name} ({station.id})"


def opening_text(opening: Opening) -> str:
    """``fredag 30. mai 2025 kl. 10:00–16:00``."""
    return f"{long_date(opening.date)} kl. {opening.start}–{opening.end}"


def openings_text(openings: Sequence[Opening]) -> str:
    """The first few openings in full, and how many more there are."""
    parts = [opening_text(opening) for opening in openings[:MOST_OPENINGS]]
    if len(openings) > MOST_OPENINGS:
        parts.append(count(len(openings) - MOST_OPENINGS, "åpning til", "åpninger til"))
    return join(parts)


def written(value: date | datetime | Sequence[date]) -> str:
    """A date, a moment or a list of dates in full."""
    if isinstance(value, datetime):
        return f"{long_date(value.date())} kl. {value:%H:%M}"
    if isinstance(value, date):
        return long_date(value)
    days = sorted(value)
    return date_runs(days, [days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)] if days else [])

"""Opening hours as text: a small part of the OpenStreetMap ``opening_hours`` notation.

``Mo-Fr 10:00-19:00; Sa 10:00-18:00; Aug 16-Aug 19 off``: weekly lines first, then
closed periods (year left out; ``Aug 16-Aug 19 Mo-Tu off`` closes only those
weekdays). What is outside this part is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from planner.domain.clock import minute_of
from planner.domain.dataset import ClosedPeriod, WeeklyHours

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = f"(?:{'|'.join(DAYS)})"
_DAYLIST = rf"{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*"
_MONTHDAY = rf"({'|'.join(MONTHS)}) (\d{{1,2}})"
_WEEKLY = re.compile(rf"({_DAYLIST}) (\d\d:\d\d)-(\d\d:\d\d)")
_CLOSED = re.compile(rf"{_MONTHDAY}(?:-{_MONTHDAY})?(?: ({_DAYLIST}))? off")
_LEAP_YEAR = 2024


def parse_weekdays(text: str) -> frozenset[int]:
    """Weekdays (0 = Monday) of ``Mo-Fr,Su``.

    Raises:
        ValueError: if the text is no list of weekdays.
    """
    if not re.fullmatch(_DAYLIST, text):
        raise ValueError(f"«{text}» er ikke ukedager; skriv for eksempel Mo-Fr eller Mo,We,Sa")
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        if end < start:
            raise ValueError(f"«{part}» går baklengs; skriv ukedagene fra mandag (Mo) til søndag (Su)")
        days.update(range(start, end + 1))
    return frozenset(days)


def format_weekdays(days: Iterable[int]) -> str:
    """The shortest text of some weekdays, runs of three or more (and pairs) joined."""
    parts: list[list[int]] = []
    for day in sorted(days):
        if parts and parts[-1][-1] == day - 1:
            parts[-1].append(day)
        else:
            parts.append([day])
    return ",".join(DAYS[p[0]] if len(p) == 1 else f"{DAYS[p[0]]}-{DAYS[p[-1]]}" for p in parts)


def parse_opening_hours(text: str) -> tuple[tuple[WeeklyHours, ...], tuple[ClosedPeriod, ...]]:
    """Weekly hours and closed periods of a text in the notation above; empty text is empty.

    Raises:
        ValueError: naming the part that is not understood (Norwegian).
    """
    weekly: list[WeeklyHours] = []
    closed: list[ClosedPeriod] = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        if match := _WEEKLY.fullmatch(part):
            days, start, end = match.groups()
            if minute_of(start) >= minute_of(end):
                raise ValueError(f"«{part}» slutter før den begynner")
            weekly.append(WeeklyHours(parse_weekdays(days), start, end))
        elif match := _CLOSED.fullmatch(part):
            first = _month_day(match[1], match[2])
            last = _month_day(match[3], match[4]) if match[3] else first
            days_off = parse_weekdays(match[5]) if match[5] else frozenset(range(7))
            closed.append(ClosedPeriod(first, last, days_off))
        else:
            raise ValueError(
                f"«{part}» er ikke åpningstid; skriv for eksempel Mo-Fr 10:00-19:00 eller Aug 16-Aug 19 off"
            )
    return tuple(weekly), tuple(closed)


def format_opening_hours(weekly: Iterable[WeeklyHours], closed: Iterable[ClosedPeriod]) -> str:
    """The text that :func:`parse_opening_hours` reads back."""
    parts = [f"{format_weekdays(line.weekdays)} {line.start}-{line.end}" for line in weekly]
    for period in closed:
        first, last = (f"{MONTHS[month - 1]} {day:02d}" for month, day in (period.first, period.last))
        days = "" if len(period.weekdays) == len(DAYS) else f" {format_weekdays(period.weekdays)}"
        parts.append(f"{first}{days} off" if first == last else f"{first}-{last}{days} off")
    return "; ".join(parts)


def _month_day(month: str, day: str) -> tuple[int, int]:
    """(month, day), checked against a leap year."""
    number = MONTHS.index(month) + 1
    try:
        date(_LEAP_YEAR, number, int(day))
    except ValueError as error:
        raise ValueError(f"«{month} {day}» finnes ikke i kalenderen") from error
    return number, int(day)

"""Advance-voting hours from free text, by a strict grammar: all of a text is understood, or none.

What is understood: weekdays (``hverdager``, ``lørdager``, ``mandag–fredag``, ``man-tors``)
followed by clock times (``kl. 10:00-19:00``, ``10.00–15.30``); ``stengt lørdager``;
``stengt i perioden 16. - 19. august``; and sentences that speak of neither days, dates
nor times. Anything else makes the result empty: the text is kept, never guessed at.
"""

from __future__ import annotations

import re

from planner.domain.clock import minute_of
from planner.domain.dataset import ClosedPeriod, WeeklyHours

Hours = tuple[tuple[WeeklyHours, ...], tuple[ClosedPeriod, ...]]
NOTHING: Hours = ((), ())

_ENDING = "(?:dag(?:er|ene|ar|ane)?)?"
_DAYS = tuple(
    (f"{stem}{_ENDING}", number)
    for number, stem in enumerate(("m[aå]n", "t(?:irs?|ys)", "ons", "tors?", "fre", "l(?:[øo]r|aur)", "s(?:[øo]n|un)"))
)
_MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember",
)  # fmt: skip
_DAY = "(?:" + "|".join(pattern for pattern, _ in _DAYS) + r")\b\.?"
_WEEKDAYS = (
    rf"\b(?:(?:hverdag|kvardag|vekedag|ukedag)(?:er|ene|ar|ane)?|alle dag(?:er|ar)|daglig|"
    rf"{_DAY}(?:\s*(?:-|til(?: og med)?|t\.?o\.?m\.?)\s*{_DAY})?)"
)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_OPEN = re.compile(rf"({_WEEKDAYS})\s*:?\s*(?:kl\.?|klokken|klokka)?\s*{_CLOCK}\s*(?:-|til)\s*{_CLOCK}(?![\d:.]*\d)")
_CLOSED_DAYS = re.compile(rf"(?:er\s+)?stengt\s+(?:på\s+)?({_WEEKDAYS})(?!\s*(?:\d|kl))")
_MONTH = f"({'|'.join(_MONTHS)})"
_CLOSED_DATES = re.compile(
    rf"(?:er\s+)?stengt\s+(?:i perioden|fra|i tidsrommet)?\s*(\d{{1,2}})\.?\s*(?:{_MONTH})?\s*(?:-|til(?: og med)?)\s*"
    rf"(\d{{1,2}})\.?\s*{_MONTH}"
)
_LABEL = re.compile(r"(?:åpnings|opnings)tid(?:er|ene|en|a|ar|ane)?\s*:")
_SPEAKS_OF_TIME = re.compile(
    rf"\d\s*[:.]?\d\d\b|\d\s*-\s*\d|\bkl\b|klokk|\d\.\s*\w|{_MONTH[1:-1]}|\b(?:uke|veke)\b|stengt|åpen|åpent|unntatt|"
    rf"utvidet|helg|kveld|dagtid|ope|steng|{_WEEKDAYS}|\b\w*dag(?:en|er|ene|ar|ane)?\b"
)


def parse_hours(text: str) -> Hours:
    """Weekly hours and closed periods of a free text; :data:`NOTHING` where any part is not understood."""
    rest = re.sub(r"[–—−]", "-", " ".join(text.lower().split()))
    rest = _LABEL.sub(" ", rest)
    weekly, rest = _take_open(rest)
    closed_days, rest = _take_closed_days(rest)
    closed, rest = _take_closed_dates(rest)
    if weekly is None or closed_days is None or closed is None or _SPEAKS_OF_TIME.search(rest):
        return NOTHING
    days = [day for line in weekly for day in line.weekdays]
    if not weekly or len(days) != len(set(days)):
        return NOTHING
    kept = [WeeklyHours(line.weekdays - closed_days, line.start, line.end) for line in weekly]
    return tuple(line for line in kept if line.weekdays), tuple(closed)


def _take_open(text: str) -> tuple[list[WeeklyHours] | None, str]:
    weekly: list[WeeklyHours] | None = []
    for match in _OPEN.finditer(text):
        days = _weekdays(match[1])
        start, end = _clock(match[2], match[3]), _clock(match[4], match[5])
        if weekly is None or not days or not start or not end or minute_of(start) >= minute_of(end):
            weekly = None
        else:
            weekly.append(WeeklyHours(days, start, end))
    return weekly, _OPEN.sub(" ; ", text)


def _take_closed_days(text: str) -> tuple[frozenset[int] | None, str]:
    found = [_weekdays(match[1]) for match in _CLOSED_DAYS.finditer(text)]
    days = frozenset().union(*found) if all(found) else None
    return days, _CLOSED_DAYS.sub(" ; ", text)


def _take_closed_dates(text: str) -> tuple[list[ClosedPeriod] | None, str]:
    closed: list[ClosedPeriod] | None = []
    for match in _CLOSED_DATES.finditer(text):
        last_month = _MONTHS.index(match[4]) + 1
        first_month = _MONTHS.index(match[2]) + 1 if match[2] else last_month
        first, last = (first_month, int(match[1])), (last_month, int(match[3]))
        if closed is None or first > last or not (1 <= first[1] <= 31 and 1 <= last[1] <= 31):
            closed = None
        else:
            closed.append(ClosedPeriod(first, last))
    return closed, _CLOSED_DATES.sub(" ; ", text)


def _weekdays(text: str) -> frozenset[int]:
    if text.startswith(("hverdag", "kvardag", "vekedag", "ukedag")):
        return frozenset(range(5))
    if text.startswith(("alle", "daglig")):
        return frozenset(range(7))
    found = [number for word in re.findall(_DAY, text) for number in (_day(word),)]
    if len(found) == 1:
        return frozenset(found)
    return frozenset(range(found[0], found[1] + 1)) if found[0] < found[1] else frozenset()


def _day(word: str) -> int:
    return next(number for pattern, number in _DAYS if re.fullmatch(pattern, word.rstrip(".")))


def _clock(hour: str, minute: str | None) -> str:
    """``HH:MM``, or "" where there is no such time."""
    if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        return ""
    return f"{int(hour):02d}:{int(minute or 0):02d}"

"""Hours that voters can remember: the same on the same weekday for as long as a place is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from planner.problem import Slot, merged_slots

Hours = tuple[tuple[int, int], ...]
"""What a place is open on a date: stretches (minutes after midnight) in order."""


def irregular_dates(slots: Iterable[Slot], period: Sequence[date]) -> list[date]:
    """Dates between the first and the last opening on which the hours are not those of their weekday.

    The hours of a weekday are those of most of its dates before the last ISO week of the period (of several as
    common, the first). In the last week a place may be open longer, and on other weekdays too.

    Args:
        period: the dates on which places can be open, in order; others (holidays, Sundays) are not judged.
    """
    by_date: dict[date, list[tuple[int, int]]] = {}
    for slot in merged_slots(slots):
        by_date.setdefault(slot.day, []).append((slot.start, slot.end))
    hours: dict[date, Hours] = {day: tuple(found) for day, found in by_date.items()}
    if not hours:
        return []
    last_monday = period[-1] - timedelta(days=period[-1].weekday())
    run = [day for day in period if min(hours) <= day <= max(hours)]
    before = [day for day in run if day < last_monday]
    usual = {weekday: _most(hours.get(d, ()) for d in before if d.weekday() == weekday) for weekday in range(7)}
    return [day for day in run if not _kept(hours.get(day, ()), usual[day.weekday()], last=day >= last_monday)]


def _most(found: Iterable[Hours]) -> Hours:
    counted = Counter(found)
    return max(counted, key=lambda hours: counted[hours], default=())


def _kept(hours: Hours, usual: Hours, *, last: bool) -> bool:
    """Whether a date has its weekday's hours, or in the last week at least those."""
    if not last:
        return hours == usual
    return all(any(s <= start and end <= e for s, e in hours) for start, end in usual)

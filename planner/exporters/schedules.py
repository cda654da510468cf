"""Opening hours as runs of dates: consecutive dates with the same hours and the same offset from UTC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from planner.domain.clock import MINUTES_PER_DAY, minute_of
from planner.domain.plan import Opening
from planner.domain.spans import open_spans
from planner.law.calendar import OSLO
from planner.law.days import ONE_DAY


@dataclass(frozen=True, slots=True)
class Run:
    """Every date from ``first`` to ``last`` has these hours: ``HH:MM:SS+02:00`` pairs in order."""

    first: date
    last: date
    hours: tuple[tuple[str, str], ...]


def runs(openings: Iterable[Opening]) -> list[Run]:
    """Runs in order of date; no two share a date, and touching blocks are one stretch."""
    found: list[Run] = []
    for day, spans in open_spans(openings).items():
        hours = tuple((zoned_clock(day, start), zoned_clock(day, end)) for start, end in spans)
        if found and found[-1].last + ONE_DAY == day and found[-1].hours == hours:
            found[-1] = Run(found[-1].first, day, hours)
        else:
            found.append(Run(day, day, hours))
    return found


def zoned_clock(day: date, clock: str) -> str:
    """``10:00:00+02:00``: a clock time in Norway with the offset it has on that date and hour."""
    offset = moment(day, clock).strftime("%z")
    return f"{clock}:00{offset[:3]}:{offset[3:]}"


def moment(day: date, clock: str) -> datetime:
    """A clock time on a date in Norway; 24:00 is midnight after it."""
    minutes = minute_of(clock)
    days, rest = divmod(minutes, MINUTES_PER_DAY)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), OSLO)

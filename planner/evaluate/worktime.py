"""Limits of working time as the scenario chooses among the law's, and the working days of a roster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.clock import MINUTES_PER_DAY, minute_of
from planner.domain.plan import RosterEntry
from planner.law.parameters import law_parameters
from planner.problem import Problem

WEEK_DAYS = 7
DAY_LIMIT = {"ordinary": "work_day_hours", "tariff": "work_day_hours", "agreed": "work_day_hours_agreed"}
WEEK_LIMIT = {"ordinary": "work_week_hours", "tariff": "work_week_minutes_tariff", "agreed": "work_week_hours_agreed"}
DAY_REST = {"ordinary": "rest_day_hours", "tariff": "rest_day_hours_tariff"}
WEEK_REST = {"ordinary": "rest_week_hours", "tariff": "rest_week_hours_tariff"}


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """All in minutes but the shifts.

    Attributes:
        day, week: longest working time on a date, in an ISO week.
        rest_day, rest_week: shortest rest between two working days, in an ISO week.
        break_after: work that may go on without a break.
        break_minutes: length of a break. The law states a length only for long days; here it is asked of
            every day that needs a break.
        shifts: most shifts in an ISO week.
        least_present: persons who stay while somebody has a break.
    """

    day: int
    week: int
    rest_day: int
    rest_week: int
    break_after: int
    break_minutes: int
    shifts: int
    least_present: int


def work_limits(problem: Problem) -> WorkLimits:
    """The limits that hold for a scenario's election."""
    law, election, chosen = law_parameters(), problem.scenario.election, problem.scenario.roster
    beside = 0 if chosen.leader_counts_as_worker else 1
    return WorkLimits(
        day=law.minutes(DAY_LIMIT[chosen.hours], election),
        week=law.minutes(WEEK_LIMIT[chosen.hours], election),
        rest_day=law.minutes(DAY_REST[chosen.rest], election),
        rest_week=law.minutes(WEEK_REST[chosen.rest], election),
        break_after=min(law.minutes("break_after_minutes", election), law.minutes("break_long_from_hours", election)),
        break_minutes=law.minutes("break_long_minutes", election),
        shifts=chosen.max_shifts_week,
        least_present=law.number("min_workers_present", election) + beside,
    )


def monday_of(day: date) -> date:
    """First day of its ISO week."""
    return day - timedelta(days=day.weekday())


def at_minute(day: date, minute: int) -> int:
    """Minutes on one time axis over all dates."""
    return day.toordinal() * MINUTES_PER_DAY + minute


@dataclass(frozen=True, slots=True)
class WorkDay:
    """All of one person's work on one date.

    Attributes:
        start, end: minutes after midnight of the first start and the last end.
        minutes: time on duty; what overlaps counts once.
    """

    day: date
    start: int
    end: int
    minutes: int


def work_days(entries: Iterable[RosterEntry]) -> list[WorkDay]:
    """One person's working days, in order."""
    by_day: dict[date, list[tuple[int, int]]] = {}
    for entry in entries:
        by_day.setdefault(entry.date, []).append((minute_of(entry.start), minute_of(entry.end)))
    return [_work_day(day, sorted(spans)) for day, spans in sorted(by_day.items())]


def _work_day(day: date, spans: list[tuple[int, int]]) -> WorkDay:
    minutes, reached = 0, 0
    for start, end in spans:
        minutes += max(0, end - max(start, reached))
        reached = max(reached, end)
    return WorkDay(day, spans[0][0], reached, minutes)


def longest_rest(days: list[WorkDay], monday: date) -> float:
    """Longest rest that touches an ISO week, counted from the week's first minute at the earliest, in minutes.

    Endless after the last working day.
    """
    first, after = at_minute(monday, 0), at_minute(monday + timedelta(days=WEEK_DAYS), 0)
    ends = [first, *(at_minute(d.day, d.end) for d in days if at_minute(d.day, d.end) < after)]
    starts = [at_minute(d.day, d.start) for d in days]
    rests = [
        min((start for start in starts if start >= end), default=float("inf")) - end for end in ends if end >= first
    ]
    return max(rests)

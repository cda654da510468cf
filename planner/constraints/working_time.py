"""``working_time``: nobody on the roster works longer, or rests less, than the law lets them.

Judged per person from the roster, an anonymous position as a person: one place at a time; minutes per date and
ISO week; shifts per ISO week; rest between working days; one long rest per ISO week; and whoever works longer than
may be without a break has moments for one in which enough others are on duty, or in which the station is closed.
Which of the law's limits hold is the scenario's choice (``roster.hours``, ``roster.rest``). Drivers have
their breaks while the vehicle stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from planner.constraints.requirement import constraint, decimal
from planner.domain.clock import clock_of, minute_of
from planner.domain.findings import Finding
from planner.domain.plan import Plan, Role, RosterEntry, Station
from planner.evaluate.crew import roster_numbers, shown, subject, vehicle_at
from planner.evaluate.worktime import WorkDay, WorkLimits, at_minute, longest_rest, monday_of, work_days, work_limits
from planner.law.wording import count, long_date
from planner.problem import Problem

CONSTRAINT = constraint("working_time", "Arbeidstid, hvile og pauser", "roster (aml 10-4, 10-5, 10-8, 10-9)")
"""May be set aside with a reason: there are agreements, and leaders, that other limits hold for."""
Days = Sequence[WorkDay]


class Who(NamedTuple):
    """A person as a sentence and as a finding's subject."""

    name: str
    key: str


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Findings person by person, in order of names, which no finding holds."""
    limits = work_limits(problem)
    by_person: dict[str, list[RosterEntry]] = {}
    for entry in plan.roster:
        by_person.setdefault(entry.person, []).append(entry)
    stations = {station.id: station for station in plan.stations}
    numbers = roster_numbers(plan.roster)
    for name, entries in sorted(by_person.items()):
        person, days = Who(shown(name, numbers), subject(name)), work_days(entries)
        yield from _two_places(person, entries)
        yield from _days(person, days, limits)
        yield from _weeks(person, days, limits)
        yield from _rests(person, days, limits)
    yield from _breaks(plan, stations, limits)


def _two_places(person: Who, entries: Sequence[RosterEntry]) -> Iterator[Finding]:
    ordered = sorted(entries, key=lambda e: (e.date, minute_of(e.start), minute_of(e.end)))
    one = ordered[0]
    for other in ordered[1:]:
        overlap = min(minute_of(one.end), minute_of(other.end)) - minute_of(other.start)
        if one.date == other.date and overlap > 0:
            where = "to vakter samtidig" if one.station == other.station else "vakt to steder samtidig"
            yield CONSTRAINT.finding(
                f"{person.name} har {where} {long_date(other.date)} kl. {other.start}. Sett en annen på den ene vakta.",
                tuple(dict.fromkeys((person.key, one.station, other.station))),
                measured=overlap,
                limit=0,
                unit="minutter samtidig",
            )
        one = max(one, other, key=lambda e: (e.date, minute_of(e.end)))


def _days(person: Who, days: Days, limits: WorkLimits) -> Iterator[Finding]:
    for day in days:
        if day.minutes > limits.day:
            yield _too_long(person, f"{long_date(day.day)}", day.minutes, limits.day)


def _weeks(person: Who, days: Days, limits: WorkLimits) -> Iterator[Finding]:
    for monday in sorted({monday_of(day.day) for day in days}):
        week = [day for day in days if monday_of(day.day) == monday]
        minutes = sum(day.minutes for day in week)
        if minutes > limits.week:
            yield _too_long(person, f"i uka fra {long_date(monday)}", minutes, limits.week)
        if len(week) > limits.shifts:
            yield CONSTRAINT.finding(
                f"{person.name} har {count(len(week), 'vakt', 'vakter')} i uka fra {long_date(monday)}, og høyst "
                f"{limits.shifts} er satt (roster.max_shifts_week). Gi noen av dem til en annen.",
                (person.key,),
                measured=len(week),
                limit=limits.shifts,
                unit="vakter",
            )


def _too_long(person: Who, when: str, minutes: int, limit: int) -> Finding:
    return CONSTRAINT.finding(
        f"{person.name} har {decimal(minutes / 60)} timers arbeid {when}, over grensen på {decimal(limit / 60)} timer. "
        "Gi noe av det til en annen.",
        (person.key,),
        measured=round(minutes / 60, 4),
        limit=limit / 60,
        unit="timer",
    )


def _rests(person: Who, days: Days, limits: WorkLimits) -> Iterator[Finding]:
    for one, other in pairwise(days):
        rest = at_minute(other.day, other.start) - at_minute(one.day, one.end)
        if rest < limits.rest_day:
            when = f"før {long_date(other.day)} kl. {clock_of(other.start)}"
            yield _too_short(person, f"arbeidsfri {when}", rest, limits.rest_day)
    for monday in sorted({monday_of(day.day) for day in days}):
        longest = longest_rest(list(days), monday)
        if longest < limits.rest_week:
            when = f"i uka fra {long_date(monday)}"
            yield _too_short(person, f"sammenhengende arbeidsfri {when}", longest, limits.rest_week)


def _too_short(person: Who, what: str, minutes: float, limit: int) -> Finding:
    return CONSTRAINT.finding(
        f"{person.name} har bare {decimal(minutes / 60)} timers {what}; minst {decimal(limit / 60)} timer kreves. "
        "Bytt vakt med en annen.",
        (person.key,),
        measured=round(minutes / 60, 4),
        limit=limit / 60,
        unit="timer",
    )


def _breaks(plan: Plan, stations: dict[str, Station], limits: WorkLimits) -> Iterator[Finding]:
    """Per crew and date: whoever needs a break has time for one, and there is time for all of them."""
    numbers = roster_numbers(plan.roster)
    crews: dict[tuple[str, object], list[RosterEntry]] = {}
    for entry in plan.roster:
        if entry.role is not Role.DRIVER:
            crews.setdefault((_crew_of(entry, stations), entry.date), []).append(entry)
    for (_, _), entries in sorted(crews.items(), key=lambda item: str(item[0])):
        spans = _joined(entries)
        long_spans = [span for span in spans if span[2] - span[1] > limits.break_after]
        free = _free(spans, entries, stations, limits)
        for person, start, end in long_spans:
            least = sum(max(0, min(end, e) - max(start, s)) for s, e, spare in free if spare)
            if least < limits.break_minutes:
                yield _no_break(Who(shown(person, numbers), subject(person)), entries[0], start, end, least, limits)
        total = sum((e - s) * spare for s, e, spare in free)
        if long_spans and total < limits.break_minutes * len(long_spans):
            person, start, end = long_spans[-1]
            yield _no_break(
                Who(shown(person, numbers), subject(person)), entries[0], start, end, total // len(long_spans), limits
            )


def _crew_of(entry: RosterEntry, stations: dict[str, Station]) -> str:
    """The vehicle that stands at the station then, else the station."""
    return vehicle_at(entry, stations) or entry.station


def _joined(entries: Sequence[RosterEntry]) -> list[tuple[str, int, int]]:
    """Work without a gap: (person, start, end), entries of one person that meet drawn together."""
    found: list[tuple[str, int, int]] = []
    for entry in sorted(entries, key=lambda e: (e.person, minute_of(e.start))):
        start, end = minute_of(entry.start), minute_of(entry.end)
        if found and found[-1][0] == entry.person and found[-1][2] >= start:
            found[-1] = (entry.person, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((entry.person, start, end))
    return found


def _free(
    spans: Sequence[tuple[str, int, int]],
    entries: Sequence[RosterEntry],
    stations: dict[str, Station],
    limits: WorkLimits,
) -> list[tuple[int, int, int]]:
    """(start, end, how many may have a break at once) over the day of a crew."""
    asked = [
        (o.start_minute, o.end_minute)
        for station in {entry.station for entry in entries}
        if station in stations
        for o in stations[station].opening
        if o.date == entries[0].date
    ]
    moments = sorted({m for _, *span in spans for m in span} | {m for span in asked for m in span})
    free = []
    for start, end in pairwise(moments):
        there = sum(s <= start and end <= e for _, s, e in spans)
        needed = limits.least_present if any(s <= start and end <= e for s, e in asked) else 0
        free.append((start, end, max(0, there - needed)))
    return free


def _no_break(person: Who, entry: RosterEntry, start: int, end: int, found: int, limits: WorkLimits) -> Finding:
    return CONSTRAINT.finding(
        f"{person.name} arbeider {long_date(entry.date)} kl. {clock_of(start)}–{clock_of(end)} uten at det går an å ha "
        f"pause i {limits.break_minutes} minutter mens {limits.least_present} andre er på vakt. Sett opp avløsning, "
        f"eller del vakta så ingen arbeider over {decimal(limits.break_after / 60)} timer.",
        (person.key, entry.station),
        measured=found,
        limit=limits.break_minutes,
        unit="minutter",
    )

"""Stage 3: from a finished plan to a roster; see :mod:`planner.optimise.duties`, ``weeklines`` and ``people``.

It never changes stations, objective or cost: as many are on duty as the plan pays for, and breaks are covered
by the third person or by shifts short enough to need none. So there are no relief persons to pay.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from planner.constraints import working_time
from planner.domain.clock import MINUTES_PER_DAY, clock_of, minute_of
from planner.domain.findings import Severity
from planner.domain.plan import Plan, Role, RosterEntry
from planner.evaluate.worktime import monday_of, work_limits
from planner.law.rules import s1
from planner.law.wording import long_date
from planner.optimise.duties import Chain, Team, duties
from planner.optimise.people import LEADING, Job, Shift, Worker, assign
from planner.optimise.weeklines import DayNeed, Line, Lines, Need, Run, Week, week_lines
from planner.problem import Problem

SECONDS = 30.0
SATURDAY = 5


@dataclass(frozen=True)
class Roster:
    """A roster, or why there is none.

    Attributes:
        entries: empty where ``reason`` is given.
        persons: positions or persons with at least one shift.
        proven: no home team could do with fewer persons in its busiest week.
        reason: Norwegian, with the remedy; empty where there is a roster.
    """

    entries: tuple[RosterEntry, ...] = ()
    persons: int = 0
    proven: bool = False
    reason: str = ""


@dataclass(frozen=True)
class _Week:
    """A team's week and the lines found for it."""

    monday: date
    chains: tuple[Chain, ...]
    lines: Lines


def make_roster(plan: Plan, problem: Problem, *, seed: int = 0, seconds: float = SECONDS) -> Roster:
    """Shifts for everyone who is present at the plan's stations and aboard its vehicles.

    Args:
        seconds: wall seconds after which it is given up.
    """
    deadline = time.monotonic() + seconds
    entries: list[RosterEntry] = []
    proven = True
    for team in duties(plan, problem):
        if time.monotonic() > deadline:
            return Roster(reason=f"Vaktlista ble ikke ferdig på {seconds:g} s, så planen har ingen.")
        weeks = _weeks(team, problem, seed)
        failed = next((week for week in weeks if week.lines.lines is None), None)
        if failed is not None:
            return Roster(reason=_why(team, failed))
        entries += _staffed(team, weeks, problem)
        proven = proven and all(week.lines.proven for week in weeks)
    persons = len({entry.person for entry in entries})
    made = tuple(sorted(_with_leaders(entries), key=_order))
    reason = _unlawful(replace(plan, roster=made), problem)
    return Roster(reason=reason) if reason else Roster(made, persons, proven)


def _unlawful(plan: Plan, problem: Problem) -> str:
    """What its own audit holds against a roster; a plan is rather without one than with one that breaks the law."""
    checks = (working_time.check, s1.check)
    found = (f for check in checks for f in check(plan, problem) if f.severity is Severity.HARD)
    first = next(found, None)
    return f"Fant ingen lovlig vaktliste, så planen har ingen. {first.sentence}" if first else ""


def _order(entry: RosterEntry) -> tuple[date, str, str, str, str]:
    return entry.date, entry.station, entry.start, entry.role, entry.person


def _weeks(team: Team, problem: Problem, seed: int) -> list[_Week]:
    """The team's weeks, each covered by the fewest lines."""
    limits = work_limits(problem)
    beside = 0 if problem.scenario.roster.leader_counts_as_worker else limits.least_present - 1
    mondays = (c.stretches[0].start for c in team.chains if c.day.weekday() == 0)
    monday_from = min(mondays, default=MINUTES_PER_DAY)
    weeks = []
    for monday, found in groupby(team.chains, key=lambda c: monday_of(c.day)):
        chains = tuple(found)
        week = Week(tuple(map(_day_need, chains)), monday_from, beside)
        weeks.append(_Week(monday, chains, week_lines(week, limits, seed)))
    return weeks


def _day_need(chain: Chain) -> DayNeed:
    needs = tuple(Need(s.start, s.end, s.heads, s.leads) for s in chain.stretches)
    return DayNeed(chain.day.weekday(), chain.longest, needs)


def _why(team: Team, week: _Week) -> str:
    """Why a team's week has no lines."""
    run, since = week.lines.stuck, f"uka fra {long_date(week.monday)}"
    if run is None and not week.lines.proven:
        return f"Fant ingen vaktliste for {team.name} i {since} innen grensen for leting, så planen har ingen."
    if run is None:
        return (
            f"Ingen vaktliste kan holde arbeidstidsreglene for {team.name} i {since}. Kort ned åpningstida, eller velg "
            "avtalt arbeidstid (roster.hours, roster.rest) om det er avtalt."
        )
    chain = week.chains[run.chain]
    stretch = chain.stretches[run.first]
    when = f"{long_date(chain.day)} kl. {clock_of(stretch.start)}–{clock_of(stretch.end)}"
    if stretch.end - stretch.start > chain.longest:
        role = "sjåfør" if team.drivers else "bemanning"
        return (
            f"{team.name} mangler {role} {when}: tidsrommet kan ikke deles, og er lengre enn en vakt på "
            f"{chain.longest} minutter. Øk bemanningen så noen kan ha pause, eller del blokken."
        )
    return (
        f"{team.name} mangler valgmedarbeidere ved siden av leder eller nestleder {when}: bemanningen er "
        f"{stretch.heads}. Øk bemanningen, eller la leder regnes med (roster.leader_counts_as_worker)."
    )


def _staffed(team: Team, weeks: Sequence[_Week], problem: Problem) -> list[RosterEntry]:
    """The team's lines worked by its own anonymous positions, those who may lead first."""
    lines = [week.lines.lines or () for week in weeks]
    leads = max(sum(line.lead for line in found) for found in lines)
    worker, rest = Role.DRIVER if team.drivers else Role.WORKER, work_limits(problem).rest_day
    workers: list[Worker] = []

    def hire(roles: frozenset[Role]) -> None:
        workers.append(Worker(f"{team.id} stilling {len(workers) + 1}", roles, team.id))

    for n in range(max(map(len, lines))):
        hire(LEADING | {worker} if n < leads else frozenset({worker}))
    entries: list[RosterEntry] = []
    for week, found in zip(weeks, lines, strict=True):
        jobs = [_job(team, week, line, problem) for line in found]
        # A late Sunday before an early Monday takes more positions than either week.
        while (pairs := assign(workers, jobs, rest=rest)) is None:
            hire(LEADING | {worker})
        for (person, job), line in zip(pairs, found, strict=True):
            person.take(job)
            entries += _entries(team, week, line, person.name)
    return entries


def _job(team: Team, week: _Week, line: Line, problem: Problem) -> Job:
    shifts = tuple(_shift(week, run) for run in line.runs)
    evening = minute_of(problem.scenario.prices.evening_from)
    saturdays = sum(shift.day.weekday() == SATURDAY for shift in shifts)
    evenings = sum(shift.end > evening and shift.day.weekday() != SATURDAY for shift in shifts)
    roles = LEADING if line.lead else frozenset({Role.DRIVER if team.drivers else Role.WORKER})
    return Job(team.id, roles, shifts, evenings, saturdays)


def _shift(week: _Week, run: Run) -> Shift:
    chain = week.chains[run.chain]
    return Shift(chain.day, chain.stretches[run.first].start, chain.stretches[run.last].end)


def _entries(team: Team, week: _Week, line: Line, person: str) -> Iterator[RosterEntry]:
    """One line of the roster per station of a shift; whoever leads is a deputy until a leader is named."""
    role = Role.DRIVER if team.drivers else Role.DEPUTY if line.lead else Role.WORKER
    for run in line.runs:
        chain = week.chains[run.chain]
        pieces = [piece for s in chain.stretches[run.first : run.last + 1] for piece in s.pieces]
        for station, found in groupby(pieces, key=lambda piece: piece.station):
            there = list(found)
            span = clock_of(there[0].start), clock_of(there[-1].end)
            yield RosterEntry(chain.day, station, *span, role, person)


def _with_leaders(entries: Sequence[RosterEntry]) -> Iterator[RosterEntry]:
    """At each station the one who leads longest is its leader; the others who lead are deputies."""
    led: dict[str, Counter[str]] = {}
    for entry in entries:
        if entry.role in LEADING:
            hours = minute_of(entry.end) - minute_of(entry.start)
            led.setdefault(entry.station, Counter())[entry.person] += hours
    leader = {station: min(found, key=lambda p: (-found[p], p)) for station, found in led.items()}
    for entry in entries:
        is_leader = entry.role in LEADING and leader[entry.station] == entry.person
        yield replace(entry, role=Role.LEADER) if is_leader else entry

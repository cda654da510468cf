"""Stage 3: from a finished plan to a roster; see :mod:`planner.optimise.duties`, ``weeklines`` and ``people``.

It never changes stations, objective or cost: as many are on duty as the plan pays for, and breaks are covered
by the third person or by shifts short enough to need none. So there are no relief persons to pay.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from planner.constraints import crew, working_time
from planner.domain.clock import MINUTES_PER_DAY, clock_of
from planner.domain.findings import Severity
from planner.domain.plan import Plan, RosterEntry
from planner.evaluate.worktime import monday_of, work_limits
from planner.law.rules import s1
from planner.law.wording import count, long_date
from planner.optimise.crewing import Positions, crewed, with_leaders
from planner.optimise.duties import Chain, Team, duties
from planner.optimise.people import assign
from planner.optimise.teamweek import TeamWeek
from planner.optimise.weeklines import DayNeed, Need, Week, week_lines
from planner.problem import Problem
from planner.scenario import is_position

SECONDS = 30.0


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

    @property
    def told(self) -> str:
        """In one sentence, Norwegian."""
        positions = {entry.person for entry in self.entries if is_position(entry.person)}
        named, nobody = self.persons - len(positions), count(len(positions), "plass", "plasser")
        if not named:
            return self.reason or f"vaktliste med {nobody} uten navn"
        return f"vaktliste for {count(named, 'person', 'personer')}" + (f", og {nobody} uten navn" if positions else "")


def make_roster(plan: Plan, problem: Problem, *, seed: int = 0, seconds: float = SECONDS) -> Roster:
    """Shifts for everyone who is present at the plan's stations and aboard its vehicles.

    Args:
        seconds: wall seconds after which it is given up.
    """
    deadline = time.monotonic() + seconds
    found: list[list[TeamWeek]] = []
    teams = duties(plan, problem)
    since = _earliest_monday(teams) if problem.scenario.crew is not None else None
    for team in teams:
        if time.monotonic() > deadline:
            return Roster(reason=f"Vaktlista ble ikke ferdig på {seconds:g} s, så planen har ingen.")
        weeks = _weeks(team, problem, seed, since)
        failed = next((week for week in weeks if week.lines.lines is None), None)
        if failed is not None:
            return Roster(reason=_why(team, failed))
        found.append(weeks)
    if problem.scenario.crew is None:
        entries = [entry for weeks in found for entry in _staffed(weeks, problem)]
        made = tuple(sorted(with_leaders(entries), key=_order))
    else:
        made = tuple(sorted(crewed(plan, [week for weeks in found for week in weeks], problem), key=_order))
    reason = _unlawful(replace(plan, roster=made), problem)
    persons = len({entry.person for entry in made})
    proven = all(week.lines.proven for weeks in found for week in weeks)
    return Roster(reason=reason) if reason else Roster(made, persons, proven)


def _earliest_monday(teams: Sequence[Team]) -> int:
    """Earliest start on any Monday of any team: people change teams."""
    starts = (c.stretches[0].start for team in teams for c in team.chains if c.day.weekday() == 0)
    return min(starts, default=MINUTES_PER_DAY)


def _unlawful(plan: Plan, problem: Problem) -> str:
    """What its own audit holds against a roster; a plan is rather without one than with one that breaks the law."""
    checks = (working_time.check, s1.check, crew.check)
    found = (f for check in checks for f in check(plan, problem) if f.severity is Severity.HARD)
    first = next(found, None)
    return f"Fant ingen lovlig vaktliste, så planen har ingen. {first.sentence}" if first else ""


def _order(entry: RosterEntry) -> tuple[date, str, str, str, str]:
    return entry.date, entry.station, entry.start, entry.role, entry.person


def _weeks(team: Team, problem: Problem, seed: int, monday_from: int | None = None) -> list[TeamWeek]:
    """The team's weeks, each covered by the fewest lines.

    Args:
        monday_from: earliest start on any Monday; None where nobody works for another team.
    """
    limits = work_limits(problem)
    beside = 0 if problem.scenario.roster.leader_counts_as_worker else limits.least_present - 1
    since = _earliest_monday([team]) if monday_from is None else monday_from
    weeks = []
    for monday, found in groupby(team.chains, key=lambda c: monday_of(c.day)):
        chains = tuple(found)
        week = Week(tuple(map(_day_need, chains)), since, beside)
        weeks.append(TeamWeek(team, monday, chains, week_lines(week, limits, seed)))
    return weeks


def _day_need(chain: Chain) -> DayNeed:
    needs = tuple(Need(s.start, s.end, s.heads, s.leads) for s in chain.stretches)
    return DayNeed(chain.day.weekday(), chain.longest, needs)


def _why(team: Team, week: TeamWeek) -> str:
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


def _staffed(weeks: Sequence[TeamWeek], problem: Problem) -> list[RosterEntry]:
    """A team's lines worked by its own anonymous positions, those who may lead first."""
    lines = [week.lines.lines or () for week in weeks]
    leads = max(sum(line.lead for line in found) for found in lines)
    positions, limits = Positions(weeks[0].team), work_limits(problem)
    for n in range(max(map(len, lines))):
        positions.hire(leads=n < leads)
    entries: list[RosterEntry] = []
    for week, found in zip(weeks, lines, strict=True):
        jobs = [week.job(line, problem) for line in found]
        # A late Sunday before an early Monday takes more positions than either week.
        while (pairs := assign(positions.workers, jobs, limits)) is None:
            positions.hire(leads=True)
        for (person, job), line in zip(pairs, found, strict=True):
            person.take(job)
            entries += week.entries(line, person.name)
    return entries

"""Who works which week line: an assignment problem per ISO week, hours and fairness carried over the weeks.

Costs stand in order, each far above the next: what is impossible · shifts away from the person's home team ·
languages a station asks for · leading a station in another role than it lacks · a leader in a worker's shift ·
hours so far (squares, so that the least used come first) together with evenings and Saturdays so far (squares). An
evening or a Saturday weighs as much as a few hours: strictly last, it would never be heard, since no two
sums of hours are equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.domain.dataset import Floats
from planner.domain.plan import Role
from planner.evaluate.crew import LEADING
from planner.evaluate.worktime import WEEK_DAYS, WorkDay, WorkLimits, at_minute, longest_rest, monday_of
from planner.scenario import Closure

IMPOSSIBLE, AWAY, LANGUAGE, ROLE, SKILL, HOUR, FAIR = 1e12, 1e9, 1e7, 1e6, 1e5, 1.0, 30.0


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of a line, as an assignment sees it; minutes after midnight."""

    day: date
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Job:
    """One week line of one team that somebody has to work.

    Attributes:
        roles: any of them will do.
        evenings, saturdays: shifts that end in the evening or lie on a Saturday.
        languages: asked for where the line works.
        certificates: demanded there.
        prefer: of the roles, the one that the place needs most.
    """

    team: str
    roles: frozenset[Role]
    shifts: tuple[Shift, ...]
    evenings: int
    saturdays: int
    languages: frozenset[str] = frozenset()
    certificates: frozenset[str] = frozenset()
    prefer: Role | None = None

    @property
    def minutes(self) -> int:
        """Work in the week."""
        return sum(shift.minutes for shift in self.shifts)


@dataclass(eq=False, slots=True)
class Worker:
    """A person or an anonymous position, with what it has worked so far.

    Attributes:
        home: teams it belongs to; None for whoever works anywhere.
        absences: when it cannot work.
        week_minutes: most in a week, None where only the law limits it.
    """

    name: str
    roles: frozenset[Role]
    home: frozenset[str] | None = None
    languages: frozenset[str] = frozenset()
    certificates: frozenset[str] = frozenset()
    absences: tuple[Closure, ...] = ()
    week_minutes: int | None = None
    minutes: int = 0
    evenings: int = 0
    saturdays: int = 0
    shifts: list[Shift] = field(default_factory=list)

    def can(self, job: Job, limits: WorkLimits) -> bool:
        """Whether the person may work a job at all, with what it works already."""
        return (
            bool(self.roles & job.roles)
            and job.certificates <= self.certificates
            and not any(c.holds(s.day, s.start, s.end) for c in self.absences for s in job.shifts)
            and self._lawful(job, limits)
        )

    def _lawful(self, job: Job, limits: WorkLimits) -> bool:
        """Working time with the job, in its week and for the rest before it; one shift a date.

        Weeks come in order, and a job by itself is lawful.
        """
        monday = monday_of(job.shifts[0].day)
        since = monday - timedelta(days=WEEK_DAYS)
        before = [s for s in self.shifts if s.day >= since]
        days = sorted((*before, *job.shifts), key=lambda s: s.day)
        week = [s for s in days if s.day >= monday]
        most = limits.week if self.week_minutes is None else min(limits.week, self.week_minutes)
        if sum(s.minutes for s in week) > most or len(week) > limits.shifts:
            return False
        if not before:
            return True
        rests = [at_minute(b.day, b.start) - at_minute(a.day, a.end) for a, b in pairwise(days)]
        if min(rests, default=limits.rest_day) < limits.rest_day or len({s.day for s in days}) < len(days):
            return False
        work = [WorkDay(s.day, s.start, s.end, s.minutes) for s in days]
        return all(longest_rest(work, each) >= limits.rest_week for each in {monday_of(s.day) for s in days})

    def take(self, job: Job) -> None:
        """Work a line."""
        self.shifts += job.shifts
        self.minutes += job.minutes
        self.evenings += job.evenings
        self.saturdays += job.saturdays


def assign(workers: Sequence[Worker], jobs: Sequence[Job], limits: WorkLimits) -> list[tuple[Worker, Job]] | None:
    """One week's lines to positions, one line each; None where they do not go up."""
    if len(jobs) > len(workers):
        return None
    pairs = assign_some(workers, jobs, limits, skill=0.0)
    if len(pairs) < len(jobs):
        return None
    return [(workers[row], jobs[column]) for column, row in sorted(pairs.items())]


def assign_some(
    workers: Sequence[Worker], jobs: Sequence[Job], limits: WorkLimits, *, skill: float = SKILL
) -> dict[int, int]:
    """As many jobs as can be to workers, at most one each: job's number → worker's number.

    Args:
        skill: what it costs to have a leader in another's shift.
    """
    if not workers or not jobs:
        return {}
    costs = _costs(workers, jobs, limits, skill)
    rows, columns = linear_sum_assignment(costs)
    return {
        column: row
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if costs[row, column] < IMPOSSIBLE
    }


def _costs(workers: Sequence[Worker], jobs: Sequence[Job], limits: WorkLimits, skill: float) -> Floats:
    """(workers × jobs); ties go to the first."""
    hours = _growth([w.minutes / 60 for w in workers], [job.minutes / 60 for job in jobs])
    evenings = _growth([w.evenings for w in workers], [job.evenings for job in jobs])
    saturdays = _growth([w.saturdays for w in workers], [job.saturdays for job in jobs])
    costs: Floats = HOUR * hours + FAIR * (evenings + saturdays)
    for row, worker in enumerate(workers):
        for column, job in enumerate(jobs):
            if not worker.can(job, limits):
                costs[row, column] += IMPOSSIBLE
                continue
            if worker.home is not None and job.team not in worker.home:
                costs[row, column] += AWAY
            if not job.languages <= worker.languages:
                costs[row, column] += LANGUAGE
            if job.prefer is not None and job.prefer not in worker.roles:
                costs[row, column] += ROLE
            if worker.roles & LEADING and not job.roles & LEADING:
                costs[row, column] += skill
    return costs


def _growth(so_far: Sequence[float], more: Sequence[float]) -> Floats:
    """By how much the sum of squares grows: (s + m)² − s²."""
    s, m = np.array(so_far, dtype=np.float64), np.array(more, dtype=np.float64)
    grown: Floats = 2 * np.outer(s, m) + m**2
    return grown

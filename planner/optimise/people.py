"""Who works which week line: an assignment problem per ISO week, hours and fairness carried over the weeks.

Costs stand in order, each far above the next: what is impossible · shifts away from the person's home team ·
languages a station asks for · hours so far (squares, so that the least used come first) together with evenings
and Saturdays so far (squares). An evening or a Saturday weighs as much as a few hours: strictly last, it would
never be heard, since no two sums of hours are equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.domain.dataset import Floats
from planner.domain.plan import Role
from planner.evaluate.worktime import at_minute

IMPOSSIBLE, AWAY, LANGUAGE, HOUR, FAIR = 1e12, 1e9, 1e7, 1.0, 30.0
LEADING = frozenset({Role.LEADER, Role.DEPUTY})


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
        languages: asked for where the line works.
        evenings, saturdays: shifts that end in the evening or lie on a Saturday.
    """

    team: str
    roles: frozenset[Role]
    shifts: tuple[Shift, ...]
    evenings: int
    saturdays: int
    languages: frozenset[str] = frozenset()

    @property
    def minutes(self) -> int:
        """Work in the week."""
        return sum(shift.minutes for shift in self.shifts)

    @property
    def since(self) -> int:
        """Start of the first shift, on the axis of :func:`planner.evaluate.worktime.at_minute`."""
        return at_minute(self.shifts[0].day, self.shifts[0].start)

    @property
    def until(self) -> int:
        """End of the last shift, on the same axis."""
        return at_minute(self.shifts[-1].day, self.shifts[-1].end)


@dataclass(eq=False, slots=True)
class Worker:
    """A person or an anonymous position, with what it has worked so far.

    Attributes:
        home: team or None for whoever works anywhere.
        week_minutes: most in a week, None where only the law limits it.
    """

    name: str
    roles: frozenset[Role]
    home: str | None = None
    languages: frozenset[str] = frozenset()
    absent: frozenset[date] = frozenset()
    week_minutes: int | None = None
    minutes: int = 0
    evenings: int = 0
    saturdays: int = 0
    jobs: list[Job] = field(default_factory=list)

    def can(self, job: Job, rest: int) -> bool:
        """Whether the person may work a line at all, with so many minutes of rest since the last one."""
        return (
            bool(self.roles & job.roles)
            and (not self.jobs or self.jobs[-1].until + rest <= job.since)
            and (self.week_minutes is None or job.minutes <= self.week_minutes)
            and not any(shift.day in self.absent for shift in job.shifts)
        )

    def take(self, job: Job) -> None:
        """Work a line."""
        self.jobs.append(job)
        self.minutes += job.minutes
        self.evenings += job.evenings
        self.saturdays += job.saturdays


def assign(workers: Sequence[Worker], jobs: Sequence[Job], *, rest: int) -> list[tuple[Worker, Job]] | None:
    """One week's lines to persons, one line each; None where they do not go up.

    Args:
        rest: minutes between two working days.
    """
    if len(jobs) > len(workers):
        return None
    costs = _costs(workers, jobs, rest)
    rows, columns = linear_sum_assignment(costs)
    if costs[rows, columns].max(initial=0.0) >= IMPOSSIBLE:
        return None
    pairs = sorted(zip(columns.tolist(), rows.tolist(), strict=True))
    return [(workers[row], jobs[column]) for column, row in pairs]


def _costs(workers: Sequence[Worker], jobs: Sequence[Job], rest: int) -> Floats:
    """(workers × jobs); ties go to the first."""
    hours = _growth([w.minutes / 60 for w in workers], [job.minutes / 60 for job in jobs])
    evenings = _growth([w.evenings for w in workers], [job.evenings for job in jobs])
    saturdays = _growth([w.saturdays for w in workers], [job.saturdays for job in jobs])
    costs: Floats = HOUR * hours + FAIR * (evenings + saturdays)
    for row, worker in enumerate(workers):
        for column, job in enumerate(jobs):
            if not worker.can(job, rest):
                costs[row, column] += IMPOSSIBLE
            if worker.home is not None and worker.home != job.team:
                costs[row, column] += AWAY
            if not job.languages <= worker.languages:
                costs[row, column] += LANGUAGE
    return costs


def _growth(so_far: Sequence[float], more: Sequence[float]) -> Floats:
    """By how much the sum of squares grows: (s + m)² − s²."""
    s, m = np.array(so_far, dtype=np.float64), np.array(more, dtype=np.float64)
    grown: Floats = 2 * np.outer(s, m) + m**2
    return grown

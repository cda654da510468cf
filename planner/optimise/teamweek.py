"""A home team's week and its lines, as jobs that somebody has to work and as lines of the roster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from planner.domain.clock import clock_of, minute_of
from planner.domain.plan import Role, RosterEntry
from planner.evaluate.crew import LEADING, certificates, languages, needs_of
from planner.optimise.duties import Chain, Team
from planner.optimise.people import Job, Shift
from planner.optimise.weeklines import Line, Lines, Run
from planner.problem import Problem

SATURDAY = 5


@dataclass(frozen=True)
class TeamWeek:
    """A team's week and the lines found for it."""

    team: Team
    monday: date
    chains: tuple[Chain, ...]
    lines: Lines

    def job(self, line: Line, problem: Problem, prefer: Role | None = None) -> Job:
        """What a line asks of whoever works it."""
        shifts = tuple(self._shift(run) for run in line.runs)
        evening = minute_of(problem.scenario.prices.evening_from)
        saturdays = sum(shift.day.weekday() == SATURDAY for shift in shifts)
        evenings = sum(shift.end > evening and shift.day.weekday() != SATURDAY for shift in shifts)
        roles = LEADING if line.lead else frozenset({Role.DRIVER if self.team.drivers else Role.WORKER})
        needs = needs_of(problem.scenario.roster.needs, self._places(line), roles)
        return Job(self.team.id, roles, shifts, evenings, saturdays, languages(needs), certificates(needs), prefer)

    def entries(self, line: Line, person: str) -> Iterator[RosterEntry]:
        """One line of the roster per station of a shift; whoever leads is a deputy until a leader is named."""
        role = Role.DRIVER if self.team.drivers else Role.DEPUTY if line.lead else Role.WORKER
        for run in line.runs:
            chain = self.chains[run.chain]
            pieces = [piece for s in chain.stretches[run.first : run.last + 1] for piece in s.pieces]
            for station, found in groupby(pieces, key=lambda piece: piece.station):
                there = list(found)
                span = clock_of(there[0].start), clock_of(there[-1].end)
                yield RosterEntry(chain.day, station, *span, role, person)

    def _shift(self, run: Run) -> Shift:
        chain = self.chains[run.chain]
        return Shift(chain.day, chain.stretches[run.first].start, chain.stretches[run.last].end)

    def _places(self, line: Line) -> set[str]:
        """Stations of a line, and the vehicle where the team is one's."""
        at = {
            piece.station
            for run in line.runs
            for stretch in self.chains[run.chain].stretches[run.first : run.last + 1]
            for piece in stretch.pieces
        }
        return {*at, self.team.place}

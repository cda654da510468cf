"""Dates and teams for the tours of :mod:`planner.optimise.visit_tours`, among those whom the pool has left.

1. The tours with the fewest dates first, each on the date with the fewest teams out.
2. Visits of tours without a date one by one, where they cost least to add.
3. Where a visit fits nowhere, it takes the place of a tour whose visits fit elsewhere.

A heuristic: what is missing after it is tried exactly (:mod:`planner.optimise.visit_exact`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.evaluate.team_days import TeamDay, day_nok, day_rules, teams_of, timetable
from planner.optimise.visit_exact import exact_visits
from planner.optimise.visit_tours import Tour, usual_tours
from planner.problem import Problem, VisitWork


@dataclass(frozen=True)
class TeamTour:
    """One team's day."""

    team: str
    day: date
    planned: TeamDay


@dataclass(frozen=True)
class VisitPlacement:
    """All team-days, and the ids of places that lack a visit (once per visit they lack)."""

    tours: tuple[TeamTour, ...] = ()
    missing: tuple[str, ...] = ()


def place_teams(problem: Problem, spare: Mapping[date, np.ndarray]) -> VisitPlacement:
    """A date and a team for every visit, as far as there is room.

    Args:
        spare: per date and minute of the day the persons that the pool has left.
    """
    work = problem.visits
    if work is None:
        return VisitPlacement()
    anywhere = tuple(day for group in work.groups for day in group)
    found = _placed(problem, work, spare, [(anywhere, tour) for tour in usual_tours(problem)])
    exact = exact_visits(problem, len(work.teams)) if found.missing else None
    if exact is None:
        return found
    other = _placed(problem, work, spare, exact.tours)
    return min(found, other, key=lambda placement: len(placement.missing))


def _placed(
    problem: Problem, work: VisitWork, spare: Mapping[date, np.ndarray], tours: Iterable[tuple[Sequence[date], Tour]]
) -> VisitPlacement:
    """Tours, each on one of its dates; then the visits they leave over."""
    board = _Calendar(problem, work, spare)
    able = [(sorted(board.dates_for(tour, dates)), tour) for dates, tour in tours]
    lacking = Counter({n + 1: need.days for n, need in enumerate(work.needs)})
    for dates, tour in sorted(able, key=lambda item: (len(item[0]), -len(item[1]), item)):
        if board.put_whole(tour, dates):
            lacking.subtract(tour)
    left = sorted(lacking.elements(), key=board.room)
    missing = [node for node in left if not (board.put_one(node) or board.make_room(node))]
    return VisitPlacement(tuple(board.tours()), tuple(work.needs[node - 1].id for node in missing))


class _Calendar:
    """Who is out on which date. Teams are alike: the n-th tour of a date is the n-th team's."""

    def __init__(self, problem: Problem, work: VisitWork, spare: Mapping[date, np.ndarray]) -> None:
        self._problem, self._work, self._rules = problem, work, day_rules(problem)
        self._crew = teams_of(problem).crew
        self._spare = {day: spare[day].copy() for group in work.groups for day in group}
        self._days = sorted(self._spare)
        self._out: dict[date, list[TeamDay]] = {day: [] for day in self._days}

    def tours(self) -> Iterator[TeamTour]:
        """All team-days; over the dates the teams take turns in being the first."""
        ids, turn = self._work.teams, 0
        for day in self._days:
            for planned in self._out[day]:
                yield TeamTour(ids[turn % len(ids)], day, planned)
                turn += 1

    def room(self, node: int) -> tuple[int, int]:
        """How many dates a visit may have, the fewest to be seen to first."""
        return len(self._work.needs[node - 1].starts), node

    def dates_for(self, tour: Tour, dates: Iterable[date]) -> Iterator[date]:
        """Those of some dates on which a tour can be made, whoever else is out."""
        return (day for day in dates if timetable(self._work, self._rules, tour, day) is not None)

    def put_whole(self, tour: Tour, dates: Iterable[date]) -> bool:
        """Put a tour on the one of some dates with the fewest teams out."""
        for day in sorted(dates, key=lambda d: (len(self._out[d]), d)):
            planned = self._new(tour, day)
            if planned is not None:
                self._add(day, planned)
                return True
        return False

    def put_one(self, node: int) -> bool:
        """Put a visit where it costs least."""
        best: tuple[float, date, TeamDay | None, TeamDay] | None = None
        for day, old, new in self._ways(node):
            cost = day_nok(self._problem, self._work, day, new)
            cost -= day_nok(self._problem, self._work, day, old) if old else 0.0
            if best is None or cost < best[0] - 1e-6:
                best = cost, day, old, new
        if best is None:
            return False
        self._change(*best[1:])
        return True

    def make_room(self, node: int) -> bool:
        """Put a visit in the place of a tour whose visits then fit elsewhere."""
        for day in self._days:
            for old in list(self._out[day]):
                saved = {d: list(out) for d, out in self._out.items()}, {d: s.copy() for d, s in self._spare.items()}
                self._remove(day, old)
                new = self._new((node,), day)
                if new is not None:
                    self._add(day, new)
                    if all(self.put_one(other) for other in sorted(old.nodes, key=self.room)):
                        return True
                self._out, self._spare = saved
        return False

    def _ways(self, node: int) -> Iterator[tuple[date, TeamDay | None, TeamDay]]:
        """Where a visit can go: date, the tour that it joins (None: one of its own) and what becomes of that."""
        for day in self._days:
            if node in self._visited(day):
                continue
            alone = self._new((node,), day)
            if alone is not None:
                yield day, None, alone
            for old in list(self._out[day]):
                self._remove(day, old)
                for k in range(len(old.nodes) + 1):
                    planned = self._fits((*old.nodes[:k], node, *old.nodes[k:]), day)
                    if planned is not None:
                        yield day, old, planned
                self._add(day, old)

    def _visited(self, day: date) -> set[int]:
        return {node for planned in self._out[day] for node in planned.nodes}

    def _new(self, tour: Tour, day: date) -> TeamDay | None:
        """A tour for one more team."""
        if len(self._out[day]) >= len(self._work.teams) or self._visited(day) & set(tour):
            return None
        return self._fits(tour, day)

    def _fits(self, tour: Tour, day: date) -> TeamDay | None:
        """The tour's day among those who are out, as early as there are persons for it."""
        for moment in self._moments(day):
            planned = timetable(self._work, self._rules, tour, day, not_before=moment)
            if planned is None:
                return None
            if self._spare[day][planned.out : planned.back].min(initial=self._crew) >= self._crew:
                return planned
        return None

    def _moments(self, day: date) -> Sequence[int]:
        """Minutes of the day at which there begin to be enough persons."""
        enough = self._spare[day] >= self._crew
        starts = np.flatnonzero(enough & ~np.concatenate([[False], enough[:-1]]))
        return [int(moment) for moment in starts]

    def _add(self, day: date, planned: TeamDay) -> None:
        self._out[day].append(planned)
        self._spare[day][planned.out : planned.back] -= self._crew

    def _remove(self, day: date, planned: TeamDay) -> None:
        self._out[day].remove(planned)
        self._spare[day][planned.out : planned.back] += self._crew

    def _change(self, day: date, old: TeamDay | None, new: TeamDay) -> None:
        if old is not None:
            self._remove(day, old)
        self._add(day, new)

"""A visiting team's day: from the start place to institutions and prisons one after the other, and back.

Before a visit the team sets up, after it come the overrun for those who arrived in time (rule Q1) and
take-down, then the drive. Everyone of the team is at work from start to end; a day longer than may be worked
without one has a break between two visits, or after the last. The day begins as late as it can for the
end it has, so nobody waits without need.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from planner.domain.clock import MINUTES_PER_DAY, clock_of, minute_of
from planner.domain.plan import Leg, Opening, Plan, Station
from planner.evaluate.worktime import work_limits
from planner.problem import Problem, VisitWork, person_nok
from planner.scenario import VisitTeams


class Stop(NamedTuple):
    """One visit: node of the place, opening in minutes after midnight."""

    node: int
    start: int
    end: int


class Rules(NamedTuple):
    """What a day must keep, in minutes.

    Attributes:
        before, after: set-up; overrun and take-down.
        longest: from start to end.
        break_after, pause: a longer day has a break of this length.
    """

    before: int
    after: int
    longest: int
    break_after: int
    pause: int


@dataclass(frozen=True)
class TeamDay:
    """The timetable of one day.

    Attributes:
        out, back: minutes after midnight at the start place.
        pause_after: number of the stop after which there is a break, None where no break is written in.
    """

    stops: tuple[Stop, ...]
    out: int
    back: int
    pause_after: int | None

    @property
    def nodes(self) -> tuple[int, ...]:
        """The places in order."""
        return tuple(stop.node for stop in self.stops)


def teams_of(problem: Problem) -> VisitTeams:
    """The scenario's visiting teams.

    Raises:
        ValueError: it has none (our fault: there is nothing to visit).
    """
    if problem.scenario.visits is None:
        raise ValueError("no visiting teams")
    return problem.scenario.visits


def day_rules(problem: Problem) -> Rules:
    """Limits of a team's day, the scenario's and the law's."""
    teams, limits = teams_of(problem), work_limits(problem)
    after = teams.overrun_minutes + teams.takedown_minutes
    longest = min(int(teams.max_out_hours * 60), limits.day)
    return Rules(teams.setup_minutes, after, longest, limits.break_after, limits.break_minutes)


def timetable(work: VisitWork, rules: Rules, nodes: Sequence[int], day: date, *, not_before: int = 0) -> TeamDay | None:
    """The day of a team that visits some places in order; None where it cannot be done on the date.

    Args:
        not_before: minute after midnight before which the team does not set out.
    """
    spans = [work.needs[node - 1].starts.get(day, ()) for node in nodes]
    return timed(work, rules, nodes, spans, not_before=not_before)


def timed(
    work: VisitWork, rules: Rules, nodes: Sequence[int], spans: Sequence[Sequence[tuple[int, int]]], *, not_before: int
) -> TeamDay | None:
    """As :func:`timetable`, for given stretches in which each visit may begin."""
    plain = _timed(work, rules, nodes, spans, None, not_before)
    if plain is None or not _needs_pause(work, rules, plain):
        return plain if plain is not None and plain.back - plain.out <= rules.longest else None
    found = (_timed(work, rules, nodes, spans, k, not_before) for k in range(len(nodes)))
    middle = (len(nodes) - 1) / 2
    good = [day for day in found if day is not None and day.back - day.out <= rules.longest]
    return min(good, key=lambda d: (d.back - d.out, abs((d.pause_after or 0) + 0.5 - middle)), default=None)


def _needs_pause(work: VisitWork, rules: Rules, day: TeamDay) -> bool:
    if day.back - day.out <= rules.break_after:
        return False
    return not any(wait >= rules.pause for wait in waits(work, rules, day.stops))


def waits(work: VisitWork, rules: Rules, stops: Sequence[Stop]) -> Iterator[int]:
    """Minutes between two visits that neither drive, set-up, overrun nor take-down need; negative where they do."""
    for here, there in pairwise(stops):
        drive = int(work.drive_minutes[here.node, there.node])
        yield there.start - rules.before - drive - rules.after - here.end


def _timed(
    work: VisitWork,
    rules: Rules,
    nodes: Sequence[int],
    spans: Sequence[Sequence[tuple[int, int]]],
    pause: int | None,
    not_before: int,
) -> TeamDay | None:
    minutes = [work.needs[node - 1].minutes for node in nodes]
    drives = [int(work.drive_minutes[here, there]) for here, there in pairwise((0, *nodes, 0))]
    gaps = [rules.after + drives[k + 1] + (rules.pause if pause == k else 0) for k in range(len(nodes))]
    starts: list[int] = []
    free = not_before + drives[0]
    for k, length in enumerate(minutes):
        earliest = [max(first, free + rules.before) for first, last in spans[k] if free + rules.before <= last]
        if not earliest:
            return None
        starts.append(min(earliest))
        free = starts[k] + length + gaps[k]
    for k in range(len(nodes) - 2, -1, -1):
        latest = starts[k + 1] - rules.before - gaps[k] - minutes[k]
        starts[k] = max(min(last, latest) for first, last in spans[k] if first <= latest)
    out = starts[0] - rules.before - drives[0]
    if out < 0 or free > MINUTES_PER_DAY:
        return None
    stops = tuple(Stop(n, s, s + m) for n, s, m in zip(nodes, starts, minutes, strict=True))
    return TeamDay(stops, out, free, pause)


def day_km(work: VisitWork, nodes: Sequence[int]) -> float:
    """Kilometres of a day."""
    return float(sum(work.drive_km[here, there] for here, there in pairwise((0, *nodes, 0))))


def day_nok(problem: Problem, work: VisitWork, day: date, planned: TeamDay) -> float:
    """What a team's day costs: pay from start to end, and kilometres; NOK excl. VAT."""
    teams = teams_of(problem)
    pay = teams.crew * person_nok(problem.scenario.prices, day, planned.out, planned.back)
    return pay + day_km(work, planned.nodes) * teams.nok_per_km


def legs_of_day(work: VisitWork, rules: Rules, planned: TeamDay, start_id: str) -> tuple[Leg, ...]:
    """The day's drives for the plan file: each as late as it may be, the last as early."""
    ids = [start_id, *(work.needs[node - 1].id for node in planned.nodes), start_id]
    nodes = (0, *planned.nodes, 0)
    legs = []
    for k, (here, there) in enumerate(pairwise(nodes)):
        took = int(work.drive_minutes[here, there])
        arrive = planned.stops[k].start - rules.before if k < len(planned.stops) else planned.back
        times = clock_of(arrive - took), clock_of(arrive)
        legs.append(Leg(ids[k], ids[k + 1], *times, float(took), round(float(work.drive_km[here, there]), 1)))
    return tuple(legs)


@dataclass(frozen=True)
class Outing:
    """What a plan says of one team on one date.

    Attributes:
        visits: station and opening, in order of time.
        out, back: as the legs say, but no shorter than openings, drives and the work before and after them take.
        km: at least what the problem knows of the drives.
    """

    team: str
    day: date
    visits: tuple[tuple[Station, Opening], ...]
    legs: tuple[Leg, ...]
    out: int
    back: int
    km: float

    @property
    def crew(self) -> int:
        """Persons of the team."""
        return max(opening.crew for _, opening in self.visits)


def outings(plan: Plan, problem: Problem) -> list[Outing]:
    """Every day of every visiting team in a plan, team by team, recomputed from openings and legs."""
    if problem.visits is None:
        return []
    found: dict[tuple[str, date], list[tuple[Station, Opening]]] = {}
    for station in plan.stations:
        for opening in station.opening:
            if opening.vehicle in problem.visits.teams:
                found.setdefault((opening.vehicle, opening.date), []).append((station, opening))
    legs = {(v.id, day.date): day.legs for v in plan.vehicles for day in v.days}
    return [_outing(problem, problem.visits, key, found[key], legs.get(key, ())) for key in sorted(found)]


def _outing(
    problem: Problem,
    work: VisitWork,
    key: tuple[str, date],
    found: list[tuple[Station, Opening]],
    legs: tuple[Leg, ...],
) -> Outing:
    rules, nodes = day_rules(problem), node_ids(problem, work)
    visits = tuple(sorted(found, key=lambda visit: visit[1].start_minute))
    known = [nodes.get(station.id) for station, _ in visits]
    path = [0, *(node for node in known if node is not None), 0]
    out = visits[0][1].start_minute - rules.before - int(work.drive_minutes[0, known[0] or 0])
    back = max(opening.end_minute for _, opening in visits) + rules.after + int(work.drive_minutes[known[-1] or 0, 0])
    km = day_km(work, path[1:-1])
    if legs:
        out = min(out, *(minute_of(leg.depart) for leg in legs))
        back = max(back, *(minute_of(leg.arrive) for leg in legs))
        km = max(km, sum(max(leg.km, _known_km(work, nodes, leg)) for leg in legs))
    return Outing(key[0], key[1], visits, legs, out, back, km)


def node_ids(problem: Problem, work: VisitWork) -> Mapping[str, int]:
    """Node of each id that may stand in a team's legs."""
    return {problem.dataset.sites[work.start].id: 0, **work.node}


def _known_km(work: VisitWork, nodes: Mapping[str, int], leg: Leg) -> float:
    """A plan cannot make a road shorter; 0 where nothing is known of it."""
    if leg.from_ in nodes and leg.to in nodes:
        return float(work.drive_km[nodes[leg.from_], nodes[leg.to]])
    return 0.0

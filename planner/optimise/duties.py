"""What the roster has to cover: stretches of open time with heads and leaders, by home team.

A home team is the station itself, a vehicle's crew, its drivers, a visiting team, or all who visit
institutions and prisons without one. A *stretch* is not divided; a shift is one or more stretches of a
*chain*, without a gap.
Premises may change persons between openings and, where one is too long for one shift, within it; a
vehicle at a block's end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from planner.domain.plan import Opening, Phase, Plan, Station, StationKind
from planner.evaluate.cost import day_span, vehicle_dates
from planner.evaluate.team_days import outings
from planner.evaluate.worktime import WorkLimits, work_limits
from planner.problem import Problem, Slot
from planner.scenario import Vehicle

STEP = 15
"""Minutes to which a change of persons within an opening is rounded."""
VISITORS = "besøk"
DRIVERS = " sjåfør"
VISITED = frozenset({StationKind.INSTITUTION, StationKind.PRISON})


@dataclass(frozen=True, slots=True)
class Piece:
    """Time at one station; minutes after midnight."""

    station: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time that one shift covers whole.

    Attributes:
        heads: persons needed.
        leads: how many of them are leader or deputy.
    """

    start: int
    end: int
    heads: int
    leads: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Stretches of one date that follow each other without a gap.

    Attributes:
        longest: minutes of the longest shift, when nobody's break leaves too few.
    """

    day: date
    stretches: tuple[Stretch, ...]
    longest: int


@dataclass(frozen=True, slots=True)
class Team:
    """A home team and all it has to cover, in order of time."""

    id: str
    name: str
    chains: tuple[Chain, ...]
    drivers: bool = False

    @property
    def place(self) -> str:
        """The station or the vehicle; a vehicle's drivers have its own."""
        return self.id.removesuffix(DRIVERS) if self.drivers else self.id


def duties(plan: Plan, problem: Problem) -> list[Team]:
    """Every home team of a plan: stations by id, then those who visit, vehicles and their drivers."""
    limits = work_limits(problem)
    first = _first_openings(plan)
    own = [s for s in plan.stations if any(o.vehicle is None for o in s.opening)]
    teams = [Team(s.id, s.name, tuple(_premises(s, problem, limits, first))) for s in own if s.kind not in VISITED]
    visits = [c for s in own if s.kind in VISITED for c in _premises(s, problem, limits, first)]
    if visits:
        teams.append(Team(VISITORS, "Besøk på institusjoner og fengsler", tuple(sorted(visits, key=_when))))
    teams += _visiting(plan, problem, limits, first)
    for vehicle in problem.scenario.vehicles:
        chains = tuple(_aboard(plan, problem, vehicle, limits, first))
        if chains:
            teams.append(Team(vehicle.id, vehicle.name, chains))
            longest = min(limits.day, int(vehicle.max_person_hours * 60))
            driving = tuple(_driver(chain, longest) for chain in chains)
            teams.append(Team(vehicle.id + DRIVERS, f"{vehicle.name}, sjåfør", driving, drivers=True))
    return teams


def _visiting(plan: Plan, problem: Problem, limits: WorkLimits, first: set[tuple[str, date, int]]) -> Iterator[Team]:
    """Visiting teams: together from start to end, with the break that the day has (``team_day``)."""
    by_team: dict[str, list[Chain]] = {}
    for outing in outings(plan, problem):
        moments = [outing.out, *(opening.end_minute for _, opening in outing.visits[:-1]), outing.back]
        stretches = []
        for (start, end), (station, opening) in zip(pairwise(moments), outing.visits, strict=True):
            leads = _leads(problem, station, opening, both=(station.id, outing.day, opening.start_minute) in first)
            stretches.append(Stretch(start, end, opening.crew, leads, (Piece(station.id, start, end),)))
        by_team.setdefault(outing.team, []).append(Chain(outing.day, tuple(stretches), limits.day))
    for team, chains in by_team.items():
        yield Team(team, f"Besøkslag {team.rpartition('-')[2]}", tuple(chains))


def _when(chain: Chain) -> tuple[date, int]:
    return chain.day, chain.stretches[0].start


def _first_openings(plan: Plan) -> set[tuple[str, date, int]]:
    """Where leader and deputy are both asked for: the first ordinary opening of every station."""
    found = set()
    for station in plan.stations:
        times = [(o.date, o.start_minute) for o in station.opening if o.phase is Phase.ORDINARY]
        if times:
            found.add((station.id, *min(times)))
    return found


def _premises(
    station: Station, problem: Problem, limits: WorkLimits, first: set[tuple[str, date, int]]
) -> Iterator[Chain]:
    for day, openings in _by_date(o for o in station.opening if o.vehicle is None):
        stretches: list[Stretch] = []
        for opening in openings:
            heads = opening.crew
            leads = _leads(problem, station, opening, both=(station.id, day, opening.start_minute) in first)
            longest = _longest(limits, heads)
            for start, end in _cut(opening.start_minute, opening.end_minute, longest):
                stretches.append(Stretch(start, end, heads, leads, (Piece(station.id, start, end),)))
        yield from _chains(day, stretches, limits)


def _by_date(openings: Iterable[Opening]) -> Iterator[tuple[date, list[Opening]]]:
    found: dict[date, list[Opening]] = {}
    for opening in sorted(openings, key=lambda o: (o.date, o.start_minute)):
        found.setdefault(opening.date, []).append(opening)
    yield from found.items()


def _leads(problem: Problem, station: Station, opening: Opening, *, both: bool) -> int:
    """Leaders and deputies asked for; none in tidligstemming and at home voting (P3, S1)."""
    if opening.phase is Phase.EARLY or station.kind is StationKind.HOME_TEAM:
        return 0
    if not problem.scenario.roster.leader_counts_as_worker:
        return 1
    return min(2 if both else 1, opening.crew)


def _longest(limits: WorkLimits, heads: int) -> int:
    """With one more than must stay, somebody can have a break; else a shift is as long as work without one."""
    return limits.day if heads > limits.least_present else min(limits.day, limits.break_after)


def _cut(start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Equal parts of at most the longest shift, on whole steps where that can be."""
    parts = math.ceil((end - start) / longest)
    moments = [start + (end - start) * n // parts for n in range(parts + 1)]
    inner = [m - m % STEP for m in moments[1:-1]]
    rounded = [start, *inner, end]
    good = all(0 < there - here <= longest for here, there in pairwise(rounded))
    yield from pairwise(rounded if good else moments)


def _chains(day: date, stretches: Sequence[Stretch], limits: WorkLimits) -> Iterator[Chain]:
    """Stretches apart in time are different chains; so are those that need more or fewer for a break."""
    run: list[Stretch] = []
    for stretch in stretches:
        if run and (run[-1].end != stretch.start or _longest(limits, run[-1].heads) != _longest(limits, stretch.heads)):
            yield Chain(day, tuple(run), _longest(limits, run[0].heads))
            run = []
        run.append(stretch)
    if run:
        yield Chain(day, tuple(run), _longest(limits, run[0].heads))


def _aboard(
    plan: Plan, problem: Problem, vehicle: Vehicle, limits: WorkLimits, first: set[tuple[str, date, int]]
) -> Iterator[Chain]:
    """A vehicle's crew: aboard from depot to depot, changed at a block's end."""
    for day, visits in vehicle_dates(plan, vehicle).items():
        out, back = _span(plan, problem, vehicle, day, visits)
        openings = [_opening(station, slot, vehicle) for station, slot in visits]
        moments = [out, *(slot.end for _, slot in visits[:-1]), back]
        stretches = []
        for number, (start, end) in enumerate(pairwise(moments)):
            station, slot = visits[number]
            opening = openings[number]
            leads = _leads(problem, station, opening, both=(station.id, day, slot.start) in first)
            stretches.append(Stretch(start, end, opening.crew, leads, (Piece(station.id, start, end),)))
        longest = min(_longest(limits, min(s.heads for s in stretches)), int(vehicle.max_person_hours * 60))
        yield Chain(day, tuple(stretches), longest)


def _span(
    plan: Plan, problem: Problem, vehicle: Vehicle, day: date, visits: Sequence[tuple[Station, Slot]]
) -> tuple[int, int]:
    found = day_span(plan, problem, vehicle, day)
    out, back = found[:2] if found else (visits[0][1].start, visits[-1][1].end)
    return math.floor(out), math.ceil(back)


def _opening(station: Station, slot: Slot, vehicle: Vehicle) -> Opening:
    return next(o for o in station.opening if (o.vehicle, o.date, o.start_minute) == (vehicle.id, slot.day, slot.start))


def _driver(chain: Chain, longest: int) -> Chain:
    """The same day for one driver, who has breaks while the vehicle stands."""
    stretches = tuple(replace(s, heads=1, leads=0) for s in chain.stretches)
    return replace(chain, stretches=stretches, longest=longest)

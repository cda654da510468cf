"""Crews and booths by what the queues take: the last decision about a plan whose places and times are chosen.

Loads are those of the plan (:mod:`planner.evaluate.votes`); nobody goes elsewhere because it is full. A *unit*
is what gets its persons together: a stretch of open time at premises, or a vehicle's day, whose crew is aboard
from depot to depot. Each unit asks the fewest persons who serve the tables that Erlang C asks (:mod:`planner.
evaluate.capacity`), never fewer than the scenario's crew, never more than the place has room for.

Where pool or money do not go round, units are given all they ask in the order of money per vote, then
what is left goes to as many whole tables as it pays for, in the same order. That is a heuristic: which
units wait is a knapsack. What is missing then is told of by the audit, which recomputes it from the plan.

Pinned crews stay as they are; so do crews of today's locked stations, which are no decision of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from planner.constraints.crew_pool import peak, presence
from planner.domain.capacity import OpeningNeed
from planner.domain.clock import minute_of
from planner.domain.plan import Opening, Phase, Plan, Station
from planner.evaluate.access import site_id_of
from planner.evaluate.capacity import needs, persons_for, tables_of
from planner.evaluate.cost import day_span, plan_cost
from planner.law.parameters import law_parameters
from planner.law.rules.o2 import PER_TEAM, teams_of
from planner.problem import Problem, person_nok

Setting = int | str | None


class Unit(NamedTuple):
    """Persons that are decided together.

    Attributes:
        openings: (station, date, start) of the openings they work in.
        start, end: minutes after midnight between which they are paid.
        crew: present now.
        wanted: by the queues.
        most: that there is room for.
        votes: expected.
        nok: per person.
        aboard: on a vehicle.
    """

    openings: frozenset[tuple[str, date, str]]
    day: date
    start: float
    end: float
    crew: int
    wanted: int
    most: int
    votes: float
    nok: float
    aboard: bool = False

    @property
    def more_nok(self) -> float:
        """What it takes to reach the goal."""
        return (self.goal - self.crew) * self.nok

    @property
    def goal(self) -> int:
        """Persons it gets where pool and money go round."""
        return max(self.crew, min(self.wanted, self.most))


@dataclass(frozen=True)
class Sized:
    """A plan with crews and booths by its queues.

    Attributes:
        wanted_nok: what all that the queues take would cost at premises, on top of the scenario's crews.
        wanted_aboard_nok: the same on vehicles.
        waiting: votes expected in units with fewer persons than the queues take.
        over_pool: persons that the pool lacks at worst, if money went round.
        short: dates on which they wait, in order.
    """

    plan: Plan
    wanted_nok: float
    wanted_aboard_nok: float
    waiting: float
    over_pool: int
    short: tuple[date, ...] = ()


def sized(plan: Plan, problem: Problem) -> Sized:
    """The plan with its crews and booths sized, within pool and money; as it is where the scenario has them fixed."""
    if not problem.scenario.capacity.size_crews:
        return Sized(plan, 0.0, 0.0, 0.0, 0)
    found = needs(plan, problem)
    units = sorted(_units(plan, problem, found), key=_order)
    money = np.inf if problem.set_aside("budget") else problem.budget_nok - plan_cost(plan, problem).total
    pool = _Pool(plan, problem)
    over = pool.over(units)
    more = _shared_out(units, problem, money, pool)
    crews = {opening: unit.crew + extra for unit, extra in zip(units, more, strict=True) for opening in unit.openings}
    mine = {station for unit in units for station, _, _ in unit.openings}
    stations = tuple(_equipped(_crewed(s, crews), problem, found[s.id]) if s.id in mine else s for s in plan.stations)
    short = [u for u, extra in zip(units, more, strict=True) if u.crew + extra < u.wanted]
    wanted = [sum(u.more_nok for u in units if u.aboard is aboard) for aboard in (False, True)]
    dates = tuple(sorted({u.day for u in short}))
    waiting = sum(u.votes for u in short)
    return Sized(replace(plan, stations=stations), wanted[0], wanted[1], waiting, over, dates)


def _shared_out(units: Sequence[Unit], problem: Problem, money: float, pool: _Pool) -> list[int]:
    """Persons more in each unit, in their order: first all that one asks, then as many tables as there are persons."""
    more = [0] * len(units)
    for whole in (True, False):
        for number, unit in enumerate(units):
            if more[number] or unit.goal == unit.crew:
                continue
            for extra in [unit.goal - unit.crew] if whole else _tables_more(unit, problem):
                if extra * unit.nok <= money and pool.room(unit, extra):
                    more[number] = extra
                    money -= extra * unit.nok
                    pool.take(unit, extra)
                    break
    return more


def _tables_more(unit: Unit, problem: Problem) -> list[int]:
    """Persons more that serve one table more, two … short of the goal; most first."""
    tables = range(tables_of(problem, unit.goal), tables_of(problem, unit.crew), -1)
    found = [persons_for(problem, number) - unit.crew for number in tables]
    return [extra for extra in found if 0 < extra <= unit.goal - unit.crew]


def _order(unit: Unit) -> tuple[float, float, list[tuple[str, date, str]]]:
    """Least money per vote first."""
    return unit.more_nok / unit.votes if unit.votes > 0 else np.inf, -unit.votes, sorted(unit.openings)


class _Pool:
    """Who of the pool is at work when."""

    def __init__(self, plan: Plan, problem: Problem) -> None:
        self._problem = problem
        self._present = presence(plan, problem)

    def room(self, unit: Unit, more: int) -> bool:
        """Whether the pool has so many more for a unit."""
        if self._problem.set_aside("crew_pool", unit.day.isoformat()):
            return True
        return self._most(unit) + more <= self._problem.pool_persons

    def take(self, unit: Unit, more: int) -> None:
        """They are at work."""
        self._present.setdefault(unit.day, []).append((unit.start, unit.end, more))

    def over(self, units: Iterable[Unit]) -> int:
        """Persons that the pool lacks on its worst date, if every unit got all it asks."""
        wanted = {day: list(stretches) for day, stretches in self._present.items()}
        for unit in units:
            wanted.setdefault(unit.day, []).append((unit.start, unit.end, unit.goal - unit.crew))
        free = {day for day in wanted if self._problem.set_aside("crew_pool", day.isoformat())}
        peaks = (peak(stretches)[0] for day, stretches in wanted.items() if day not in free)
        return max(0, max(peaks, default=0) - self._problem.pool_persons)

    def _most(self, unit: Unit) -> int:
        meeting = [
            (max(s, unit.start), e, n) for s, e, n in self._present.get(unit.day, ()) if s < unit.end and unit.start < e
        ]
        return peak(meeting)[0]


def _units(plan: Plan, problem: Problem, found: Mapping[str, Sequence[OpeningNeed]]) -> Iterator[Unit]:
    own = {problem.dataset.sites[s.site].id for s in problem.standing}
    pinned = {pin.station for pin in problem.scenario.pins if pin.crew is not None}
    aboard: dict[tuple[str, date], list[tuple[Station, Opening, OpeningNeed]]] = {}
    for station in plan.stations:
        for need in found.get(station.id, ()) if station.id not in own else ():
            inside = [o for o in station.opening if _inside(o, need)]
            if inside[0].vehicle is not None:
                aboard.setdefault((inside[0].vehicle, need.date), []).append((station, inside[0], need))
            elif site_id_of(station.id) not in pinned:
                yield _premises(station, inside, need, problem)
    for (vehicle, day), visits in aboard.items():
        yield from _vehicle_day(plan, problem, vehicle, day, visits)


def _inside(opening: Opening, need: OpeningNeed) -> bool:
    start, end = minute_of(need.start), minute_of(need.end)
    within = start <= opening.start_minute and opening.end_minute <= end
    return opening.date == need.date and within and opening.phase is Phase.ORDINARY


def _premises(station: Station, inside: Sequence[Opening], need: OpeningNeed, problem: Problem) -> Unit:
    start, end = minute_of(need.start), minute_of(need.end)
    most, booths = _premises_settings(station, problem)
    return Unit(
        frozenset((station.id, o.date, o.start) for o in inside),
        *(need.date, start, end, need.persons, need.persons_needed),
        _room(problem, most, [station.booths] if booths != PER_TEAM else []),
        need.votes,
        person_nok(problem.scenario.prices, need.date, start, end),
    )


def _premises_settings(station: Station, problem: Problem) -> tuple[int | None, Setting]:
    """Most persons there is room for, and booths, by what the scenario says of the place, else of all premises."""
    column = problem.site_index.get(site_id_of(station.id))
    common = problem.scenario.stations
    if column is None:
        return common.most_crew, common.booths
    return problem.most_crew_of(column), problem.booths_setting(column)


def _vehicle_day(
    plan: Plan, problem: Problem, vehicle_id: str, day: date, visits: Sequence[tuple[Station, Opening, OpeningNeed]]
) -> Iterator[Unit]:
    vehicle = problem.vehicle(vehicle_id)
    span = day_span(plan, problem, vehicle, day) if vehicle else None
    if vehicle is None or span is None:
        return
    yield Unit(
        frozenset((station.id, day, opening.start) for station, opening, _ in visits),
        *(day, span[0], span[1]),
        max(need.persons for _, _, need in visits),
        max(need.persons_needed for _, _, need in visits),
        _room(problem, vehicle.most_crew, [s.booths for s, _, _ in visits] if vehicle.booths != PER_TEAM else []),
        sum(need.votes for _, _, need in visits),
        person_nok(problem.scenario.prices, day, span[0], span[1]),
        aboard=True,
    )


def _room(problem: Problem, most: int | None, booths: Iterable[int | None]) -> int:
    """Most persons at a place; a counted number of booths has no more teams than booths (O2)."""
    least = law_parameters().number("min_workers_present", problem.calendar.election)
    rooms = [max(number, 1) * least + least - 1 for number in booths if number is not None]
    return min([10**6 if most is None else most, *rooms])


def _crewed(station: Station, crews: Mapping[tuple[str, date, str], int]) -> Station:
    opening = tuple(replace(o, crew=crews.get((station.id, o.date, o.start), o.crew)) for o in station.opening)
    return replace(station, opening=opening)


def _equipped(station: Station, problem: Problem, found: Sequence[OpeningNeed]) -> Station:
    """Booths for every team and for the queue, where the scenario leaves their number to the plan."""
    vehicles = {o.vehicle for o in station.opening if o.vehicle}
    known = [problem.vehicle(vehicle) for vehicle in vehicles]
    settings: list[Setting] = [v.booths for v in known if v] or [_premises_settings(station, problem)[1]]
    if station.booths is None or any(setting != PER_TEAM for setting in settings):
        return station
    teams = max(teams_of(problem, o.crew) for o in station.opening)
    return replace(station, booths=max([teams, *(need.booths_needed for need in found)]))

"""Stage 2: visits of stage 1 become tours, tours get dates and vehicles.

1. Block by block, visits are joined to tours by a minimum-kilometre assignment that
   avoids drives that do not fit and the same stop twice in one class on one date.
2. Tours get dates so that no stop is served twice in a class on one date, no place
   is pop-up and stop at once, the pool holds, and each stop's dates spread over the
   period (improved by exchange until nothing improves: a heuristic, named so).
3. The tours of a date go to the vehicles that have been out least.

What cannot be placed is dropped and counted: that changes the plan, never the bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.constraints.crew_pool import peak
from planner.evaluate.tours import DayTour, Visit, day_tour, longest_shift
from planner.modelling import TourKey, VisitKey
from planner.problem import Problem, Schedule, VisitBlock

FORBIDDEN = 1e6
"""Penalty of what must not happen; far above any kilometres or days."""
MAX_ROUNDS = 20


@dataclass(frozen=True)
class PlacedTour:
    """One vehicle-day."""

    vehicle_id: str
    day: date
    tour: DayTour


@dataclass(frozen=True)
class Placement:
    """All vehicle-days, and how many visits had to be dropped."""

    tours: tuple[PlacedTour, ...]
    dropped: int


Stops = dict[int, int]
"""block → site of one tour."""


def place_visits(
    problem: Problem,
    visits: Mapping[VisitKey, int],
    tours: Mapping[TourKey, int],
    open_premises: Sequence[Schedule],
) -> Placement:
    """Dates and vehicles for every visit.

    Args:
        problem: the problem.
        visits, tours: numbers chosen by stage 1.
        open_premises: what is open beside the vehicles and charged to the pool.
    """
    placed: list[PlacedTour] = []
    dropped = 0
    for f, fleet in enumerate(problem.fleets):
        joined: list[Stops] = []
        for kind in dict.fromkeys(block.day_type for block in fleet.blocks):
            blocks = [b for b, block in enumerate(fleet.blocks) if block.day_type == kind]
            joined += _join(problem, f, blocks, visits, tours)
        kept = [_fitting(problem, f, stops) for stops in joined]
        dropped += sum(len(stops) for stops in joined) - sum(len(stops) for stops in kept)
        others = [*_busy_premises(open_premises), *_busy_vehicles(problem, placed)]
        dated, lost = _dates(problem, f, [stops for stops in kept if stops], others)
        dropped += lost
        placed += _vehicles(problem, f, dated)
    return Placement(tuple(placed), dropped)


def _visit(block: VisitBlock, site: int) -> Visit:
    return Visit(site, block.start, block.end)


def _tour(problem: Problem, f: int, stops: Stops) -> DayTour:
    fleet = problem.fleets[f]
    visits = [_visit(fleet.blocks[b], stops[b]) for b in sorted(stops)]
    return day_tour(problem.dataset, fleet.sample, fleet.depot, visits)


def _bad(problem: Problem, f: int, stops: Stops) -> float:
    """Kilometres of a tour, plus a penalty for each thing that must not be."""
    vehicle, blocks = problem.fleets[f].sample, problem.fleets[f].blocks
    tour = _tour(problem, f, stops)
    wrong = len(tour.shortfalls)
    wrong += (tour.back - tour.out) / 60 > vehicle.max_out_hours
    wrong += longest_shift(tour) > vehicle.max_person_hours
    for b in stops:
        for c in stops:
            both = any(x and y for x, y in zip(blocks[b].classes, blocks[c].classes, strict=True))
            wrong += b < c and stops[b] == stops[c] and both
    return tour.km + FORBIDDEN * wrong


def _join(
    problem: Problem, f: int, blocks: Sequence[int], visits: Mapping[VisitKey, int], tours: Mapping[TourKey, int]
) -> list[Stops]:
    """Tours with a stop in each of their blocks; blocks are assigned in turn until nothing improves."""
    shapes = [key.blocks for key, count in tours.items() if key.fleet == f and key.blocks[0] in blocks for _ in range(count)]
    joined: list[Stops] = [{} for _ in shapes]
    for b in blocks:
        takers = [n for n, shape in enumerate(shapes) if b in shape]
        sites = [
            key.site for key, count in visits.items() if (key.fleet, key.block) == (f, b) for _ in range(count)
        ]
        for n, site in zip(takers, sites, strict=False):
            joined[n][b] = site
    for _ in range(MAX_ROUNDS):
        if not any(_reassign(problem, f, b, joined) for b in blocks):
            break
    return joined


def _reassign(problem: Problem, f: int, b: int, joined: list[Stops]) -> bool:
    """Best assignment of one block's stops to the tours that have the block; True if it helped."""
    takers = [n for n, stops in enumerate(joined) if b in stops]
    sites = [joined[n][b] for n in takers]
    if len(takers) < 2:
        return False
    known: dict[tuple[tuple[tuple[int, int], ...], int], float] = {}

    def price(n: int, site: int) -> float:
        rest = tuple(sorted((c, s) for c, s in joined[n].items() if c != b))
        if (rest, site) not in known:
            known[rest, site] = _bad(problem, f, {**dict(rest), b: site})
        return known[rest, site]

    costs = np.array([[price(n, site) for site in sites] for n in takers])
    before = float(np.trace(costs))
    rows, columns = linear_sum_assignment(costs)
    if float(costs[rows, columns].sum()) > before - 1e-6:
        return False
    for row, column in zip(rows, columns, strict=True):
        joined[takers[row]][b] = sites[column]
    return True


def _fitting(problem: Problem, f: int, stops: Stops) -> Stops:
    """A tour that can be driven: while it cannot, its last visit is dropped."""
    kept = dict(stops)
    while kept and _bad(problem, f, kept) >= FORBIDDEN:
        kept.pop(max(kept))
    return kept


Busy = tuple[date, float, float, int, int | None]
"""Date, start, end, persons, site (None: not at a place that matters)."""


def _busy_premises(schedules: Iterable[Schedule]) -> list[Busy]:
    return [(s.day, s.start, s.end, -1, schedule.site) for schedule in schedules for s in schedule.slots]


def _busy_vehicles(problem: Problem, placed: Iterable[PlacedTour]) -> list[Busy]:
    found: list[Busy] = []
    for item in placed:
        vehicle = problem.vehicle(item.vehicle_id)
        if vehicle is not None:
            found.append((item.day, item.tour.out, item.tour.back, vehicle.crew, None))
            found += [(item.day, v.start, v.end, 0, v.site) for v in item.tour.visits]
    return found


@dataclass
class _Board:
    """Which tour is on which slot (a date of a vehicle); ``None`` = free."""

    problem: Problem
    f: int
    tours: list[Stops]
    slots: list[date]
    held: list[int | None]
    allowed: dict[tuple[int, date], bool]

    def badness(self, numbers: Iterable[int]) -> float:
        """Clashes and uneven spread of the stops of some tours."""
        sites = {site for n in numbers for site in self.tours[n].values()}
        return sum(self._site(site) for site in sorted(sites)) + FORBIDDEN * sum(
            not self.allowed[n, self.slots[slot]] for slot, n in enumerate(self.held) if n is not None and n in numbers
        )

    def _site(self, site: int) -> float:
        blocks = self.problem.fleets[self.f].blocks
        per_class: dict[int, list[int]] = {}
        days: list[int] = []
        for slot, n in enumerate(self.held):
            if n is None:
                continue
            for b, stop in self.tours[n].items():
                if stop == site:
                    days.append(self.slots[slot].toordinal())
                    for k, counts in enumerate(blocks[b].classes):
                        if counts:
                            per_class.setdefault(k, []).append(self.slots[slot].toordinal())
        clashes = sum(len(found) - len(set(found)) for found in per_class.values())
        return FORBIDDEN * clashes + _unevenness(sorted(days), self.slots[0].toordinal(), self.slots[-1].toordinal())


def _unevenness(days: Sequence[int], first: int, last: int) -> float:
    """Squared days between the dates of a stop and an even spread over the period."""
    count = len(days)
    span = last - first + 1
    ideal = [first + span * (n + 0.5) / count for n in range(count)]
    return sum((day - want) ** 2 for day, want in zip(days, ideal, strict=True)) / max(count, 1)


def _dates(problem: Problem, f: int, tours: list[Stops], busy: Sequence[Busy]) -> tuple[list[tuple[date, Stops]], int]:
    """A date for each tour, and how many visits were dropped because none was free."""
    fleet = problem.fleets[f]
    dated: list[tuple[date, Stops]] = []
    dropped = 0
    for kind in dict.fromkeys(block.day_type for block in fleet.blocks):
        mine = [stops for stops in tours if fleet.blocks[min(stops)].day_type == kind]
        days = problem.dates_of(kind)
        if not mine:
            continue
        allowed = {(n, day): _free(problem, f, stops, day, busy) for n, stops in enumerate(mine) for day in days}
        slots = [day for day in days for _ in range(_capacity(problem, f, day, busy))]
        dropped += sum(len(stops) for stops in mine[len(slots) :])
        mine = mine[: len(slots)]
        held: list[int | None] = [None] * len(slots)
        for place, n in enumerate(np.linspace(0, len(slots) - 1, len(mine)).round().astype(int) if mine else []):
            held[int(n)] = place
        board = _Board(problem, f, mine, slots, held, allowed)
        _improve(board)
        for slot, number in enumerate(board.held):
            if number is not None:
                if allowed[number, slots[slot]]:
                    dated.append((slots[slot], mine[number]))
                else:
                    dropped += len(mine[number])
    return dated, dropped


def _capacity(problem: Problem, f: int, day: date, busy: Sequence[Busy]) -> int:
    """Vehicles of the fleet that the pool lets out on a date."""
    fleet = problem.fleets[f]
    crew = problem.scenario.stations.crew
    load, _ = peak([(start, end, crew if persons < 0 else persons) for d, start, end, persons, _ in busy if d == day])
    spare = (problem.pool_persons - load) // fleet.sample.crew
    return int(max(0, min(len(fleet.vehicles), spare)))


def _free(problem: Problem, f: int, stops: Stops, day: date, busy: Sequence[Busy]) -> bool:
    """Whether none of a tour's stops is used for something else on a date."""
    blocks = problem.fleets[f].blocks
    for d, start, end, _, site in busy:
        if d == day and site is not None:
            for b, stop in stops.items():
                if stop == site and blocks[b].start < end and start < blocks[b].end:
                    return False
    return True


def _improve(board: _Board) -> None:
    """Exchange the contents of two slots while that helps (first improvement, fixed order)."""
    for _ in range(MAX_ROUNDS):
        helped = False
        for a in range(len(board.slots)):
            for b in range(a + 1, len(board.slots)):
                if board.slots[a] == board.slots[b] or (board.held[a] is None and board.held[b] is None):
                    continue
                numbers = [n for n in (board.held[a], board.held[b]) if n is not None]
                before = board.badness(numbers)
                board.held[a], board.held[b] = board.held[b], board.held[a]
                if board.badness(numbers) < before - 1e-6:
                    helped = True
                else:
                    board.held[a], board.held[b] = board.held[b], board.held[a]
        if not helped:
            return


def _vehicles(problem: Problem, f: int, dated: list[tuple[date, Stops]]) -> list[PlacedTour]:
    """The tours of each date to the vehicles with the fewest days so far."""
    fleet = problem.fleets[f]
    days_out = {vehicle.id: 0 for vehicle in fleet.vehicles}
    placed = []
    for day in sorted({day for day, _ in dated}):
        todays = [stops for d, stops in dated if d == day]
        free = sorted(days_out, key=lambda vehicle_id: (days_out[vehicle_id], vehicle_id))
        for stops, vehicle_id in zip(todays, free, strict=False):
            days_out[vehicle_id] += 1
            placed.append(PlacedTour(vehicle_id, day, _tour(problem, f, stops)))
    return placed

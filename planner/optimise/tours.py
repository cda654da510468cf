"""Stage 2: visits of stage 1 become tours, tours get dates and vehicles.

1. Block by block, visits are joined to tours by a minimum-kilometre assignment that
   avoids drives that do not fit and the same stop twice in one class on one date.
2. Tours get dates so that no stop is served twice in a class on one date, no place
   is pop-up and stop at once, the pool holds, dates on which nothing else is open have
   one (P7), and each stop's dates spread over the period (improved by exchange until
   nothing improves: a heuristic, named so).
3. The tours of a date go to the vehicles that have been out least.

What cannot be placed is dropped and counted: that changes the plan, never the bound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.evaluate.tours import DayTour, Visit, day_tour, longest_shift
from planner.law.rules import p7
from planner.modelling import TourKey, VisitKey
from planner.optimise.anchors import Anchor, Room, anchors, stand
from planner.optimise.board import FORBIDDEN, MAX_ROUNDS, Board, Stops
from planner.optimise.model import set_aside
from planner.problem import Problem, Schedule, Slot, VisitBlock, bans_of

MINUTES = 48 * 60
"""Minutes that a day may have, into the night."""
NO_POOL = 1_000_000
"""Persons of a pool that a scenario sets aside."""


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


def place_visits(
    problem: Problem,
    visits: Mapping[VisitKey, int],
    tours: Mapping[TourKey, int],
    open_premises: Sequence[Schedule],
    driven: Sequence[Sequence[VisitKey]] = (),
    persons: Iterable[tuple[Slot, int]] = (),
) -> Placement:
    """Dates and vehicles for every visit.

    Args:
        problem: the problem.
        visits, tours: numbers chosen by stage 1.
        open_premises: what is open beside the vehicles and charged to the pool.
        driven: the visits of each vehicle-day, where stage 1 says so; else they are joined here.
        persons: who else is at work then, of the pool.
    """
    placed: list[PlacedTour] = []
    given = [*_busy_premises(problem, open_premises), *_busy_persons(persons)]
    open_dates = {slot.day for schedule in open_premises for slot in schedule.slots}
    dropped = 0
    for f, fleet in enumerate(problem.fleets):
        joined, standing = list[Stops](), anchors(problem, f, visits)
        for kind in dict.fromkeys(block.day_type for block in fleet.blocks):
            blocks = [b for b, block in enumerate(fleet.blocks) if block.day_type == kind]
            firm = [anchor for anchor in standing if min(anchor.stops) in blocks]
            if firm:
                joined += _join(problem, f, blocks, visits, tours, firm)
            else:
                joined += _driven(f, blocks, driven) or _join(problem, f, blocks, visits, tours)
        kept = [_fitting(problem, f, stops, standing) for stops in joined]
        dropped += sum(len(stops) for stops in joined) - sum(len(stops) for stops in kept)
        others = [*given, *_busy_vehicles(problem, placed)]
        needed = [dates for _, dates in p7.uncovered(problem, open_dates)]
        dated, lost = _dates(problem, f, [stops for stops in kept if stops], others, standing, needed)
        dropped += lost
        open_dates |= {day for day, _ in dated}
        placed += _vehicles(problem, f, dated, standing)
    if dropped:
        placed, lost = without_rare(problem, placed)
        dropped += lost
    return Placement(tuple(placed), dropped)


def _driven(f: int, blocks: Sequence[int], driven: Sequence[Sequence[VisitKey]]) -> list[Stops]:
    """The vehicle-days of a fleet on one day type that stage 1 has chosen as they are."""
    mine = [keys for keys in driven if keys[0].fleet == f and keys[0].block in blocks]
    return [{key.block: key.site for key in keys} for keys in mine]


def without_rare(problem: Problem, placed: Sequence[PlacedTour]) -> tuple[list[PlacedTour], int]:
    """Stops that lost so many visits that too few are left, are not used at all."""
    count = Counter(visit.site for item in placed for visit in item.tour.visits)
    least = problem.scenario.min_visits
    few = {site for site, visits in count.items() if visits < least}
    rare = {site for site in few if not set_aside(problem, f"min_visits[{problem.dataset.sites[site].id}]")}
    fleet_of = {vehicle.id: fleet for fleet in problem.fleets for vehicle in fleet.vehicles}
    kept = []
    for item in placed:
        visits = [visit for visit in item.tour.visits if visit.site not in rare]
        if visits:
            fleet = fleet_of[item.vehicle_id]
            tour = day_tour(problem.ways(fleet.sample), fleet.sample, fleet.depot, visits)
            kept.append(PlacedTour(item.vehicle_id, item.day, tour))
    return kept, sum(count[site] for site in rare)


def _visit(block: VisitBlock, site: int) -> Visit:
    return Visit(site, block.start, block.end)


def _tour(problem: Problem, f: int, stops: Stops) -> DayTour:
    fleet = problem.fleets[f]
    visits = [_visit(fleet.blocks[b], stops[b]) for b in sorted(stops)]
    return day_tour(problem.ways(fleet.sample), fleet.sample, fleet.depot, visits)


def _bad(problem: Problem, f: int, stops: Stops) -> float:
    """Kilometres of a tour, plus a penalty for each thing that must not be."""
    vehicle, blocks = problem.fleets[f].sample, problem.fleets[f].blocks
    tour = _tour(problem, f, stops)
    wrong = len(tour.shortfalls)
    wrong += (tour.back - tour.out) / 60 > vehicle.max_out_hours
    wrong += longest_shift(tour) > vehicle.max_person_hours
    wrong += vehicle.max_km_per_day is not None and tour.km > vehicle.max_km_per_day
    for b in stops:
        for c in stops:
            both = any(x and y for x, y in zip(blocks[b].classes, blocks[c].classes, strict=True))
            wrong += b < c and stops[b] == stops[c] and both
    return tour.km + FORBIDDEN * wrong


def _join(
    problem: Problem,
    f: int,
    blocks: Sequence[int],
    visits: Mapping[VisitKey, int],
    tours: Mapping[TourKey, int],
    firm: Sequence[Anchor] = (),
) -> list[Stops]:
    """Tours with a stop in each of their blocks; blocks are assigned in turn until nothing improves.

    Args:
        firm: parts of tours that stand; the first tours are these, filled up.
    """
    mine = [(key.blocks, count) for key, count in tours.items() if key.fleet == f and key.blocks[0] in blocks]
    shapes = _around([anchor.stops for anchor in firm], [shape for shape, count in mine for _ in range(count)])
    joined: list[Stops] = [*(dict(anchor.stops) for anchor in firm), *({} for _ in shapes[len(firm) :])]
    held = {(n, b) for n, anchor in enumerate(firm) for b in anchor.stops}
    for b in blocks:
        takers = [n for n, shape in enumerate(shapes) if b in shape and (n, b) not in held]
        left = Counter({key.site: count for key, count in visits.items() if (key.fleet, key.block) == (f, b)})
        left.subtract(anchor.stops[b] for anchor in firm if b in anchor.stops)
        sites = list(left.elements())
        for n, site in zip(takers, sites, strict=False):
            joined[n][b] = site
        if firm:  # a tour that stands may have another shape than any of stage 1's
            joined += [{b: site} for site in sites[len(takers) :]]
    for _ in range(MAX_ROUNDS):
        if not any(_reassign(problem, f, b, joined, held, firm) for b in blocks):
            break
    return joined


def _around(firm: Sequence[Stops], shapes: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Shapes of tours, those that stand first: each takes the smallest of stage 1's that holds it, if any does."""
    left, found = list(shapes), []
    for stops in firm:
        holding = [shape for shape in left if set(stops) <= set(shape)]
        shape = min(holding, key=len, default=None)
        if shape is not None:
            left.remove(shape)
        found.append(shape or tuple(sorted(stops)))
    return [*found, *left]


def _banned(problem: Problem, f: int, b: int, site: int, day: date) -> bool:
    """Whether a visit is forbidden on a date."""
    block = problem.fleets[f].blocks[b]
    bans = bans_of(problem.scenario, problem.dataset.sites[site].id, stop=True)
    return any(ban.holds(day, block.start, block.end) for ban in bans)


def _reassign(
    problem: Problem,
    f: int,
    b: int,
    joined: list[Stops],
    held: Container[tuple[int, int]],
    firm: Sequence[Anchor] = (),
) -> bool:
    """Best assignment of one block's stops to the tours that have the block; True if it helped."""
    takers = [n for n, stops in enumerate(joined) if b in stops and (n, b) not in held]
    sites = [joined[n][b] for n in takers]
    if len(takers) < 2:
        return False
    known: dict[tuple[tuple[tuple[int, int], ...], int], float] = {}

    def price(n: int, site: int) -> float:
        rest = tuple(sorted((c, s) for c, s in joined[n].items() if c != b))
        if (rest, site) not in known:
            known[rest, site] = _bad(problem, f, {**dict(rest), b: site})
        return known[rest, site]

    def away(n: int, site: int) -> float:
        return FORBIDDEN * (n < len(firm) and _banned(problem, f, b, site, firm[n].day))

    costs = np.array([[price(n, site) + away(n, site) for site in sites] for n in takers])
    before = float(np.trace(costs))
    rows, columns = linear_sum_assignment(costs)
    if float(costs[rows, columns].sum()) > before - 1e-6:
        return False
    for row, column in zip(rows, columns, strict=True):
        joined[takers[row]][b] = sites[column]
    return True


def _fitting(problem: Problem, f: int, stops: Stops, standing: Sequence[Anchor] = ()) -> Stops:
    """A tour that can be driven: while it cannot, its last visit is dropped, of those that stand the last."""
    kept = dict(stops)
    firm = next((a.stops for a in standing if a.stops.items() <= stops.items()), {})
    while kept and _bad(problem, f, kept) >= FORBIDDEN:
        kept.pop(max(kept, key=lambda b: (b not in firm, b)))
    return kept


Busy = tuple[date, float, float, int, int | None]
"""Date, start, end, persons, site (None: not at a place that matters)."""


def _busy_premises(problem: Problem, schedules: Iterable[Schedule]) -> list[Busy]:
    return [
        (s.day, s.start, s.end, problem.crew_of(schedule.site), schedule.site)
        for schedule in schedules
        for s in schedule.slots
    ]


def _busy_persons(persons: Iterable[tuple[Slot, int]]) -> list[Busy]:
    return [(slot.day, slot.start, slot.end, number, None) for slot, number in persons]


def persons_left(
    problem: Problem, open_premises: Iterable[Schedule], persons: Iterable[tuple[Slot, int]]
) -> dict[date, np.ndarray]:
    """Per date and minute of the day the persons that the pool has left beside premises and others."""
    return _spare_persons(problem, [*_busy_premises(problem, open_premises), *_busy_persons(persons)])


def _busy_vehicles(problem: Problem, placed: Iterable[PlacedTour]) -> list[Busy]:
    found: list[Busy] = []
    for item in placed:
        vehicle = problem.vehicle(item.vehicle_id)
        if vehicle is not None:
            found.append((item.day, item.tour.out, item.tour.back, vehicle.crew, None))
            found += [(item.day, v.start, v.end, 0, v.site) for v in item.tour.visits]
    return found


def _dates(
    problem: Problem,
    f: int,
    tours: list[Stops],
    busy: Sequence[Busy],
    standing: Sequence[Anchor],
    needed: Sequence[Set[date]],
) -> tuple[list[tuple[date, Stops]], int]:
    """A date for each tour, and how many visits were dropped because none was free; what stands keeps its date.

    Args:
        needed: dates of which one at least should have a tour, several times.
    """
    fleet = problem.fleets[f]
    dated: list[tuple[date, Stops]] = []
    dropped = 0
    for kind in dict.fromkeys(block.day_type for block in fleet.blocks):
        mine = [stops for stops in tours if fleet.blocks[min(stops)].day_type == kind]
        days = problem.dates_of(kind)
        if not mine:
            continue
        slots = [(day, n) for day in days for n in range(len(fleet.vehicles))]
        dropped += sum(len(stops) for stops in mine[len(slots) :])
        room = _room(problem, f, slots, busy)
        tried, firm, lost = stand(mine[: len(slots)], slots, standing, room)
        dropped += lost
        left = [dates for dates in needed if dates.isdisjoint(day for day, _ in dated)]
        places = [frozenset(n for n, (day, _) in enumerate(slots) if day in dates) for dates in left]
        board = _board(problem, f, tried, [day for day, _ in slots], room, firm, [some for some in places if some])
        board.improve()
        found, lost = _taken(board)
        dated += found
        dropped += lost
    return dated, dropped


def _board(
    problem: Problem,
    f: int,
    tours: list[Stops],
    days: list[date],
    room: Room,
    firm: Mapping[int, int],
    needed: Sequence[frozenset[int]],
) -> Board:
    fleet = problem.fleets[f]
    counts = [tuple(k for k, counted in enumerate(block.classes) if counted) for block in fleet.blocks]
    return Board(tours, days, counts, room, lambda stops: _bad(problem, f, stops) < FORBIDDEN, firm, needed)


def _room(problem: Problem, f: int, slots: Sequence[tuple[date, int]], busy: Sequence[Busy]) -> Room:
    """Whether a tour may go in a slot: (date, how many vehicles of the fleet go before this one that day)."""
    fleet = problem.fleets[f]
    spare = _spare_persons(problem, busy)
    used: dict[tuple[date, int], list[tuple[float, float]]] = {}
    for day, start, end, _, site in busy:
        if site is not None:
            used.setdefault((day, site), []).append((start, end))

    def free(stops: Stops, slot: int) -> bool:
        day, before = slots[slot]
        tour = _tour(problem, f, stops)
        while_out = spare[day][int(tour.out) : int(np.ceil(tour.back))]
        crew = fleet.sample.crew * (before + 1)
        return bool(while_out.min(initial=crew) >= crew) and _places_free(problem, f, stops, day, used)

    return free


def _spare_persons(problem: Problem, busy: Iterable[Busy]) -> dict[date, np.ndarray]:
    """Per date and minute of the day the persons that the pool has left."""
    freed = {day for day in problem.dates if problem.set_aside("crew_pool", day.isoformat())}
    spare = {day: np.full(MINUTES, NO_POOL if day in freed else problem.pool_persons) for day in problem.dates}
    for day, start, end, persons, _ in busy:
        spare[day][int(start) : int(np.ceil(end))] -= persons
    return spare


def _taken(board: Board) -> tuple[list[tuple[date, Stops]], int]:
    """What stands on the board, without visits to a place that is taken then, and how many those were."""
    dated: list[tuple[date, Stops]] = []
    taken: set[tuple[date, int, int]] = set()
    dropped = 0
    for slot, (day, number) in enumerate(zip(board.slots, board.held, strict=True)):
        if number is None:
            continue
        stops = board.tours[number] if board.allowed(number, slot) else {}
        free = {b: site for b, site in stops.items() if (day, b, site) not in taken}
        taken |= {(day, b, site) for b, site in free.items()}
        dropped += len(board.tours[number]) - len(free)
        if free:
            dated.append((day, free))
    return dated, dropped


def _places_free(
    problem: Problem, f: int, stops: Stops, day: date, used: Mapping[tuple[date, int], Sequence[tuple[float, float]]]
) -> bool:
    """Whether none of a tour's stops is used for something else on a date, or forbidden then."""
    blocks = problem.fleets[f].blocks
    if any(_banned(problem, f, b, stop, day) for b, stop in stops.items()):
        return False
    return not any(
        blocks[b].start < end and start < blocks[b].end
        for b, stop in stops.items()
        for start, end in used.get((day, stop), ())
    )


def _by_vehicle(todays: list[Stops], free: list[str], standing: Sequence[Anchor]) -> Iterator[tuple[Stops, str]]:
    """The tours of a date and who drives them: what stands goes by its own vehicle."""
    left, others = list(free), []
    for stops in todays:
        own = next((a.vehicle for a in standing if a.stops.items() <= stops.items() and a.vehicle in left), None)
        if own is None:
            others.append(stops)
        else:
            left.remove(own)
            yield stops, own
    yield from zip(others, left, strict=False)


def _vehicles(
    problem: Problem, f: int, dated: list[tuple[date, Stops]], standing: Sequence[Anchor] = ()
) -> list[PlacedTour]:
    """The tours of each date to the vehicles with the fewest days so far."""
    fleet = problem.fleets[f]
    days_out = {vehicle.id: 0 for vehicle in fleet.vehicles}
    placed = []
    for day in sorted({day for day, _ in dated}):
        todays = [stops for d, stops in dated if d == day]
        free = sorted(days_out, key=lambda vehicle_id: (days_out[vehicle_id], vehicle_id))
        for stops, vehicle_id in _by_vehicle(todays, free, [a for a in standing if a.day == day]):
            days_out[vehicle_id] += 1
            placed.append(PlacedTour(vehicle_id, day, _tour(problem, f, stops)))
    return placed

"""Timetable of a vehicle's day: when it leaves the depot, drives between stops and is back.

A visit is one stop in one block, open for the whole block. Before it the stop is
set up, after it come the overrun for those who arrived before closing (rule Q1)
and take-down; between two blocks at the same stop nothing is moved.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import NamedTuple

from planner.domain.clock import MINUTES_PER_DAY, clock_of
from planner.domain.plan import Leg
from planner.problem import Fleet, Problem, Ways, person_nok
from planner.scenario import Prices, Vehicle

DRIVER = 1
"""Beside the crew; paid from depot to depot like everyone aboard."""


class Visit(NamedTuple):
    """One stop in one block: site column, minutes after midnight."""

    site: int
    start: int
    end: int


@dataclass(frozen=True)
class Drive:
    """One drive of a day: site columns, minutes after midnight, km."""

    origin: int
    destination: int
    depart: int
    arrive: int
    km: float


@dataclass(frozen=True)
class DayTour:
    """A vehicle's day.

    Attributes:
        drives: in time order; none between two blocks at the same stop.
        shortfalls: (visit number, missing minutes) where the time between two blocks is too short.
    """

    visits: tuple[Visit, ...]
    drives: tuple[Drive, ...]
    shortfalls: tuple[tuple[int, float], ...]

    @property
    def out(self) -> int:
        """Minute after midnight at which it leaves the depot."""
        return self.drives[0].depart

    @property
    def back(self) -> int:
        """Minute after midnight at which it is back."""
        return self.drives[-1].arrive

    @property
    def km(self) -> float:
        """Kilometres driven."""
        return sum(drive.km for drive in self.drives)


def day_tour(ways: Ways, vehicle: Vehicle, depot: int, visits: Sequence[Visit]) -> DayTour:
    """The tightest lawful timetable of a day's visits (in time order, at least one), on the vehicle's own ways."""
    minutes, km = ways

    def drive(origin: int, destination: int, *, arrive: float) -> Drive:
        took = minutes[origin, destination]
        if not math.isfinite(took):  # no road: the day cannot be driven, whatever the clock says
            took = MINUTES_PER_DAY
        return Drive(origin, destination, int(arrive - took), int(arrive), float(km[origin, destination]))

    ordered = sorted(visits, key=lambda visit: visit.start)
    drives = [drive(depot, ordered[0].site, arrive=ordered[0].start - vehicle.setup_minutes)]
    shortfalls = []
    for number, (here, there) in enumerate(pairwise(ordered), start=1):
        if here.site == there.site:
            if there.start < here.end:
                shortfalls.append((number, float(here.end - there.start)))
            continue
        leg = drive(here.site, there.site, arrive=there.start - vehicle.setup_minutes)
        free_at = here.end + vehicle.overrun_minutes + vehicle.takedown_minutes
        if leg.depart < free_at:
            shortfalls.append((number, float(free_at - leg.depart)))
        drives.append(leg)
    last = ordered[-1]
    free_at = last.end + vehicle.overrun_minutes + vehicle.takedown_minutes
    home = drive(last.site, depot, arrive=free_at)
    took = home.arrive - home.depart
    drives.append(Drive(last.site, depot, free_at, free_at + took, home.km))
    return DayTour(tuple(ordered), tuple(drives), tuple(shortfalls))


def legs_of(tour: DayTour, names: Sequence[str], depot_name: str) -> tuple[Leg, ...]:
    """Legs for the plan file; ``names`` are station ids per drive destination but the last."""
    stops = [depot_name, *names, depot_name]
    return tuple(
        Leg(
            from_=stops[number],
            to=stops[number + 1],
            depart=clock_of(drive.depart),
            arrive=clock_of(drive.arrive),
            minutes=float(drive.arrive - drive.depart),
            km=round(drive.km, 1),
        )
        for number, drive in enumerate(tour.drives)
    )


def persons_aboard(vehicle: Vehicle) -> int:
    """Paid persons on the vehicle: crew and driver, both paid from depot to depot."""
    return vehicle.crew + DRIVER


def out_nok(prices: Prices, vehicle: Vehicle, day: date, start: float, end: float) -> float:
    """Pay of everyone aboard between two moments, NOK excl. VAT."""
    return persons_aboard(vehicle) * person_nok(prices, day, start, end)


def longest_shift(tour: DayTour, out: float | None = None, back: float | None = None) -> float:
    """Least possible hours of the longest shift when crew and driver change at most once, at a block's end.

    Args:
        out, back: when it really leaves and is back, where that is not as the tightest timetable says.
    """
    out, back = tour.out if out is None else out, tour.back if back is None else back
    return shortest_shift(out, back, [visit.end for visit in tour.visits]) / 60


def shortest_shift(out: float, back: float, changes: Iterable[float]) -> float:
    """Minutes of the longest shift with the best of the moments at which crew and driver may change."""
    return min([back - out, *(max(moment - out, back - moment) for moment in changes)])


def tour_blocks(problem: Problem, fleet: Fleet) -> Iterator[tuple[int, ...]]:
    """Sets of a fleet's blocks of one day type that fit within its longest time out and shift even without driving."""
    vehicle = fleet.sample
    for kind in dict.fromkeys(block.day_type for block in fleet.blocks):
        blocks = [b for b, block in enumerate(fleet.blocks) if block.day_type == kind]
        if not problem.dates_of(kind):
            continue
        for size in range(1, len(blocks) + 1):
            for chosen in combinations(blocks, size):
                out = fleet.blocks[chosen[0]].start - vehicle.setup_minutes
                back = fleet.blocks[chosen[-1]].end + vehicle.overrun_minutes + vehicle.takedown_minutes
                shift = shortest_shift(out, back, [fleet.blocks[b].end for b in chosen])
                if back - out <= vehicle.max_out_hours * 60 and shift <= vehicle.max_person_hours * 60:
                    yield chosen


def depot_of(problem: Problem, vehicle: Vehicle) -> int:
    """Column of a vehicle's depot."""
    return problem.site_index[vehicle.depot]

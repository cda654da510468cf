"""The problem's vehicle-days and pool as the arrays of :mod:`planner.optimise.exchange.calendar`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.evaluate.tours import persons_aboard
from planner.law.calendar import DayType, day_type
from planner.optimise.exchange.calendar import OFFSET, Days
from planner.optimise.siting.instance import Bools
from planner.problem import Problem, Slot, person_nok
from planner.problem.slots import some_date

MINUTES = 48 * 60
FAR = 10**6
"""Minutes of a drive where there is no road."""
NO_POOL = 10**6
KINDS = (DayType.WEEKDAY, DayType.SATURDAY)


@dataclass(frozen=True, eq=False)
class Calendar:
    """Arrays, and what they stand for.

    Attributes:
        blocks: per block (fleet, number in the fleet).
        slots: per slot (fleet, date).
        open: (patterns, dates, stretches) whether premises are open.
        taken: (units, dates, blocks) places used by what is locked.
        sites: (units,) site columns; units of premises are no stops.
        busy: pattern → (dates, blocks) when it is open during a block.
    """

    days: Days
    blocks: list[tuple[int, int]]
    slots: list[tuple[int, date]]
    open: Ints
    taken: Bools

    def busy(self, problem: Problem, pattern: int) -> Bools:
        """(dates, blocks) when premises are open during a block."""
        return _overlaps(problem, self.blocks, problem.patterns[pattern].slots)


def calendar_of(problem: Problem, sites: Ints) -> Calendar:
    """Everything about vehicle-days but what is chosen.

    Args:
        sites: (units,) site column of each unit.
    """
    blocks = [(f, b) for f, fleet in enumerate(problem.fleets) for b in range(len(fleet.blocks))]
    slots, cells = _slots(problem, blocks)
    wide = max((len(c) for c in cells), default=1)
    dates = {day: n for n, day in enumerate(problem.dates)}
    since, until, opened = _stretches(problem)
    number = np.array([dates[day] for _, day in slots], dtype=np.int64)
    shown = [(problem.fleets[f], problem.fleets[f].blocks[b]) for f, b in blocks]
    fleets = [fleet.sample for fleet in problem.fleets]
    minutes, km = problem.dataset.car_minutes_sites, problem.dataset.car_km_sites
    depots = np.array([fleet.depot for fleet in problem.fleets], dtype=np.int64)
    freed = [problem.set_aside("crew_pool", day.isoformat()) for day in problem.dates]
    ready = np.array([block.start - fleet.sample.setup_minutes for fleet, block in shown], dtype=np.int64)
    packed = [block.end + f.sample.overrun_minutes + f.sample.takedown_minutes for f, block in shown]
    there = np.array([minutes[fleet.depot, sites] for fleet, _ in shown]).reshape(len(shown), len(sites))
    home = np.array([minutes[sites, fleet.depot] for fleet, _ in shown]).reshape(len(shown), len(sites))
    road = [np.isfinite(minutes[d, sites]) & np.isfinite(minutes[sites, d]) for d in depots]
    stop = [np.isin(sites, fleet.stops) for fleet in problem.fleets]
    may_stop = np.array([r & s for r, s in zip(road, stop, strict=True)], dtype=bool).reshape(len(depots), len(sites))
    days = Days(
        date=number,
        fleet=np.array([f for f, _ in slots], dtype=np.int64),
        size=np.array([len(c) for c in cells], dtype=np.int64),
        first=np.searchsorted(number, np.arange(len(problem.dates) + 1)),
        block=np.array([[*c, *([0] * (wide - len(c)))] for c in cells], dtype=np.int64).reshape(len(slots), wide),
        start=ready,
        end=np.array(packed, dtype=np.int64),
        close=np.array([block.end for _, block in shown], dtype=np.int64),
        classes=np.array([sum(1 << k for k, c in enumerate(block.classes) if c) for _, block in shown], dtype=np.int64),
        minutes=_whole(minutes[np.ix_(sites, sites)]),
        out=np.maximum(ready[:, None] - _whole(there), -OFFSET),
        back=np.minimum(np.array(packed, dtype=np.int64).reshape(-1, 1) + _whole(home), MINUTES - 1),
        km=_finite(km[np.ix_(sites, sites)]),
        km_out=_finite(km[np.ix_(depots, sites)]),
        km_back=_finite(km[np.ix_(sites, depots)].T),
        allowed=may_stop,
        pay=_pay(problem),
        kind=np.array([KINDS.index(day_type(day)) for _, day in slots], dtype=np.int64),
        day_nok=np.array([v.nok_per_day for v in fleets], dtype=np.float64),
        km_nok=np.array([v.nok_per_km for v in fleets], dtype=np.float64),
        most_out=np.array([v.max_out_hours * 60 for v in fleets], dtype=np.float64),
        most_shift=np.array([v.max_person_hours * 60 for v in fleets], dtype=np.float64),
        crew=np.array([v.crew for v in fleets], dtype=np.int64),
        since=since,
        until=until,
        pool=np.array([NO_POOL if free else problem.pool_persons for free in freed], dtype=np.int64),
        crew_premises=problem.scenario.stations.crew,
        least_visits=problem.scenario.min_visits,
    )
    taken = np.zeros((len(sites), len(problem.dates), len(blocks)), dtype=bool)
    for schedule in problem.standing:
        taken[sites == schedule.site] |= _overlaps(problem, blocks, schedule.slots)
    return Calendar(days, blocks, slots, opened, taken)


def _slots(problem: Problem, blocks: list[tuple[int, int]]) -> tuple[list[tuple[int, date]], list[list[int]]]:
    slots, cells = [], []
    for day in problem.dates:
        for f, fleet in enumerate(problem.fleets):
            mine = [n for n, (g, b) in enumerate(blocks) if g == f and fleet.blocks[b].day_type == day_type(day)]
            if mine:
                slots += [(f, day)] * len(fleet.vehicles)
                cells += [mine] * len(fleet.vehicles)
    return slots, cells


def _whole(minutes: Floats) -> Ints:
    whole: Ints = np.ceil(np.where(np.isfinite(minutes), minutes, FAR)).astype(np.int64)
    return whole


def _finite(km: Floats) -> Floats:
    return np.ascontiguousarray(np.where(np.isfinite(km), km, 0.0))


def _pay(problem: Problem) -> Floats:
    """(fleets, kinds, minutes) NOK of everyone aboard from a day before midnight to each minute."""
    prices = problem.scenario.prices
    one = np.array([
        [person_nok(prices, some_date(kind), -OFFSET, minute) for minute in range(-OFFSET, MINUTES)] for kind in KINDS
    ])  # fmt: skip
    aboard = np.array([persons_aboard(fleet.sample) for fleet in problem.fleets], dtype=np.float64)
    pay: Floats = aboard[:, None, None] * one
    return pay


def _stretches(problem: Problem) -> tuple[Ints, Ints, Ints]:
    """(dates, stretches) since and until, and (patterns, dates, stretches) whether premises are open."""
    moments: dict[date, set[int]] = {day: set() for day in problem.dates}
    for schedule in problem.patterns:
        for slot in schedule.slots:
            moments[slot.day] |= {slot.start, slot.end}
    ordered = {day: sorted({0, MINUTES, *found}) for day, found in moments.items()}
    most = max((len(found) for found in ordered.values()), default=2) - 1
    since = np.zeros((len(problem.dates), most), dtype=np.int64)
    until = np.zeros_like(since)
    for d, day in enumerate(problem.dates):
        found = ordered[day]
        since[d, : len(found) - 1], until[d, : len(found) - 1] = found[:-1], found[1:]
    opened = np.zeros((len(problem.patterns), len(problem.dates), most), dtype=np.int64)
    number = {day: d for d, day in enumerate(problem.dates)}
    for p, schedule in enumerate(problem.patterns):
        for slot in schedule.slots:
            d = number[slot.day]
            opened[p, d] |= (since[d] < slot.end) & (until[d] > slot.start)
    return since, until, opened


def _overlaps(problem: Problem, blocks: list[tuple[int, int]], slots: Sequence[Slot]) -> Bools:
    found: Bools = np.zeros((len(problem.dates), len(blocks)), dtype=bool)
    number = {day: d for d, day in enumerate(problem.dates)}
    for slot in slots:
        for n, (f, b) in enumerate(blocks):
            block = problem.fleets[f].blocks[b]
            if slot.day in number and block.day_type == day_type(slot.day):
                found[number[slot.day], n] |= slot.start < block.end and block.start < slot.end
    return found

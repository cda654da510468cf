"""Visits that stand on their dates: those that are pinned, and those of a plan whose announcements are kept.

Pinned visits come first. A kept vehicle-day is taken over as far as stage 1 still has its visits and a vehicle can
drive what is left of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.evaluate.pinned import drivable, pinned_days, tour_of
from planner.evaluate.tours import Visit
from planner.law.calendar import day_type
from planner.modelling import VisitKey
from planner.optimise.board import Stops
from planner.problem import PinnedVisit, Problem, Slot, bans_of, kept_visits, pinned_visits

Room = Callable[[Stops, int], bool]
"""Whether a tour may go in a slot (its number)."""
NOT_IT, NO_ROOM = 1e6, 1.0
"""Costs of a tour that does not hold the part, and of one that finds no room on its date."""


class Anchor(NamedTuple):
    """A vehicle-day, or a part of one, that stands on its date.

    Attributes:
        pinned: blocks that may not be given up.
    """

    day: date
    vehicle: str
    stops: Stops
    pinned: frozenset[int]


def anchors(problem: Problem, f: int, visits: Mapping[VisitKey, int]) -> list[Anchor]:
    """The vehicle-days of a fleet that stand, by date and vehicle.

    Args:
        visits: what stage 1 chose; no more are anchored than it has.
    """
    fleet = problem.fleets[f]
    mine = {vehicle.id for vehicle in fleet.vehicles}
    left = Counter({key: number for key, number in visits.items() if key.fleet == f})
    found: dict[tuple[date, str], Stops] = {}
    for day in sorted({visit.slot.day for visit in pinned_visits(problem.scenario)}):
        for vehicle, tour in (pinned_days(problem, day) or {}).items():
            if vehicle in mine:
                blocks = {_block(problem, f, Slot(day, v.start, v.end)): v.site for v in tour}
                found[day, vehicle] = {b: site for b, site in blocks.items() if b is not None}
                left.subtract(VisitKey(f, site, b) for b, site in found[day, vehicle].items())
    pinned = {key: frozenset(stops) for key, stops in found.items()}
    for day, vehicle, visit in _kept(problem, mine):
        stops = found.setdefault((day, vehicle), {})
        b, site = _block(problem, f, visit.slot), problem.site_index.get(visit.site_id)
        if b is None or site is None or b in stops or left[VisitKey(f, site, b)] <= 0:
            continue
        if _can(problem, f, {**stops, b: site}):
            stops[b] = site
            left[VisitKey(f, site, b)] -= 1
    return [Anchor(*key, stops, pinned.get(key, frozenset())) for key, stops in sorted(found.items()) if stops]


def _kept(problem: Problem, mine: set[str]) -> Iterator[tuple[date, str, PinnedVisit]]:
    for visit in kept_visits(problem.scenario):
        bans = bans_of(problem.scenario, visit.site_id, stop=True)
        if visit.vehicle in mine and not any(ban.holds(*visit.slot) for ban in bans):
            yield visit.slot.day, visit.vehicle or "", visit


def _block(problem: Problem, f: int, slot: Slot) -> int | None:
    """Which block of a fleet a stretch is."""
    blocks = enumerate(problem.fleets[f].blocks)
    wanted = (day_type(slot.day), slot.start, slot.end)
    return next((b for b, block in blocks if (block.day_type, block.start, block.end) == wanted), None)


def _can(problem: Problem, f: int, stops: Stops) -> bool:
    fleet = problem.fleets[f]
    visits = [Visit(stops[b], fleet.blocks[b].start, fleet.blocks[b].end) for b in sorted(stops)]
    return drivable(tour_of(problem, fleet.sample, visits), fleet.sample)


def stand(
    tours: Sequence[Stops], slots: Sequence[tuple[date, int]], standing: Sequence[Anchor], free: Room
) -> tuple[list[Stops], dict[int, int], int]:
    """Which tour stands in which slot, and how many visits it had to give up for that.

    Parts that are alike may change tours, so that what was joined to them finds room too: an assignment. What is only
    kept and finds no room on its date, may move.

    Args:
        slots: (date, how many vehicles go before this one that day).

    Returns:
        The tours, the slot of each that stands (by its number), visits left out.
    """
    placed = [(anchor, slot) for anchor, slot in _slots(standing, slots) if any(_holds(t, anchor) for t in tours)]
    if not placed:
        return list(tours), {}, 0
    costs = np.array([[_cost(stops, anchor, slot, free) for stops in tours] for anchor, slot in placed])
    made, firm, lost = [dict(stops) for stops in tours], dict[int, int](), 0
    for row, number in zip(*linear_sum_assignment(costs), strict=True):
        anchor, slot = placed[row]
        if costs[row, number] >= NOT_IT:
            continue
        if costs[row, number] >= NO_ROOM and free(anchor.stops, slot):
            lost += len(made[number]) - len(anchor.stops)
            made[number] = dict(anchor.stops)
        if anchor.pinned or free(made[number], slot):
            firm[int(number)] = slot
    return made, firm, lost


def _slots(standing: Sequence[Anchor], slots: Sequence[tuple[date, int]]) -> Iterator[tuple[Anchor, int]]:
    """A slot of its date for each vehicle-day that stands."""
    left = list(range(len(slots)))
    for anchor in standing:
        slot = next((s for s in left if slots[s][0] == anchor.day), None)
        if slot is not None:
            left.remove(slot)
            yield anchor, slot


def _holds(stops: Stops, anchor: Anchor) -> bool:
    return anchor.stops.items() <= stops.items()


def _cost(stops: Stops, anchor: Anchor, slot: int, free: Room) -> float:
    if not _holds(stops, anchor):
        return NOT_IT
    return 0.0 if free(stops, slot) else NO_ROOM

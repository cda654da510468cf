"""The pinned visits of one date shared among the vehicles: every way is tried, so that none is proven to be none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.evaluate.tours import DayTour, Visit, day_tour, longest_shift
from planner.problem import PinnedVisit, Problem, pinned_visits
from planner.scenario import Vehicle


def pinned_days(problem: Problem, day: date) -> dict[str, tuple[Visit, ...]] | None:
    """Vehicle id → its pinned visits of a date, in order; None where no sharing can be driven.

    A day with fewer visits is never harder to drive, since the ways between stops are shortest ways.
    """
    asked = [visit for visit in pinned_visits(problem.scenario) if visit.slot.day == day]
    return _shared(problem, asked, {})


def _shared(
    problem: Problem, asked: Sequence[PinnedVisit], so_far: dict[str, tuple[Visit, ...]]
) -> dict[str, tuple[Visit, ...]] | None:
    if not asked:
        return so_far
    site_id, slot, wanted = asked[0]
    visit = Visit(problem.site_index[site_id], slot.start, slot.end)
    for vehicle in problem.scenario.vehicles:
        mine = so_far.get(vehicle.id, ())
        if wanted not in (None, vehicle.id) or not may_visit(problem, vehicle, visit):
            continue
        visits = tuple(sorted((*mine, visit), key=lambda v: v.start))
        if drivable(tour_of(problem, vehicle, visits), vehicle):
            found = _shared(problem, asked[1:], {**so_far, vehicle.id: visits})
            if found is not None:
                return found
    return None


def may_visit(problem: Problem, vehicle: Vehicle, visit: Visit) -> bool:
    """Whether a vehicle may use a stop."""
    fleet = next(fleet for fleet in problem.fleets if any(v.id == vehicle.id for v in fleet.vehicles))
    return visit.site in fleet.stops and any((b.start, b.end) == (visit.start, visit.end) for b in fleet.blocks)


def tour_of(problem: Problem, vehicle: Vehicle, visits: Sequence[Visit]) -> DayTour:
    """A day of a vehicle with these visits, in order."""
    return day_tour(problem.ways(vehicle), vehicle, problem.site_index[vehicle.depot], visits)


def drivable(tour: DayTour, vehicle: Vehicle) -> bool:
    """Whether a vehicle can do a day: drives fit, time out and longest shift within limits."""
    return (
        not tour.shortfalls
        and (tour.back - tour.out) / 60 <= vehicle.max_out_hours
        and longest_shift(tour) <= vehicle.max_person_hours
    )

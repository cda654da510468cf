"""A vehicle's day moved for want of persons: the small repair, before places are chosen anew.

The dates of visits are not known when places are chosen, so on some date a vehicle and premises may take more
persons together than the pool has. Such a vehicle-day goes to another date of the same day type on which the
vehicle is not out, the one with fewest persons at work first, if fewer votes wait then, nobody's way gets longer and
no requirement is broken. Visits are counted by dates, so that is the same plan for all but the queues.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from planner.constraints import registry as constraints
from planner.constraints.crew_pool import peak, presence
from planner.domain.findings import Severity
from planner.domain.plan import Opening, Plan, VehicleDay, VehiclePlan
from planner.evaluate.cost import vehicle_dates
from planner.law.calendar import day_type
from planner.optimise.aims import Aim
from planner.optimise.crews import Sized, sized
from planner.problem import Problem

MOST_MOVES = 4
"""Beyond it other places are better."""
DATES = 4
"""Tried for each vehicle-day."""


def moved(plan: Plan, problem: Problem, aim: Aim) -> Plan:
    """The plan, perhaps with some vehicle-days on other dates, so that fewer wait; crews as the scenario has them."""
    crews = sized(plan, problem)
    for _ in range(MOST_MOVES):
        if not crews.waiting:
            break
        better = _better(plan, problem, aim, crews)
        if better is None:
            break
        plan, crews = better
    return plan


def _better(plan: Plan, problem: Problem, aim: Aim, crews: Sized) -> tuple[Plan, Sized] | None:
    """The first move after which fewer wait."""
    value, before = aim.goal.value(plan), breaches(plan, problem)
    for other in _moves(plan, problem, crews):
        found = sized(other, problem)
        if found.waiting < crews.waiting and aim.goal.value(other) <= value and breaches(other, problem) <= before:
            return other, found
    return None


def _moves(plan: Plan, problem: Problem, crews: Sized) -> Iterator[Plan]:
    """Every vehicle-day of a date on which somebody waits, on the dates with fewest persons at work."""
    present = presence(crews.plan, problem)
    for vehicle in problem.scenario.vehicles:
        out = vehicle_dates(plan, vehicle)
        for day in [day for day in out if day in crews.short]:
            free = [d for d in problem.dates if d not in out and d not in crews.short and day_type(d) == day_type(day)]
            for other in sorted(free, key=lambda d: (peak(present.get(d, ()))[0], d))[:DATES]:
                yield with_day_at(plan, vehicle.id, day, other)


def with_day_at(plan: Plan, vehicle: str, day: date, other: date) -> Plan:
    """A plan with a vehicle's day on another date."""

    def at(opening: Opening) -> Opening:
        return replace(opening, date=other) if (opening.vehicle, opening.date) == (vehicle, day) else opening

    stations = (replace(s, opening=tuple(sorted(map(at, s.opening), key=_when))) for s in plan.stations)
    vehicles = (replace(v, days=_days(v, day, other)) if v.id == vehicle else v for v in plan.vehicles)
    return replace(plan, stations=tuple(stations), vehicles=tuple(vehicles))


def _days(vehicle: VehiclePlan, day: date, other: date) -> tuple[VehicleDay, ...]:
    days = [replace(d, date=other) if d.date == day else d for d in vehicle.days]
    return tuple(sorted(days, key=lambda d: d.date))


def _when(opening: Opening) -> tuple[date, str]:
    return opening.date, opening.start


def breaches(plan: Plan, problem: Problem) -> set[tuple[str, tuple[str, ...]]]:
    """Requirements of the scenario that a plan breaks, with their subjects."""
    found = constraints.judge(plan, problem)
    return {(finding.rule, finding.subjects) for finding in found if finding.severity is Severity.HARD}

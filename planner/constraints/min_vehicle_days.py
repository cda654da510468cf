"""``min_vehicle_days``: every vehicle is in service on at least its minimum number of days.

Σ_o q_o ≥ vehicles of the fleet · min_days
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from planner.constraints.requirement import Use, constraint
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.evaluate.cost import vehicle_dates
from planner.evaluate.tours import tour_blocks
from planner.law.wording import count
from planner.modelling import Model
from planner.problem import Problem

CONSTRAINT = constraint("min_vehicle_days", "Minste antall dager i bruk", "vehicles.min_days")


def build(model: Model) -> None:
    """One row per fleet that has a minimum."""
    for f, fleet in enumerate(model.problem.fleets):
        if fleet.sample.min_days:
            vehicles = len(fleet.vehicles)
            terms = [(1.0, v) for key, v in model.tours.items() if key.fleet == f]
            name = f"min_vehicle_days[{fleet.sample.id}]"
            model.row(name, terms, ">=", vehicles * fleet.sample.min_days, slack=vehicles)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Days in service of each vehicle."""
    for vehicle in problem.scenario.vehicles:
        days = len(vehicle_dates(plan, vehicle))
        if days < vehicle.min_days:
            yield CONSTRAINT.finding(
                f"{vehicle.name} er i bruk {count(days, 'dag', 'dager')}, men skal være det i minst "
                f"{vehicle.min_days}.",
                (vehicle.id,),
                measured=days,
                limit=vehicle.min_days,
                unit="dager",
            )


def use(plan: Plan, problem: Problem) -> Iterator[Use]:
    """Days in service of each vehicle that has a minimum."""
    for vehicle in problem.scenario.vehicles:
        if vehicle.min_days:
            days = len(vehicle_dates(plan, vehicle))
            yield Use(f"minste antall dager i bruk for {vehicle.name}", days, vehicle.min_days, "dager", at_least=True)


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    asked = ", ".join(f"{v.name} minst {v.min_days}" for v in problem.scenario.vehicles if v.min_days)
    idle = [f.sample for f in problem.fleets if f.sample.min_days and not any(tour_blocks(problem, f))]
    why = "".join(
        f" {v.name} kan ikke ut i det hele tatt: ingen blokk får plass innenfor max_out_hours "
        f"({_hours(v.max_out_hours)}) og max_person_hours ({_hours(v.max_person_hours)})."
        for v in idle
    )
    return f"Dager i bruk: {asked} (vehicles.min_days).{why}"


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words."""
    less = math.ceil(slack - 1e-6)
    most = max((v.min_days for v in problem.scenario.vehicles), default=0)
    return f"Senk kravet til dager i bruk (vehicles.min_days) med {less}, til {max(0, most - less)}."


def _hours(number: float) -> str:
    return f"{number:g} {'time' if number == 1 else 'timer'}"

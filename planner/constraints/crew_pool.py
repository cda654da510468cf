"""``crew_pool``: persons present at the same time never exceed the pool.

Premises count their crew while open, a vehicle its crew (the driver not counted)
while it is out. In the model, per date and stretch of the day

    Σ_{p open then} crew · x_p ≤ pool

and, because the dates of visits are not known there, summed over the dates of a day type

    Σ_days Σ_{p open then} crew · x_p + Σ_s crew_v · n_sb ≤ pool · dates

Rows are of several dates, so dates that the scenario sets aside are left out here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from planner.constraints.requirement import constraint
from planner.domain.clock import clock_of
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.evaluate.cost import beyond, day_span, vehicle_dates
from planner.law.wording import count, long_date
from planner.modelling import Model
from planner.problem import Problem, Slot

CONSTRAINT = constraint("crew_pool", "Personer på jobb samtidig", "crew_pool.persons")


def build(model: Model) -> None:
    """Rows per different set of patterns open together, and per vehicle block."""
    problem = model.problem
    crews = [float(problem.crew_of(schedule.site)) for schedule in problem.patterns]
    seen: set[frozenset[int]] = set()
    bound = [day for day in problem.dates if not problem.set_aside(CONSTRAINT.id, day.isoformat())]
    for day in bound:
        for start, _ in _stretches(slot for schedule in problem.patterns for slot in schedule.slots if slot.day == day):
            together = frozenset(_open_at(problem, day, start))
            if together and together not in seen and sum(crews[p] for p in together) > problem.pool_persons:
                seen.add(together)
                terms = [(crews[p], model.runs[p]) for p in sorted(together)]
                model.row(f"crew_pool[{day}-{clock_of(start)}]", terms, "<=", problem.pool_persons)
    for f, fleet in enumerate(problem.fleets):
        _fleet_out(model, f)
        for b, block in enumerate(fleet.blocks):
            days = problem.dates_of(block.day_type)
            terms = [
                (float(fleet.sample.crew), variable)
                for key, variable in model.visits.items()
                if key.fleet == f and key.block == b
            ]
            for day in days:
                terms += [(crews[p], model.runs[p]) for p in _open_at(problem, day, block.start)]
            if set(days) <= set(bound):
                limit = problem.pool_persons * len(days)
                model.row(f"crew_pool[{fleet.sample.id}-{b}]", terms, "<=", limit, slack=len(days))


def _fleet_out(model: Model, f: int) -> None:
    """A fleet whose crew alone is more than the pool never goes out: crew · used ≤ pool, Σ q ≤ days · used."""
    fleet = model.problem.fleets[f]
    tours = [(1.0, variable) for key, variable in model.tours.items() if key.fleet == f]
    freed = any(model.problem.set_aside(CONSTRAINT.id, day.isoformat()) for day in model.problem.dates)
    if tours and fleet.sample.crew > model.problem.pool_persons and not freed:
        used = model.variable(f"used[{fleet.sample.id}]", high=1.0, integer=True)
        most = len(fleet.vehicles) * len(model.problem.dates)
        model.row(f"crew_pool[{fleet.sample.id}]", [(float(fleet.sample.crew), used)], "<=", model.problem.pool_persons)
        model.row(f"crew_pool[{fleet.sample.id}-out]", [*tours, (-float(most), used)], "<=", 0.0, slack=0.0)


def _open_at(problem: Problem, day: date, minute: int) -> Iterator[int]:
    for p, schedule in enumerate(problem.patterns):
        if any(s.day == day and s.start <= minute < s.end for s in schedule.slots):
            yield p


def _stretches(slots: Iterable[Slot]) -> list[tuple[int, int]]:
    """Stretches of the day between any start and any end."""
    moments = sorted({moment for slot in slots for moment in (slot.start, slot.end)})
    return list(pairwise(moments))


def presence(plan: Plan, problem: Problem) -> dict[date, list[tuple[float, float, int]]]:
    """Per date (start, end, persons) of everyone who is charged to the pool."""
    own = {problem.dataset.sites[s.site].id: s.slots for s in problem.standing}
    found: dict[date, list[tuple[float, float, int]]] = {}
    for station in plan.stations:
        for o in station.opening:
            if o.vehicle is None:
                for piece in beyond(Slot(o.date, o.start_minute, o.end_minute), own.get(station.id, ())):
                    found.setdefault(o.date, []).append((piece.start, piece.end, o.crew))
    for vehicle in problem.scenario.vehicles:
        for day, visits in vehicle_dates(plan, vehicle).items():
            crew = max((o.crew for s, _ in visits for o in s.opening if (o.vehicle, o.date) == (vehicle.id, day)))
            start, end, _ = day_span(plan, problem, vehicle, day) or (visits[0][1].start, visits[-1][1].end, 0.0)
            found.setdefault(day, []).append((start, end, crew))
    return found


def peak(stretches: Iterable[tuple[float, float, int]]) -> tuple[int, float]:
    """Most persons at once, and the minute from which."""
    items = list(stretches)
    loads = [(sum(c for s, e, c in items if s <= start < e), -start) for start, _, _ in items]
    most, minus_start = max(loads, default=(0, 0.0))
    return most, -minus_start


def most_present(plan: Plan, problem: Problem) -> int:
    """Most persons at work at the same time on any date, of those who are charged to the pool."""
    return max((peak(stretches)[0] for stretches in presence(plan, problem).values()), default=0)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per date on which the pool is exceeded."""
    for day, stretches in sorted(presence(plan, problem).items()):
        most, since = peak(stretches)
        if most > problem.pool_persons:
            yield CONSTRAINT.finding(
                f"{long_date(day).capitalize()} fra kl. {clock_of(since)} trengs "
                f"{count(most, 'person', 'personer')} samtidig, men poolen har {problem.pool_persons}. "
                "Flytt eller kutt åpningstider, eller øk poolen.",
                (day.isoformat(),),
                measured=most,
                limit=problem.pool_persons,
                unit="personer",
            )


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    return f"Høyst {count(problem.pool_persons, 'person', 'personer')} er på jobb samtidig (crew_pool)."


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words."""
    return f"Øk poolen (crew_pool.persons) med minst {count(math.ceil(slack - 1e-6), 'person', 'personer')}."

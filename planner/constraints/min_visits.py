"""``min_visits``: a stop that is used is used at least a minimum number of times.

min · w_s ≤ Σ_b n_sb,   n_sb ≤ dates · w_s      (w_s: the stop is used)
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from planner.constraints.requirement import Use, constraint
from planner.domain.findings import Finding
from planner.domain.plan import OWN_VOTERS, Plan
from planner.law.wording import named
from planner.modelling import Model
from planner.problem import Problem

CONSTRAINT = constraint("min_visits", "Minste antall besøk på et stopp", "min_visits")


def build(model: Model) -> None:
    """Rows per stop; a minimum of one binds nothing."""
    problem = model.problem
    for site, chosen in model.chosen.items():
        visits = [(key, v) for key, v in model.visits.items() if key.site == site]
        terms = [(1.0, v) for _, v in visits] + [(-float(problem.scenario.min_visits), chosen)]
        model.row(f"min_visits[{problem.dataset.sites[site].id}]", terms, ">=", 0.0)
        for key, visit in visits:
            fleet = problem.fleets[key.fleet]
            dates = len(problem.dates_of(fleet.blocks[key.block].day_type))
            name = f"min_visits[{problem.dataset.sites[site].id}-{key.fleet}-{key.block}]"
            model.row(name, [(1.0, visit), (-float(dates), chosen)], "<=", 0.0, slack=0.0)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Visits of each stop; one opening of a vehicle is one visit. How often institutions are visited is the law's.

    Where the vehicle is none of the scenario's, nobody knows whether it is a visit: ``vehicle_day`` tells of that.
    """
    least = problem.scenario.min_visits
    known = {None, *(vehicle.id for vehicle in problem.scenario.vehicles)}
    visits = Counter(s.id for s in plan.stations for o in s.opening if o.vehicle is not None)
    for station in plan.stations:
        if station.kind in OWN_VOTERS or any(opening.vehicle not in known for opening in station.opening):
            continue
        if 0 < visits[station.id] < least:
            yield CONSTRAINT.finding(
                f"{named(station)} har {visits[station.id]} besøk, men et stopp som brukes, skal ha minst {least}. "
                "Legg til besøk, eller dropp stoppet.",
                (station.id,),
                measured=visits[station.id],
                limit=least,
                unit="besøk",
            )


def use(plan: Plan, problem: Problem) -> Iterator[Use]:
    """The stop with the fewest visits."""
    known = {vehicle.id for vehicle in problem.scenario.vehicles}
    stops = [s for s in plan.stations if s.kind not in OWN_VOTERS and any(o.vehicle in known for o in s.opening)]
    visits = {s.id: sum(o.vehicle in known for o in s.opening) for s in stops}
    fewest = min(stops, key=lambda s: (visits[s.id], s.id), default=None)
    if fewest is not None and problem.scenario.min_visits > 1:
        where = f"minste antall besøk ({named(fewest)})"
        yield Use(where, visits[fewest.id], problem.scenario.min_visits, "besøk", at_least=True)


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    return f"Et stopp som brukes, har minst {problem.scenario.min_visits} besøk (min_visits)."


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words."""
    less = math.ceil(slack - 1e-6)
    return f"Senk minste antall besøk (min_visits) med {less}, til {max(1, problem.scenario.min_visits - less)}."

"""What a choice of stage 1 costs at least, as terms of the model: for the budget, and as a goal.

    Σ_p c_p x_p + Σ_o c_o q_o + Σ_{s,b} (g_sb f_sb + h_sb l_sb) + Σ_{i,g} c_i v_ig + Σ_d c_d h_d + given

=======  ==========================================================================
c_p      pattern: opening, hours, persons (NOK excl. VAT)
c_o      vehicle-day: rent and pay from set-up of the first block to take-down of the last
g, h     pay and kilometres of the drive from (to) the depot of a first (last) visit
c_i      a visit to an institution or a prison (:mod:`planner.evaluate.least_visits`)
c_d      one home-voting team's day
given    fixed hours of tidligstemming, and what the visits cost beyond their c_i
=======  ==========================================================================

Kilometres between stops are left out: they are not known before the tours are, and a
proven minimum of them is 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.evaluate.least_visits import least_visits
from planner.evaluate.tours import out_nok
from planner.modelling import Model, Term
from planner.problem import Fleet, Problem
from planner.problem.home import home_slots, home_team_nok
from planner.problem.slots import some_date


def cost_terms(model: Model) -> Iterator[Term]:
    """Proven minimum of what a choice costs, as terms of the model."""
    problem = model.problem
    for schedule, run in zip(problem.patterns, model.runs, strict=True):
        yield schedule.nok, run
    for tour, count in model.tours.items():
        yield _day_nok(problem, problem.fleets[tour.fleet], tour.blocks), count
    for outward, visits in ((True, model.first_at), (False, model.last_at)):
        for key, visit in visits.items():
            yield _depot_nok(problem, problem.fleets[key.fleet], key.site, key.block, outward=outward), visit
    if model.served:
        shares = least_visits(problem).shares
        yield from ((shares[key.need], visit) for key, visit in model.served.items())
    slots = home_slots(problem)
    yield from ((home_team_nok(problem, slots[day]), teams) for day, teams in model.home.items())


def given_nok(problem: Problem) -> float:
    """What no decision changes, NOK excl. VAT."""
    return problem.early_nok + least_visits(problem).rest_nok


def _day_nok(problem: Problem, fleet: Fleet, blocks: tuple[int, ...]) -> float:
    """A vehicle-day that serves some blocks, without any drive, NOK excl. VAT."""
    vehicle = fleet.sample
    first, last = fleet.blocks[blocks[0]], fleet.blocks[blocks[-1]]
    start = first.start - vehicle.setup_minutes
    end = last.end + vehicle.overrun_minutes + vehicle.takedown_minutes
    day = some_date(first.day_type)
    return vehicle.nok_per_day + out_nok(problem.scenario.prices, vehicle, day, start, end)


def _depot_nok(problem: Problem, fleet: Fleet, site: int, block: int, *, outward: bool) -> float:
    vehicle, ways = fleet.sample, problem.ways(fleet.sample)
    here = fleet.blocks[block]
    pair = (fleet.depot, site) if outward else (site, fleet.depot)
    minutes, km = float(ways.minutes[pair]), float(ways.km[pair])
    if outward:
        start, end = here.start - vehicle.setup_minutes - minutes, float(here.start - vehicle.setup_minutes)
    else:
        packed = here.end + vehicle.overrun_minutes + vehicle.takedown_minutes
        start, end = float(packed), packed + minutes
    day = some_date(here.day_type)
    return out_nok(problem.scenario.prices, vehicle, day, start, end) + vehicle.nok_per_km * km

"""Rows that need dates are implied: every plan without a hard finding meets them, so they may stand in a bound."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import plain_scenario, tiny_problem

from planner.audit import judge
from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.law.calendar import day_type
from planner.modelling import TourKey, VisitKey
from planner.optimise.access import build_core
from planner.optimise.drives import bind_drives
from planner.optimise.finish import plan_of
from planner.optimise.requirements import bind_visits
from planner.optimise.solver import Outcome, Solver
from planner.optimise.tours import PlacedTour, _tour
from planner.problem import Problem, Schedule

BUSES = [{**plain_scenario()["vehicles"][0], "id": f"buss-{n}"} for n in (1, 2)]


def random_tours(problem: Problem, schedules: list[Schedule], rng: np.random.Generator) -> list[PlacedTour]:
    """Tours on random dates, each kept if nothing is broken with it."""
    fleet, placed = problem.fleets[0], list[PlacedTour]()
    for day in rng.permutation(np.array(problem.dates, dtype=object))[:14]:
        blocks = [b for b, block in enumerate(fleet.blocks) if block.day_type == day_type(day)]
        for vehicle in fleet.vehicles:
            chosen = [b for b in blocks if rng.random() < 0.6]
            stops = dict(zip(chosen, rng.permutation(fleet.stops).tolist(), strict=False))
            tried = [*placed, PlacedTour(vehicle.id, day, _tour(problem, 0, stops))] if stops else placed
            if not _broken(problem, plan_of(problem, schedules, tried)):
                placed = tried
    return placed


def _broken(problem: Problem, plan: Plan) -> bool:
    return any(finding.severity is Severity.HARD for finding in judge(plan, problem))


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    existing=st.sampled_from(["locked", "free"]),
    persons=st.integers(6, 14),
    slowness=st.sampled_from([1.0, 1.9, 2.8]),
)
def test_a_plan_that_may_be_carried_out_meets_every_row(
    seed: int, existing: str, persons: int, slowness: float
) -> None:
    problem = tiny_problem(
        vehicles=BUSES, budget_nok=5_000_000, stations__existing=existing, crew_pool__persons=persons
    )
    roads = problem.dataset.car_minutes_sites * slowness
    problem = replace(problem, dataset=replace(problem.dataset, car_minutes_sites=roads))
    rng = np.random.default_rng(seed)
    sites = sorted({schedule.site for schedule in problem.patterns})
    options = {site: [p for p, s in enumerate(problem.patterns) if s.site == site] for site in sites}
    open_patterns = {int(rng.choice(options[site])) for site in sites if rng.random() < 0.6}
    schedules = [problem.patterns[p] for p in sorted(open_patterns)]
    placed = random_tours(problem, schedules, rng)
    if _broken(problem, plan_of(problem, schedules, placed)):
        return
    core = build_core(problem)
    bind_visits(core.model)
    bind_drives(core.model)
    core.model.close()
    solver = Solver(core.model)
    blocks = {(b.day_type, b.start): n for n, b in enumerate(problem.fleets[0].blocks)}
    of = [[(blocks[day_type(t.day), v.start], v.site) for v in t.tour.visits] for t in placed]
    visits = Counter(VisitKey(0, site, b) for tour in of for b, site in tour)
    tours = Counter(TourKey(0, tuple(b for b, _ in tour)) for tour in of)
    solver.fix({int(run): float(p in open_patterns) for p, run in enumerate(core.model.runs)})
    solver.fix({int(column): float(visits[key]) for key, column in core.model.visits.items()})
    solver.fix({int(column): float(tours[key]) for key, column in core.model.tours.items()})
    assert solver.run(gap=0.0, time_limit=30).outcome is not Outcome.INFEASIBLE

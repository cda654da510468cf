"""Rows of what queues cost: true for every plan whose queues get their persons, whatever point they are made at."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import COLUMN, tiny_problem

from planner.audit import objective_value
from planner.domain.clock import minute_of
from planner.domain.plan import Plan
from planner.evaluate.capacity import persons_for
from planner.evaluate.cost import plan_cost
from planner.evaluate.queues import least_servers
from planner.modelling import VisitKey
from planner.optimise.access import stage_one_rows
from planner.optimise.aims import aim_of
from planner.optimise.crews import sized
from planner.optimise.finish import Choice, placed
from planner.optimise.model import StageOne
from planner.optimise.queue_bound import queue_bound
from planner.optimise.queue_rows import _below, bind_queues
from planner.optimise.solve import solve_problem
from planner.problem import Problem

VOTES = 20_000
RICH = 50_000_000
FAR = 1e12
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def problem_of(seed: int | None = None, **changes) -> Problem:
    """A tiny problem with all patterns of two sites, and other minutes for every seed."""
    changes = {"votes__expected_total": VOTES, "roster": {"make": False}, "budget_nok": RICH, **changes}
    problem = tiny_problem(**{"crew_pool__persons": 5_000, **changes})
    kept = [s for s in problem.patterns if s.site in {COLUMN["e0101"], COLUMN["e0202"]}]
    problem = replace(problem, patterns=tuple(kept))
    if seed is None:
        return problem
    drawn = np.random.default_rng(seed).integers(1, 60, problem.cell_minutes.shape).astype(float)
    return replace(problem, cell_minutes=drawn)


def choices(problem: Problem):
    """Every way to run patterns, with a stop visited so often or not at all."""
    sites: dict[int, list[int | None]] = {}
    for p, schedule in enumerate(problem.patterns):
        sites.setdefault(schedule.site, [None]).append(p)
    stops = [key for key in stage_one_rows(problem).visits if key.site == COLUMN["e0202"]][:1]
    for chosen in itertools.product(*sites.values()):
        for visits in [0, 3, 5] if stops else [0]:
            open_patterns = tuple(p for p in chosen if p is not None)
            yield Choice(open_patterns, {stops[0]: visits} if visits else {}, {})


def values_of(model: StageOne, plan: Plan, choice: Choice) -> np.ndarray:
    """A finished plan as decisions: patterns, visits that were driven, and what its stops suit."""
    problem, values = model.problem, np.zeros(len(model.columns))
    for p in choice.open_patterns:
        values[model.runs[p]] = 1
    dates: dict[tuple[int, int], set] = {}
    for station in plan.stations:
        for opening in station.opening:
            if opening.vehicle is None:
                continue
            site = COLUMN[station.id.removesuffix("-b")]
            for f, fleet in enumerate(problem.fleets):
                for b, block in enumerate(fleet.blocks):
                    is_it = (block.start, block.end) == (minute_of(opening.start), minute_of(opening.end))
                    if is_it and opening.date in problem.dates_of(block.day_type):
                        values[model.visits[VisitKey(f, site, b)]] += 1
                        for k in np.flatnonzero(block.classes):
                            dates.setdefault((site, int(k)), set()).add(opening.date)
    for (site, k), terms in model.presence.items():
        for r, (_, z) in enumerate(terms):
            values[z] = len(dates.get((site, k), ())) >= problem.needed_dates[k, r]
    return values


def least_money(problem: Problem, choice: Choice, plan: Plan, points) -> float:
    """The most that any of the rows says a plan pays for its queues."""
    model = stage_one_rows(problem)
    rows = bind_queues(model, "mean_minutes", ())
    assert rows is not None
    values = values_of(model, plan, choice)
    own = {int(v): float(x) for v, x in enumerate(values) if x}
    return max(sum(c * values[v] for c, v in rows.row(point) if v != rows.money) for point in (*points, own))


@FEW
@given(seed=st.integers(0, 10_000), point=st.dictionaries(st.integers(0, 60), st.floats(0, 1), max_size=8))
def test_no_row_asks_more_than_a_plan_pays(seed: int, point: dict[int, float]) -> None:
    problem = problem_of(seed)
    for choice in itertools.islice(choices(problem), seed % 7, None, 7):
        plan, *_ = placed(problem, choice)
        found = sized(plan, problem)
        assert found.waiting == 0
        paid = plan_cost(found.plan, problem).total - plan_cost(plan, problem).total
        assert least_money(problem, choice, plan, [point]) <= paid + 1e-6


def test_the_rows_say_much_of_what_a_plan_pays() -> None:
    """They are no empty promise: of a plan with one busy pop-up, most of it."""
    problem = problem_of(vehicles=[])
    shares = []
    for choice in choices(problem):
        if len(choice.open_patterns) == 1:
            plan, *_ = placed(problem, choice)
            paid = plan_cost(sized(plan, problem).plan, problem).total - plan_cost(plan, problem).total
            shares.append(least_money(problem, choice, plan, []) / paid if paid else 1.0)
    assert max(shares) > 0.8


@given(service=st.floats(1, 8), limit=st.floats(1, 30), crew=st.integers(2, 12), rate=st.floats(0, 3_000))
def test_the_line_lies_below_every_step(service: float, limit: float, crew: int, rate: float) -> None:
    problem = tiny_problem()
    tables = max(1, (crew - 1) // 2)
    line = _below(tuple(persons_for(problem, tables + n) - crew for n in range(1, 100)), tables, service, limit)
    asked = persons_for(problem, least_servers(arrivals=rate / 60, service=service, limit=limit))
    assert line.slope * (rate - line.free) <= max(0, asked - crew) + 1e-6


@pytest.mark.parametrize("budget", [60_000, 120_000, 250_000])
def test_the_bound_is_below_every_plan_that_has_its_persons(budget: int) -> None:
    rich = problem_of(vehicles=[])
    best = math.inf
    for choice in choices(rich):
        plan, *_ = placed(rich, choice)
        found = sized(plan, rich).plan
        if plan_cost(found, rich).total <= budget:
            best = min(best, objective_value(found, rich))
    problem = problem_of(vehicles=[], budget_nok=budget)
    bound = queue_bound(problem, aim_of(problem), seed=0, deadline=FAR)
    plan = solve_problem(problem, gap=0.0, time_limit=60, seed=0)
    assert plan.objective is not None
    assert plan.objective.value >= best - 1e-6
    assert bound is None or aim_of(problem).goal.figure(bound.bound) <= best + 1e-6
    assert plan.objective.lower_bound <= best + 1e-6


def test_no_rows_where_crews_are_given_or_money_is_no_matter() -> None:
    for changes in (
        {"capacity__size_crews": False},
        {"overrides": [{"rule": "budget", "reason": "Kommunestyret har bevilget mer enn planen koster."}]},
    ):
        assert bind_queues(stage_one_rows(problem_of(**changes)), "mean_minutes", ()) is None


def test_a_pinned_crew_pays_for_nobody() -> None:
    """Whoever the place with the pinned crew could draw is no longer certain to go to a crew that is sized."""
    free = problem_of(vehicles=[])
    pinned = problem_of(vehicles=[], pins=[{"station": "e0202", "crew": 3}])
    for problem, draws in ((free, True), (pinned, False)):
        rows = bind_queues(stage_one_rows(problem), "mean_minutes", ())
        assert rows is not None
        sites = list(dict.fromkeys(s.site for s in problem.patterns))
        assert bool(rows.draws[..., sites.index(COLUMN["e0202"])].any()) is draws

"""Places chosen anew for want of persons: prices by hand, and plans that have persons for their queues."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace

import numpy as np
import pytest
from tiny import COLUMN, tiny_problem

from planner.audit import judge, objective_value
from planner.domain.findings import Severity
from planner.evaluate.access import minutes_today
from planner.evaluate.capacity import needs
from planner.evaluate.dated_votes import class_votes
from planner.evaluate.votes import expected_voters
from planner.optimise.access import build_core
from planner.optimise.certificate import Certificate, QueuePoint, certified_bound
from planner.optimise.crew_prices import _drawn, crew_prices
from planner.optimise.crews import sized
from planner.optimise.finish import Choice, placed
from planner.optimise.solve import solve_problem
from planner.problem import Problem

VOTES = 20_000


def problem_of(**changes) -> Problem:
    changes = {"votes__expected_total": VOTES, "vehicles": [], "roster": {"make": False}, **changes}
    problem = tiny_problem(**changes)
    kept = [s for s in problem.patterns if s.site in {COLUMN["e0101"], COLUMN["e0202"]}]
    return replace(problem, patterns=tuple(kept))


def solved(problem: Problem):
    return solve_problem(problem, gap=0.0, time_limit=60, seed=0)


def warned(plan, problem: Problem) -> bool:
    return any(f.rule == "capacity" and f.severity is Severity.WARNING for f in judge(plan, problem))


def all_plans(problem: Problem):
    """Every way to run patterns: (value, whether somebody waits), of those without a breach."""
    sites: dict[int, list[int | None]] = {}
    for p, schedule in enumerate(problem.patterns):
        sites.setdefault(schedule.site, [None]).append(p)
    for chosen in itertools.product(*sites.values()):
        plan, *_ = placed(problem, Choice(tuple(p for p in chosen if p is not None), {}, {}))
        found = sized(plan, problem)
        if not any(f.severity is Severity.HARD for f in judge(found.plan, problem)):
            yield objective_value(found.plan, problem), found.waiting > 0


def best_staffed(problem: Problem) -> float:
    return min(value for value, waits in all_plans(problem) if not waits)


def test_a_site_draws_whom_it_is_quicker_for_than_today_s() -> None:
    problem = problem_of()
    drawn = _drawn(problem)
    assert drawn is not None
    column, today = COLUMN["e0202"], minutes_today(problem, cells=False)
    voters = expected_voters(problem, cells=False)
    for k, r in np.ndindex(*drawn.shape[1:]):
        mine = voters[problem.minutes[:, column] < today[:, k, r]].sum() / voters.sum()
        share = class_votes(problem)[k] * problem.level_share[r]
        assert drawn[column, k, r] == pytest.approx(1.05 * VOTES * mine * share)


def test_the_persons_of_a_pattern_are_those_it_takes_alone() -> None:
    """One pop-up beside today's stations: what its price says is what its queues take, on points as on cells here."""
    problem = problem_of()
    prices = crew_prices(problem)
    assert prices is not None
    for number, schedule in enumerate(problem.patterns):
        plan, *_ = placed(problem, Choice((number,), {}, {}))
        site = problem.dataset.sites[schedule.site].id
        found = {(n.date, n.start): max(3, n.persons_needed) for n in needs(plan, problem)[site]}
        priced = {(p.day, p.start): p.persons for p in prices.present if p.pattern == number}
        assert len(priced) == len(found)
        assert sum(priced.values()) == pytest.approx(sum(found.values()), rel=0.35)
        assert (prices.patterns[number] > 0) == any(persons > 3 for persons in priced.values())


@pytest.mark.parametrize("most_km", [None, 25])
def test_visits_that_have_prices_are_those_of_the_model(most_km: float | None) -> None:
    """A stop beyond the vehicle's day is none: the bus of the depot at cell 0 gets 12 km away and back."""
    vehicles = [{"id": "buss", "name": "Buss", "depot": "f0101", "max_km_per_day": most_km}]
    problem = problem_of(vehicles=vehicles, min_visits=1, budget_nok=300_000)
    prices, model = crew_prices(problem), build_core(problem).model
    assert prices is not None
    assert set(prices.visits) == set(model.visits)
    assert {site for site, _ in prices.last} == set(model.chosen)
    assert len(model.chosen) == (4 if most_km is None else 2)
    assert not warned(solved(problem), problem)


def test_no_votes_no_prices() -> None:
    assert crew_prices(tiny_problem()) is None


@pytest.mark.parametrize("budget", [0, 150_000, 400_000])
def test_a_solved_plan_has_no_queue_unless_nothing_else_can_be_had(budget: int) -> None:
    problem = problem_of(budget_nok=budget)
    plan = solved(problem)
    assert not warned(plan, problem)
    best = best_staffed(problem)
    objective = plan.objective
    assert objective is not None
    assert objective.lower_bound <= best + 1e-6
    assert objective.value >= best - 1e-6
    parts = objective.gap_parts
    assert parts is not None
    assert parts.capacity is not None
    assert parts.siting + parts.tours + parts.capacity + parts.later_goals == pytest.approx(objective.gap, abs=4e-6)


def test_what_is_given_up_for_persons_is_the_capacity_part() -> None:
    """With fixed crews the same money reaches farther; the bound of plans with persons for queues lies between."""
    budget = 260_000
    fixed = solved(problem_of(budget_nok=budget, capacity__size_crews=False)).objective
    found = solved(problem_of(budget_nok=budget)).objective
    assert fixed is not None
    assert found is not None
    assert found.value > fixed.value
    assert found.bound_staffed
    assert not fixed.bound_staffed
    assert fixed.value < found.lower_bound < found.value
    assert found.gap_parts is not None
    assert found.gap_parts.capacity == pytest.approx((found.value - found.lower_bound) / found.value, abs=1e-4)


def test_more_pool_or_money_is_never_worse_among_all_plans() -> None:
    for field, amounts in (("crew_pool__persons", (3, 8, 20, 60)), ("budget_nok", (0, 150_000, 400_000, 900_000))):
        changes = {"budget_nok": 900_000, "crew_pool__persons": 60}
        values = [best_staffed(problem_of(**{**changes, field: amount})) for amount in amounts]
        assert values == sorted(values, reverse=True)
        assert values[0] > values[-1]


def test_where_a_pinned_place_has_too_few_the_plan_comes_all_the_same_and_says_so() -> None:
    problem = problem_of(budget_nok=45_000, pins=[{"station": "e0202"}], votes__expected_total=200_000)
    found = solved(problem)
    assert "e0202" in {s.id for s in found.stations}
    assert warned(found, problem)
    assert not [f for f in judge(found, problem) if f.severity is Severity.HARD]


def test_the_bound_of_plans_with_persons_can_be_recomputed_and_does_not_bend() -> None:
    problem = problem_of(budget_nok=260_000)
    found: list[Certificate] = []
    plan = solve_problem(problem, gap=0.0, time_limit=60, seed=0, certified=found.append)
    assert plan.objective is not None
    (claim,) = Certificate.model_validate_json(found[0].model_dump_json()).goals
    assert claim.kind == "queues"
    assert certified_bound(problem, claim, 0) == pytest.approx(plan.objective.lower_bound, abs=1e-4)
    # Any points make true rows: fewer of them prove less, others nothing false.
    none = claim.model_copy(update={"points": (), "duals": (), "rows": claim.rows - len(claim.points)})
    assert certified_bound(problem, none, 0) <= claim.bound
    odd = [QueuePoint(columns=(0, 1, 10**6), values=(5.0, -3.0, 1.0)) for _ in claim.points]
    best = best_staffed(problem)
    assert certified_bound(problem, claim.model_copy(update={"points": tuple(odd)}), 0) <= best + 1e-6


def test_a_plan_that_leaves_voters_waiting_has_the_bound_of_all_plans() -> None:
    """Money for the scenario's crews alone, and a pool for no more: the plan is told of as short."""
    problem = problem_of(budget_nok=900_000, crew_pool__persons=4, pins=[{"station": "e0202"}])
    plan = solved(problem)
    assert warned(plan, problem)
    assert plan.objective is not None
    assert not plan.objective.bound_staffed


def test_who_cancels_waits_for_no_other_places() -> None:
    """The first plan is finished and returned: no prices of crews, no bound of queues, no other places."""
    problem, stop = problem_of(crew_pool__persons=9), threading.Event()
    told: dict[bool, list[str]] = {False: [], True: []}
    for stops, said in told.items():
        plan = solve_problem(
            problem,
            gap=0.0,
            time_limit=60,
            seed=0,
            progress=said.append,
            callback=lambda point, stops=stops: stop.set() if stops and point.value is not None else None,
            cancel=stop,
        )
        assert not any(finding.severity is Severity.HARD for finding in plan.findings)
    assert any("velger steder på nytt" in sentence for sentence in told[False])
    assert not any("velger steder på nytt" in sentence for sentence in told[True])

"""Somebody waits for a plan that costs too much: a little of it is left out, what the goal misses least."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tiny import tiny_problem

from planner.domain.plan import Plan
from planner.evaluate.cost import plan_cost
from planner.objectives.registry import goals_of
from planner.optimise.aims import Aim
from planner.optimise.apart import Apart
from planner.optimise.finish import Placed, Run, choice_of, finish, placed
from planner.optimise.moves import breaches
from planner.optimise.search import search
from planner.optimise.trimming import Opened, trimmed
from planner.problem import Problem

ENOUGH = 150_000
FIXED_CREWS = {"capacity__size_crews": False, "roster__make": False}


def _problem(budget_nok: float, **changes: object) -> Problem:
    return tiny_problem(budget_nok=budget_nok, **FIXED_CREWS, **changes)


def _placed(**changes: object) -> Placed:
    """A plan with some vehicle-days and premises."""
    problem = _problem(ENOUGH, **changes)
    found = search(problem, gap=0.0, deadline=time.monotonic() + 60, seed=0, tell=lambda *_: None)
    return placed(problem, choice_of(found.model, found.solution))


def _trimmed(problem: Problem, made: Placed) -> Plan | None:
    before = breaches(made.plan, problem)
    return trimmed(
        problem,
        made.opened,
        made.anew,
        value=goals_of(problem)[0].value,
        good=lambda plan: breaches(plan, problem) <= before,
    )


def _cost(plan: Plan, problem: Problem) -> float:
    return plan_cost(plan, problem).total


def _one_less(opened: Opened) -> Iterator[Opened]:
    for n in range(len(opened.tours)):
        yield opened._replace(tours=opened.tours[:n] + opened.tours[n + 1 :])
    for n in range(len(opened.premises)):
        yield opened._replace(premises=opened.premises[:n] + opened.premises[n + 1 :])


def test_a_little_over_the_budget_no_single_day_or_place_less_is_better() -> None:
    made = _placed()
    assert made.opened.tours
    problem = _problem(_cost(made.plan, _problem(ENOUGH)) - 1)
    less = _trimmed(problem, made)
    assert less is not None
    assert _cost(less, problem) <= problem.budget_nok
    assert not breaches(less, problem)
    value = goals_of(problem)[0].value
    others = [plan for plan in map(made.anew, _one_less(made.opened)) if not breaches(plan, problem)]
    assert others
    assert value(made.plan) <= value(less) <= min(map(value, others)) + 1e-9


def test_less_of_a_day_is_left_out_where_that_is_enough() -> None:
    made = _placed()
    problem = _problem(_cost(made.plan, _problem(ENOUGH)) - 1)
    less = _trimmed(problem, made)
    assert less is not None

    def days(plan: Plan) -> int:
        return sum(len(vehicle.days) for vehicle in plan.vehicles)

    def openings(plan: Plan) -> int:
        return sum(len(station.opening) for station in plan.stations)

    assert days(less) == days(made.plan)
    assert openings(less) == openings(made.plan) - 1


@pytest.mark.parametrize("share", [0.75, 0.5, 0.25])
def test_far_over_it_as_much_is_left_out_as_it_takes(share: float) -> None:
    made = _placed()
    problem = _problem(share * _cost(made.plan, _problem(ENOUGH)))
    less = _trimmed(problem, made)
    assert less is not None
    assert _cost(less, problem) <= problem.budget_nok
    assert not breaches(less, problem)


def test_stops_with_too_few_visits_left_are_given_up() -> None:
    changes = {"min_visits": 2}
    made = _placed(**changes)
    assert made.opened.tours
    problem = _problem(_cost(made.plan, _problem(ENOUGH)) - 1, **changes)
    less = _trimmed(problem, made)
    assert less is not None
    assert not breaches(less, problem)
    stops = [s for s in less.stations if any(o.vehicle for o in s.opening)]
    assert all(len(s.opening) >= 2 for s in stops)


def test_pinned_premises_stay_and_where_they_alone_cost_too_much_there_is_no_plan() -> None:
    made = _placed()
    pinned = made.opened.premises[0]
    pins = [{"station": _problem(ENOUGH).dataset.sites[pinned.site].id}]
    alone = _cost(made.anew(Opened((pinned,), ())), _problem(ENOUGH))
    enough, short = _problem(alone, pins=pins), _problem(alone - 1, pins=pins)
    less = _trimmed(enough, made)
    assert less is not None
    assert _cost(less, enough) <= alone
    assert {s.id for s in less.stations} > {pins[0]["station"]}
    assert _trimmed(short, made) is None


def test_a_cancelled_run_is_mended_without_a_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = _problem(ENOUGH)
    aim = Aim(goals_of(problem)[0])
    found = search(problem, gap=0.0, deadline=time.monotonic() + 60, seed=0, tell=lambda *_: None, aim=aim)
    dear = _cost(placed(problem, choice_of(found.model, found.solution)).plan, problem)
    short = _problem(dear - 1)
    monkeypatch.setattr("planner.optimise.finish.build_stage_one", lambda *_: pytest.fail("a model was built"))
    run = Run(0.01, time.monotonic() + 60, 0, lambda _: None)
    with Apart(lambda: True):
        done = finish(short, found, replace(aim, goal=goals_of(short)[0]), run, None)
    assert not done.broken
    assert done.repairs == 1
    assert _cost(done.plan, short) <= short.budget_nok

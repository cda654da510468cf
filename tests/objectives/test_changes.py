"""changes: what is announced and not kept, by hand, against every plan of small instances, and what keeping costs."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import BUS_DAY, bus_stop, make_plan, running, tiny_plan, tiny_problem, with_station

from planner.domain.errors import InputError
from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.evaluate.kept import announced, changed
from planner.explain import answer, keep_question, sentence
from planner.objectives.registry import goals_of
from planner.optimise.solve import solve_problem
from planner.problem import Problem
from planner.scenario.keep_list import kept_of

QUIET: dict[str, Any] = {"roster": {"make": False}}


def keeping(plan: Plan, **changes: Any) -> Problem:
    kept = [item.model_dump(exclude_none=True) for item in kept_of(plan)]
    return tiny_problem(keep=kept, **{**QUIET, **changes})


def solved(problem: Problem) -> Plan:
    return solve_problem(problem, gap=0.0, time_limit=60.0, seed=0)


def test_every_opening_of_the_plan_is_announced_and_kept_by_itself() -> None:
    plan = tiny_plan()
    problem = keeping(plan)
    assert len(announced(problem)) == sum(len(s.opening) for s in plan.stations) == 28 + 24 + 24 + 5 + 2
    assert changed(plan, problem) == []
    assert goals_of(problem)[0].value(plan) == 0.0
    assert [goal.name for goal in goals_of(problem)] == ["changes", "mean_minutes"]


def test_gone_shorter_moved_and_longer() -> None:
    problem = keeping(tiny_plan())

    def lost(plan: Plan) -> list[tuple[str, bool]]:
        return [(item.site_id, item.stop) for item in changed(plan, problem)]

    assert lost(tiny_plan(without=["e0101"])) == [("e0101", True)]
    (evening,) = (s for s in tiny_plan().stations if s.id == "e0202")
    for change, number in (({"start": "15:00"}, 0), ({"start": "16:01"}, 1), ({"end": "18:59"}, 1)):
        opening = (replace(evening.opening[0], **change), *evening.opening[1:])
        assert lost(with_station(tiny_plan(), "e0202", opening=opening)) == [("e0202", False)] * number
    other_day = bus_stop("e0101", "10:00", "12:30", day=BUS_DAY.replace(day=25))
    assert lost(with_station(tiny_plan(), "e0101", opening=other_day.opening)) == [("e0101", True)]


def test_the_goals_may_say_when_it_comes() -> None:
    problem = keeping(tiny_plan(), goals=["mean_minutes", "changes"])
    assert [goal.name for goal in goals_of(problem)] == ["mean_minutes", "changes"]
    with pytest.raises(InputError, match="trenger en plan å beholde"):
        goals_of(tiny_problem(goals=["changes"]))


def test_nothing_changed_nothing_lost() -> None:
    """Made again with another wish, the announced plan stands: premises, and every visit on its date."""
    first = solved(tiny_problem(**QUIET))
    problem = keeping(first, budget_nok=120_000, demand={"weight": "eligible"})
    again = solved(problem)
    assert changed(again, problem) == []
    assert [r.name for r in again.objectives] == ["changes", "mean_minutes"]
    assert again.objective is not None
    assert (again.objective.value, again.objective.lower_bound) == (0.0, 0.0)
    assert not [f for f in again.findings if f.severity is Severity.HARD]


def test_a_stop_drops_out_and_the_rest_stays() -> None:
    first = solved(tiny_problem(**QUIET))
    stops = {s.id.removesuffix("-b") for s in first.stations if any(o.vehicle for o in s.opening)}
    dropped = min(stops)
    problem = keeping(first, forbid=[{"stop": dropped, "date": "2027-08-23", "until": "2027-09-10"}])
    plan = solved(problem)
    lost = changed(plan, problem)
    assert lost
    assert {(item.site_id, item.stop) for item in lost} == {(dropped, True)}
    assert all(item.slot.day >= BUS_DAY.replace(day=23) for item in lost)
    assert not [f for f in plan.findings if f.severity is Severity.HARD]


patterns = st.sets(st.tuples(st.sampled_from(["e0102", "e0202"]), st.sampled_from(["dag", "kveld-siste", "lordag"])))


@settings(max_examples=15, deadline=None)
@given(patterns, st.sampled_from([30_000, 70_000, 150_000]), st.booleans())
def test_no_plan_keeps_more(chosen: set[tuple[str, str]], budget: int, banned: bool) -> None:
    plain = tiny_problem(vehicles=[], **QUIET)
    one_each = dict(sorted(chosen))
    old = make_plan(
        running(plain, s) for s in plain.patterns if one_each.get(plain.dataset.sites[s.site].id) == s.pattern_id
    )
    forbid = [{"station": "e0202", "date": "2027-09-06"}] if banned else []
    if not old.stations:
        return
    problem = keeping(old, budget_nok=budget, vehicles=[], forbid=forbid, stations__popup_sites=["e0102", "e0202"])
    by_site: dict[int, list[int | None]] = {}
    for p, schedule in enumerate(problem.patterns):
        by_site.setdefault(schedule.site, [None]).append(p)
    choices = ([problem.patterns[p] for p in choice if p is not None] for choice in product(*by_site.values()))
    paid = [run for run in choices if sum(schedule.nok for schedule in run) <= budget]
    fewest = min(len(changed(make_plan(running(problem, s) for s in run), problem)) for run in paid)
    plan = solved(problem)
    assert plan.objective is not None
    assert (plan.objective.value, plan.objective.lower_bound) == (fewest, pytest.approx(fewest))


def test_what_keeping_costs_is_an_interval_that_holds_the_truth() -> None:
    old = make_plan([s for s in tiny_plan().stations if s.id == "e0202"])
    problem = keeping(old, budget_nok=60_000, vehicles=[], stations__popup_sites=["e0102", "e0202"])
    plan = solved(problem)
    free = solved(without_keeping())
    given_answer = answer(
        problem, plan, keep_question(problem), gap=0.0, time_limit=60.0, seed=0, progress=lambda _: None
    )
    assert free.objective is not None
    truth = plan.objectives[1].value - free.objective.value
    assert given_answer.low is not None
    assert given_answer.high is not None
    assert given_answer.low - 1e-5 <= truth <= given_answer.high + 1e-5
    assert given_answer.unit == "minutter"
    assert "Uten å beholde det kunngjorte" in sentence(given_answer)
    with pytest.raises(InputError, match="ikke noe kunngjort"):
        keep_question(tiny_problem())


def without_keeping() -> Problem:
    return tiny_problem(budget_nok=60_000, vehicles=[], stations__popup_sites=["e0102", "e0202"], **QUIET)

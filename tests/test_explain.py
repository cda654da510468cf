"""What a station, money, persons or a vehicle is worth: intervals that hold the true difference."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tiny import tiny_problem

from planner.domain.errors import InputError
from planner.domain.plan import Plan, StationKind
from planner.explain import (
    Answer,
    Question,
    answer,
    budget_question,
    crew_question,
    sentence,
    station_questions,
    vehicle_question,
)
from planner.optimise.solve import solve_problem
from planner.problem import Problem

EXACT = {"gap": 0.0, "time_limit": 60.0, "seed": 0}


def solved(gap: float = 0.0, **changes: Any) -> tuple[Problem, Plan]:
    problem = tiny_problem(**changes)
    return problem, solve_problem(problem, gap=gap, time_limit=60.0, seed=0)


def asked(problem: Problem, plan: Plan, question: Question) -> Answer:
    return answer(problem, plan, question, progress=lambda _: None, **EXACT)


def best(**changes: Any) -> float:
    """The proven best value of a scenario."""
    goal = solved(**changes)[1].objective
    assert goal is not None
    assert goal.gap <= 1e-6
    return goal.value


def test_a_chosen_place_is_worth_what_the_plan_loses_without_it() -> None:
    problem, plan = solved(budget_nok=20_000)
    chosen = [s.id for s in plan.stations if s.id.startswith("e")]
    assert chosen
    for station_id in chosen:
        (question,) = station_questions(problem, plan, station_id)
        given = asked(problem, plan, question)
        assert question.restricts
        assert given.low is not None
        assert given.high is not None
        assert given.low <= given.high + 1e-9
        assert given.high >= 0


def test_more_money_is_worth_what_another_budget_shows() -> None:
    problem, plan = solved(budget_nok=12_000)
    given = asked(problem, plan, budget_question(problem, 8_000))
    gain = best(budget_nok=12_000) - best(budget_nok=20_000)
    assert given.low == pytest.approx(gain, abs=1e-4)
    assert given.high == pytest.approx(gain, abs=1e-4)


def test_with_a_loose_plan_the_interval_still_holds_the_truth() -> None:
    problem, plan = solved(gap=0.5, budget_nok=12_000)
    given = asked(problem, plan, budget_question(problem, 8_000))
    gain = best(budget_nok=12_000) - best(budget_nok=20_000)
    assert given.low is not None
    assert given.high is not None
    assert given.low - 1e-6 <= gain <= given.high + 1e-6


def test_a_place_left_out_is_asked_for_in_each_way_it_could_be() -> None:
    problem, plan = solved(budget_nok=0)
    questions = station_questions(problem, plan, "e0202")
    assert [q.text for q in questions] == ["Med Sted e0202 som lokale", "Med Sted e0202 som stopp for kjøretøy"]
    for question in questions:
        assert asked(problem, plan, question).low is None, "there is no money for it"
        assert "finnes ingen plan" in sentence(asked(problem, plan, question))


def test_a_forced_stop_is_served() -> None:
    _, plan = solved(pins=[{"stop": "e0202"}])
    stops = {s.id.removesuffix("-b") for s in plan.stations if any(o.vehicle for o in s.opening)}
    assert "e0202" in stops


def test_what_is_no_choice_is_refused() -> None:
    problem, plan = solved(budget_nok=0)
    with pytest.raises(InputError, match="ukjent sted"):
        station_questions(problem, plan, "x9")
    home = replace(plan.stations[0], id="hjemme", kind=StationKind.HOME_TEAM)
    with pytest.raises(InputError, match="ikke valgt"):
        station_questions(problem, replace(plan, stations=(home,)), "hjemme")


def test_a_locked_place_of_today_is_worth_what_is_lost_without_it() -> None:
    problem, plan = solved(budget_nok=0)
    assert problem.locked
    (question,) = station_questions(problem, plan, "f0101")
    without = best(budget_nok=0, forbid=[{"station": "f0101"}])
    given = asked(problem, plan, question)
    assert plan.objective is not None
    assert given.low == pytest.approx(without - plan.objective.value, abs=1e-4)
    assert given.low > 0


def test_a_cancelled_answer_is_a_wider_interval_or_none() -> None:
    problem, plan = solved(budget_nok=12_000)
    stopped = {"progress": lambda _: None, "cancel": lambda: True}
    given = answer(problem, plan, budget_question(problem, 8_000), **stopped, **EXACT)  # type: ignore[arg-type]
    gain = best(budget_nok=12_000) - best(budget_nok=20_000)
    assert given.low is not None
    assert given.high is not None
    assert given.low - 1e-6 <= gain <= given.high + 1e-6


def test_a_barred_place_cannot_be_asked_for() -> None:
    problem, plan = solved(budget_nok=0, forbid=[{"station": "e0202"}, {"stop": "e0202"}])
    with pytest.raises(InputError, match="kan ikke velges"):
        station_questions(problem, plan, "e0202")


def test_persons_and_a_vehicle_never_hurt() -> None:
    problem, plan = solved(budget_nok=30_000)
    for question in (crew_question(problem, 3), vehicle_question(problem)):
        given = asked(problem, plan, question)
        assert not question.restricts
        assert given.high is not None
        assert given.high >= 0
    with pytest.raises(InputError, match="ingen kjøretøy"):
        vehicle_question(tiny_problem(vehicles=[]))


def test_a_plan_without_a_goal_is_refused() -> None:
    problem, plan = solved(budget_nok=0)
    with pytest.raises(InputError, match="målet"):
        asked(problem, replace(plan, objective=None), budget_question(problem, 1))


def test_sentences() -> None:
    bar, more = Question("Uten A", {}, restricts=True), Question("Med 10 000 kr mer", {}, restricts=False)
    assert sentence(Answer(bar, 0.06, 0.09, 3643, "minutter")) == (
        "Uten A: mellom 0,06 og 0,09 minutter dårligere; planen som ble funnet, koster 3 643 kr mer."
    )
    assert sentence(Answer(more, 0.001, 0.03, 0, "minutter")) == (
        "Med 10 000 kr mer: høyst 0,03 minutter bedre; det kan ikke skilles fra ingen forskjell (mindre enn gapet lar "
        "oss si)."
    )
    assert "koster 93 kr mindre" in sentence(Answer(more, 0.1, 0.2, -93, "minutter"))
    for low in (0.1, 0.001):
        told = sentence(Answer(more, low, 0.2, 0, "minutter", unlike=True))
        assert told.endswith("Bare én av de to planene har nok folk til køene; noe av forskjellen kan komme av det.")


def test_a_plan_with_too_few_persons_is_not_compared_silently() -> None:
    """The same places with money for their queues beside money for three persons each."""
    problem = tiny_problem(
        votes__expected_total=20_000, budget_nok=400_000, crew_pool__persons=60, roster={"make": False}, vehicles=[]
    )
    plan = solve_problem(problem, gap=0.01, time_limit=30, seed=0)
    assert not any(station.over for station in plan.capacity.stations)
    few = Question("Med høyst tre personer på hvert sted", {"stations.most_crew": 3}, restricts=True)
    given = answer(problem, plan, few, gap=0.01, time_limit=30, seed=0, progress=lambda _: None)
    assert given.unlike
    assert "nok folk til køene" in sentence(given)

"""cost: what is charged; the tiny plan costs 41 155 NOK."""

from __future__ import annotations

from recorder import Recorder
from tiny import make_plan, tiny_plan, tiny_problem, todays_stations

from planner.objectives.registry import goals_of

PROBLEM = tiny_problem(objective="cost")
(GOAL,) = goals_of(PROBLEM)


def test_value_is_what_is_charged() -> None:
    assert GOAL.value(tiny_plan()) == 41_155
    assert GOAL.value(make_plan(todays_stations())) == 0
    assert (GOAL.unit, GOAL.ways) == ("kr", None)


def test_the_model_counts_every_decision_that_costs() -> None:
    model = Recorder(PROBLEM)
    expression = GOAL.expression(model)  # type: ignore[arg-type]
    priced = {variable: nok for nok, variable in expression.terms}
    assert {*model.runs, *model.tours.values()} <= set(priced)
    assert all(nok >= 0 for nok in priced.values())
    assert expression.constant == PROBLEM.early_nok

"""The cheapest way out of a conflict says how sure it is that less would not do."""

from __future__ import annotations

from typing import Any

import pytest
from tiny import BUS, tiny_problem

from planner.optimise import conflict
from planner.optimise.conflict import Slack, explain
from planner.optimise.solver import Outcome, Solution, Solver


@pytest.mark.parametrize(
    ("slack", "words"),
    [
        (Slack(120.0, 120.0), ""),
        (Slack(0.0, 0.0), ""),
        (Slack(120.0, 90.0), " (nok, men ikke bevist at det er det minste: gap 25,0 %)"),
        (Slack(120.0, 0.0), " (nok, men ikke bevist at det er det minste: gap 100,0 %)"),
    ],
)
def test_words_of_a_gap(slack: Slack, words: str) -> None:
    assert slack.words == words


def poor() -> conflict.Problem:
    return tiny_problem(budget_nok=1_000, vehicles=[{**BUS, "min_days": 3}])


def test_a_proven_least_change_has_no_gap() -> None:
    error = explain(poor())
    assert any("budget_nok" in text for text in error.relaxations)
    assert not any("gap" in text for text in error.relaxations)


def test_a_search_that_was_stopped_says_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the seconds of a question are over: the same plan with a bound of half of it."""
    run = Solver.run

    def stopped(self: Solver, **limits: object) -> Solution:
        found = run(self, **limits)  # type: ignore[arg-type]
        if found.values is None or not found.value > 0:
            return found
        return Solution(Outcome.FEASIBLE, found.values, found.value, found.value / 2, found.seconds)

    monkeypatch.setattr(Solver, "run", stopped)
    error = explain(poor())
    assert all(text.endswith("gap 50,0 %)") for text in error.relaxations)
    assert error.relaxations


@pytest.mark.parametrize("vehicles", [[], [BUS]])
def test_that_each_weekday_needs_an_open_place_is_named_also_where_a_vehicle_could_be_it(vehicles: list[Any]) -> None:
    problem = tiny_problem(stations__existing="free", vehicles=vehicles, budget_nok=0)
    error = explain(problem)
    assert len(error.conflict) == 2
    assert "budget_nok" in error.conflict[0]
    assert "P7" in error.conflict[1]
    assert any("budget_nok" in sentence for sentence in error.relaxations)

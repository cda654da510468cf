"""budget: the tiny plan costs 28 250 + 12 905 = 41 155 NOK."""

from __future__ import annotations

from typing import Any

import pytest
from tiny import make_plan, tiny_plan, tiny_problem, todays_stations

from planner.constraints.budget import relaxed, requirement

TOTAL = 41_155


@pytest.mark.parametrize("budget", [TOTAL, TOTAL - 1, 100_000])
def test_within(budget: int, measured: Any) -> None:
    """Up to one krone is rounding of the lines."""
    assert measured("budget", tiny_plan(), tiny_problem(budget_nok=budget)) == []


@pytest.mark.parametrize("budget", [TOTAL - 1.01, 0])
def test_over(budget: float, measured: Any) -> None:
    assert measured("budget", tiny_plan(), tiny_problem(budget_nok=budget)) == [((), TOTAL, budget, "kr")]


def test_before_is_what_todays_stations_cost(measured: Any) -> None:
    problem = tiny_problem(budget_nok="before", stations__existing="free")
    assert measured("budget", make_plan(todays_stations()), problem) == []
    assert measured("budget", tiny_plan(), problem) == [((), 685_600 + TOTAL, 685_600, "kr")]


def test_words(findings: Any) -> None:
    problem = tiny_problem(budget_nok=40_000)
    (finding,) = findings("budget", tiny_plan(), problem)
    assert finding.sentence.startswith("Planen koster 41 155 kr, som er 1 155 kr over budsjettet på 40 000 kr.")
    assert requirement(problem) == "Budsjettet er 40 000 kr (budget_nok)."
    assert "til 41 156 kr" in relaxed(problem, 1155.4)

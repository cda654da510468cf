"""min_vehicle_days: the tiny plan's bus is out on one day."""

from __future__ import annotations

from typing import Any

import pytest
from tiny import BUS, SATURDAY, bus_stop, tiny_plan, tiny_problem

from planner.constraints.min_vehicle_days import relaxed, requirement


def problem_with(*least: int) -> Any:
    return tiny_problem(vehicles=[{**BUS, "id": ("buss", "b2")[n], "min_days": days} for n, days in enumerate(least)])


@pytest.mark.parametrize("least", [0, 1])
def test_enough_days(least: int, measured: Any) -> None:
    assert measured("min_vehicle_days", tiny_plan(), problem_with(least)) == []


def test_too_few_days(measured: Any) -> None:
    assert measured("min_vehicle_days", tiny_plan(), problem_with(2)) == [(("buss",), 1, 2, "dager")]
    assert measured("min_vehicle_days", tiny_plan(), problem_with(1, 3)) == [(("b2",), 0, 3, "dager")]
    two_days = tiny_plan(bus_stop("e0102", "10:00", "13:00", SATURDAY))
    assert measured("min_vehicle_days", two_days, problem_with(2)) == []


def test_words() -> None:
    problem = problem_with(5, 0)
    assert requirement(problem) == "Dager i bruk: Bussen minst 5 (vehicles.min_days)."
    assert relaxed(problem, 1.5) == "Senk kravet til dager i bruk (vehicles.min_days) med 2, til 3."
    assert relaxed(problem, 9.0).endswith("til 0.")

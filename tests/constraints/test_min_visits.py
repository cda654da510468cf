"""min_visits: a stop that is used is used often enough."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tiny import BUS_DAY, bus_stop, evening_week, make_plan, station, tiny_problem

from planner.domain.plan import Opening, StationKind


def visits(*days: int) -> Any:
    return station("e0101", [Opening(BUS_DAY.replace(day=d), "10:00", "12:30", vehicle="buss", crew=2) for d in days])


def test_enough_visits(measured: Any) -> None:
    assert measured("min_visits", make_plan([visits(24, 25)]), tiny_problem(min_visits=2)) == []
    assert measured("min_visits", make_plan([evening_week()]), tiny_problem(min_visits=9)) == []


def test_too_few_visits(measured: Any) -> None:
    plan = make_plan([visits(24, 25), bus_stop("e0102", "10:00", "12:30")])
    assert measured("min_visits", plan, tiny_problem(min_visits=3)) == [
        (("e0101",), 2, 3, "besøk"),
        (("e0102",), 1, 3, "besøk"),
    ]
    assert measured("min_visits", plan, tiny_problem(min_visits=2)) == [(("e0102",), 1, 2, "besøk")]


def test_openings_without_a_vehicle_are_no_visits(measured: Any) -> None:
    mixed = station("e0101", [*visits(24).opening, Opening(BUS_DAY.replace(day=26), "16:00", "19:00", crew=3)])
    assert measured("min_visits", make_plan([mixed]), tiny_problem(min_visits=2)) == [(("e0101",), 1, 2, "besøk")]


@pytest.mark.parametrize("kind", [StationKind.INSTITUTION, StationKind.PRISON])
def test_one_visit_to_an_institution_is_enough_for_the_law(kind: StationKind, measured: Any) -> None:
    inside = replace(visits(24), id="s1", kind=kind, public=False)
    assert measured("min_visits", make_plan([inside]), tiny_problem(min_visits=3)) == []


def test_a_vehicle_that_does_not_exist_is_told_of_elsewhere(measured: Any) -> None:
    plan = make_plan([bus_stop("e0101", "10:00", "12:30", vehicle="b9")])
    assert measured("min_visits", plan, tiny_problem(min_visits=3)) == []
    assert measured("vehicle_day", plan, tiny_problem()) == [(("b9",), None, None, "")]

"""one_use: one place has one use at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from recorder import Recorder
from tiny import BUS_DAY, bus_stop, make_plan, station, tiny_plan, tiny_problem

from planner.constraints.one_use import build
from planner.domain.plan import Opening


def popup(start: str, end: str) -> Any:
    return station("e0101", [Opening(BUS_DAY, start, end, crew=3)])


@pytest.mark.parametrize(("start", "end"), [("08:00", "10:00"), ("12:30", "16:00")])
def test_one_after_the_other(start: str, end: str, measured: Any) -> None:
    plan = make_plan([popup(start, end), bus_stop("e0101-b", "10:00", "12:30")])
    assert measured("one_use", plan, tiny_problem()) == []
    assert measured("one_use", tiny_plan(), tiny_problem()) == []


def test_popup_and_bus_stop_at_once(measured: Any) -> None:
    plan = make_plan([popup("12:00", "16:00"), bus_stop("e0101-b", "10:00", "12:30")])
    assert measured("one_use", plan, tiny_problem()) == [(("e0101", "e0101-b"), 30, 0, "minutter samtidig")]
    other_day = make_plan([popup("12:00", "16:00"), bus_stop("e0101-b", "10:00", "12:30", BUS_DAY.replace(day=25))])
    assert measured("one_use", other_day, tiny_problem()) == []


def test_two_buses_in_one_place(measured: Any) -> None:
    stop = bus_stop("e0101", "10:00", "12:30")
    both = replace(stop, opening=(*stop.opening, replace(stop.opening[0], start="11:00", vehicle="b2")))
    assert measured("one_use", make_plan([both]), tiny_problem()) == [(("e0101",), 90, 0, "minutter samtidig")]


def test_a_station_moved_elsewhere_is_not_in_the_way(measured: Any) -> None:
    away = replace(popup("10:00", "16:00"), lon=10.9)
    assert measured("one_use", make_plan([away, bus_stop("e0101-b", "10:00", "12:30")]), tiny_problem()) == []


def test_the_model_lets_a_popup_open_between_two_visits() -> None:
    """Open 12:30–13:45, just between the bus's blocks 10:00–12:30 and 13:45–16:15: no row at all."""
    between = {"id": "m", "name": "m", "weekday": ["12:30-13:45"]}
    for patterns, rows in (([between], 0), ([{**between, "weekday": ["12:29-13:45"]}], 4)):
        model = Recorder(tiny_problem(stations__patterns=patterns))
        build(model)  # type: ignore[arg-type]
        assert len(model.rows) == rows


def test_words(findings: Any) -> None:
    plan = make_plan([popup("12:00", "16:00"), bus_stop("e0101-b", "10:00", "12:30")])
    (finding,) = findings("one_use", plan, tiny_problem())
    assert finding.sentence == (
        "Sted e0101 (e0101) og Sted e0101-b (e0101-b) bruker samme plass to ganger samtidig "
        "tirsdag 24. august 2027 fra kl. 12:00."
    )

"""station_kind: what a station is called and how it is run agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tiny import BUS_DAY, bus_stop, evening_week, make_plan, station, tiny_plan, tiny_problem

from planner.domain.plan import Opening, StationKind


def test_what_the_model_makes(measured: Any) -> None:
    assert measured("station_kind", tiny_plan(), tiny_problem()) == []


@pytest.mark.parametrize("kind", [StationKind.FIXED, StationKind.POPUP])
def test_premises_with_a_vehicle(kind: StationKind, measured: Any) -> None:
    plan = make_plan([replace(bus_stop("e0101", "10:00", "12:30"), kind=kind)])
    assert measured("station_kind", plan, tiny_problem()) == [(("e0101",), 1, 0, "åpninger")]


def test_a_bus_stop_without_a_vehicle(measured: Any) -> None:
    plan = make_plan([replace(evening_week(), kind=StationKind.MOBILE_STOP)])
    assert measured("station_kind", plan, tiny_problem()) == [(("e0202",), 5, 0, "åpninger")]


def test_a_stop_that_is_also_open_without_the_bus(measured: Any) -> None:
    stop = bus_stop("e0101", "10:00", "12:30")
    both = station("e0101", [*stop.opening, Opening(BUS_DAY, "16:00", "19:00", crew=3)])
    assert measured("station_kind", make_plan([both]), tiny_problem()) == [(("e0101",), 1, 0, "åpninger")]


@pytest.mark.parametrize("kind", [StationKind.INSTITUTION, StationKind.PRISON, StationKind.HOME_TEAM])
def test_teams_may_come_by_any_means(kind: StationKind, measured: Any) -> None:
    for made in (bus_stop("e0101", "10:00", "12:30"), evening_week()):
        assert measured("station_kind", make_plan([replace(made, kind=kind)]), tiny_problem()) == []


def test_words(findings: Any) -> None:
    plan = make_plan([replace(bus_stop("e0101", "10:00", "12:30"), kind=StationKind.POPUP)])
    (finding,) = findings("station_kind", plan, tiny_problem())
    assert finding.sentence == (
        "Sted e0101 (e0101) er et midlertidig sted (kind popup), men har 1 åpning med kjøretøy. "
        "Ta bort kjøretøyet (vehicle), eller rett slaget (kind)."
    )

"""locked: today's stations stay, forced places open, forbidden places do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tiny import BUS_DAY, bus_stop, evening_week, make_plan, tiny_plan, tiny_problem, todays_stations, with_station

from planner.constraints.locked import relaxed, requirement

F0101 = next(s for s in todays_stations() if s.id == "f0101")


def test_longer_hours_and_split_hours_keep_what_was(measured: Any) -> None:
    longer = tuple(replace(o, start="09:00", end="19:00") for o in F0101.opening)
    assert measured("locked", with_station(tiny_plan(), "f0101", opening=longer), tiny_problem()) == []
    halves = tuple(half for o in F0101.opening for half in (replace(o, end="12:00"), replace(o, start="12:00")))
    assert measured("locked", with_station(tiny_plan(), "f0101", opening=halves), tiny_problem()) == []


def test_shorter_missing_and_moved(measured: Any) -> None:
    problem = tiny_problem()
    one_short = tuple(replace(o, end="15:00") if o.date == BUS_DAY else o for o in F0101.opening)
    assert measured("locked", with_station(tiny_plan(), "f0101", opening=one_short), problem) == [
        (("f0101",), 27, 28, "åpninger")
    ]
    assert measured("locked", tiny_plan(without=["f0102"]), problem) == [(("f0102",), 0, 24, "åpninger")]
    assert measured("locked", with_station(tiny_plan(), "f0101", lon=10.9), problem) == [
        (("f0101",), 0, 28, "åpninger")
    ]


def test_hours_served_by_a_bus_are_not_the_stations_own(measured: Any) -> None:
    on_wheels = tuple(replace(o, vehicle="buss") for o in F0101.opening)
    assert measured("locked", with_station(tiny_plan(), "f0101", opening=on_wheels), tiny_problem()) == [
        (("f0101",), 0, 28, "åpninger")
    ]


def test_free_stations_may_change(measured: Any) -> None:
    assert measured("locked", make_plan([evening_week()]), tiny_problem(stations__existing="free")) == []


def test_forced_places_open_as_premises(measured: Any) -> None:
    problem = tiny_problem(stations__forced=["e0202", "e0101"])
    # e0101 has a bus, but a bus is no premises.
    assert measured("locked", tiny_plan(), problem) == [(("e0101",), 0, 1, "åpne steder")]
    assert measured("locked", tiny_plan(), tiny_problem(stations__forced=["e0202", "f0101"])) == []


def test_forbidden_places_stay_shut_also_for_a_bus(measured: Any) -> None:
    problem = tiny_problem(stations__forbidden=["e0102", "e0202"])
    plan = tiny_plan(bus_stop("e0102-b", "17:30", "19:30"))
    assert measured("locked", plan, problem) == [
        (("e0102-b",), 1, 0, "åpne steder"),
        (("e0202",), 1, 0, "åpne steder"),
    ]


def test_words(findings: Any) -> None:
    (finding,) = findings("locked", tiny_plan(without=["f0102"]), tiny_problem())
    assert finding.sentence.startswith(
        "Sted f0102 (f0102) er låst med dagens sted og åpningstider, men 24 av 24 åpninger"
    )
    assert "e0202" in requirement(tiny_problem(stations__forced=["e0202"]))
    assert "stations.forced" in relaxed(tiny_problem(), 1.0)

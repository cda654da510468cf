"""locked: today's stations stay, but for what is forbidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tiny import BUS_DAY, evening_week, make_plan, tiny_plan, tiny_problem, todays_stations, with_station

F0101, F0102 = (next(s for s in todays_stations() if s.id == name) for name in ("f0101", "f0102"))


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


def test_words(findings: Any) -> None:
    (finding,) = findings("locked", tiny_plan(without=["f0102"]), tiny_problem())
    assert finding.sentence.startswith(
        "Sted f0102 (f0102) er låst med dagens sted og åpningstider, men 24 av 24 åpninger"
    )


def test_a_place_that_drops_out_stands_until_then(measured: Any) -> None:
    problem = tiny_problem(forbid=[{"station": "f0102", "date": "2027-08-30", "until": "2027-09-10"}])
    left = tuple(o for o in F0102.opening if o.date < date(2027, 8, 30))
    assert measured("locked", with_station(tiny_plan(), "f0102", opening=left), problem) == []
    assert measured("locked", with_station(tiny_plan(), "f0102", opening=left[1:]), problem) == [
        (("f0102",), len(left) - 1, len(left), "åpninger")
    ]
    assert measured("locked", tiny_plan(without=["f0102"]), tiny_problem(forbid=[{"station": "f0102"}])) == []

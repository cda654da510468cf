"""Cost lines against sums done by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import (
    BUS_DAY,
    BUS_LEGS,
    LAST_WEEK,
    SATURDAY,
    bus_day,
    bus_stop,
    evening_week,
    make_plan,
    station,
    tiny_plan,
    tiny_problem,
    todays_stations,
    with_station,
)

from planner.domain.plan import Leg, Opening, Plan, StationKind
from planner.evaluate.cost import banded_hours, beyond, day_span, line, plan_cost, vehicle_dates
from planner.problem import Problem, Slot, person_nok
from planner.scenario import Prices

PROBLEM = tiny_problem()
FREE = tiny_problem(stations__existing="free")
PRICES = Prices()


def lines(plan: Plan, problem: Problem = PROBLEM) -> dict[str, tuple[float, str, float, float]]:
    """What → quantity, unit, price, NOK; the free line on today's stations left out."""
    cost = plan_cost(plan, problem)
    assert cost.total == pytest.approx(sum(item.nok for item in cost.lines))
    for item in cost.lines:
        assert item.nok == pytest.approx(item.quantity * item.nok_per_unit, abs=0.0051)
    return {i.what: (i.quantity, i.unit, i.nok_per_unit, i.nok) for i in cost.lines if i.unit != "steder" or i.nok}


def test_a_popup_evening_week() -> None:
    """Five evenings of three hours, three persons: 5 000 + 15 · 200 + 45 · 450."""
    assert lines(make_plan([evening_week()])) == {
        "Å sette i stand midlertidige steder": (1, "steder", 5000, 5000),
        "Lokaler, midlertidige steder": (15, "timer", 200, 3000),
        "Bemanning kveld, midlertidige steder": (45, "persontimer", 450, 20250),
    }


def test_a_block_across_the_price_boundary() -> None:
    wide = station("e0202", [Opening(day, "14:00", "19:00", crew=2) for day in LAST_WEEK])
    found = lines(make_plan([wide]))
    assert found["Bemanning dagtid, midlertidige steder"] == (20, "persontimer", 350, 7000)
    assert found["Bemanning kveld, midlertidige steder"] == (30, "persontimer", 450, 13500)
    assert found["Lokaler, midlertidige steder"] == (25, "timer", 200, 5000)


def test_a_bus_day_from_its_legs() -> None:
    """Out 9:30–17:20, three aboard: 6.5 h before 16:00, 1 h 20 min after; 28 km."""
    stops = [bus_stop("e0101", "10:00", "12:30"), bus_stop("e0201", "13:45", "16:15")]
    expected = {
        "Bussen: leie": (1, "dager", 4000, 4000),
        "Bussen: kjøring": (28, "km", 10, 280),
        "Bemanning dagtid, Bussen (med sjåfør)": (19.5, "persontimer", 350, 6825),
        "Bemanning kveld, Bussen (med sjåfør)": (4, "persontimer", 450, 1800),
    }
    assert lines(make_plan(stops, [bus_day()])) == expected
    assert lines(make_plan(stops)) == expected  # without legs the tightest timetable: here the same


def test_a_bus_day_on_a_saturday() -> None:
    """9:30–18:20 (8 h 50) at the Saturday price, whatever the hour: 26.5 person-hours."""
    stops = [bus_stop("e0101", "10:00", "13:00", SATURDAY), bus_stop("e0201", "14:15", "17:15", SATURDAY)]
    found = lines(make_plan(stops))
    assert found["Bemanning lørdag, Bussen (med sjåfør)"] == (26.5, "persontimer", 600, 15900)
    assert not any("dagtid" in what or "kveld" in what for what in found)


def test_longer_legs_cost_more_and_shorter_kilometres_are_not_believed() -> None:
    early = (replace(BUS_LEGS[0], depart="08:30"), *BUS_LEGS[1:])
    found = lines(tiny_plan(vehicles=(bus_day(legs=early),)))
    assert found["Bemanning dagtid, Bussen (med sjåfør)"][0] == 22.5
    no_km = [replace(leg, km=0.0) for leg in BUS_LEGS]
    assert lines(tiny_plan(vehicles=(bus_day(legs=no_km),)))["Bussen: kjøring"][0] == 28
    detour = (replace(BUS_LEGS[0], km=9.0), *BUS_LEGS[1:])
    assert lines(tiny_plan(vehicles=(bus_day(legs=detour),)))["Bussen: kjøring"][0] == 33


def test_a_day_that_cannot_be_timed_still_costs_the_rent() -> None:
    stop = replace(bus_stop("e0101", "10:00", "12:30"), id="ukjent")
    found = lines(make_plan([stop]))
    assert found["Bussen: leie"][0] == 1
    assert found["Bussen: kjøring"][0] == 0
    assert day_span(make_plan([stop]), PROBLEM, PROBLEM.scenario.vehicles[0], BUS_DAY) is None
    own_legs = (Leg("f0101", "ukjent", "09:00", "09:40", 40, 7.0), Leg("ukjent", "f0101", "13:00", "13:40", 40, 7.0))
    assert lines(make_plan([stop], [bus_day(legs=own_legs)]))["Bussen: kjøring"][0] == 14


def test_every_vehicle_has_its_own_lines_and_unknown_ones_have_none() -> None:
    two = tiny_problem(
        vehicles=[{"id": i, "name": i.upper(), "depot": "f0101", "nok_per_day": n} for i, n in (("a", 1), ("b", 2))]
    )
    plan = make_plan([bus_stop("e0101", "10:00", "12:30", vehicle="b")])
    assert lines(plan, two)["B: leie"] == (1, "dager", 2, 2)
    assert not any(what.startswith("A") for what in lines(plan, two))
    assert lines(make_plan([bus_stop("e0101", "10:00", "12:30", vehicle="c")]), two) == {}


def test_visits_of_a_vehicle_are_found_by_date_and_in_time_order() -> None:
    plan = tiny_plan(bus_stop("e0102", "10:00", "13:00", SATURDAY))
    found = vehicle_dates(plan, PROBLEM.scenario.vehicles[0])
    assert [(day, [(s.id, slot.start) for s, slot in visits]) for day, visits in found.items()] == [
        (BUS_DAY, [("e0101", 600), ("e0201", 825)]),
        (SATURDAY, [("e0102", 600)]),
    ]


# --- today's stations ------------------------------------------------------------------------------------------------


def test_locked_stations_cost_nothing_but_their_price_is_told() -> None:
    cost = plan_cost(make_plan(todays_stations()), PROBLEM)
    (only,) = cost.lines
    assert (cost.total, only.quantity, only.nok) == (0, 3, 0)
    assert "685 600 kr" in only.what


def test_free_stations_cost_all_of_it() -> None:
    cost = plan_cost(make_plan(todays_stations()), FREE)
    assert cost.total == FREE.before_nok == 212_000 + 182_000 + 291_600
    assert {item.what.partition(",")[0] for item in cost.lines} >= {"Lokaler", "Bemanning dagtid", "Bemanning lørdag"}


def test_only_what_lies_beyond_their_own_hours_is_charged() -> None:
    """f0101 opens 10–16; open 9–19 one Tuesday it is charged 9–10 by day and 16–19 in the evening."""
    own = next(s for s in todays_stations() if s.id == "f0101")
    longer = tuple(replace(o, start="09:00", end="19:00") if o.date == BUS_DAY else o for o in own.opening)
    assert lines(make_plan([replace(own, opening=longer)])) == {
        "Lokaler, faste steder": (4, "timer", 200, 800),
        "Bemanning dagtid, faste steder": (3, "persontimer", 350, 1050),
        "Bemanning kveld, faste steder": (9, "persontimer", 450, 4050),
    }


@pytest.mark.parametrize(
    ("slot", "pieces"),
    [
        ((600, 960), []),
        ((540, 600), [(540, 600)]),
        ((540, 1020), [(540, 600), (960, 1020)]),
        ((700, 800), []),
        ((900, 1000), [(960, 1000)]),
        ((540, 1300), [(540, 600), (960, 1080), (1200, 1300)]),
    ],
)
def test_parts_beyond_own_hours(slot: tuple[int, int], pieces: list[tuple[int, int]]) -> None:
    own = [Slot(BUS_DAY, 1080, 1200), Slot(BUS_DAY, 600, 960), Slot(SATURDAY, 0, 1440)]
    assert [(p.start, p.end) for p in beyond(Slot(BUS_DAY, *slot), own)] == pieces


def test_what_a_plan_calls_premises_does_not_change_the_price() -> None:
    honest = plan_cost(tiny_plan(), PROBLEM).total
    for kind in (StationKind.FIXED, StationKind.MOBILE_STOP):
        assert plan_cost(with_station(tiny_plan(), "e0202", kind=kind), PROBLEM).total == honest
    # An institution's own rooms are neither set up nor rented; voters elsewhere are not served there.
    inside = with_station(tiny_plan(), "e0202", kind=StationKind.INSTITUTION)
    assert plan_cost(inside, PROBLEM).total == honest - 5000 - 3000


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (StationKind.INSTITUTION, "institusjoner"),
        (StationKind.PRISON, "fengsler"),
        (StationKind.HOME_TEAM, "hjemmestemming"),
    ],
)
def test_visits_and_home_teams_cost_their_persons_only(kind: StationKind, what: str) -> None:
    """Two persons from 14 to 17 on a weekday: four hours by day and two in the evening."""
    visit = station("e0202", [Opening(BUS_DAY, "14:00", "17:00", crew=2)], kind, public=False)
    place = {"lat": None, "lon": None} if kind is StationKind.HOME_TEAM else {}
    assert lines(make_plan([replace(visit, id="s1", **place)])) == {
        f"Bemanning dagtid, {what}": (4, "persontimer", 350, 1400),
        f"Bemanning kveld, {what}": (2, "persontimer", 450, 900),
    }


def test_the_tiny_plan_in_all() -> None:
    assert plan_cost(tiny_plan(), PROBLEM).total == 28_250 + 12_905


# --- prices ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "start", "end", "bands"),
    [
        (BUS_DAY, 600, 960, {"dagtid": 6, "kveld": 0}),
        (BUS_DAY, 900, 1020, {"dagtid": 1, "kveld": 1}),
        (BUS_DAY, 960, 1140, {"dagtid": 0, "kveld": 3}),
        (SATURDAY, 900, 1020, {"lørdag": 2}),
        (date(2027, 8, 29), 900, 1020, {"lørdag": 2}),
    ],
)
def test_hours_by_price_band(day: date, start: int, end: int, bands: dict[str, float]) -> None:
    assert banded_hours(PRICES, day, start, end) == bands


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([BUS_DAY, SATURDAY]), st.integers(0, 1439), st.integers(1, 1440))
def test_bands_and_the_price_of_a_person_agree(day: date, start: int, length: int) -> None:
    bands = banded_hours(PRICES, day, start, start + length)
    assert sum(bands.values()) == pytest.approx(length / 60)
    rates = {"dagtid": 350, "kveld": 450, "lørdag": 600}
    nok = sum(rates[band] * hours for band, hours in bands.items())
    assert nok == pytest.approx(person_nok(PRICES, day, start, start + length))


def test_a_line_multiplies_what_it_shows() -> None:
    thirds: Any = line("x", 1 / 3, "timer", 350)
    assert (thirds.quantity, thirds.nok) == (0.3333, 116.66)

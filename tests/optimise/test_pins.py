"""Pins and bans in the whole way from scenario to plan; small instances against every plan there is."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import BUS, BUS_DAY, tiny_dataset, tiny_plan, tiny_problem, tiny_scenario

from planner.audit import audit, objective_value
from planner.domain.errors import InfeasibleError
from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.evaluate.access import scheduled_stations, segment_minutes
from planner.objectives.registry import goals_of
from planner.optimise.solve import solve_problem
from planner.optimise.starting import given_start

DAY = BUS_DAY.isoformat()
BLOCKS = ("10:00-12:30", "13:45-16:15", "17:30-19:30")


def solved(**changes: Any) -> Plan:
    changes = {"roster": {"make": False}, **changes}
    return solve_problem(tiny_problem(**changes), gap=0.0, time_limit=60.0, seed=0)


def hard(plan: Plan, **changes: Any) -> list[str]:
    changes = {"roster": {"make": False}, **changes}
    found = audit(plan, tiny_dataset(), tiny_scenario(**changes))
    return [f.sentence for f in found if f.severity is Severity.HARD]


def visits(plan: Plan) -> set[tuple[str, date, str, str | None]]:
    return {
        (s.id.removesuffix("-b"), o.date, f"{o.start}-{o.end}", o.vehicle)
        for s in plan.stations
        for o in s.opening
        if o.vehicle is not None
    }


def visit(stop: str, block: str, day: str = DAY, **more: Any) -> dict[str, Any]:
    return {"stop": stop, "date": day, "block": block, **more}


def test_a_pinned_visit_stands_on_its_date_and_block() -> None:
    pins = [visit("e0202", BLOCKS[1]), visit("e0101", BLOCKS[0], "2027-09-10"), visit("e0201", BLOCKS[0])]
    plan = solved(pins=pins)
    there = {(stop, day.isoformat(), block) for stop, day, block, _ in visits(plan)}
    assert {(p["stop"], p["date"], p["block"]) for p in pins} <= there
    assert hard(plan, pins=pins) == []


def test_a_visit_pinned_to_one_of_two_buses_alike() -> None:
    vehicles = [BUS, {**BUS, "id": "b2", "name": "To"}]
    for vehicle in ("buss", "b2"):
        pins = [visit("e0202", BLOCKS[1], vehicle=vehicle)]
        plan = solved(pins=pins, vehicles=vehicles)
        assert ("e0202", BUS_DAY, BLOCKS[1], vehicle) in visits(plan)
        assert hard(plan, pins=pins, vehicles=vehicles) == []


def test_what_is_forbidden_is_not_there() -> None:
    free = visits(solved())
    stops = {stop for stop, *_ in free}
    forbid = [{"stop": stop, "date": "2027-08-10", "until": "2027-08-31"} for stop in sorted(stops)]
    plan = solved(forbid=forbid)
    assert not any(stop in stops and day < date(2027, 9, 1) for stop, day, *_ in visits(plan))
    assert hard(plan, forbid=forbid) == []


def test_a_place_that_drops_out_in_august() -> None:
    forbid = [{"station": "f0201", "date": "2027-08-23", "until": "2027-09-10"}]
    plan = solved(forbid=forbid)
    (f0201,) = (s for s in plan.stations if s.id == "f0201")
    assert max(o.date for o in f0201.opening if o.vehicle is None) == date(2027, 8, 20)
    assert hard(plan, forbid=forbid) == []
    assert plan.accessibility is not None
    untouched = solved().accessibility
    assert untouched is not None
    assert plan.accessibility.before == untouched.before  # today is what it was


def test_pinned_hours_and_crew() -> None:
    pins = [{"station": "e0102", "date": DAY, "block": "18:00-20:00"}, {"station": "e0102", "crew": 4}]
    plan = solved(pins=pins)
    (place,) = (s for s in plan.stations if s.id == "e0102")
    assert ("18:00", "20:00") in {(o.start, o.end) for o in place.opening if o.date == BUS_DAY}
    assert {o.crew for o in place.opening if o.vehicle is None} == {4}
    assert hard(plan, pins=pins) == []


def test_pins_in_conflict_are_explained() -> None:
    pins = [visit("e0101", BLOCKS[0]), visit("e0202", BLOCKS[0])]
    with pytest.raises(InfeasibleError) as caught:
        solved(pins=pins)
    assert "Dette er låst (pins)" in str(caught.value)
    assert "e0202 tirsdag 24. august 2027 kl. 10:00–12:30" in str(caught.value)


def test_a_pin_that_costs_too_much_is_in_conflict_with_the_budget() -> None:
    with pytest.raises(InfeasibleError) as caught:
        solved(pins=[{"station": "e0202"}], budget_nok=1000, vehicles=[])
    assert "pins" in str(caught.value)
    assert "budsjett" in str(caught.value).lower()


sites = st.sampled_from(["e0102", "e0201", "e0202"])
pins_of_stations = st.lists(sites.map(lambda s: {"station": s}), max_size=2)
bans = st.lists(
    st.one_of(
        sites.map(lambda s: {"station": s}),
        st.tuples(sites, st.sampled_from(["2027-09-06", "2027-08-28"])).map(
            lambda pair: {"station": pair[0], "date": pair[1]}
        ),
        sites.map(lambda s: {"station": s, "block": "12:00-14:00"}),
    ),
    max_size=3,
)


@settings(max_examples=25, deadline=None)
@given(pins_of_stations, bans, st.sampled_from([60_000, 140_000]))
def test_no_plan_with_its_pins_is_better(pins: list[dict[str, Any]], forbid: list[dict[str, Any]], budget: int) -> None:
    whole = {ban["station"] for ban in forbid if len(ban) == 1}
    pins = [pin for pin in pins if pin["station"] not in whole]
    changes = {"pins": pins, "forbid": forbid, "budget_nok": budget, "vehicles": [], "roster": {"make": False}}
    problem = tiny_problem(**changes)
    by_site: dict[int, list[int | None]] = {}
    for p, schedule in enumerate(problem.patterns):
        by_site.setdefault(schedule.site, [None]).append(p)
    ways = goals_of(problem)[0]
    best = None
    for chosen in product(*by_site.values()):
        running = [problem.patterns[p] for p in chosen if p is not None]
        named = {problem.dataset.sites[s.site].id for s in running}
        if sum(s.nok for s in running) > budget or not {pin["station"] for pin in pins} <= named:
            continue
        minutes = segment_minutes(problem, scheduled_stations(problem, [*problem.standing, *running]), cells=False)
        assert ways.ways is not None
        shares = problem.class_share[:, None] * problem.level_share
        value = float((ways.ways.weights[:, None, None] * shares * minutes).sum())
        best = value if best is None else min(best, value)
    try:
        plan = solve_problem(problem, gap=0.0, time_limit=60.0, seed=0)
    except InfeasibleError:
        assert best is None
        return
    assert best is not None
    assert objective_value(plan, problem) == pytest.approx(best, abs=1e-4)
    assert not [f for f in plan.findings if f.severity is Severity.HARD]


def test_a_start_names_columns_and_changes_no_optimum() -> None:
    start = [{"station": "e0202", "date": "2027-09-06", "block": "16:00-19:00"}, visit("e0101", BLOCKS[0])]
    problem = tiny_problem(start=start)
    values = given_start(problem)
    assert sum(values.values()) == 3.0  # the evening pattern, the stop, one visit
    assert given_start(tiny_problem()) == {}
    value = solved().objective
    started = solved(start=start).objective
    assert value is not None
    assert started is not None
    assert started.value == pytest.approx(value.value)


def test_the_tiny_plan_breaks_no_pin_of_its_own() -> None:
    pins = [
        {("stop" if o.vehicle else "station"): s.id, "date": o.date.isoformat(), "block": f"{o.start}-{o.end}"}
        for s in tiny_plan().stations
        for o in s.opening
        if s.id.startswith("e")
    ]
    assert hard(tiny_plan(), pins=pins) == []

"""What the maps draw, on the municipality that can be computed by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tiny import (
    LIMIT,
    bus_stop,
    make_plan,
    minutes_of,
    tiny_dataset,
    tiny_plan,
    tiny_problem,
    todays_stations,
)

from planner import services
from planner.audit import complete
from planner.domain.plan import StationKind


def test_the_ground_holds_every_place_once() -> None:
    dataset = tiny_dataset()
    ground = json.loads(services.ground_bytes(dataset))
    assert len(ground["points"]["lat"]) == len(dataset.points)
    assert len(ground["cells"]["lat"]) == len(dataset.cells)
    assert [site["id"] for site in ground["sites"]] == [site.id for site in dataset.sites]
    assert services.ground_bytes(dataset) == services.ground_bytes(dataset)


def test_a_plan_says_what_changes_and_not_where_things_are() -> None:
    problem = tiny_problem()
    told = json.loads(services.plan_map_bytes(tiny_plan(), problem))
    assert set(told["points"]) == {"before", "after", "station", "weight"}
    assert "areas" not in told
    assert {station["id"] for station in told["stations"]} == {s.id for s in tiny_plan().stations if s.lat is not None}


def test_today_as_a_plan_has_the_same_minutes_before_and_after() -> None:
    problem = tiny_problem()
    today = services.plan_today(problem)
    assert [station.id for station in today.stations] == ["f0101", "f0102", "f0201"]
    assert today.accessibility is not None
    assert today.accessibility.before == today.accessibility.after
    told = json.loads(services.plan_map_bytes(today, problem))
    assert told["points"]["before"] == told["points"]["after"]


def test_the_reach_of_a_place_is_minutes_per_cell() -> None:
    problem = tiny_problem()
    told = json.loads(services.reach_bytes(services.plan_today(problem).stations[0], problem))
    assert told["minutes"][:4] == [round(minutes_of(steps)) for steps in range(4)]
    assert len(told["minutes"]) == len(problem.dataset.cells)
    assert max(told["minutes"]) <= LIMIT


def test_a_station_without_a_place_has_no_reach() -> None:
    team = replace(bus_stop("e0101", "10:00", "12:30"), kind=StationKind.HOME_TEAM, lat=None, lon=None)
    with pytest.raises(ValueError, match="no place"):
        services.reach_bytes(team, tiny_problem())


def test_every_point_is_served_by_one_station_at_most() -> None:
    problem = tiny_problem()
    today = services.plan_today(problem)
    served = services.served_by(today, problem)
    assert set(served) <= {"", *(station.id for station in today.stations)}
    assert sum(points for points, _ in served.values()) == len(problem.dataset.points)
    assert sum(weight for _, weight in served.values()) == pytest.approx(float(problem.weights.sum()))


def test_a_place_of_premises_and_a_bus_is_served_once() -> None:
    problem = tiny_problem()
    both = make_plan([bus_stop("f0101-b", "10:00", "12:30"), *todays_stations()])
    served = services.served_by(both, problem)
    assert "f0101-b" not in served
    assert served["f0101"] == services.served_by(make_plan(todays_stations()), problem)["f0101"]
    assert served["f0101"][0] > 0


def test_the_mode_mix_is_told_in_per_cent() -> None:
    problem = tiny_problem()
    shares = services.mode_shares(problem)
    assert sum(shares.values()) == 100
    assert json.loads(services.plan_map_bytes(services.plan_today(problem), problem))["mix"] == shares


def test_the_map_of_a_difference_has_the_first_plan_before_and_the_second_after() -> None:
    problem = tiny_problem()
    today = complete(services.plan_today(problem), problem)
    fewer = complete(replace(today, stations=today.stations[1:]), problem)
    told = json.loads(services.difference_map_bytes(today, fewer, problem))
    pairs = list(zip(told["points"]["before"], told["points"]["after"], strict=True))
    assert all(after >= before for before, after in pairs)
    assert any(after > before for before, after in pairs)
    same = json.loads(services.difference_map_bytes(today, today, problem))["points"]
    assert same["before"] == same["after"]

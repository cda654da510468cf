"""Ways of vehicles: buses by the dataset's roads, boats by lines on the water between quays."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from tiny import BUS, COLUMN, tiny_dataset, tiny_problem, tiny_scenario

from planner.domain.errors import InputError
from planner.problem import ways_of
from planner.scenario.assumptions import scenario_assumptions

QUAYS = {"f0101": {"type": "quay"}, "e0101": {"type": "quay"}, "e0202": {"type": "quay"}}
BOAT = {**BUS, "id": "bat", "name": "Valgbåten", "kind": "boat"}
DATASET = tiny_dataset(sites=QUAYS)


def boat_ways(**water: Any) -> Any:
    return ways_of(DATASET, tiny_scenario(vehicles=[{**BOAT, "water": water}]).vehicles[0])


def test_a_bus_goes_by_road() -> None:
    ways = ways_of(DATASET, tiny_scenario().vehicles[0])
    assert ways.minutes is DATASET.car_minutes_sites
    assert ways.km is DATASET.car_km_sites


def test_a_boat_goes_by_a_line_from_quay_to_quay() -> None:
    here, there = COLUMN["f0101"], COLUMN["e0202"]
    one, other = DATASET.sites[here], DATASET.sites[there]
    # On the sphere, by the law of cosines: another formula than the code's.
    lat, lat2, lon = (math.radians(angle) for angle in (one.lat, other.lat, other.lon - one.lon))
    line = 6371.0088 * math.acos(math.sin(lat) * math.sin(lat2) + math.cos(lat) * math.cos(lat2) * math.cos(lon))
    ways = boat_ways(kmh=12, detour=1.25)
    assert ways.km[here, there] == pytest.approx(1.25 * line, rel=1e-5)
    assert ways.minutes[here, there] == math.ceil(60 * 1.25 * line / 12)
    assert (ways.km == ways.km.T).all()
    dry = COLUMN["e0102"]
    assert np.isinf(ways.km[dry]).all()
    assert np.isinf(ways.minutes[:, dry]).all()


def test_a_boat_without_settings_has_the_defaults_and_says_so_among_the_assumptions() -> None:
    scenario = tiny_scenario(vehicles=[BOAT])
    water = scenario.vehicles[0].water
    assert water is not None
    assert (water.kmh, water.detour) == (25, 1.5)
    said = {item.id: item for item in scenario_assumptions(scenario)}
    assert said["vehicles.bat.water.detour"].verified is False
    assert "tilnærmet" in said["vehicles.bat.water.detour"].text
    assert "vehicles.buss.water.kmh" not in {item.id for item in scenario_assumptions(tiny_scenario())}


def test_all_stops_of_a_boat_are_the_quays() -> None:
    (fleet,) = tiny_problem(DATASET, vehicles=[BOAT]).fleets
    assert fleet.stops == tuple(sorted(COLUMN[site] for site in QUAYS))


def test_a_boat_at_a_place_without_a_quay_is_told_of() -> None:
    with pytest.raises(InputError) as caught:
        tiny_problem(DATASET, vehicles=[{**BOAT, "depot": "f0102", "stops": ["e0101", "e0102", "e0201"]}])
    places = [(trouble.place, trouble.value) for trouble in caught.value.problems]
    assert places == [("vehicles.0.depot", "f0102"), ("vehicles.0.stops", "e0102"), ("vehicles.0.stops", "e0201")]
    assert all("kai" in trouble.message for trouble in caught.value.problems)


def test_a_bus_is_not_on_the_water() -> None:
    with pytest.raises(InputError, match="water hører til en båt"):
        tiny_scenario(vehicles=[{**BUS, "water": {"kmh": 20}}])

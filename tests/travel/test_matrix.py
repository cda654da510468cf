import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.dataset import BEYOND, Mode
from planner.travel.border import Border
from planner.travel.line import LineModel
from planner.travel.matrix import car_between_sites, covered, travel_minutes
from planner.travel.network import network_minutes, network_minutes_km
from planner.travel.places import LatLon, line_m

POSITIONS = st.lists(st.tuples(st.floats(-3, 40), st.floats(-3, 40)), min_size=1, max_size=5)
LINE = LineModel(Mode.WALK, per_km=14, detour=3, reach_m=400)
NO_PORTALS = Border(np.zeros(0, dtype=np.int64))


def minutes(network, places, flags, **settings):
    return travel_minutes(
        network,
        settings.pop("line", LINE),
        origins=places,
        destinations=places,
        origins_covered=np.array(flags),
        destinations_covered=np.array(flags),
        border=settings.pop("border", NO_PORTALS),
        **settings,
    )


def test_network_where_both_ends_are_covered_and_the_line_elsewhere_without_portals(town):
    network, places = town.network(*town.block()), town.places((0, 0), (1, 1), (0.5, 3))
    found = minutes(network, places, [True, True, False])
    way = network_minutes(network, origins=places, destinations=places)
    straight = LINE.minutes(line_m(origins=places, destinations=places))
    assert found[0, 1] == found[1, 0] == math.ceil(way[0, 1])
    assert found[0, 2] == math.ceil(straight[0, 2])
    assert found[1, 2] == math.ceil(straight[1, 2])
    assert found.diagonal().tolist() == [0, 0, 0]
    assert found.dtype == np.uint8


@settings(max_examples=40, deadline=None)
@given(POSITIONS, st.data())
def test_whole_symmetric_minutes_within_the_limit(town, positions, data):
    network, places = town.network(*town.block()), town.places(*positions)
    flags = data.draw(st.lists(st.booleans(), min_size=len(positions), max_size=len(positions)))
    limit = data.draw(st.integers(1, 254))
    found = minutes(network, places, flags, limit=limit)
    assert np.array_equal(found, found.T)
    assert ((found <= limit) | (found == BEYOND)).all()
    same = line_m(origins=places, destinations=places) < 0.5
    assert np.array_equal(found == 0, same)


@settings(max_examples=20, deadline=None)
@given(POSITIONS, st.integers(1, 100))
def test_a_longer_limit_changes_nothing_below_the_shorter(town, positions, limit):
    network, places = town.network(*town.block()), town.places(*positions)
    flags = [True] * len(positions)
    short, long = (minutes(network, places, flags, limit=value) for value in (limit, 254))
    assert np.array_equal(short, np.where(long <= limit, long, BEYOND))


def test_access_minutes_count_on_every_way_but_none(town):
    network, places = town.network(*town.block()), town.places((0, 0), (1, 1), (0.5, 3))
    plain, parked = (minutes(network, places, [True, True, False], access_minutes=value) for value in (0.0, 4.0))
    assert np.array_equal(parked, np.where(plain == 0, 0, plain + 4))
    assert minutes(network, places, [True, True, False], access_minutes=4.0, limit=4)[0, 1] == BEYOND


def test_neighbours_on_the_street_are_at_least_a_minute_apart(town):
    network, places = town.network(*town.block()), town.places((0.5, 0), (0.52, 0), (0.5, 0))
    assert minutes(network, places, [True, True, True]).tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]


@pytest.mark.parametrize(
    "wrong", [{"limit": 0}, {"limit": 255}, {"line": LineModel.default(Mode.CAR)}], ids=["zero", "beyond", "mode"]
)
def test_wrong_arguments_are_refused(town, wrong):
    with pytest.raises(ValueError, match=r"limit|network"):
        minutes(town.network(*town.block()), town.places((0, 0)), [True], **wrong)


def test_a_missing_flag_is_refused(town):
    with pytest.raises(ValueError, match="flag"):
        minutes(town.network(*town.block()), town.places((0, 0), (1, 1)), [True])


def test_covered_is_inside_the_area_and_near_a_street(town):
    network = town.network(*town.block())
    south_west, north_east = town.places((-1, -1), (6, 2)), town.places((9, 9))
    area = shapely.box(south_west.lon[0], south_west.lat[0], south_west.lon[1], south_west.lat[1])
    places = town.places((0.5, 0.5), (3, 1), (5, 1), (0.5, 2.5))
    assert covered(places, area=area, network=network).tolist() == [True, True, False, False]
    assert covered(places, area=area, network=network, snap_limit_m=450).tolist() == [True, True, True, False]
    assert covered(north_east, area=area, network=network).tolist() == [False]
    assert covered(LatLon(lat=[], lon=[]), area=area, network=network).shape == (0,)


def test_car_between_sites(town):
    network, sites = town.network(*town.block(), mode=Mode.CAR), town.places((0.8, 1), (0.2, 1), (0.2, 1), (60, 0))
    lines = {"minutes_line": LineModel(Mode.CAR, 1.5, 1.5, 400), "km_line": LineModel(Mode.CAR, 1.25, 0.1, 400)}
    ways = car_between_sites(
        network, **lines, sites=sites, sites_covered=np.array([True, True, True, False]), border=NO_PORTALS
    )
    there, km = network_minutes_km(network, origins=sites, destinations=sites)
    assert ways.minutes[1, 0] == math.ceil(there[1, 0])
    assert ways.km[1, 0] == round(km[1, 0], 1) > ways.km[0, 1] == 0.1
    assert ways.minutes[1, 2] == ways.km[1, 2] == 0
    straight = line_m(origins=sites, destinations=sites)[0, 3]
    assert ways.minutes[0, 3] == math.ceil(1.5 * straight / 1000 + 1.5)
    assert ways.km[0, 3] == pytest.approx(1.25 * straight / 1000 + 0.1, abs=0.05)


def test_every_run_gives_the_same_bytes(town):
    places = town.places((0.1, 0.3), (0.7, 0.9), (2, 3), (0.5, 0.5))
    runs = {minutes(town.network(*town.block()), places, [True, True, False, True]).tobytes() for _ in range(3)}
    assert len(runs) == 1

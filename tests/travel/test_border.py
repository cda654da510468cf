"""Ways over the border of the covered area, out of a small town."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.dataset import Mode
from planner.travel.border import LONGEST, Border, Crossing
from planner.travel.line import LineModel
from planner.travel.matrix import car_between_sites, travel_minutes
from planner.travel.network import network_minutes, network_minutes_km
from planner.travel.places import line_m

LINES = {mode: LineModel(mode, per_km=per_km, detour=2, reach_m=400) for mode, per_km in
         {Mode.WALK: 14, Mode.BIKE: 6, Mode.CAR: 3}.items()}  # fmt: skip
ACROSS = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=1, max_size=4)


def box(town, *corners):
    low_high = town.places(*corners)
    return shapely.box(low_high.lon[0], low_high.lat[0], low_high.lon[1], low_high.lat[1])


def grid(town, size=10):
    lines = range(size + 1)
    return [town.way(*(((a, b) if across else (b, a)) for b in lines)) for a in lines for across in (True, False)]


@pytest.fixture(scope="module")
def streets(town):
    return town.network(*grid(town))


@pytest.fixture(scope="module")
def area(town):
    return box(town, (0, 0), (10, 10))


def test_portals_are_nodes_along_the_border(town, streets, area):
    border = Border.of(streets, area)
    assert 16 <= len(border.nodes) <= 20
    assert np.array_equal(border.nodes, np.unique(border.nodes))
    corner = town.places((0, 0), (10, 10)).xy()
    away = np.minimum(np.abs(streets.nodes[border.nodes] - corner[0]), np.abs(streets.nodes[border.nodes] - corner[1]))
    assert (away.min(axis=1) < 60).all()


def test_an_empty_area_has_no_portals_and_gives_the_plain_line(town, streets):
    border = Border.of(streets, shapely.MultiPolygon())
    assert not len(border.nodes)
    ends = {"covered": town.places((1, 1)), "far": town.places((30, 1), (20, 2))}
    ways = Crossing.of(streets, border, **ends, outward=True, with_km=True)
    plain = LINES[Mode.WALK].minutes(line_m(origins=ends["covered"], destinations=ends["far"]))
    assert np.array_equal(ways.minutes(LINES[Mode.WALK], 0.5), plain)
    assert np.array_equal(ways.km(LINES[Mode.WALK], LINES[Mode.WALK], 0.5), plain)


def test_a_way_is_the_best_of_streets_and_line_over_all_portals(town, streets, area):
    border, line = Border.of(streets, area), LINES[Mode.WALK]
    covered, far = town.places((2.5, 2), (5, 5.5)), town.places((25, 3), (12, 30), (-8, 0))
    ways = Crossing.of(streets, border, covered=covered, far=far, outward=True)
    to_portals = network_minutes(streets, origins=covered, destinations=border.nodes)
    xy = streets.nodes[border.nodes]
    for row in range(2):
        for column, place in enumerate(far.xy()):
            metres = np.hypot(*(xy - place).T)
            beyond = 14 * metres / 1000 + 0.25 * 2 * (1 - np.exp(-metres / 400))
            assert ways.minutes(line, 0.25)[row, column] == pytest.approx((to_portals[row] + beyond).min())


def test_a_detour_over_known_streets_counts(town):
    """Two banks joined by one bridge in the south: the line would cross the river in the north."""
    west, east = ([(column, row) for row in range(11)] for column in (0, 10))
    network = town.network(town.way(*west), town.way(*east), town.way((0, 0), (10, 0)))
    border = Border.of(network, box(town, (9.9, 0), (10, 10)))
    ends = {"covered": town.places((0, 9), (10, 9)), "far": town.places((30, 9))}
    by_river, on_bank = Crossing.of(network, border, **ends, outward=True).minutes(LINES[Mode.WALK], 0.5)[:, 0]
    plain = LINES[Mode.WALK].minutes(line_m(origins=ends["covered"], destinations=ends["far"]))[:, 0]
    assert by_river > plain[0]
    assert on_bank < plain[1]


@settings(max_examples=40, deadline=None)
@given(ACROSS, st.lists(st.tuples(st.floats(-30, 40), st.floats(11, 40)), min_size=1, max_size=4), st.floats(0, 1))
def test_never_quicker_than_possible_nor_much_longer_than_the_line(town, streets, area, inside, outside, share):
    covered, far = town.places(*inside), town.places(*outside)
    border, line = Border.of(streets, area), LINES[Mode.WALK]
    straight = line_m(origins=covered, destinations=far)
    out, back = (
        Crossing.of(streets, border, covered=covered, far=far, outward=way).minutes(line, share)
        for way in (True, False)
    )
    assert np.allclose(out, back)
    assert (out * 80 >= straight * 0.998).all()
    assert (out <= LONGEST * line.minutes(straight) + 1e-9).all()


def test_one_way_streets_bind_the_direction(town):
    """A ring driven one way only: out by the short side, back in by the long one."""
    ring = town.way((0, 0), (10, 0), (10, 4), (0, 4), (0, 0), oneway="yes")
    network = town.network(ring, mode=Mode.CAR)
    border = Border.of(network, box(town, (9.5, -1), (10.5, 0.5)))
    places = town.places((5, 0), (20, 0))
    flags = np.array([True, False])
    shared = {"origins_covered": flags, "destinations_covered": flags, "border": border}
    found = travel_minutes(network, LINES[Mode.CAR], origins=places, destinations=places, **shared)
    assert 0 < found[0, 1] < found[1, 0]
    models = {"minutes_line": LINES[Mode.CAR], "km_line": LineModel(Mode.CAR, 1.2, 0.1, 400)}
    ways = car_between_sites(network, **models, sites=places, sites_covered=flags, border=border)
    assert ways.minutes[0, 1] == found[0, 1]
    assert ways.minutes[1, 0] == found[1, 0]
    assert ways.km[0, 1] < ways.km[1, 0]


def test_minutes_and_km_of_one_portal(town):
    network = town.network(*grid(town), mode=Mode.CAR)
    portal = network_minutes(network, origins=town.places((10, 5)), destinations=np.arange(121)).argmin()
    border = Border(np.array([portal]), share=0.5)
    covered, far, km_line = town.places((7, 5)), town.places((20, 5)), LineModel(Mode.CAR, 1.2, 0.4, 400)
    ways = Crossing.of(network, border, covered=covered, far=far, outward=True, with_km=True)
    minutes, km = network_minutes_km(network, origins=covered, destinations=border.nodes)
    metres = float(ways.beyond[0, 0])
    loss = 0.5 * (1 - math.exp(-metres / 400))
    assert ways.minutes(LINES[Mode.CAR], 0.5)[0, 0] == pytest.approx(minutes[0, 0] + 3 * metres / 1000 + 2 * loss)
    assert ways.km(LINES[Mode.CAR], km_line, 0.5)[0, 0] == pytest.approx(km[0, 0] + 1.2 * metres / 1000 + 0.4 * loss)


def test_kilometres_must_be_asked_for(town, streets, area):
    ends = {"covered": town.places((1, 1)), "far": town.places((30, 1))}
    ways = Crossing.of(streets, Border.of(streets, area), **ends, outward=True)
    with pytest.raises(ValueError, match="kilometres"):
        ways.km(LINES[Mode.WALK], LINES[Mode.WALK], 0.5)

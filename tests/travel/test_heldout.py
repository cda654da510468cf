"""Held-out errors on a town whose truth is known, and the cuts that make them."""

import numpy as np
import pytest
import shapely

from planner.domain.dataset import Mode
from planner.travel.border import SHARE
from planner.travel.cuts import SIDES, Cut
from planner.travel.heldout import Pairs, measure
from planner.travel.network import network_minutes
from planner.travel.places import line_m

SIZE = 24


@pytest.fixture(scope="module")
def streets(town):
    lines = range(SIZE + 1)
    return town.network(
        *(town.way(*(((a, b) if across else (b, a)) for b in lines)) for a in lines for across in (True, False))
    )


@pytest.fixture(scope="module")
def area(town):
    corners = town.places((0, 0), (SIZE, SIZE))
    return shapely.box(corners.lon[0], corners.lat[0], corners.lon[1], corners.lat[1])


def pairs_of(network, places):
    minutes = network_minutes(network, origins=places, destinations=places)
    straight = line_m(origins=places, destinations=places)
    return Pairs(places, places, minutes, straight, np.ones(straight.shape))


def test_on_a_grid_the_border_rule_errs_less_than_the_line(town, streets, area):
    places = town.places(*((a, b) for a in range(1, SIZE, 4) for b in range(1, SIZE, 4)))
    found = measure(streets, area, pairs_of(streets, places))
    assert found.cuts == 4
    assert found.partly.all < found.partly_line.all
    assert found.partly.near == found.partly.all  # the town is smaller than 3 km
    assert found.partly.worst >= found.partly.all
    assert 0 <= found.share <= 1
    assert found == measure(streets, area, pairs_of(streets, places))


def test_too_few_places_are_not_measured(town, streets, area):
    found = measure(streets, area, pairs_of(streets, town.places((1, 1), (20, 20))))
    assert (found.cuts, found.share, found.partly, found.approximate) == (0, SHARE, None, None)


@pytest.mark.parametrize("side", SIDES)
def test_a_cut_takes_half_of_the_places_streets_and_area(town, streets, area, side):
    places = town.places(*((a, b) for a in range(SIZE) for b in range(SIZE)))
    cut = Cut.halving(side, places.xy(), np.ones(len(places)))
    assert cut.keeps(places.xy()).mean() == pytest.approx(0.46, abs=0.05)
    kept = cut.streets(streets)
    assert len(kept.streets.ends) == pytest.approx(len(streets.streets.ends) / 2, rel=0.1)
    assert len(kept.nodes) == len(streets.nodes)
    left = cut.area(area)
    assert left.area == pytest.approx(area.area * 0.46, rel=0.06)
    inside = shapely.contains_xy(left, places.lon, places.lat)
    assert not (inside & ~cut.keeps(places.xy())).any()


def test_people_weigh_in_the_middle(town):
    places = town.places((0, 0), (1, 0), (2, 0), (10, 0))
    even, heavy = (Cut.halving("east", places.xy(), np.array([1, 1, 1, last])) for last in (1, 9))
    assert heavy.at - even.at == pytest.approx(900, rel=0.02)


def test_a_part_cut_off_by_one_way_streets_is_dropped(town):
    block = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    loop = [(4, 4), (4, 8), (12, 8), (12, 0), (4, 0)]
    network = town.network(town.way(*block), town.way(*loop, oneway="yes"), mode=Mode.CAR)
    at = float(town.places((8, 0)).xy()[0, 0])
    assert len(Cut("east", at).streets(network).streets.ends) == 4

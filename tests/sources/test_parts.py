"""Small parts: clustering, rounding, types from names, districts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.sources.boundaries import OUTSIDE, nearest
from planner.sources.clustering import allot, cluster
from planner.sources.electorate import round_keeping_total, spread_by_district
from planner.sources.geometry import Area
from planner.sources.site_types import guess_type


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(1, 5), st.integers(1, 80), st.integers(0, 99))
def test_clusters_hold_all_cells_and_keep_to_their_group(cells, groups, target, seed):
    rng = np.random.default_rng(seed)
    xy = np.unique(rng.integers(0, 40, (cells, 2)) * 250, axis=0)
    residents, group = rng.integers(0, 300, len(xy)), rng.integers(0, groups, len(xy))
    made = cluster(xy, residents, group.tolist(), target, 1)
    assert (made.cell_point[made.medoid] == np.arange(len(made.medoid))).all()
    assert (group == group[made.medoid][made.cell_point]).all()
    assert len(made.medoid) == min(max(target, len(np.unique(group))), len(xy))
    again = cluster(xy, residents, group.tolist(), target, 1)
    assert (again.cell_point == made.cell_point).all()


def test_allot_follows_size_and_limits():
    assert allot(np.array([10.0, 30.0, 60.0]), np.array([50, 50, 50]), 10).tolist() == [1, 3, 6]
    assert allot(np.array([10.0, 30.0, 60.0]), np.array([50, 50, 2]), 10).tolist() == [2, 6, 2]
    assert allot(np.array([1.0, 1.0]), np.array([1, 1]), 99).tolist() == [1, 1]


@given(st.lists(st.floats(0, 2000), min_size=1, max_size=50))
def test_rounding_keeps_the_total(values):
    exact = np.array(values)
    rounded = round_keeping_total(exact)
    assert rounded.sum() == pytest.approx(round(float(exact.sum() * 10)) / 10, abs=1e-6)
    assert np.abs(rounded - exact).max() < 0.1 + 1e-6
    assert (rounded >= 0).all()


def test_spread_by_district_leaves_out_whom_it_cannot_place():
    spread = spread_by_district(np.array([10, 30, 7]), np.array([0, 0, OUTSIDE]), [100])
    assert spread.tolist() == [25.0, 75.0, 0.0]


def test_nearest_area_within_a_limit():
    import shapely

    areas = [Area(str(i), "", shapely.box(x, 0, x + 10, 10), {}, repaired=False) for i, x in enumerate((0, 100))]
    found, metres = nearest(np.array([[5.0, 5.0], [20.0, 5.0], [95.0, 5.0], [55.0, 500.0]]), areas, 50)
    assert found.tolist() == [0, 0, 1, OUTSIDE]
    assert metres[:3].tolist() == [0.0, 10.0, 5.0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Deichmanske bibliotek - Sandaker senter", "library"),
        ("Blindern videregående skole", "school"),
        ("Blindern - UiO", "university"),
        ("Oslo katedralskole", "school"),
        ("Politihøgskolen", "university"),
        ("Kristelig Gymnasium", "school"),
        ("Oslo rådhus", "town_hall"),
        ("Bydelsadministrasjonen Frogner", "service_centre"),
        ("Linderud senter", "mall"),
        ("Senter Syd - Mortensrud", "mall"),
        ("Egertorget", "square"),
        ("Knud Knudsens plass", "square"),
        ("Furuset idrettshall", "sports_hall"),
        ("Sagene samfunnshus", "community_house"),
        ("Tøyen", "unknown"),
    ],
)
def test_type_from_the_name(name, kind):
    assert guess_type(name) == kind

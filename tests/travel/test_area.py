from dataclasses import replace

import geopandas as gpd
import pytest
import shapely

from planner.travel.area import BORDER_M, area_of_streets
from planner.travel.places import PROJECTED_CRS


def grid(town, size, **tags):
    lines = range(size + 1)
    return [
        town.way(*(((a, b) if across else (b, a)) for b in lines), **tags) for a in lines for across in (True, False)
    ]


def inside(town, area, *positions):
    places = town.places(*positions)
    return shapely.contains_xy(area, places.lon, places.lat).tolist()


def test_the_border_belt_is_left_out_and_the_middle_is_in(town):
    area = area_of_streets(grid(town, 20))
    assert inside(town, area, (10, 10), (1.3, 10), (10, 18.7)) == [True, True, True]
    assert inside(town, area, (0.7, 10), (10, 19.3), (-0.5, 10), (21, 10)) == [False] * 4


def test_a_park_in_the_middle_is_filled_but_a_bay_at_the_edge_is_not(town):
    streets = grid(town, 30)
    park, bay = (cut(town, streets, (10, low), (20, 20)) for low in (10, -1))
    assert inside(town, area_of_streets(park), (15, 15)) == [True]
    assert inside(town, area_of_streets(bay), (15, 5), (5, 5), (25, 15)) == [False, True, True]


def cut(town, ways, low, high):
    """The vertices of the ways that are not strictly inside a box."""
    (west, south), (east, north) = town.vertex(low), town.vertex(high)
    return [
        replace(way, vertices=tuple(v for v in way.vertices if not (west < v[0] < east and south < v[1] < north)))
        for way in ways
    ]


def test_a_stub_beyond_the_border_does_not_stretch_the_area(town):
    stub = town.way(*((20 + step, 10) for step in range(12)))
    plain, stretched = (area_of_streets(ways) for ways in (grid(town, 20), [*grid(town, 20), stub]))
    assert inside(town, stretched, (25, 10)) == [False]
    assert stretched.area == pytest.approx(plain.area, rel=0.05)


def test_main_roads_are_no_streets(town):
    assert area_of_streets(grid(town, 20, highway="primary")).is_empty
    assert area_of_streets([]).is_empty
    assert area_of_streets([town.way((0, 0), (1, 0))]).is_empty


def test_width_of_the_belt(town):
    area = gpd.GeoSeries([area_of_streets(grid(town, 20))], crs="EPSG:4326").to_crs(PROJECTED_CRS).iloc[0]
    xy = town.places((0, 10), (20, 10)).xy()
    width = shapely.LineString(xy).intersection(area).length
    assert shapely.LineString(xy).length - width == pytest.approx(2 * BORDER_M, abs=40)

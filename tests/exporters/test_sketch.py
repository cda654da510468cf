"""The small map: numbered places that can all be seen, and nothing from elsewhere."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from types import ModuleType
from xml.etree import ElementTree

from planner.domain.plan import StationKind
from planner.exporters.printed.sketch import RADIUS, Marker, markers, sketch_map

NUMBER = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" font-size="19" font-weight="bold"[^>]*>(\d+)<')


def drawn(svg: str) -> dict[int, tuple[float, float]]:
    return {int(number): (float(x), float(y)) for x, y, number in NUMBER.findall(svg)}


def test_it_is_svg_with_every_place_on_it(sample: ModuleType) -> None:
    places = markers(enumerate(sample.stations(), 1))
    svg = sketch_map(sample.sample_dataset(), places)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert set(drawn(svg)) == {place.number for place in places}
    assert all(0 < x < width and 0 < y < height for x, y in drawn(svg).values())
    assert "href" not in svg
    assert root.attrib["direction"] == "ltr", "also within a page from right to left"


def test_places_at_one_spot_are_moved_apart_and_tied_to_it(sample: ModuleType) -> None:
    same = [Marker(n, 59.91, 10.80, StationKind.FIXED) for n in range(1, 6)]
    svg = sketch_map(sample.sample_dataset(), same, district_id="01")
    found = list(drawn(svg).values())
    assert min(math.dist(a, b) for a, b in itertools.combinations(found, 2)) > 1.8 * RADIUS
    assert svg.count('r="4"') >= 4


def test_north_is_up_and_east_is_right(sample: ModuleType) -> None:
    places = [Marker(1, 59.90, 10.76, StationKind.FIXED), Marker(2, 59.93, 10.84, StationKind.POPUP)]
    found = drawn(sketch_map(sample.sample_dataset(), places))
    assert found[2][0] > found[1][0]
    assert found[2][1] < found[1][1]


def test_names_are_text(sample: ModuleType) -> None:
    dataset = sample.sample_dataset()
    name = {"type": "Point", "coordinates": [10.80, 59.87]}
    hostile = {"type": "Feature", "geometry": name, "properties": {"kind": "district", "name": "<script>"}}
    svg = sketch_map(replace(dataset, orientation={"features": [hostile]}), [])
    assert "&lt;script&gt;" in svg
    assert "<script" not in svg


def test_without_geometry_and_places_there_is_no_map(sample: ModuleType) -> None:
    bare = replace(sample.sample_dataset(), areas={}, orientation={})
    assert sketch_map(bare, []) == ""
    assert sketch_map(bare, [Marker(1, 59.9, 10.8, StationKind.MOBILE_STOP)]).startswith("<svg")


def test_each_kind_has_a_shape_of_its_own(sample: ModuleType) -> None:
    kinds = (StationKind.FIXED, StationKind.POPUP, StationKind.MOBILE_STOP)
    shapes = []
    for kind in kinds:
        svg = sketch_map(sample.sample_dataset(), [Marker(1, 59.9, 10.8, kind)], district_id="01")
        shapes.append(svg.splitlines()[-4].split()[0])
    assert shapes == ["<circle", "<rect", "<path"]


def test_a_route_is_drawn_in_order_and_fills_the_map(sample: ModuleType) -> None:
    route = [(10.80, 59.90), (10.81, 59.91), (10.80, 59.90)]
    places = [Marker(1, 59.91, 10.81, StationKind.MOBILE_STOP)]
    svg = sketch_map(sample.sample_dataset(), places, route=route)
    (path,) = re.findall(r'd="M([^"]+)"[^>]*stroke-dasharray', svg)
    points = [tuple(map(float, point.split())) for point in path.split("L")]
    assert points[0] == points[2]
    # The map is of the route, not of the districts around it.
    assert points[0][1] - points[1][1] > 400
    assert "stroke-dasharray" not in sketch_map(sample.sample_dataset(), places)

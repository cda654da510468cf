"""A small map drawn from the dataset's own geometry: shapes, main roads, names, numbered places. No tiles.

The drawing is SVG without scripts or references, so that it stands alone in HTML and on paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from planner.domain.dataset import Dataset
from planner.domain.plan import Station, StationKind

WIDTH = 1000.0
MARGIN = 0.06
SHAPE_LIMITS = (0.55, 1.15)
"""Height over width: no map is flatter or taller."""
LEAST_DEGREES = 0.01
"""Extent of a map of a single place."""
RADIUS, ROUNDS = 17.0, 60
KM_PER_DEGREE = 111.2
SCALES_KM = (0.25, 0.5, 1, 2, 5, 10, 20)
INK = {StationKind.FIXED: "#0b3d91", StationKind.POPUP: "#0a6b3b", StationKind.MOBILE_STOP: "#8a1c6b"}
OTHER_INK = "#444444"
ROAD = {"motorway": ("#d08b00", 5), "trunk": ("#b9a27a", 3.5)}
LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbered place."""

    number: int
    lat: float
    lon: float
    kind: StationKind


def markers(numbered: Iterable[tuple[int, Station]]) -> tuple[Marker, ...]:
    """A marker per station that has a place."""
    return tuple(
        Marker(number, station.lat, station.lon, station.kind)
        for number, station in numbered
        if station.lat is not None and station.lon is not None
    )


def sketch_map(
    dataset: Dataset, places: Sequence[Marker], *, district_id: str = "", route: Sequence[LonLat] = ()
) -> str:
    """The map of one district, of a route, or of all where neither is given; "" where there is nothing to show.

    Args:
        places: numbered; those that hide each other are moved apart, with a line to where they are.
        route: positions in order, joined by straight lines; the map then shows no more than it and the places.
    """
    shapes = list(_shapes(dataset))
    wanted = [rings for found, rings in shapes if found == district_id or not (district_id or route)]
    corners = [point for rings in wanted for ring in rings for point in ring]
    corners += [*((place.lon, place.lat) for place in places), *route]
    if not corners:
        return ""
    view = _View.around(corners)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {view.height:.0f}" '
        f'width="{WIDTH:.0f}" height="{view.height:.0f}" direction="ltr" font-family="Noto Sans, sans-serif">',
        f'<rect width="{WIDTH:.0f}" height="{view.height:.0f}" fill="#ffffff"/>',
        *(_area(view, rings, chosen=found == district_id) for found, rings in shapes if view.sees(rings)),
        *_roads(view, dataset),
        *_route(view, route),
        # A whole municipality has so many places that no name would be left.
        *_names(view, dataset, *(("subdistrict", places) if district_id or route else ("district", ()))),
        *_scale(view),
        *_markers(view, places),
        f'<rect width="{WIDTH:.0f}" height="{view.height:.0f}" fill="none" stroke="#767676" stroke-width="2"/>',
        "</svg>",
    ]
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class _View:
    """From degrees to the drawing's units, north up."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    @classmethod
    def around(cls, corners: Sequence[LonLat]) -> _View:
        """A view of all corners with a margin."""
        lons, lats = zip(*corners, strict=True)
        squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
        width = max((max(lons) - min(lons)) * squeeze, LEAST_DEGREES) * (1 + 2 * MARGIN)
        height = max(max(lats) - min(lats), LEAST_DEGREES) * (1 + 2 * MARGIN)
        ratio = min(max(height / width, SHAPE_LIMITS[0]), SHAPE_LIMITS[1])
        width, height = max(width, height / ratio), max(height, width * ratio)
        west = (min(lons) + max(lons)) / 2 - width / squeeze / 2
        return cls(west, (min(lats) + max(lats)) / 2 + height / 2, WIDTH / width, squeeze, WIDTH * ratio)

    def at(self, point: LonLat) -> tuple[float, float]:
        """Where a position is drawn."""
        return (point[0] - self.west) * self.squeeze * self.scale, (self.north - point[1]) * self.scale

    def sees(self, rings: Sequence[Sequence[LonLat]]) -> bool:
        """Whether a shape's box touches the drawing."""
        xs, ys = zip(*(self.at(point) for ring in rings for point in ring), strict=True)
        return bool(min(xs) <= WIDTH and max(xs) >= 0 and min(ys) <= self.height and max(ys) >= 0)


def _route(view: _View, route: Sequence[LonLat]) -> Iterator[str]:
    """Dashed straight lines: the order of the places, not the way."""
    if len(route) > 1:
        dashes = 'stroke="#1a1a1a" stroke-width="3" stroke-dasharray="12 8"'
        yield f'<path d="{_path(view, route)}" fill="none" {dashes}/>'


def _features(collection: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for feature in collection.get("features", ()):
        if feature.get("geometry"):
            yield feature.get("properties") or {}, feature["geometry"]


def _shapes(dataset: Dataset) -> Iterator[tuple[str, list[list[LonLat]]]]:
    """District id and rings of each polygon."""
    for properties, geometry in _features(dataset.areas):
        parts = _parts(geometry, "Polygon")
        rings = [[(p[0], p[1]) for p in ring] for part in parts for ring in part]
        if rings:
            yield str(properties.get("id", "")), rings


def _parts(geometry: Mapping[str, Any], kind: str) -> Sequence[Any]:
    """Coordinates of each part of a geometry of that kind, single or multi; none of another kind."""
    if geometry["type"] == kind:
        return [geometry["coordinates"]]
    return list(geometry["coordinates"]) if geometry["type"] == f"Multi{kind}" else []


def _path(view: _View, points: Iterable[LonLat]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(view.at, points))


def _area(view: _View, rings: Sequence[Sequence[LonLat]], *, chosen: bool) -> str:
    fill, edge, width = ("#dce8f5", "#34618f", 3) if chosen else ("#f3f2ee", "#b5b5b5", 1.5)
    path = "".join(_path(view, ring) + "Z" for ring in rings)
    return f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{edge}" stroke-width="{width}"/>'


def _roads(view: _View, dataset: Dataset) -> Iterator[str]:
    for properties, geometry in _features(dataset.orientation):
        colour, width = ROAD.get(str(properties.get("kind")), ROAD["trunk"])
        for line in _parts(geometry, "LineString"):
            points = [(p[0], p[1]) for p in line]
            if view.sees([points]):
                yield f'<path d="{_path(view, points)}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _names(view: _View, dataset: Dataset, kind: str, avoid: Sequence[Marker]) -> Iterator[str]:
    """Names that lie neither upon each other nor upon a place, in the order of the data."""
    taken = [(*view.at((place.lon, place.lat)), RADIUS) for place in avoid]
    for properties, geometry in _features(dataset.orientation):
        name = str(properties.get("name", ""))
        if geometry["type"] != "Point" or properties.get("kind") != kind or not name:
            continue
        x, y = view.at((geometry["coordinates"][0], geometry["coordinates"][1]))
        half = 6.0 * len(name)
        free = all(abs(y - other_y) > 24 or abs(x - other_x) > half + other for other_x, other_y, other in taken)
        if free and half <= x <= WIDTH - half and 20 <= y <= view.height - 20:
            taken.append((x, y, half))
            yield (
                f'<text x="{x:.0f}" y="{y:.0f}" font-size="19" text-anchor="middle" fill="#4a4a4a" stroke="#ffffff" '
                f'stroke-width="4" paint-order="stroke">{escape(name)}</text>'
            )


def _scale(view: _View) -> Iterator[str]:
    """A bar of round kilometres, and which way is north."""
    units = view.scale / KM_PER_DEGREE
    km = max([step for step in SCALES_KM if step * units <= WIDTH / 4] or SCALES_KM[:1])
    x, y, text = 24.0, view.height - 22, f"{km:g} km".replace(".", ",")
    yield f'<path d="M{x:.0f} {y - 8:.0f}v8h{km * units:.1f}v-8" fill="none" stroke="#1a1a1a" stroke-width="3"/>'
    yield f'<text x="{x + 6:.0f}" y="{y - 8:.0f}" font-size="20" fill="#1a1a1a">{text}</text>'
    yield f'<path d="M{WIDTH - 30:.0f} 62V26m-9 12l9-14 9 14" fill="none" stroke="#1a1a1a" stroke-width="3"/>'
    yield f'<text x="{WIDTH - 30:.0f}" y="84" font-size="20" text-anchor="middle" fill="#1a1a1a">N</text>'


def _markers(view: _View, places: Sequence[Marker]) -> Iterator[str]:
    """Lines to moved markers first, so that no line lies over a number."""
    true = [view.at((place.lon, place.lat)) for place in places]
    shown = _apart(true, view)
    for (x, y), (to_x, to_y) in zip(true, shown, strict=True):
        if math.hypot(to_x - x, to_y - y) > RADIUS / 2:
            yield f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="#1a1a1a" stroke-width="2"/>'
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1a1a1a"/>'
    for place, (x, y) in zip(places, shown, strict=True):
        yield _symbol(place.kind, x, y)
        yield (
            f'<text x="{x:.1f}" y="{y + 6.5:.1f}" font-size="19" font-weight="bold" text-anchor="middle" '
            f'fill="#ffffff">{place.number}</text>'
        )


def _symbol(kind: StationKind, x: float, y: float) -> str:
    """A shape of its own for each kind, so that nothing is told by colour alone."""
    style = f'fill="{INK.get(kind, OTHER_INK)}" stroke="#ffffff" stroke-width="2"'
    if kind is StationKind.POPUP:
        side = RADIUS * 1.8
        return f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}" {style}/>'
    if kind is StationKind.MOBILE_STOP:
        r = RADIUS * 1.35
        return f'<path d="M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z" {style}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS:.1f}" {style}/>'


def _apart(points: Sequence[tuple[float, float]], view: _View) -> list[tuple[float, float]]:
    """Markers pushed away from each other, the same way every time, and kept on the drawing."""
    shown = [list(point) for point in points]
    least = 2.3 * RADIUS
    for _ in range(ROUNDS):
        for first in range(len(shown)):
            for second in range(first + 1, len(shown)):
                _push(shown[first], shown[second], least, angle=first + 2.4 * second)
        for point in shown:
            point[0] = min(max(point[0], 1.5 * RADIUS), WIDTH - 1.5 * RADIUS)
            point[1] = min(max(point[1], 1.5 * RADIUS), view.height - 1.5 * RADIUS)
    return [(x, y) for x, y in shown]


def _push(one: list[float], other: list[float], least: float, *, angle: float) -> None:
    """Move two markers apart, half of what is missing each; in some direction where they are at one place."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(dx, dy)
    if distance >= least:
        return
    if distance < 1:
        dx, dy, distance = math.cos(angle), math.sin(angle), 1.0
    step = (least - distance) / 2 / distance
    one[0], one[1] = one[0] - dx * step, one[1] - dy * step
    other[0], other[1] = other[0] + dx * step, other[1] + dy * step

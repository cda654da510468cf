"""Areas, roads and names of the background, and what the first view shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from planner.domain.dataset import Dataset, Floats
from planner.domain.plan import Plan

DECIMALS = 5  # about a metre
VIEW_SHARE = 0.002  # share of voters that may lie outside the first view on each side

LatLon = list[float]


def lat_lon(position: Sequence[float]) -> LatLon:
    """A GeoJSON position as Leaflet wants it."""
    return [round(float(position[1]), DECIMALS), round(float(position[0]), DECIMALS)]


def features(collection: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Properties and geometry of each feature that has a geometry."""
    for feature in collection.get("features", ()):
        if feature.get("geometry"):
            yield feature.get("properties") or {}, feature["geometry"]


def polygons(geometry: Mapping[str, Any]) -> list[list[list[LatLon]]]:
    """Rings per polygon; Leaflet closes them itself."""
    kind, coordinates = geometry["type"], geometry.get("coordinates", ())
    parts = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
    return [[[lat_lon(position) for position in ring[:-1]] for ring in part] for part in parts]


def lines(geometry: Mapping[str, Any]) -> list[list[LatLon]]:
    """Lines of a (multi) line string."""
    kind, coordinates = geometry["type"], geometry.get("coordinates", ())
    parts = {"LineString": [coordinates], "MultiLineString": coordinates}.get(kind, [])
    return [[lat_lon(position) for position in part] for part in parts]


def areas(dataset: Dataset) -> list[dict[str, Any]]:
    """Areas with the index of their district (−1 where they belong to none)."""
    index = {district.id: row for row, district in enumerate(dataset.districts)}
    found = []
    for properties, geometry in features(dataset.areas):
        rings = polygons(geometry)
        if rings:
            district = index.get(str(properties.get("id", "")), -1)
            found.append({"name": str(properties.get("name", "")), "district": district, "rings": rings})
    return found


def roads(dataset: Dataset) -> list[dict[str, Any]]:
    """Main roads for orientation."""
    return [
        {"motorway": properties.get("kind") == "motorway", "line": line}
        for properties, geometry in features(dataset.orientation)
        for line in lines(geometry)
    ]


def names(dataset: Dataset) -> list[dict[str, Any]]:
    """Place names; districts (rank 1) are always shown, the others when there is room."""
    return [
        {"name": str(properties.get("name", "")), "at": lat_lon(geometry["coordinates"]),
         "rank": 1 if properties.get("kind") == "district" else 2}
        for properties, geometry in features(dataset.orientation)
        if geometry["type"] == "Point"
    ]  # fmt: skip


def view(plan: Plan, dataset: Dataset, weights: Floats) -> list[LatLon]:
    """South-west and north-east corner: the areas and every station, but not the forest.

    The areas leave out cells far outside every district; without areas, nearly all voters count instead.
    """
    corners = [(s.lat, s.lon) for s in plan.stations if s.lat is not None and s.lon is not None]
    corners += [(lat, lon) for area in areas(dataset) for part in area["rings"] for lat, lon in part[0]]
    if not dataset.areas.get("features"):
        corners += _voters(dataset, weights)
    lats, lons = zip(*corners, strict=True)
    return [lat_lon((min(lons), min(lats))), lat_lon((max(lons), max(lats)))]


def _voters(dataset: Dataset, weights: Floats) -> list[tuple[float, float]]:
    """Two corners that hold nearly all voters."""
    south, north = _weighted_ends(dataset.points.lat, weights)
    west, east = _weighted_ends(dataset.points.lon, weights)
    return [(south, west), (north, east)]


def _weighted_ends(values: Floats, weights: Floats) -> tuple[float, float]:
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weights[order]) / max(float(weights.sum()), 1e-9)
    low = int(np.searchsorted(share, VIEW_SHARE))
    high = min(int(np.searchsorted(share, 1 - VIEW_SHARE)), len(order) - 1)
    return float(values[order[low]]), float(values[order[high]])

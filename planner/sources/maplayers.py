"""Map layers: the districts' populated squares, names with a point, and main roads as simplified lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

from planner.domain.dataset import Ints
from planner.sources.geometry import Area, project, to_grid
from planner.sources.population import Population
from planner.travel.graph import SCALE, Way

_ROADS = ("motorway", "trunk")
_DEGREE = 1e-5
_SIMPLIFY_M = 25.0
_SHORTEST_M = 50.0


def district_areas(population: Population, district: Ints, areas: Sequence[Area]) -> dict[str, Any]:
    """Union of each district's populated squares, WGS84 to the metre; cells of no district are left out."""
    squares = population.squares()
    features = []
    for index, area in enumerate(areas):
        union = shapely.union_all(squares[district == index])
        if not union.is_empty:
            features.append(_feature(_degrees(union, population.crs), {"id": area.id, "name": area.name}))
    return _collection(features)


def orientation(
    population: Population, owners: Mapping[str, tuple[Sequence[Area], Ints]],
    roads: Sequence[Way],
) -> dict[str, Any]:  # fmt: skip
    """Names at the residents' middle cell of each area, and motorways and trunk roads.

    Args:
        population: the cells.
        owners: areas and (cells,) index of each cell's area, by kind (``district``, ``subdistrict``).
        roads: lines with OSM tags.
    """
    features = []
    for kind, (areas, owner) in owners.items():
        for index, area in enumerate(areas):
            rows = np.flatnonzero(owner == index)
            if len(rows):
                place = shapely.Point(_middle(population, rows))
                features.append(_feature(_degrees(place, population.crs), {"kind": kind, "name": area.name}))
    for kind in _ROADS:
        line = _simplified([_line(way) for way in roads if way.tags.get("highway") == kind], population.crs)
        if not line.is_empty:
            features.append(_feature(line, {"kind": kind, "name": ""}))
    return _collection(features)


def _middle(population: Population, rows: Ints) -> Any:
    """Centre of the cell nearest to the residents' mean position."""
    centres, weight = population.centres()[rows], np.maximum(population.residents[rows], 1)
    mean = (centres * weight[:, None]).sum(axis=0) / weight.sum()
    away = np.round(((centres - mean) ** 2).sum(axis=1), 3)
    return centres[int(np.argmin(away))]


def _simplified(lines: Sequence[BaseGeometry], crs: str) -> BaseGeometry:
    """Lines merged, thinned to 25 m, stubs left out, in degrees to the metre."""
    if not lines:
        return shapely.MultiLineString()
    merged = shapely.line_merge(shapely.union_all([project(line, to_grid(crs)) for line in lines]))
    thin = [part.simplify(_SIMPLIFY_M) for part in shapely.get_parts(merged) if part.length >= _SHORTEST_M]
    return _degrees(shapely.normalize(shapely.MultiLineString(thin)), crs)


def _degrees(geometry: BaseGeometry, crs: str) -> BaseGeometry:
    moved = project(geometry, to_grid(crs), inverse=True)
    return shapely.transform(moved, lambda pairs: np.round(pairs / _DEGREE) * _DEGREE)


def _line(way: Way) -> BaseGeometry:
    return shapely.LineString(np.array(way.vertices, dtype=np.float64) / SCALE)


def _feature(geometry: BaseGeometry, properties: dict[str, str]) -> dict[str, Any]:
    plain = shapely.normalize(geometry) if geometry.geom_type != "Point" else geometry
    return {"type": "Feature", "properties": properties, "geometry": _plain(plain)}


def _plain(geometry: BaseGeometry) -> dict[str, Any]:
    """GeoJSON of a geometry with five decimals and no tuples, as it reads back."""

    def rounded(value: Any) -> Any:
        return [rounded(part) for part in value] if isinstance(value, list | tuple) else round(float(value), 5)

    mapped = shapely.geometry.mapping(geometry)
    return {"type": mapped["type"], "coordinates": rounded(mapped["coordinates"])}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}

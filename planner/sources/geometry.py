"""Raw geometry: GeoJSON areas in metres of the grid, with coordinates checked before use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
import shapely.ops
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from planner.domain.dataset import Floats
from planner.domain.errors import Problem
from planner.domain.textfile import read_json
from planner.sources.recipe import Bounds, RawFile, Recipe, belongs

_DEGREES = ("CRS84", "4326", "4979", "4258")


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A polygon with its id and name; ``geometry`` in metres of the recipe's grid, valid.

    Attributes:
        properties: all fields of the source.
        repaired: True where the source's polygon was invalid.
    """

    id: str
    name: str
    geometry: BaseGeometry
    properties: Mapping[str, Any]
    repaired: bool


def to_grid(crs: str) -> pyproj.Transformer:
    """Transformer from (lon, lat) to (easting, northing)."""
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def project(geometry: BaseGeometry, transformer: pyproj.Transformer, *, inverse: bool = False) -> BaseGeometry:
    """A geometry with its coordinates transformed."""
    direction = pyproj.enums.TransformDirection.INVERSE if inverse else pyproj.enums.TransformDirection.FORWARD

    def move(pairs: Floats) -> Floats:
        return np.column_stack(transformer.transform(pairs[:, 0], pairs[:, 1], direction=direction))

    moved: BaseGeometry = shapely.transform(geometry, move)
    return moved


def lat_lon(xy: Floats, crs: str) -> tuple[Floats, Floats]:
    """Latitude and longitude of grid positions, rounded as they are stored."""
    lon, lat = to_grid(crs).transform(xy[:, 0], xy[:, 1], direction=pyproj.enums.TransformDirection.INVERSE)
    return np.round(lat, 6), np.round(lon, 6)


def read_areas(path: Path, raw: RawFile, recipe: Recipe, problems: list[Problem], *, digits: int = 0) -> list[Area]:
    """Polygons of a GeoJSON file, sorted by id.

    Args:
        path: the file.
        raw: names of the fields ``id`` and ``name``.
        recipe: bounds that the coordinates must lie in, and the grid.
        problems: is added to.
        digits: ids that are numbers get leading zeros up to so many digits.
    """
    features = _features(path, problems)
    read = [_geometry(feature, path.name, number, problems) for number, feature in enumerate(features, 1)]
    shapes = [(number, geometry) for number, geometry in enumerate(read, 1) if geometry is not None]
    if not _check_bounds(shapes, recipe.bounds, path.name, problems):
        return []
    transformer, areas, seen = to_grid(recipe.crs), [], set()
    for number, geometry in shapes:
        properties = features[number - 1].get("properties") or {}
        area = _area(geometry, properties, raw, digits, transformer)
        if area is None:
            wanted = f"{raw.fields['id']}, {raw.fields['name']}"
            problems.append(
                Problem("området mangler id eller navn", path.name, f"objekt {number}", remedy=f"fyll ut {wanted}")
            )
        elif area.id in seen:
            problems.append(
                Problem("id-en er brukt to ganger", path.name, f"objekt {number}", area.id, "behold ett område")
            )
        else:
            seen.add(area.id)
            areas.append(area)
    return sorted(areas, key=lambda area: area.id)


def _area(
    geometry: BaseGeometry, properties: Mapping[str, Any], raw: RawFile, digits: int, transformer: pyproj.Transformer
) -> Area | None:
    found, name = properties.get(raw.fields["id"]), properties.get(raw.fields["name"])
    if found in (None, "") or not name:
        return None
    valid = bool(shapely.is_valid(geometry))
    flat = project(geometry if valid else shapely.make_valid(geometry), transformer)
    return Area(str(found).zfill(digits), str(name).strip(), flat, properties, repaired=not valid)


def _features(path: Path, problems: list[Problem]) -> list[dict[str, Any]]:
    before = len(problems)
    value = read_json(path, problems, missing=belongs(path))
    if len(problems) > before:
        return []
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(features, list):
        problems.append(Problem("skal være en GeoJSON FeatureCollection", path.name, remedy="hent filen på nytt"))
        return []
    crs = value.get("crs")
    named = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else ""
    if named and not named.endswith(_DEGREES):
        problems.append(Problem("feil koordinatsystem", path.name, "crs", named, "lagre filen i WGS84 (EPSG:4326)"))
        return []
    if not features:
        problems.append(Problem("filen har ingen objekter", path.name, remedy="hent filen på nytt"))
    return [feature if isinstance(feature, dict) else {} for feature in features]


def _geometry(feature: Mapping[str, Any], file: str, number: int, problems: list[Problem]) -> BaseGeometry | None:
    try:
        geometry: BaseGeometry = shapely.force_2d(shape(feature["geometry"]))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ShapelyError):
        geometry = shapely.Point()
    if geometry.is_empty:
        remedy = "hent filen på nytt, eller slett objektet"
        problems.append(Problem("objektet har ingen brukbar geometri", file, f"objekt {number}", remedy=remedy))
        return None
    return geometry


def _check_bounds(
    shapes: Sequence[tuple[int, BaseGeometry]], bounds: Bounds, file: str, problems: list[Problem]
) -> bool:
    """Whether every shape touches the municipality's box; a fault of all shapes is told once."""
    outside = []
    for number, geometry in shapes:
        x, y = (float(value) for value in geometry.envelope.centroid.coords[0])
        if not bounds.holds(y, x):
            outside.append((number, x, y))
    if len(outside) == len(shapes) and outside:
        outside = outside[:1]
    for number, x, y in outside:
        problems.append(Problem(*position_fault(bounds, lat=y, lon=x, file=file, place=f"objekt {number}")))
    return not outside and bool(shapes)


def position_fault(bounds: Bounds, *, lat: float, lon: float, file: str, place: str) -> tuple[str, str, str, str, str]:
    """Why a position outside the box is wrong, as fields of a problem."""
    value = f"{lat:g}, {lon:g}"
    if bounds.holds(lon, lat):
        return ("bredde- og lengdegrad er byttet om", file, place, value, "bytt rekkefølgen; bredden er omkring 60")
    if abs(lat) > 90 or abs(lon) > 180:
        return ("feil koordinatsystem", file, place, value, "lagre filen i WGS84 (EPSG:4326), grader")
    return ("ligger langt utenfor kommunen", file, place, value, "sjekk koordinatene og at det er riktig kommune")

"""What a fetcher is given: which file of which municipality, the client, and where the municipality lies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from planner.domain.errors import InputError, Problem
from planner.sources.fetching.web import Web
from planner.sources.recipe import Recipe


@dataclass(frozen=True)
class Area:
    """The municipality's own area, asked for once.

    Attributes:
        settings: ``url`` of a GeoJSON of municipalities, ``number``: the property that holds their number.
    """

    recipe: Recipe
    web: Web
    settings: Mapping[str, str]

    @cached_property
    def degrees(self) -> BaseGeometry:
        """The area in WGS84, longitude first.

        Raises:
            InputError: the service does not answer, or does not know the municipality.
        """
        url, number = self.settings["url"], self.settings["number"]
        found = json.loads(self.web.get(url, check=_features))["features"]
        mine = [f for f in found if str(f["properties"].get(number, "")).zfill(4) == self.recipe.municipality_id]
        if not mine:
            raise InputError(Problem("kommunen er ikke i fila", url, number, self.recipe.municipality_id))
        return shapely.union_all([shapely.make_valid(shapely.geometry.shape(f["geometry"])) for f in mine])

    @cached_property
    def metres(self) -> BaseGeometry:
        """The area in the grid's coordinate system."""
        to_grid = pyproj.Transformer.from_crs("EPSG:4326", self.recipe.crs, always_xy=True)
        return shapely.transform(self.degrees, lambda xy: _stacked(to_grid, xy))

    def box_with_border(self, border_m: float) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees of a box around the area and a border."""
        to_degrees = pyproj.Transformer.from_crs(self.recipe.crs, "EPSG:4326", always_xy=True)
        west, south, east, north = self.metres.bounds
        outline = shapely.segmentize(
            shapely.box(west - border_m, south - border_m, east + border_m, north + border_m), 1000
        )
        bounds = shapely.transform(outline, lambda xy: _stacked(to_degrees, xy)).bounds
        return float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3])


def _stacked(transformer: pyproj.Transformer, xy: object) -> object:
    import numpy as np

    points = np.asarray(xy)
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))


def _features(content: bytes) -> str:
    try:
        found = json.loads(content)
    except ValueError:
        return "svaret er ikke GeoJSON"
    return "" if isinstance(found, dict) and isinstance(found.get("features"), list) else "svaret er ikke GeoJSON"


@dataclass(frozen=True)
class Task:
    """One raw file to be fetched.

    Attributes:
        settings: what the recipe says under ``fetch``.
        file: name of the file, for problems.
    """

    recipe: Recipe
    web: Web
    area: Area
    settings: Mapping[str, str]
    file: str

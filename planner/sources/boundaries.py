"""Which bydel and delbydel a place belongs to: inside, else the nearest within a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from planner.domain.dataset import Floats, Ints
from planner.domain.errors import Problem
from planner.sources.geometry import Area
from planner.sources.recipe import Recipe

OUTSIDE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """District and subdistrict of some places.

    Attributes:
        district: index into the districts, :data:`OUTSIDE` where none is near.
        subdistrict: index into the subdistricts, always of the same district; likewise.
        distance: metres to the district's polygon, 0 inside.
    """

    district: Ints
    subdistrict: Ints
    distance: Floats


def nearest(xy: Floats, areas: Sequence[Area], within_m: float) -> tuple[Ints, Floats]:
    """Index of the area that holds each place, else the nearest within a limit; and metres to it.

    Overlaps and ties go to the first area, which is the one with the lowest id.
    """
    points = shapely.points(xy)
    metres = np.column_stack([shapely.distance(area.geometry, points) for area in areas])
    best = metres.argmin(axis=1)
    shortest = metres[np.arange(len(xy)), best]
    return np.where(shortest <= within_m, best, OUTSIDE), shortest


def membership(xy: Floats, districts: Sequence[Area], subdistricts: Sequence[Area], recipe: Recipe) -> Membership:
    """District and subdistrict of places given in metres of the grid."""
    district, distance = nearest(xy, districts, recipe.within_m)
    subdistrict = np.full(len(xy), OUTSIDE, dtype=np.int64)
    for index, area in enumerate(districts):
        rows = np.flatnonzero(district == index)
        own = [number for number, part in enumerate(subdistricts) if parent_of(part, recipe) == area.id]
        if len(rows) and own:
            found, _ = nearest(xy[rows], [subdistricts[number] for number in own], np.inf)
            subdistrict[rows] = np.array(own, dtype=np.int64)[found]
    return Membership(district, subdistrict, distance)


def parent_of(subdistrict: Area, recipe: Recipe) -> str:
    """Id of the district a subdistrict is part of."""
    return str(subdistrict.properties.get(recipe.files["subdistricts"].fields["district"], "")).zfill(2)


def check_parents(
    districts: Sequence[Area], subdistricts: Sequence[Area], recipe: Recipe, problems: list[Problem]
) -> None:
    """Every subdistrict must be part of a known district."""
    raw = recipe.files["subdistricts"]
    known = {area.id for area in districts}
    file = raw.path.rpartition("/")[2]
    for area in subdistricts:
        parent = parent_of(area, recipe)
        if parent not in known:
            place = f"{area.id} {area.name}, {raw.fields['district']}"
            problems.append(
                Problem("delbydelen hører til en ukjent bydel", file, place, parent, "bruk bydelens nummer")
            )

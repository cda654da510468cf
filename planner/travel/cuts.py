"""Taking half of the known streets away, as if the extract ended there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from planner.domain.dataset import Floats
from planner.travel.arcs import Streets
from planner.travel.area import BORDER_M
from planner.travel.network import Network
from planner.travel.places import PROJECTED_CRS

SIDES: Mapping[str, tuple[int, int]] = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
"""The half that can be taken away, and the direction (east, north) towards it."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cut:
    """A straight cut across the projected plane.

    Attributes:
        side: which half is lost, a key of :data:`SIDES`.
        at: metres from the origin towards that side at which the lost half begins.
    """

    side: str
    at: float

    @classmethod
    def halving(cls, side: str, xy: Floats, weights: Floats) -> Cut:
        """The cut with half of the weight of some places (n, 2) on either side."""
        values = xy @ np.array(SIDES[side])
        order = np.argsort(values, kind="stable")
        total = np.cumsum(weights[order])
        return cls(side, float(values[order][np.searchsorted(total, total[-1] / 2)]))

    def keeps(self, xy: Floats) -> Flags:
        """(n,) places still covered: the belt along a border counts as unknown, as in :mod:`planner.travel.area`."""
        return np.asarray(xy @ np.array(SIDES[self.side]) <= self.at - BORDER_M, dtype=np.bool_)

    def streets(self, network: Network) -> Network:
        """The largest strongly connected part of the streets that do not touch the lost half.

        Every node keeps its row, so that a network without streets is possible.
        """
        kept = _among(network, network.nodes @ np.array(SIDES[self.side]) <= self.at)
        _, part = connected_components(kept.matrix(), directed=True, connection="strong")
        return _among(kept, part == np.bincount(part).argmax())

    def area(self, area: BaseGeometry) -> BaseGeometry:
        """What is left of the covered area (WGS84), drawn in from the cut by the belt."""
        grid = gpd.GeoSeries([area], crs="EPSG:4326").to_crs(PROJECTED_CRS).iloc[0]
        edge, (east, north) = self.at - BORDER_M, SIDES[self.side]
        bounds = list(grid.bounds)
        # Bounds are west, south, east, north; the edge replaces the one on the lost side.
        bounds[{(-1, 0): 0, (0, -1): 1, (1, 0): 2, (0, 1): 3}[east, north]] = edge * (east + north)
        return gpd.GeoSeries([grid.intersection(shapely.box(*bounds))], crs=PROJECTED_CRS).to_crs("EPSG:4326").iloc[0]


def _among(network: Network, nodes: Flags) -> Network:
    """The streets with both ends among some nodes."""
    streets = network.streets
    keep = nodes[streets.ends].all(axis=1)
    left = Streets(ends=streets.ends[keep], minutes=streets.minutes[keep], metres=streets.metres[keep])
    return replace(network, streets=left, can_stop=network.can_stop[keep])

"""Ways over the border of the covered area: streets to a portal on it, the line beyond.

    minutes(c, f) = min over portals p of network(c, p) + beyond(p, f)
    beyond(d)     = per_km · d / 1000 + share · detour · (1 − exp(−d / reach_m))

=========== ==========================================================================
``c, f``    the covered place and the far one; from ``f`` to ``c`` the legs are turned
``p``       portal: the street node nearest to one of the points along the border
``share``   part of the line's detour (:mod:`planner.travel.line`) lost beyond the portal
=========== ==========================================================================

The line's detour is what a whole way loses, at both ends and between. The streets up
to the portal already hold their part of it: counted in full once more, it makes held-out
ways too long by 1.5 minutes on foot and 1.0 by car. The share is measured per mode
(:mod:`planner.travel.heldout`). Kilometres by car follow the same way and the same
share: mean error 0.46 km, against 0.55 of the plain line.

No way takes more than :data:`LONGEST` times the plain line: portals stand apart, so
between two places close to the border on either side the way round by one is an
artefact. Held out, that changes nothing. Nor is any way quicker than possible: the
streets are real, and the line beyond them is no quicker than the line itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist
from shapely.geometry.base import BaseGeometry

from planner.domain.dataset import Floats, Ints
from planner.travel.line import LineModel
from planner.travel.network import Network, network_minutes, network_minutes_km
from planner.travel.places import PROJECTED_CRS, LatLon, line_m

SPACING_M = 200.0
"""Between portals. Held out, 100 to 300 m err the same, 600 m a sixth more under 3 km; see :data:`LONGEST`."""

SHARE = 0.5
"""Part of the detour lost beyond the portal where it is not measured: one of a way's two ends."""

LONGEST = 1.5
"""A way over the border takes at most this many times the plain line."""


@dataclass(frozen=True, eq=False)
class Border:
    """Portals of one network.

    Attributes:
        nodes: (portals,) rows of the network's nodes, in order.
        share: part of the line's detour lost beyond them, 0 to 1.
    """

    nodes: Ints
    share: float = SHARE

    @classmethod
    def of(cls, network: Network, area: BaseGeometry, share: float = SHARE) -> Border:
        """Portals along the whole border of an area (WGS84), shores too; none for an empty area.

        Only nodes on streets where one may stop: trunk roads and tunnels leave no border on foot.
        """
        outline = gpd.GeoSeries([area], crs="EPSG:4326").to_crs(PROJECTED_CRS).iloc[0].boundary
        nodes = np.unique(network.streets.ends[network.can_stop])
        points = [point for part in shapely.get_parts(outline) for point in _along(part)]
        if not points or not len(nodes):
            return cls(np.zeros(0, dtype=np.int64), share)
        _, nearest = KDTree(network.nodes[nodes]).query(shapely.get_coordinates(points))
        return cls(np.unique(nodes[nearest]), share)


def _along(part: BaseGeometry) -> list[shapely.Point]:
    """Points every :data:`SPACING_M` or a little less or more along a line."""
    count = max(1, round(part.length / SPACING_M))
    return [part.interpolate((number + 0.5) / count, normalized=True) for number in range(count)]


@dataclass(frozen=True, eq=False)
class Crossing:
    """Ways between covered places and far ones in one direction, before the line is put in.

    Attributes:
        streets: (covered, portals) minutes over the network; inf where there is no way.
        beyond: (portals, far) straight metres.
        straight: (covered, far) straight metres.
        streets_km: (covered, portals) kilometres of the same ways, where asked for.
    """

    streets: Floats
    beyond: Floats
    straight: Floats
    streets_km: Floats | None = None

    @classmethod
    def of(
        cls, network: Network, border: Border, *, covered: LatLon, far: LatLon, outward: bool, with_km: bool = False
    ) -> Crossing:
        """Legs from ``covered`` to ``far`` (outward) or the other way (then still with covered places as rows)."""
        ends = (covered, border.nodes) if outward else (border.nodes, covered)
        km = None
        if with_km:
            minutes, km = network_minutes_km(network, origins=ends[0], destinations=ends[1])
        else:
            minutes = network_minutes(network, origins=ends[0], destinations=ends[1])
        if not outward:
            minutes, km = minutes.T, None if km is None else km.T
        beyond = cdist(network.nodes[border.nodes], far.xy())
        return cls(minutes, beyond, line_m(origins=covered, destinations=far), km)

    def minutes(self, line: LineModel, share: float) -> Floats:
        """(covered, far) minutes; the plain line where no portal can be reached."""
        beyond, best = _beyond(line, share).minutes(self.beyond), np.full(self.straight.shape, np.inf)
        for portal, metres in enumerate(beyond):
            np.minimum(best, self.streets[:, portal, None] + metres, out=best)
        return self._bounded(best, line)

    def km(self, line: LineModel, km_line: LineModel, share: float) -> Floats:
        """(covered, far) kilometres of the quickest way; ``streets_km`` is needed.

        Raises:
            ValueError: made without kilometres.
        """
        if self.streets_km is None:
            raise ValueError("these legs were made without kilometres")
        if not len(self.beyond):
            return km_line.minutes(self.straight)
        beyond, beyond_km = (_beyond(model, share).minutes(self.beyond) for model in (line, km_line))
        rows = [
            (km[:, None] + beyond_km)[(minutes[:, None] + beyond).argmin(axis=0), np.arange(beyond.shape[1])]
            for minutes, km in zip(self.streets, self.streets_km, strict=True)
        ]
        return self._bounded(np.array(rows).reshape(self.straight.shape), km_line)

    def _bounded(self, ways: Floats, line: LineModel) -> Floats:
        plain = line.minutes(self.straight)
        return np.where(np.isfinite(ways), np.minimum(ways, LONGEST * plain), plain)


def _beyond(line: LineModel, share: float) -> LineModel:
    return replace(line, detour=line.detour * share)

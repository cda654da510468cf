"""Travel minutes between all places of a dataset, whole and marked by covered area.

A pair with streets at both ends gets its way over the network. One with streets at
neither end gets the calibrated straight line: the main roads that lead out of the
streets are never travelled alone, because people do not walk along them (error 30
minutes on average against 2 for the line) and the streets at the far end are missing.
A pair with streets at one end gets streets to the border and the line beyond
(:mod:`planner.travel.border`).

Mean error in minutes on held-out ways in Oslo, the mean of four cuts
(:mod:`planner.travel.heldout`); for one covered end less in every cut and mode:

=====  ====================  ====================  ====================
mode   one end, line only    one end, border       no end, line
       all    under 3 km     all    under 3 km     all    under 3 km
=====  ====================  ====================  ====================
walk   2.98   2.22           1.71   1.16           2.60   2.22
bike   1.26   0.93           0.83   0.57           1.14   0.97
car    0.85   0.76           0.66   0.49           1.00   0.99
=====  ====================  ====================  ====================
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from planner.domain.dataset import BEYOND, Floats, Minutes
from planner.travel.border import Border, Crossing
from planner.travel.line import LineModel
from planner.travel.network import Network, network_minutes, network_minutes_km
from planner.travel.places import SAME_PLACE_M, LatLon, line_m

LIMIT = 90
"""Minutes above which a way is only known as too long."""

Covered = npt.NDArray[np.bool_]


def covered(points: LatLon, *, area: BaseGeometry, network: Network, snap_limit_m: float = 250) -> Covered:
    """(points,) True where streets are in the data: inside the area and near a street.

    Args:
        points: places.
        area: where complete streets are in the data, WGS84 (``sources.roads.street_area``).
        network: the walking network.
        snap_limit_m: longest way from a place to its nearest street, metres.
    """
    if not len(points):
        return np.zeros(0, dtype=np.bool_)
    inside = np.asarray(shapely.contains_xy(area, points.lon, points.lat), dtype=np.bool_)
    return inside & (network.snap(points).metres <= snap_limit_m)


def travel_minutes(
    network: Network,
    line: LineModel,
    *,
    origins: LatLon,
    destinations: LatLon,
    origins_covered: Covered,
    destinations_covered: Covered,
    border: Border,
    limit: int = LIMIT,
    access_minutes: float = 0.0,
) -> Minutes:
    """(origins, destinations) whole door-to-door minutes, rounded up; BEYOND above ``limit``.

    By network, border or line as the module says. Zero only for the same place (closer
    than half a metre); any other way takes at least a minute.

    Args:
        network: streets of the mode.
        line: straight-line model of the same mode.
        origins: where people start.
        destinations: where they go.
        origins_covered: (origins,) from :func:`covered`.
        destinations_covered: (destinations,) from :func:`covered`.
        border: portals of the network on the border of the covered area.
        limit: longest way stored, 1 to 254 minutes.
        access_minutes: added to every way: parking and walking from the car. No source: 0.

    Raises:
        ValueError: modes differ, a length does not match or the limit is out of range.
    """
    if network.mode is not line.mode:
        raise ValueError(f"network is {network.mode}, line is {line.mode}")
    if not 1 <= limit < BEYOND:
        raise ValueError(f"limit must be 1 to {BEYOND - 1} minutes, not {limit}")
    if len(origins_covered) != len(origins) or len(destinations_covered) != len(destinations):
        raise ValueError("one covered flag per place is needed")
    straight = line_m(origins=origins, destinations=destinations)
    minutes = line.minutes(straight)
    rows, columns = np.flatnonzero(origins_covered), np.flatnonzero(destinations_covered)
    beyond_rows, beyond_columns = np.flatnonzero(~origins_covered), np.flatnonzero(~destinations_covered)
    minutes[np.ix_(rows, columns)] = network_minutes(
        network, origins=origins.take(rows), destinations=destinations.take(columns), limit=float(limit)
    )
    out = Crossing.of(network, border, covered=origins.take(rows), far=destinations.take(beyond_columns), outward=True)
    minutes[np.ix_(rows, beyond_columns)] = out.minutes(line, border.share)
    back = Crossing.of(
        network, border, covered=destinations.take(columns), far=origins.take(beyond_rows), outward=False
    )
    minutes[np.ix_(beyond_rows, columns)] = back.minutes(line, border.share).T
    whole = _whole(minutes + access_minutes, straight)
    return np.where(whole <= limit, whole, BEYOND).astype(np.uint8)


def _whole(minutes: Floats, straight: Floats) -> Floats:
    """Minutes rounded up (after a millionth of slack for rounding noise), 0 for the same place only."""
    return np.where(straight < SAME_PLACE_M, 0.0, np.maximum(1.0, np.ceil(minutes - 1e-6)))


@dataclass(frozen=True, eq=False)
class CarWays:
    """Ways by car between sites, both (sites, sites) from row to column; inf where there is none.

    Attributes:
        minutes: whole minutes, rounded up.
        km: driven kilometres with one decimal.
    """

    minutes: Floats
    km: Floats


def car_between_sites(
    network: Network,
    *,
    minutes_line: LineModel,
    km_line: LineModel,
    sites: LatLon,
    sites_covered: Covered,
    border: Border,
) -> CarWays:
    """Minutes and kilometres of the quickest way by car between all sites, without a limit.

    By network, border or line as the module says (``km_line`` is calibrated with
    kilometres in the place of minutes).
    """
    straight = line_m(origins=sites, destinations=sites)
    minutes, km = minutes_line.minutes(straight), km_line.minutes(straight)
    rows, beyond = np.flatnonzero(sites_covered), np.flatnonzero(~sites_covered)
    inside, far = sites.take(rows), sites.take(beyond)
    minutes[np.ix_(rows, rows)], km[np.ix_(rows, rows)] = network_minutes_km(
        network, origins=inside, destinations=inside
    )
    for outward in (True, False):
        ways = Crossing.of(network, border, covered=inside, far=far, outward=outward, with_km=True)
        pair = np.ix_(rows, beyond) if outward else np.ix_(beyond, rows)
        found = ways.minutes(minutes_line, border.share), ways.km(minutes_line, km_line, border.share)
        minutes[pair], km[pair] = found if outward else (found[0].T, found[1].T)
    return CarWays(
        minutes=_whole(minutes, straight),
        km=np.where(straight < SAME_PLACE_M, 0.0, np.maximum(0.1, np.round(km, 1))),
    )

"""How far it is between places for a vehicle: by road as the dataset says, for a boat by a line on the water.

    km = detour · d,   minutes = ⌈60 · km / speed⌉

d is the great-circle distance. The dataset has no fairways, so a boat's ways are approximate wherever they
are shown; its speed and detour are settings of the scenario (``vehicles.<n>.water``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.domain.dataset import Dataset, Floats
from planner.scenario import Vehicle

EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""
QUAY = "quay"
"""Type of the sites at which a boat can lie."""


class Ways(NamedTuple):
    """(sites × sites) minutes and kilometres; inf where there is no way."""

    minutes: Floats
    km: Floats


def ways_of(dataset: Dataset, vehicle: Vehicle) -> Ways:
    """The ways of one vehicle between the sites of a dataset; a boat has none to a place without a quay."""
    if vehicle.water is None:
        return Ways(dataset.car_minutes_sites, dataset.car_km_sites)
    dry = np.array([site.type != QUAY for site in dataset.sites])
    km = _great_circle_km(dataset) * vehicle.water.detour
    km[dry, :] = km[:, dry] = np.inf
    return Ways(np.ceil(60 * km / vehicle.water.kmh), km)


def _great_circle_km(dataset: Dataset) -> Floats:
    """(sites × sites) by the haversine formula (Sinnott 1984)."""
    lat, lon = (np.radians([getattr(site, name) for site in dataset.sites]) for name in ("lat", "lon"))
    north, east = np.subtract.outer(lat, lat), np.subtract.outer(lon, lon)
    half = np.sin(north / 2) ** 2 + np.outer(np.cos(lat), np.cos(lat)) * np.sin(east / 2) ** 2
    km: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return km

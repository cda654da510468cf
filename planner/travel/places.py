"""Places on the map as columns, and straight-line metres between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyproj
from scipy.spatial.distance import cdist

from planner.domain.dataset import Floats, Places

PROJECTED_CRS = "EPSG:25833"
"""UTM 33 N, the national grid's zone in all of mainland Norway: metres, within 0.1 % of true length."""

SAME_PLACE_M = 0.5
"""Two places closer than this are the same place: the only pairs with zero minutes."""


@dataclass(frozen=True, eq=False)
class LatLon:
    """Places as two columns of equal length, degrees WGS84. Keyword-only, so that they cannot be swapped."""

    lat: Floats
    lon: Floats

    def __init__(self, *, lat: npt.ArrayLike, lon: npt.ArrayLike) -> None:
        lat_column = np.atleast_1d(np.asarray(lat, dtype=np.float64))
        lon_column = np.atleast_1d(np.asarray(lon, dtype=np.float64))
        if lat_column.ndim != 1 or lat_column.shape != lon_column.shape:
            raise ValueError(f"lat and lon must be columns of equal length: {lat_column.shape}, {lon_column.shape}")
        if not (np.isfinite(lat_column).all() and np.isfinite(lon_column).all()):
            raise ValueError("lat and lon must be finite")
        object.__setattr__(self, "lat", lat_column)
        object.__setattr__(self, "lon", lon_column)

    @classmethod
    def of(cls, places: Places) -> LatLon:
        """The centres of cells or demand points."""
        return cls(lat=places.lat, lon=places.lon)

    def __len__(self) -> int:
        return len(self.lat)

    def take(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> LatLon:
        """The places at these row numbers, or where a mask is True."""
        return LatLon(lat=self.lat[rows], lon=self.lon[rows])

    def xy(self) -> Floats:
        """(n, 2) easting and northing in :data:`PROJECTED_CRS`, metres."""
        to_grid = pyproj.Transformer.from_crs("EPSG:4326", PROJECTED_CRS, always_xy=True)
        return np.column_stack(to_grid.transform(self.lon, self.lat)).astype(np.float64, copy=False)


def line_m(*, origins: LatLon, destinations: LatLon) -> Floats:
    """(origins, destinations) straight-line metres."""
    return np.asarray(cdist(origins.xy(), destinations.xy()), dtype=np.float64)

"""Where a place that is none of the dataset's is on the dataset's map: its nearest cell, lines between places."""

from __future__ import annotations

import numpy as np

from planner.domain.dataset import Dataset

METRES_PER_DEGREE = 111_195.0
"""Of a great circle."""


def nearest_cell(dataset: Dataset, lat: float, lon: float) -> tuple[int, float]:
    """Row of the nearest populated cell, and the metres to its centre."""
    east = (dataset.cells.lon - lon) * np.cos(np.radians(lat))
    squared = east**2 + (dataset.cells.lat - lat) ** 2
    cell = int(np.argmin(squared))
    return cell, float(np.sqrt(squared[cell])) * METRES_PER_DEGREE


def line_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Kilometres between two places (lat, lon) in a straight line."""
    north = there[0] - here[0]
    east = (there[1] - here[1]) * np.cos(np.radians((here[0] + there[0]) / 2))
    return float(np.hypot(north, east)) * METRES_PER_DEGREE / 1000

"""Institutions along the tiny municipality's road: driving takes whole fives of minutes, so does everything else.

::

    place   start  s0            s1            s2
    cell      0     0             5            10
    minutes         0            10            20      from the start, 10 between neighbours

The teams start at f0101, in cell 0. Set-up, overrun and take-down take five minutes each. The medoid of
cells 4 and 5 is cell 5 here, so that the minutes between the places are those of the road.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from tiny import MINUTES_A_STEP, tiny_dataset, tiny_problem

from planner.domain.dataset import Dataset, Mode
from planner.problem import Problem

CELLS = (0, 5, 10)
FIRST, SECOND = date(2027, 8, 10), date(2027, 8, 11)
"""The first two dates of the period."""
AFTER = {"first": "2027-08-12", "last": "2027-09-10"}
"""All later dates."""
TEAMS: dict[str, Any] = {
    "teams": 1, "start": "f0101", "weekday": "10:00-12:00", "setup_minutes": 5, "overrun_minutes": 5,
    "takedown_minutes": 5,
}  # fmt: skip


def place(number: int, **changes: Any) -> dict[str, Any]:
    """The n-th institution: half an hour, on one of the two first dates."""
    lat, lon = 59.9, round(10.7 + 0.01 * CELLS[number % 3], 4)
    known = {"id": f"s{number}", "name": f"Hjem {number}", "kind": "institution", "lat": lat, "lon": lon}
    return {**known, "minutes": 30, "closed": [AFTER], **changes}


def dataset() -> Dataset:
    """The tiny dataset with another medoid."""
    medoids = np.array([0, 2, 5, 6, 8, 10])
    steps = np.abs(np.subtract.outer(medoids, np.arange(12)))
    minutes = {mode: (steps * MINUTES_A_STEP[mode]).astype(np.uint8) for mode in Mode}
    return tiny_dataset(point_cell=medoids, minutes_points_cells=minutes)


def visiting(*places: Mapping[str, Any], teams: Mapping[str, Any] | None = None, **changes: Any) -> Problem:
    """The tiny problem with these places to visit; no vehicle."""
    return tiny_problem(
        dataset(),
        institutions=[dict(item) for item in places],
        visits={**TEAMS, **(teams or {})},
        vehicles=[],
        **changes,
    )

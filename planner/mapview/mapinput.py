"""What the map needs beyond plan and dataset, computed by the caller.

The map draws; it works out no travel time, no opening-hours text and no advice
of its own, so it cannot disagree with the audit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import Dataset, Floats
from planner.domain.errors import InputError
from planner.domain.plan import Opening, Station

HoursText = Callable[[Sequence[Opening]], Sequence[str]]


@dataclass(frozen=True, eq=False)
class MapInput:
    """Numbers per demand point and texts for the panel.

    Attributes:
        point_minutes_before, point_minutes_after: (points,) expected minutes to the quickest
            usable station; nan where none is within the limit.
        point_station: (points,) id of the quickest station of the plan, None where there is none.
        point_weight: (points,) weight of each point (expected non-voters by default).
        stations_before: today's stations; those that the plan leaves out are drawn too.
        hours_text: opening hours as short Norwegian lines.
        messages: where distance is the problem and where it is not, one sentence each.
        minutes_label: what the minutes are.
        weight_label: what the weights are.
    """

    point_minutes_before: Floats
    point_minutes_after: Floats
    point_station: tuple[str | None, ...]
    point_weight: Floats
    hours_text: HoursText
    stations_before: tuple[Station, ...] = ()
    messages: tuple[str, ...] = ()
    minutes_label: str = "forventet reisetid til nærmeste brukbare sted"
    weight_label: str = "forventede ikke-velgere"

    def check(self, dataset: Dataset) -> None:
        """Raise where a column does not have one value per demand point.

        Raises:
            InputError: naming every column of the wrong length.
        """
        n = len(dataset.points)
        columns = {
            "point_minutes_before": np.shape(self.point_minutes_before),
            "point_minutes_after": np.shape(self.point_minutes_after),
            "point_weight": np.shape(self.point_weight),
            "point_station": (len(self.point_station),),
        }
        wrong = [f"{name} {shape}" for name, shape in columns.items() if shape != (n,)]
        if wrong:
            raise InputError(f"kartet trenger én verdi per behovspunkt ({n}), fant {', '.join(wrong)}")

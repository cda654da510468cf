"""What the map can show of weights: nothing of districts and points with too few persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.dataset import Dataset, Floats
from planner.domain.plan import AccessibilityPair, AccessMeasures, Plan
from planner.evaluate.district_numbers import DistrictNumbers, shown_points


@dataclass(frozen=True)
class ShownWeights:
    """What is left of a plan's figures.

    Attributes:
        points: weight of each demand point; None is left out.
        before, after: figures of the districts that have any; the others are left out.
    """

    points: tuple[float | None, ...]
    before: Mapping[str, AccessMeasures]
    after: Mapping[str, AccessMeasures]


def shown_weights(plan: Plan, dataset: Dataset, weights: Floats) -> ShownWeights:
    """What can be shown of a plan's districts and of the points in them."""
    pair = plan.accessibility
    left_out = {name for name in _names(pair) if pair and not DistrictNumbers(pair).known(name)}
    districts = {n for n, district in enumerate(dataset.districts) if district.name in left_out}
    points = shown_points(weights.tolist(), dataset.points.district.tolist(), districts)
    before, after = (
        (
            {name: measures for name, measures in access.by_district.items() if name not in left_out}
            for access in (pair.before, pair.after)
        )
        if pair
        else ({}, {})
    )
    return ShownWeights(tuple(points), before, after)


def _names(pair: AccessibilityPair | None) -> set[str]:
    return {*pair.before.by_district, *pair.after.by_district} if pair else set()

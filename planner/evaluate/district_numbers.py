"""What exports can show of districts and of the whole: weights, minutes and shares, the same in all of them.

Weights (expected non-voters, or whom the scenario counts) add up over districts. The mean minutes and the shares of the
whole are sums over them as well, so a district whose weight is left out has no figures at all: they would be
equations for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from planner.domain.plan import Accessibility, AccessibilityPair, AccessMeasures
from planner.domain.small_groups import LEAST_GROUP, shown_shares
from planner.evaluate.small_numbers import without_small, without_small_parts

TOTAL = ""
"""Stands for a district: all of them."""
Shares = dict[str, float | None]
Measures = AccessMeasures | Accessibility


class DistrictNumbers:
    """What can be shown of a plan's accessibility.

    Attributes:
        names: districts with figures both today and with the plan, sorted.
        weight: by name, :data:`TOTAL` for all; None is left out.
    """

    def __init__(self, pair: AccessibilityPair) -> None:
        """Decide for all exports."""
        self.names = sorted(set(pair.before.by_district) & set(pair.after.by_district))
        persons: dict[str, float] = {name: pair.before.by_district[name].weight or 0.0 for name in self.names}
        persons[TOTAL] = sum(persons.values())
        self._persons = persons
        self.weight: Mapping[str, float | None] = without_small(persons, {TOTAL: self.names} if self.names else {})
        self._shares_left_out = any(
            None in _shares(access.by_district[name], persons[name]).values()
            for access in (pair.before, pair.after)
            for name in self.names
        )

    @property
    def some_hidden(self) -> bool:
        """Whether any district's figures are left out."""
        return None in self.weight.values()

    def known(self, name: str) -> bool:
        """Whether a district, or all, has figures that can be shown."""
        return self.weight.get(name) is not None

    def shares(self, name: str, measures: Measures) -> Shares:
        """Share within each limit of a district, or of all, as it can be shown; None is left out.

        Where those of a district are left out and all are few, the shares of all would give them back.
        """
        persons = self._persons[name]
        hidden = not self.known(name) or (name == TOTAL and self._shares_left_out and persons < FEW)
        return dict.fromkeys(measures.share_within) if hidden else _shares(measures, persons)


FEW = 200 * LEAST_GROUP
"""So many persons that half a per cent of them is no small group."""


def _shares(measures: Measures, persons: float) -> Shares:
    limits = sorted(measures.share_within, key=float)
    shown = dict(zip(limits, shown_shares([measures.share_within[x] for x in limits], persons), strict=True))
    return {limit: shown[limit] for limit in measures.share_within}


def shown_points(
    weights: Sequence[float], districts: Sequence[int], left_out: Collection[int] = ()
) -> list[float | None]:
    """Weights of places as they can be shown beside those of their districts; None is left out.

    Args:
        weights, districts: of each place: persons, number of its district.
        left_out: districts whose weight is left out; their places would add up to it.
    """
    shown: list[float | None] = [None] * len(weights)
    rows: dict[int, list[int]] = {}
    for row, district in enumerate(districts):
        if district not in left_out:
            rows.setdefault(district, []).append(row)
    for here in rows.values():
        parts, _ = without_small_parts([weights[row] for row in here])
        for row, weight in zip(here, parts, strict=True):
            shown[row] = weight
    return shown

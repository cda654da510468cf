"""The share of a district's voters within some minutes: for targets, and for the largest shortfall as a goal.

Weights are those of every district, also of one that the scenario's goal leaves out
(``demand.districts``), on demand points, where plans are made and bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from planner.domain.dataset import Floats
from planner.domain.small_groups import is_small
from planner.evaluate.access import segment_shares
from planner.modelling import AccessSum
from planner.problem import Problem
from planner.problem.weights import weights_of


@dataclass(frozen=True, eq=False)
class DistrictWays:
    """One district.

    Attributes:
        index: of the district.
        ways: its share of weight beyond the limit, as a sum of ways.
        persons: its weight.
    """

    index: int
    ways: AccessSum
    persons: float

    def beyond(self, problem: Problem, minutes: Floats) -> float:
        """Share of weight that is not within the limit, of (points, K, R) minutes."""
        counted = self.ways.weights > 0
        costs = self.ways.cost(minutes[counted]) * segment_shares(problem)
        return float((self.ways.weights[counted, None, None] * costs).sum())

    def told(self, beyond: float) -> bool:
        """Whether a share of its weight can be told: neither those beyond nor those within are a few."""
        return not (is_small(beyond * self.persons) or is_small((1 - beyond) * self.persons))


def chosen_districts(problem: Problem, districts: Literal["all", "low_turnout"] | Sequence[str] | None) -> list[int]:
    """Indices of the districts that are named."""
    if districts == "low_turnout":
        return list(problem.low_turnout)
    known = problem.dataset.districts
    return [n for n, d in enumerate(known) if districts in ("all", None) or d.id in (districts or ())]


def district_ways(
    problem: Problem, districts: Literal["all", "low_turnout"] | Sequence[str] | None, minutes: int
) -> Iterator[DistrictWays]:
    """Each of some districts in which anybody lives."""
    points = problem.dataset.points
    for index in chosen_districts(problem, districts):
        weights = weights_of(problem.dataset, points, problem.scenario, frozenset({index}))
        if weights.sum() > 0:
            yield DistrictWays(
                index, AccessSum(weights / weights.sum(), partial(beyond, minutes)), float(weights.sum())
            )


def beyond(limit: float, minutes: Floats) -> Floats:
    """1 for each way longer than a limit, else 0."""
    steps: Floats = (minutes > limit).astype(float)
    return steps

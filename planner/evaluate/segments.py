"""Access by segment: who can come when, and how often a station must be open to suit; today and with a plan.

On cells with the scenario's weights. A segment's mean minutes, averaged by the segments' shares, are the
mean of the whole (:mod:`planner.evaluate.access`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import Floats
from planner.domain.plan import Plan
from planner.evaluate.access import minutes_today, open_stations, segment_minutes, segment_shares
from planner.problem import Problem


@dataclass(frozen=True, slots=True)
class SegmentAccess:
    """One segment.

    Attributes:
        name: of its availability class.
        dates: different dates on which a station must be open.
        share: of the voters.
        before, after: mean minutes today and with the plan; who has no station counts the limit.
        reached_before, reached_after: share of weight that has a station within the limit.
    """

    name: str
    dates: int
    share: float
    before: float
    after: float
    reached_before: float
    reached_after: float


def segment_access(plan: Plan, problem: Problem) -> tuple[SegmentAccess, ...]:
    """Every segment that has voters, by class and presence level."""
    today = minutes_today(problem, cells=True)
    planned = segment_minutes(problem, open_stations(plan, problem), cells=True)
    shares, weights = segment_shares(problem), problem.cell_weights
    limit = float(problem.scenario.travel.unreached_minutes)
    return tuple(
        SegmentAccess(
            problem.classes[k].name,
            int(problem.needed_dates[k, r]),
            float(shares[k, r]),
            *(_mean(minutes[:, k, r], weights) for minutes in (today, planned)),
            *(_mean((minutes[:, k, r] < limit).astype(np.float64), weights) for minutes in (today, planned)),
        )
        for k, r in np.ndindex(*shares.shape)
        if shares[k, r] > 0
    )


def _mean(values: Floats, weights: Floats) -> float:
    return float((values * weights).sum() / weights.sum())

"""Fewer demand points for the models that only look for plans.

A restricted model has a row per point, segment and ring of places, so with very many points it takes longer than
it is worth. Points of one square are put together at the one nearest their weighted mean. What is found is
judged on all points, and the bound never comes from here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.problem import Problem

MOST_POINTS = 3_000
"""Above this many points that count they are put together."""
SQUARES = 1_500
"""So many squares, over the box of the points that count."""


def coarse(problem: Problem) -> Problem:
    """The same problem with its weights on fewer points; itself where there are few."""
    counted = np.flatnonzero(problem.weights > 0)
    if len(counted) <= MOST_POINTS:
        return problem
    points, weight = problem.dataset.points, problem.weights[counted]
    east = points.lon[counted] * np.cos(np.radians(points.lat[counted].mean()))
    where = np.column_stack([east, points.lat[counted]])
    groups = _squares(where)
    weights = np.zeros_like(problem.weights)
    for group in np.split(np.argsort(groups, kind="stable"), np.cumsum(np.bincount(groups))[:-1]):
        if len(group):
            mean = weight[group] @ where[group] / weight[group].sum()
            middle = group[np.argmin(((where[group] - mean) ** 2).sum(axis=1))]
            weights[counted[middle]] = weight[group].sum()
    return replace(problem, weights=weights)


def _squares(where: Floats) -> Ints:
    """(points,) number of the square each lies in."""
    low, span = where.min(axis=0), np.ptp(where, axis=0)
    side = max(np.sqrt(span.prod() / SQUARES), span.max() / SQUARES, 1e-12)
    place = ((where - low) / side).astype(np.int64)
    numbers: Ints = place[:, 0] * (place[:, 1].max() + 1) + place[:, 1]
    return numbers

"""Demand points: cells clustered by k-means inside each delbydel, each cluster at its medoid cell.

The number of points of a delbydel grows with √(residents × cells). Arithmetic that a
decision hangs on is on whole numbers (positions in metres, residents, rounded
distances), so that the same input gives the same points on any machine and any number
of threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import Floats, Ints

_STARTS = 8
_ROUNDS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Points as cells: ``medoid`` (points,) ascending cell indices; ``cell_point`` (cells,) index of its point."""

    medoid: Ints
    cell_point: Ints


def cluster(xy: Ints, residents: Ints, groups: Sequence[object], target: int, seed: int) -> Clusters:
    """Cluster cells inside their groups to about ``target`` points.

    Args:
        xy: (cells, 2) whole metres.
        residents: (cells,) persons.
        groups: (cells,) group of each cell; a point never spans two.
        target: number of points wanted; never fewer than the groups, never more than the cells.
        seed: of the starting positions.
    """
    order: dict[object, list[int]] = {}
    for cell, group in enumerate(groups):
        order.setdefault(group, []).append(cell)
    members = [np.array(cells, dtype=np.int64) for cells in order.values()]
    sizes = [np.sqrt(float(residents[cells].sum()) * len(cells)) for cells in members]
    counts = allot(np.array(sizes), np.array([len(cells) for cells in members]), target)
    owner = np.empty(len(xy), dtype=np.int64)
    for number, (cells, count) in enumerate(zip(members, counts, strict=True)):
        rng = np.random.default_rng([seed, number])
        weight = np.maximum(residents[cells], 1)
        label = k_means(xy[cells], weight, int(count), rng)
        for part in range(int(count)):
            own = cells[label == part]
            owner[own] = medoid(own, xy, residents)
    points = np.unique(owner)
    return Clusters(points, np.searchsorted(points, owner))


def allot(sizes: Floats, most: Ints, target: int) -> Ints:
    """Whole counts in proportion to ``sizes``, each from 1 to ``most``, summing to the target where it can be."""
    counts = np.ones(len(sizes), dtype=np.int64)
    wanted = min(target, int(most.sum()))
    while counts.sum() < wanted:
        # Highest averages (Sainte-Laguë): the next point goes where one stands for most.
        need = np.where(counts < most, sizes / (counts + 0.5), -1.0)
        counts[int(np.argmax(np.round(need, 6)))] += 1
    return counts


def k_means(xy: Ints, weight: Ints, count: int, rng: np.random.Generator) -> Ints:
    """(cells,) cluster of each cell, 0 … count - 1, none empty: the best of some seeded starts."""
    best, best_cost = np.zeros(len(xy), dtype=np.int64), None
    if count >= len(xy):
        return np.arange(len(xy))
    for _ in range(_STARTS if count > 1 else 0):
        label = _lloyd(xy, weight, _start(xy, weight, count, rng))
        cost = _cost(xy, weight, label, count)
        if best_cost is None or cost < best_cost:
            best, best_cost = label, cost
    return best


def medoid(cells: Ints, xy: Ints, residents: Ints) -> int:
    """The cell with the least way from all residents of ``cells``; ties to the first."""
    metres = np.sqrt(_squared(xy[cells], xy[cells].astype(np.float64)))
    way = np.rint(metres * 1000).astype(np.int64) @ residents[cells]
    return int(cells[int(np.argmin(way))])


def _start(xy: Ints, weight: Ints, count: int, rng: np.random.Generator) -> Floats:
    """k-means++: each next centre is a cell drawn by weight × squared distance to the centres so far."""
    chosen = [_draw(weight, rng)]
    while len(chosen) < count:
        near = _squared(xy, xy[chosen].astype(np.float64)).min(axis=1)
        chosen.append(_draw(np.rint(near).astype(np.int64) * weight, rng))
    return xy[chosen].astype(np.float64)


def _draw(weight: Ints, rng: np.random.Generator) -> int:
    ends = np.cumsum(weight)
    return int(np.searchsorted(ends, np.floor(rng.random() * float(ends[-1])), side="right"))


def _lloyd(xy: Ints, weight: Ints, centres: Floats) -> Ints:
    label = np.full(len(xy), -1, dtype=np.int64)
    for _ in range(_ROUNDS):
        squared = _squared(xy, centres)
        nearest = squared.argmin(axis=1)
        _fill_empty(nearest, squared, len(centres))
        if np.array_equal(nearest, label):
            break
        label = nearest
        centres = _centres(xy, weight, label, len(centres))
    return label


def _centres(xy: Ints, weight: Ints, label: Ints, count: int) -> Floats:
    """Weighted mean of each cluster; the sums are of whole numbers, so their order does not matter."""
    sums = [np.bincount(label, weight * xy[:, axis], count) for axis in (0, 1)]
    means: Floats = np.column_stack(sums) / np.bincount(label, weight, count)[:, None]
    return means


def _fill_empty(label: Ints, squared: Floats, count: int) -> None:
    """Give an empty cluster the cell that lies farthest from its own centre and is not alone there."""
    for part in range(count):
        if (label == part).any():
            continue
        own = squared[np.arange(len(label)), label]
        shared = np.bincount(label, minlength=count)[label] > 1
        label[int(np.argmax(np.where(shared, own, -1.0)))] = part


def _cost(xy: Ints, weight: Ints, label: Ints, count: int) -> int:
    away = xy - _centres(xy, weight, label, count)[label]
    return int((np.rint((away**2).sum(axis=1)).astype(np.int64) * weight).sum())


def _squared(xy: Ints, centres: Floats) -> Floats:
    """(cells, centres) squared metres; element by element, so that no threaded library decides the last bit."""
    east = xy[:, 0, None] - centres[None, :, 0]
    north = xy[:, 1, None] - centres[None, :, 1]
    squared: Floats = east * east + north * north
    return squared

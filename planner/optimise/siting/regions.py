"""Regions of columns to divide by: is one more of them open, or not?

Where few of many columns are open, the programme gives many columns of a neighbourhood a small share each, so that to
decide one of them changes little. How many of the neighbourhood are open is a whole number too: a share of 1.4 is at
most 1 or at least 2, and both change much. A region is what lies within some minutes of a row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.siting.certificate import Region
from planner.optimise.siting.engine import Node, Search
from planner.optimise.siting.instance import CLOSED, FREE, OPEN, States
from planner.optimise.siting.near import Near

SHARED = 1e-6
"""A column with a larger share counts."""
UNEVEN = 0.1
"""A region whose share is nearer to a whole number is none."""
APART = 0.2
"""Two regions offered differ by at least this share."""


def offered(near: Near, y: Floats, state: States, count: int) -> list[Region]:
    """At most ``count`` regions, those first whose rows would pay most for a column more or less."""
    row = np.repeat(np.arange(len(near.count)), near.count)
    place = np.flatnonzero(y[near.column] > SHARED)
    if not len(place):
        return []
    row, minutes, column = row[place], near.minutes[place], near.column[place]
    first = np.searchsorted(row, row, side="left")
    share = _within(y[column], first)
    mark = np.random.default_rng(0).integers(1, 2**62, len(y), dtype=np.uint64)
    name = _within(mark[column], first)  # of the columns with a share, whatever their order
    uneven = np.minimum(share % 1.0, -share % 1.0)
    last = np.append(row[1:] != row[:-1], True)
    beyond = np.append(minutes[1:], 0.0)
    worth = np.where(last | (uneven < UNEVEN), 0.0, near.weight[row] * (beyond - minutes) * uneven)
    order = np.lexsort((-worth, name))
    begins = np.flatnonzero(np.append(True, np.diff(name[order].view(np.int64)) != 0))
    total = np.add.reduceat(worth[order], begins)
    found: list[Region] = []
    taken: list[Floats] = []
    for n in np.argsort(-total, kind="stable"):
        if total[n] <= 0.0 or len(found) == count:
            break
        k = order[begins[n]]  # the row that the region is most apart for
        inside = np.zeros(len(y))
        inside[column[first[k] : k + 1]] = y[column[first[k] : k + 1]]
        if any(np.abs(inside - other).sum() < APART for other in taken):
            continue
        taken.append(inside)
        columns = _around(near, int(row[k]), (minutes[k] + beyond[k]) / 2, state)
        if len(columns) > int(share[k]):  # fewer may be open by now than have a share
            found.append(Region(columns, int(share[k])))
    return found


def _within(amount: Any, first: Ints) -> Any:
    """Running sums of a row's entries; ``first``: where the row of each entry begins."""
    running = np.cumsum(amount)
    return running - running[first] + amount[first]


def _around(near: Near, row: int, minutes: float, state: States) -> tuple[int, ...]:
    """The columns within ``minutes`` that may be open."""
    low, high = int(near.start[row]), int(near.start[row + 1])
    columns = near.column[low : low + int(np.searchsorted(near.minutes[low:high], minutes))]
    return tuple(int(j) for j in np.sort(columns[state[columns] != CLOSED]))


def tightened(search: Search, node: Node) -> Node | None:
    """Decide the columns of which the node's regions leave no choice; None, and closed, if one cannot be met.

    The cases of the other ways have no plan, as the count of the region shows.
    """
    path, state = list(node.path), node.state.copy()
    again = bool(node.limits)
    while again:
        again = False
        for region, more in node.limits:
            columns = np.array(region.columns)
            free = columns[state[columns] == FREE]
            opened = int(np.count_nonzero(state[columns] == OPEN))
            left = opened + len(free) - region.most - 1 if more else region.most - opened
            if left < 0:
                search.close(tuple(path), None, np.inf)
                return None
            if left > 0 or not len(free) or (more and opened > region.most):
                continue
            again = True
            for j in free:
                search.close((*path, (int(j), not more)), None, np.inf)
                path.append((int(j), more))
                state[j] = OPEN if more else CLOSED
    return replace(node, path=tuple(path), state=state)

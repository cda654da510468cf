"""What to divide a part by: a column, open or not, or a region, with more columns open or not.

Strong branching with a few pivots each way, remembered as gain per unit of what was rounded (pseudo-costs; Achterberg,
Koch and Martin 2005). A way that a trial closes is a case of the proof, and the part goes on with the other.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.growing import Corner
from planner.optimise.siting.certificate import Region
from planner.optimise.siting.engine import Node, Search
from planner.optimise.siting.instance import CLOSED, FREE, OPEN
from planner.optimise.siting.programme import Programme
from planner.optimise.siting.regions import UNEVEN, offered

WHOLE = 1e-6
"""A share this close to 0 or 1 is one."""
CANDIDATES, FAILURES, PIVOTS = 8, 4, 30
"""Columns tried at most, tried in vain in a row, pivots of a trial."""
REGIONS = 3
"""Regions tried at most."""
NOTHING = 1e-9
"""Gain, as a part of the gap, that is as good as none."""


def answered(node: Node, question: int | Region, yes: bool) -> Node:
    """The part of a node with this answer."""
    path = (*node.path, (question, yes))
    if isinstance(question, Region):
        return replace(node, path=path, limits=(*node.limits, (question, yes)))
    state = node.state.copy()
    state[question] = OPEN if yes else CLOSED
    return replace(node, path=path, state=state)


def run(search: Search, programme: Programme, *, pivots: int | None = None) -> Corner:
    """Solve until it is worth no more, or time is up."""
    left = search.watch.deadline - time.monotonic()
    return programme.run(time_limit=left, worth=search.goal.enough(search.value), pivots=pivots)


def shown_by(search: Search, programme: Programme, corner: Corner, node: Node) -> Node:
    """The node with bound and multipliers of a corner."""
    u = np.minimum(programme.multipliers(corner), search.near_lists.cap)
    prices = programme.prices(corner, node.limits)
    bound, rho, constant = search.price(u, node.state, node.limits, prices)
    return replace(node, bound=bound, u=u, rho=rho, prices=prices, constant=constant)


@dataclass
class Gains:
    """What deciding a column won so far, per unit of share rounded.

    Attributes:
        total, count: (2, J) sums and counts; [0] of closing, [1] of opening.
    """

    total: Floats
    count: Floats

    def expected(self, columns: Ints, y: Floats) -> Floats:
        """(2, columns) gain of closing and opening them."""
        seen = self.count.sum(axis=1)
        usual = np.where(seen > 0, self.total.sum(axis=1) / np.maximum(seen, 1), 1.0)[:, None]
        count = self.count[:, columns]
        each = np.where(count > 0, self.total[:, columns] / np.maximum(count, 1), usual)
        expected: Floats = each * np.array([y[columns], 1 - y[columns]])
        return expected

    def learn(self, column: int, y: float, gains: Floats) -> None:
        """Remember a trial."""
        self.total[:, column] += gains / np.array([max(y, WHOLE), max(1 - y, WHOLE)])
        self.count[:, column] += 1


def parts_of(share: float) -> Floats:
    """(2,) how far a share is above the whole number below it, and below the one above."""
    above = share % 1.0
    return np.array([above, 1.0 - above])


class Branching:
    """See the module; ``regions``: whether to ask for regions, which pays where a part's shares are small."""

    def __init__(self, search: Search, programme: Programme, *, regions: bool) -> None:
        self.search, self.programme, self._regions = search, programme, regions
        columns = search.instance.columns
        self.gains = Gains(np.zeros((2, columns)), np.zeros((2, columns)))
        self.known: dict[tuple[int, ...], Floats] = {}  # of regions: gain per unit rounded

    def _trial(self, node: Node) -> tuple[float, bool]:
        """Bound of a part after a few pivots, and whether multipliers close it (as a case of its own)."""
        self.programme.part(node.state, node.limits)
        corner = run(self.search, self.programme, pivots=PIVOTS)
        self.programme.lp.back()
        if self.programme.value(corner) < self.search.goal.enough(self.search.value):
            return self.programme.value(corner), False
        shown = shown_by(self.search, self.programme, corner, node)
        return shown.bound, self.search.closed(shown)

    def _tried(self, node: Node, question: int | Region) -> tuple[Node, Floats | None]:
        """Gains of a no and a yes; None if one of them is closed, then the node with the other as its answer."""
        least = NOTHING * (self.search.goal.enough(self.search.value) - node.bound)
        tried = np.zeros(2)
        for yes in (False, True):
            bound, closed = self._trial(answered(node, question, yes))
            if closed:
                return answered(node, question, not yes), None
            tried[int(yes)] = max(bound - node.bound, least)
        return node, tried

    def question(self, node: Node, y: Floats) -> tuple[Node, int | Region | None]:
        """What to divide by; None if trials decided something, now part of the node."""
        free = np.flatnonzero(node.state == FREE)
        broken = free[(y[free] > WHOLE) & (y[free] < 1 - WHOLE)]
        if not len(broken):
            return node, int(free[np.argmax(y[free])])
        before = node
        region: Region | None = None
        if self._regions:
            node, region = self._best_region(node, y)
        if node is not before:
            return node, None
        if region is not None:
            return node, region
        node, column = self._best_column(node, y, broken)
        return node, None if node is not before else column

    def _best_region(self, node: Node, y: Floats) -> tuple[Node, Region | None]:
        asked = {region for region, _ in node.limits}  # where the programme has no solution, y may not keep to them
        best, found = 0.0, None
        for columns, unit in self.known.items():
            region, parts = Region(columns, int(y[list(columns)].sum())), parts_of(float(y[list(columns)].sum()))
            if parts.min() >= UNEVEN and (unit * parts).prod() > best and region not in asked:
                best, found = float((unit * parts).prod()), region
        offers = offered(self.search.near_lists, y, node.state, REGIONS)
        new = [region for region in offers if region.columns not in self.known and region not in asked]
        for region in [*new, *([] if found is None else [found])]:
            self.programme.view(region.columns)
        self.programme.lp.keep()
        for region in new:
            node, gains = self._tried(node, region)
            if gains is not None:
                parts = parts_of(float(y[list(region.columns)].sum()))
                self.known[region.columns] = gains / np.maximum(parts, UNEVEN / 2)
                if gains.prod() > best:
                    best, found = float(gains.prod()), region
            if self.search.watch.over():
                break
        return node, found

    def _best_column(self, node: Node, y: Floats, broken: Ints) -> tuple[Node, int]:
        gap = self.search.goal.enough(self.search.value) - node.bound
        expected = np.maximum(self.gains.expected(broken, y), NOTHING * gap)
        best, found, failed = -1.0, int(broken[0]), 0
        self.programme.lp.keep()
        for rank in np.argsort(-expected.prod(axis=0), kind="stable")[:CANDIDATES]:
            j, gains = int(broken[rank]), expected[:, rank]
            if not self.gains.count[:, j].all():
                node, tried = self._tried(node, j)
                if tried is None:
                    continue
                self.gains.learn(j, float(y[j]), tried)
                gains = tried
            if gains.prod() > best:
                best, found, failed = float(gains.prod()), j, 0
            else:
                failed += 1
                if failed == FAILURES:
                    break
            if self.search.watch.over():
                break
        return node, found

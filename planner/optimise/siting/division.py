"""Branch and bound on the programme of :mod:`planner.optimise.siting.cuts`, newest part first.

Newest first, because its basis and cuts are the ones at hand: the best plan is nearly always known before
the division, so the order hardly changes which parts have to be judged.

Which column to divide by: strong branching with a few pivots each way, remembered as gain per
unit of what was rounded (pseudo-costs; Achterberg, Koch and Martin 2005). A part is closed by
L(u) alone, with multipliers from the programme's prices; they go into the certificate.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.growing import Corner
from planner.optimise.siting.cuts import Cuts
from planner.optimise.siting.engine import Node, Search
from planner.optimise.siting.instance import CLOSED, FREE, OPEN, States

ROOT_ROUNDS, NODE_ROUNDS = 60, 5
"""Rounds of cuts before a division."""
TAIL = 0.02
"""A round below the root that wins less than this share of the gap is the last."""
DRAWS = 20
"""Plans drawn at the root."""
WHOLE = 1e-6
"""A share this close to 0 or 1 is one."""
CANDIDATES, FAILURES, PIVOTS = 8, 4, 30
"""Columns tried at most, tried in vain in a row, pivots of a trial."""
NOTHING = 1e-9
"""Gain, as a part of the gap, that is as good as none."""


def alike(search: Search) -> Ints:
    """(R,) group of each row: the same three nearest columns of the best plan in the same order."""
    i = search.instance
    rows, place = np.zeros(len(i.weight), np.int64), np.repeat(np.arange(len(i.weight)), np.diff(i.start))
    open_at = np.flatnonzero(search.opened[i.column])
    row, column = place[open_at], i.column[open_at].astype(np.int64)
    rank = np.arange(len(row)) - np.searchsorted(row, row, side="left")
    for n in range(3):
        chosen = rank == n
        rows[row[chosen]] = rows[row[chosen]] * (i.columns + 1) + column[chosen] + 1
        rows = np.unique(rows, return_inverse=True)[1].astype(np.int64)
    return rows


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


class Division:
    """The search below the root."""

    def __init__(self, search: Search, root: Node) -> None:
        self.search, self.left, self._number = search, [root], 0
        i = search.instance
        size = float(i.weight @ (np.abs(search.near) + np.abs(np.minimum(search.second, i.penalty))))
        self.cuts = Cuts(search.near_lists, i.columns, i.p, alike(search), size)
        self.cuts.add(np.minimum(root.u, search.near_lists.cap))
        self.gains = Gains(np.zeros((2, i.columns)), np.zeros((2, i.columns)))
        self._inside: Floats = search.share * (i.p / max(search.share.sum(), WHOLE))

    # Bounds

    def _run(self, *, pivots: int | None = None) -> Corner:
        left = self.search.watch.deadline - time.monotonic()
        return self.cuts.run(time_limit=left, worth=self.search.goal.enough(self.search.value), pivots=pivots)

    def _shown(self, corner: Corner, state: States) -> tuple[float, Floats, Floats]:
        u = np.minimum(self.cuts.multipliers(corner), self.search.near_lists.cap)
        bound, rho = self.search.price(u, state)
        return bound, u, rho

    def _cut(self, y: Floats, corner: Corner) -> int:
        u, short = self.cuts.at(y)
        while short.any():
            self.cuts.widen(self.search.longer(short))
            u, short = self.cuts.at(y)
        return self.cuts.add(u, corner)

    def _cut_root(self, corner: Corner, y: Floats) -> int:
        """From a point between the programme's and the best inside: fewer rounds than from its corners."""
        self._inside = (self._inside + y) / 2
        return self._cut(self._inside, corner) or self._cut(y, corner)

    def judge(self, node: Node) -> Floats | None:
        """Raise the bound of a node by rounds of cuts; shares of the columns, None if it is closed."""
        first = not node.number
        self.cuts.part(node.state)
        y, last = np.zeros(len(node.state)), -np.inf
        for _ in range(ROOT_ROUNDS if first else NODE_ROUNDS):
            corner = self._run()
            bound, u, rho = self._shown(corner, node.state)
            if bound > node.bound:
                node.bound, node.u, node.rho = bound, u, rho
            if self.search.closed(node):
                return None
            y = np.clip(corner.x[: len(node.state)], 0.0, 1.0)
            gap = self.search.goal.enough(self.search.value) - node.bound
            if self.search.watch.over() or not corner.solved:
                break
            if not first and node.bound - last < TAIL * gap:
                break
            last = node.bound
            if not (self._cut_root(corner, y) if first else self._cut(y, corner)):
                break
            if first:
                self.search.improve(self.search.chosen(-y, node.state))
                self.search.tell(node.bound)
        self.search.improve(self.search.chosen(-y, node.state))
        if first:
            self._draw(node, y)
        return None if self.search.closed(node) else y

    def _draw(self, node: Node, y: Floats) -> None:
        """Swap from plans drawn by the shares of their columns (exponential keys; Efraimidis and Spirakis 2006)."""
        chance = np.random.default_rng(self.search.seed)
        for _ in range(DRAWS):
            if self.search.watch.over():
                return
            keys = chance.exponential(size=len(y)) / np.maximum(y, WHOLE)
            self.search.improve(self.search.chosen(keys, node.state))

    # Branching

    def _trial(self, node: Node, j: int, value: int) -> tuple[float, bool]:
        """Bound of a part after a few pivots, and whether multipliers close it (as a case of its own)."""
        state = node.state.copy()
        state[j] = value
        self.cuts.part(state)
        corner = self._run(pivots=PIVOTS)
        self.cuts.lp.back()
        if self.cuts.value(corner) < self.search.goal.enough(self.search.value):
            return self.cuts.value(corner), False
        bound, u, _ = self._shown(corner, state)
        if bound < self.search.goal.enough(self.search.value):
            return bound, False
        self.search.close((*node.path, (j, value == OPEN)), u, bound)
        return bound, True

    def _column(self, node: Node, y: Floats) -> int | None:
        """The column to divide by; None if trials decided some, now part of the node."""
        free = np.flatnonzero(node.state == FREE)
        broken = free[(y[free] > WHOLE) & (y[free] < 1 - WHOLE)]
        if not len(broken):
            return int(free[np.argmax(y[free])])
        gap = self.search.goal.enough(self.search.value) - node.bound
        expected = np.maximum(self.gains.expected(broken, y), NOTHING * gap)
        best, found, failed, decided = -1.0, int(broken[0]), 0, False
        self.cuts.lp.keep()
        for rank in np.argsort(-expected.prod(axis=0), kind="stable")[:CANDIDATES]:
            j, gains = int(broken[rank]), expected[:, rank]
            if not self.gains.count[:, j].all():
                tried = np.zeros(2)
                for value in (CLOSED, OPEN):
                    bound, closed = self._trial(node, j, value)
                    if closed:
                        node.state[j], decided = -value, True
                        node.path = (*node.path, (j, value != OPEN))
                        break
                    tried[int(value == OPEN)] = max(bound - node.bound, NOTHING * gap)
                if node.state[j] != FREE:
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
        return None if decided else found

    def _push(self, node: Node) -> None:
        self._number += 1
        node.number = self._number
        self.left.append(node)

    def run(self) -> list[Node]:
        """Divide until all is closed; what is left when it has to stop."""
        search = self.search
        while self.left:
            if search.watch.over():
                break
            node = self.left.pop()
            if search.closed(node) or search.settle(node):
                continue
            y = self.judge(node)
            if y is None:
                continue
            node = search.fix(node)
            if search.settle(node):
                continue
            node.state = node.state.copy()
            j = self._column(node, y)
            if j is None:
                self._push(node)
            else:
                for opens in (True, False):
                    state = node.state.copy()
                    state[j] = OPEN if opens else CLOSED
                    self._push(Node(node.bound, 0, (*node.path, (j, opens)), state, node.u, node.rho))
            self.cuts.tidy()
            search.tell(min([search.least, *(other.bound for other in self.left)]))
        return self.left


def divide(search: Search, root: Node) -> list[Node]:
    """Close all parts below a root; those left when it has to stop."""
    return Division(search, root).run()

"""Branch and bound on a linear programme of what is left, newest part first.

The programme is :mod:`planner.optimise.siting.cuts`, or, where little is left, :mod:`planner.optimise.siting.radius`.
Newest first, because its basis and cuts are the ones at hand: the best plan is nearly always known before
the division, so the order hardly changes which parts have to be judged.

What to divide by is in :mod:`planner.optimise.siting.branching`. A part is closed by L(u, v) alone, with multipliers
from the programme's prices; they go into the certificate.
"""

from __future__ import annotations

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.growing import Corner
from planner.optimise.siting.branching import WHOLE, Branching, answered, run, shown_by
from planner.optimise.siting.cuts import Cuts
from planner.optimise.siting.engine import WRITTEN, Node, Search
from planner.optimise.siting.near import near_of
from planner.optimise.siting.programme import Programme
from planner.optimise.siting.radius import Radius, Steps
from planner.optimise.siting.regions import tightened

ROOT_ROUNDS, NODE_ROUNDS = 60, 5
"""Rounds of cuts before a division."""
TAIL = 0.05
"""A round below the root that wins less than this share of the gap is the last."""
DRAWS = 20
"""Plans drawn at the root."""


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


def small(search: Search, root: Node) -> Steps | None:
    """The steps of what is left, if they are few enough to be written out."""
    steps = Steps.of(search.instance, root.state)
    sizes = steps.place + 1 - search.instance.start[steps.row]
    return steps if sizes.sum() <= WRITTEN else None


class Division:
    """The search below the root."""

    def __init__(self, search: Search, root: Node) -> None:
        self.search, self.left, self._number = search, [root], 0
        i = search.instance
        size = float(i.weight @ (np.abs(search.near) + np.abs(np.minimum(search.second, i.penalty))))
        steps = small(search, root)
        self.programme: Programme
        self._cuts: Cuts | None = None
        if steps is None:
            self.programme = self._cuts = Cuts(search.near_lists, i.columns, i.p, alike(search), size)
            self._cuts.add(np.minimum(root.u, search.near_lists.cap))
        else:
            search.near_lists = near_of(i, steps.reach)
            self.programme = Radius(i, steps, size)
        self._branching = Branching(search, self.programme, regions=self._cuts is not None)
        self._inside: Floats = search.share * (i.p / max(search.share.sum(), WHOLE))

    # Bounds

    def _cut(self, y: Floats, corner: Corner) -> int:
        """Add cuts that y breaks; how many. None where the programme is whole."""
        if self._cuts is None:
            return 0
        u, short = self._cuts.at(y)
        while short.any():
            self._cuts.widen(self.search.longer(short))
            u, short = self._cuts.at(y)
        return self._cuts.add(u, corner)

    def _cut_root(self, corner: Corner, y: Floats) -> int:
        """From a point between the programme's and the best inside: fewer rounds than from its corners."""
        self._inside = (self._inside + y) / 2
        return self._cut(self._inside, corner) or self._cut(y, corner)

    def judge(self, node: Node) -> tuple[Node, Floats | None]:
        """Raise the bound of a node by rounds of cuts; shares of the columns, None if it is closed."""
        first, inherited = not node.number, node
        self.programme.part(node.state, node.limits)
        y, last = np.zeros(len(node.state)), -np.inf
        for turn in range(ROOT_ROUNDS if first else NODE_ROUNDS):
            corner = run(self.search, self.programme)
            shown = shown_by(self.search, self.programme, corner, node)
            node = shown if shown.bound > node.bound else node
            if self.search.closed(node):
                return node, None
            y = np.clip(corner.x[: len(node.state)], 0.0, 1.0)
            if self.search.watch.over() or not corner.solved:
                break
            gap = self.search.goal.enough(self.search.value) - node.bound
            if not first and last >= inherited.bound and shown.bound - last < TAIL * gap:
                break
            if self._cuts and not turn and shown.bound < inherited.bound:  # parts elsewhere had no use for its cuts
                self._cuts.add(np.minimum(inherited.u, self.search.near_lists.cap), corner)
            last = shown.bound
            if not (self._cut_root(corner, y) if first else self._cut(y, corner)):
                break
            if first:
                self.search.improve(self.search.chosen(-y, node.state))
                self.search.tell(node.bound)
        self.search.improve(self.search.chosen(-y, node.state))
        if first and self._cuts:
            self._draw(node, y)
        return node, None if self.search.closed(node) else y

    def _draw(self, node: Node, y: Floats) -> None:
        """Swap from plans drawn by the shares of their columns (exponential keys; Efraimidis and Spirakis 2006)."""
        chance = np.random.default_rng(self.search.seed)
        for _ in range(DRAWS):
            if self.search.watch.over():
                return
            keys = chance.exponential(size=len(y)) / np.maximum(y, WHOLE)
            self.search.improve(self.search.chosen(keys, node.state))

    # Parts

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
            if search.closed(node):
                continue
            tight = tightened(search, node)
            if tight is None or search.settle(tight):
                continue
            node, y = self.judge(tight)
            if y is None:
                continue
            tight = tightened(search, search.fix(node))
            if tight is None or search.settle(tight):
                continue
            node = tight
            node, question = self._branching.question(node, y)
            if question is None:
                self._push(node)
            else:
                for yes in (True, False):
                    self._push(answered(node, question, yes))
            self.programme.tidy({region.columns for other in self.left for region, _ in other.limits})
            search.tell(min([search.least, *(other.bound for other in self.left)]))
        return self.left


def divide(search: Search, root: Node) -> list[Node]:
    """Close all parts below a root; those left when it has to stop."""
    return Division(search, root).run()

"""Incumbent and proof of a siting instance: add, swap, ascent, then a division into cases.

Sources: Cornuéjols, Fisher and Nemhauser (1977) for the bound; Polyak (1969) for the
step; Resende and Werneck (2007) for the swap; Beasley (1993) for the reduced-cost
tests and the branching.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from planner.domain.dataset import Floats
from planner.optimise.siting import kernels
from planner.optimise.siting.certificate import Case, Path
from planner.optimise.siting.instance import CLOSED, FREE, OPEN, Bools, Instance, States

Progress = Callable[[float, float], None]

ROOT_STEPS, ROOT_ROUNDS, ROOT_PATIENCE = 50, 40, 12
SECOND_STEPS, SECOND_ROUNDS, SECOND_PATIENCE, KICKS = 400, 3, 60, 40
NODE_STEPS, NODE_PATIENCE, NODE_SCALE = 60, 20, 1.0
SWAPS = 10
"""Exchanges between two looks at the clock."""
TIGHT = 1e-7
"""Relative gap at which a case is closed when the proof is to be complete."""
SLACK = 0.01
"""Of a unit of the objective: how far rounding up trusts floating point."""


@dataclass(frozen=True)
class Goal:
    """When a bound is enough, in the engine's costs.

    Attributes:
        shown: cost → what callers see (the same for minutes; EDE minutes for the equitable kin).
        cost: the reverse.
        gap: relative gap asked for, of what callers see.
        parts: every cost is a whole number of 1/parts; 0 if not.
    """

    shown: Callable[[float], float]
    cost: Callable[[float], float]
    gap: float
    parts: int

    def enough(self, upper: float) -> float:
        """The least bound that ends the search with this incumbent."""
        shown = self.shown(upper)
        wanted = self.cost(shown - max(self.gap, TIGHT) * abs(shown))
        if self.parts:
            wanted = min(wanted, upper - (1 - SLACK) / self.parts)
        return min(wanted, upper)

    def rounded(self, bound: float) -> float:
        """A bound rounded up to the next possible cost."""
        return float(np.ceil(bound * self.parts - SLACK) / self.parts) if self.parts else bound


@dataclass
class Watch:
    """Clock, cancel and callback of a run."""

    deadline: float
    cancel: Callable[[], bool]
    callback: Callable[[float, float], None]

    def over(self) -> bool:
        """Whether to stop now with what there is."""
        return time.monotonic() >= self.deadline or self.cancel()


@dataclass(order=True)
class Node:
    """A part of all plans still to be judged; ordered by bound."""

    bound: float
    number: int
    path: Path = field(compare=False)
    state: States = field(compare=False)
    u: Floats = field(compare=False)
    share: Floats = field(compare=False)


class Search:
    """One instance: the best plan found, and the cases that prove its bound."""

    def __init__(self, instance: Instance, goal: Goal, watch: Watch, seed: int = 0) -> None:
        self.instance = instance
        self.goal, self.watch, self.seed = goal, watch, seed
        self.value = np.inf
        self.opened: Bools = np.zeros(instance.columns, np.bool_)
        self.near = np.empty(len(instance.weight))
        self.second = np.empty(len(instance.weight))
        self.cases: list[Case] = []
        self.root_u = np.zeros(len(instance.weight))
        self._seen: set[bytes] = set()
        self._least = np.inf  # bound of the closed cases
        self._lists = (instance.start, instance.column, instance.minutes)

    # Incumbents

    def start(self) -> None:
        """Add greedily, then swap."""
        opened = self.instance.state == OPEN
        i = self.instance
        kernels.add_greedily(*self._lists, i.weight, i.penalty, i.state, opened, i.p)
        self.improve(opened)

    def improve(self, opened: Bools) -> None:
        """Swap from a set of columns; keep it if it is the best so far. Changes ``opened``."""
        if opened.tobytes() in self._seen:
            return
        self._seen.add(opened.tobytes())
        i = self.instance
        near, second = np.empty(len(i.weight)), np.empty(len(i.weight))
        done = False
        while not done:
            value, done = kernels.swap(*self._lists, i.weight, i.penalty, i.state, opened, SWAPS, near, second)
            if self.watch.over():
                break
        self._seen.add(opened.tobytes())
        if value < self.value:
            self.value, self.opened, self.near, self.second = float(value), opened, near, second

    # Bound

    def _ascend(self, node: Node, scale: float, steps: int, patience: int, direction: Floats, rho: Floats) -> float:
        i = self.instance
        bound, scale = kernels.ascend(
            *self._lists, i.weight, i.cap, node.state, i.p, self.value, self.goal.enough(self.value), scale,
            steps, patience, node.u, direction, node.share, rho,
        )  # fmt: skip
        node.bound = max(node.bound, float(bound))
        return float(scale)

    def _chosen(self, node: Node, rho: Floats) -> Bools:
        chosen = np.zeros(self.instance.columns, np.bool_)
        kernels.choose(rho, node.state, self.instance.p, chosen)
        return chosen

    def root(self) -> Node:
        """Multipliers of the undivided instance, and plans from the columns they choose."""
        i = self.instance
        u = np.minimum((self.near + self.second) / 2, i.cap)
        node = Node(-np.inf, 0, (), i.state, u, np.full(i.columns, i.p / i.columns))
        direction, rho, scale = np.zeros(len(u)), np.zeros(i.columns), 1.0
        for _ in range(ROOT_ROUNDS):
            scale = self._ascend(node, scale, ROOT_STEPS, ROOT_PATIENCE, direction, rho)
            if node.bound < self.goal.enough(self.value):
                self.improve(self._chosen(node, rho))
            self.tell(node.bound)
            if scale == 0.0 or node.bound >= self.goal.enough(self.value) or self.watch.over():
                break
        self.root_u = node.u.copy()
        return node

    def _second(self, root: Node) -> None:
        """Where the first ascent ends short of a proof: kicks of the plan, then a slower ascent towards it."""
        if self.watch.over() or root.bound >= self.goal.enough(self.value):
            return
        self._kick()
        direction, rho, scale = np.zeros(len(root.u)), np.zeros(self.instance.columns), 1.0
        for _ in range(SECOND_ROUNDS):
            if scale == 0.0 or root.bound >= self.goal.enough(self.value) or self.watch.over():
                break
            scale = self._ascend(root, scale, SECOND_STEPS, SECOND_PATIENCE, direction, rho)
            self.tell(root.bound)
        self.root_u = root.u.copy()

    def _kick(self) -> None:
        """Swap from the best plan with a few of its columns exchanged at random."""
        chance = np.random.default_rng(self.seed)
        for _ in range(KICKS):
            opened = self.opened.copy()
            leave = np.flatnonzero(opened & (self.instance.state == FREE))
            enter = np.flatnonzero(~opened & (self.instance.state == FREE))
            count = min(int(chance.integers(2, 6)), len(leave), len(enter))
            opened[chance.choice(leave, count, replace=False)] = False
            opened[chance.choice(enter, count, replace=False)] = True
            self.improve(opened)
            if self.watch.over():
                return

    def tell(self, bound: float) -> None:
        """Report value and bound to the callback."""
        self.watch.callback(self.goal.shown(self.value), self.goal.shown(min(bound, self.value)))

    # Division

    def close(self, path: Path, u: Floats | None, bound: float) -> None:
        """Add a case that needs no further division."""
        self.cases.append(Case(path, u))
        self._least = min(self._least, bound)

    def fix(self, node: Node, rho: Floats) -> Node:
        """Decide the columns whose other way is already proven no better, each closed as a case of its own."""
        i, enough = self.instance, self.goal.enough(self.value)
        free = np.flatnonzero(node.state == FREE)
        need = i.p - int(np.count_nonzero(node.state == OPEN))
        if not 0 < need < len(free):
            return node
        order = free[np.argsort(rho[free], kind="stable")]
        inside, outside = rho[order[need - 1]], rho[order[need]]
        path, state = list(node.path), node.state.copy()
        u = node.u.copy()
        for rank, j in enumerate(order):
            other = node.bound + (outside - rho[j] if rank < need else rho[j] - inside)
            if other < enough:
                continue
            opens = rank < need
            self.close((*path, (int(j), not opens)), u, other)
            path.append((int(j), opens))
            state[j] = OPEN if opens else CLOSED
        return Node(node.bound, node.number, tuple(path), state, node.u, node.share)

    def settle(self, node: Node) -> bool:
        """Close a node in which nothing is left to decide."""
        i = self.instance
        free = int(np.count_nonzero(node.state == FREE))
        need = i.p - int(np.count_nonzero(node.state == OPEN))
        if need < 0 or need > free:
            self.close(node.path, None, np.inf)
            return True
        if 0 < need < free:
            return False
        opened = node.state == OPEN if need == 0 else node.state >= FREE
        near, second = np.empty(len(i.weight)), np.empty(len(i.weight))
        value, _ = kernels.swap(*self._lists, i.weight, i.penalty, i.state, opened, 0, near, second)
        if value < self.value:
            self.value, self.opened, self.near, self.second = float(value), opened.copy(), near, second
        # Columns that are free or have to be open all the same: decided one by one, so that the case is one plan.
        path = list(node.path)
        for j in np.flatnonzero(node.state == FREE):
            self.close((*path, (int(j), need == 0)), None, np.inf)
            path.append((int(j), need != 0))
        self.close(tuple(path), np.minimum(near, i.cap), float(value))
        return True

    def divide(self, root: Node, rho: Floats, nodes: int) -> list[Node]:
        """Branch and bound on the multipliers, least bound first; what is left when it has to stop."""
        heap, number = [root], 0
        while heap:
            node = heapq.heappop(heap)
            if self.watch.over() or number >= nodes:
                heapq.heappush(heap, node)
                break
            if self.settle(node):
                continue
            self._ascend(node, NODE_SCALE, NODE_STEPS, NODE_PATIENCE, np.zeros(len(node.u)), rho)
            if node.bound < self.goal.enough(self.value):
                self.improve(self._chosen(node, rho))
            if node.bound >= self.goal.enough(self.value):
                self.close(node.path, node.u, node.bound)
                continue
            node = self.fix(node, rho)
            if self.settle(node):
                continue
            free = np.flatnonzero(node.state == FREE)
            j = int(free[np.argmin(np.abs(node.share[free] - 0.5))])
            for opens in (True, False):
                number += 1
                state = node.state.copy()
                state[j] = OPEN if opens else CLOSED
                path = (*node.path, (j, opens))
                heapq.heappush(heap, Node(node.bound, number, path, state, node.u.copy(), node.share.copy()))
            self.tell(min(self._least, heap[0].bound))
        return heap

    def run(self, *, nodes: int = 1_000_000) -> float:
        """Prove as far as asked; the bound, rounded up where costs are whole numbers of a part."""
        root = self.root()
        self._second(root)
        left = [root]
        if root.bound < self.goal.enough(self.value) and not self.watch.over():
            rho = np.zeros(self.instance.columns)
            kernels.price(*self._lists, self.instance.weight, self.instance.cap, root.u, rho)
            root = self.fix(root, rho)
            self._shrink(root.state == CLOSED)
            left = self.divide(root, rho, nodes)
        self.cases += [Case(node.path, node.u) for node in left]
        bound = min([self._least, *(node.bound for node in left)])
        self.tell(bound)
        return min(self.goal.rounded(bound), self.value)

    def _shrink(self, closed: Bools) -> None:
        less = self.instance.without(closed)
        self.instance = replace(less, state=self.instance.state)
        self._lists = (less.start, less.column, less.minutes)

"""Incumbent and proof of a siting instance: add, swap, ascent, then a division into cases.

Sources: Cornuéjols, Fisher and Nemhauser (1977) for the bound; Resende and Werneck (2007)
for the swap; Beasley (1993) for the reduced-cost tests. The ascent is in ``dual``, the
division in ``division``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.siting import dual, kernels
from planner.optimise.siting.certificate import Case, Path, Region
from planner.optimise.siting.instance import CLOSED, FREE, OPEN, Bools, Instance, States
from planner.optimise.siting.near import Near, near_of, reaching

Progress = Callable[[float, float], None]

STEPS, ROUNDS, PATIENCE = 50, 16, 5
"""Of the ascent: steps between two looks at the plan, looks, steps without a gain before they are cut."""
SCALE, BLEND = 0.1, 0.4
"""Of the ascent: first step as a part of the gap, most of a slope mixed into the direction."""
CREEP = 0.01
"""The ascent ends where a round wins less than this share of the gap, twice."""
HALF = 0.5
"""It also ends where a round wins less than this share of the gap, if little is left to decide."""
WRITTEN = 15_000
"""How little: entries of the radius form, equal sets counted apart."""
KICKS = 40
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


Limits = tuple[tuple[Region, bool], ...]


@dataclass
class Node:
    """A part of all plans still to be judged.

    Attributes:
        state, limits: what the path says of single columns and of regions.
        bound, u, rho: best bound, its multipliers and reduced costs.
        prices, constant: v of the first of ``limits`` behind the bound (0 for the rest), and Σ v n.
    """

    bound: float
    number: int
    path: Path
    state: States
    u: Floats
    rho: Floats
    limits: Limits = ()
    prices: tuple[float, ...] = ()
    constant: float = 0.0


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
        self.share = np.full(instance.columns, instance.p / instance.columns)
        self.near_lists: Near
        self._seen: set[bytes] = set()
        self.least = np.inf  # bound of the closed cases
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

    def look_near(self, u: Floats | None = None) -> None:
        """Lists as long as the best plan and multipliers need."""
        second = self.second if u is None else np.maximum(self.second, u)
        self.near_lists = near_of(self.instance, reaching(self.instance, second))

    def longer(self, short: Bools) -> Near:
        """Twice as long lists of some rows."""
        count = self.near_lists.count
        self.near_lists = near_of(self.instance, np.where(short, 2 * count + 1, count))
        return self.near_lists

    def price(
        self, u: Floats, state: States, limits: Limits = (), prices: tuple[float, ...] = ()
    ) -> tuple[float, Floats, float]:
        """L(u, v) of the plans of a state, reduced costs and Σ v n. ``u`` is at most ``cap`` of the lists."""
        near, rho = self.near_lists, np.empty(self.instance.columns)
        total = dual.price(near.start, near.end, near.column, near.minutes, near.weight, u, rho)
        constant = 0.0
        for (region, more), v in zip(limits, prices, strict=False):
            rho[list(region.columns)] -= v
            constant += v * (region.most + more)
        total += constant + kernels.choose(rho, state, self.instance.p, np.empty(len(rho), np.bool_))
        return float(total), rho, constant

    def chosen(self, worth: Floats, state: States) -> Bools:
        """The columns of least ``worth`` as a plan of a state."""
        chosen = np.zeros(self.instance.columns, np.bool_)
        kernels.choose(worth, state, self.instance.p, chosen)
        return chosen

    def root(self) -> Node:
        """Multipliers of the undivided instance, and plans from the columns they choose."""
        i = self.instance
        self.look_near()
        near = self.near_lists
        u = np.minimum((self.near + self.second) / 2, near.cap)
        node = Node(-np.inf, 0, (), i.state, u, np.zeros(i.columns))
        direction, scale, blend, slow = np.zeros(len(u)), SCALE, BLEND, 0
        for _ in range(ROUNDS):
            enough, before = self.goal.enough(self.value), node.bound
            bound, scale, blend = dual.ascend(
                near.start, near.end, near.column, near.minutes, near.weight, near.cap, node.state, i.p, self.value,
                enough, scale, blend, STEPS, PATIENCE, node.u, direction, self.share, node.rho,
            )  # fmt: skip
            node.bound = float(bound)
            if node.bound < enough:
                self.improve(self.chosen(node.rho, node.state))
            self.tell(node.bound)
            slow += node.bound - before < CREEP * (self.value - node.bound)
            if scale == 0.0 or slow > 1 or node.bound >= self.goal.enough(self.value) or self.watch.over():
                break
            if node.bound - before < HALF * (enough - before) and self._few(node):
                break
        self.root_u = node.u.copy()
        return node

    def _few(self, node: Node) -> bool:
        """Whether so little is left to decide that an exact bound is quicker than a better one."""
        near, state = self.near_lists, self.decided(node)[0]
        if not np.any(state == OPEN):
            return False
        begin, column = near.start.astype(np.int64), near.column
        free = np.append(0, np.cumsum(state[column] == FREE))
        always = np.append(np.flatnonzero(state[column] == OPEN), begin[-1])
        ends = np.minimum(always[np.searchsorted(always, begin[:-1])], begin[1:])
        count = free[ends] - free[begin[:-1]]
        return bool((count * (count + 1)).sum() <= 2 * WRITTEN)

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

    def close(self, path: Path, u: Floats | None, bound: float, prices: tuple[float, ...] = ()) -> None:
        """Add a case that needs no further division."""
        self.cases.append(Case(path, u, prices))
        self.least = min(self.least, bound)

    def decided(self, node: Node) -> tuple[States, Ints, Floats]:
        """The state with the columns whose other way is proven no better; those columns, and the bounds of that way."""
        free = np.flatnonzero(node.state == FREE)
        need = self.instance.p - int(np.count_nonzero(node.state == OPEN))
        if not 0 < need < len(free):
            return node.state, free[:0], np.zeros(0)
        order = free[np.argsort(node.rho[free], kind="stable")]
        inside, outside = node.rho[order[need - 1]], node.rho[order[need]]
        bound = float(
            self.near_lists.weight @ node.u + node.constant
            + node.rho[node.state == OPEN].sum() + node.rho[order[:need]].sum()
        )  # fmt: skip
        opens = np.arange(len(order)) < need
        other = bound + np.where(opens, outside - node.rho[order], node.rho[order] - inside)
        known = other >= self.goal.enough(self.value)
        state = node.state.copy()
        state[order[known]] = np.where(opens[known], OPEN, CLOSED)
        return state, order[known], other[known]

    def fix(self, node: Node) -> Node:
        """Decide the columns whose other way is already proven no better, each closed as a case of its own."""
        state, columns, other = self.decided(node)
        path = list(node.path)
        for j, bound in zip(columns.tolist(), other.tolist(), strict=True):
            opens = bool(state[j] == OPEN)
            self.close((*path, (j, not opens)), node.u, bound, node.prices)
            path.append((j, opens))
        return replace(node, path=tuple(path), state=state)

    def closed(self, node: Node) -> bool:
        """Close a node whose bound is enough."""
        if node.bound < self.goal.enough(self.value):
            return False
        self.close(node.path, node.u, node.bound, node.prices)
        return True

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

    def run(self) -> float:
        """Prove as far as asked; the bound, rounded up where costs are whole numbers of a part."""
        root = self.root()
        left = [root]
        if root.bound < self.goal.enough(self.value) and not self.watch.over():
            from planner.optimise.siting.division import divide  # knows a solver

            if not self._few(root):
                self._kick()
            root = self.fix(root)
            self._shrink(root.state == CLOSED)
            self.look_near(root.u)
            left = divide(self, root)
        self.cases += [Case(node.path, node.u, node.prices) for node in left]
        bound = min([self.least, *(node.bound for node in left)])
        self.tell(bound)
        return min(self.goal.rounded(bound), self.value)

    def _shrink(self, closed: Bools) -> None:
        less = self.instance.without(closed)
        self.instance = replace(less, state=self.instance.state)
        self._lists = (less.start, less.column, less.minutes)

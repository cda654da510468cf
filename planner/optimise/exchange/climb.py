"""Exchange: the best change of one use of a place or of two at once, as long as one is better and can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.evaluate.least_cost import fixed_nok
from planner.optimise.exchange import kernels
from planner.optimise.exchange.calendar import count, settle
from planner.optimise.exchange.menu import menu_of
from planner.optimise.exchange.slots import calendar_of
from planner.optimise.siting.instance import Bools
from planner.problem import Problem

LISTED = 150
"""Changes kept per look, best first."""
LOOKS = 4
CHEAP = 1e-3
PARTNERS = 3
MISSES = 40
ROUNDING_NOK = 1.0
"""Cost lines are rounded to øre."""
LEAST = 1e-6
"""Relative gain below which a change is none."""


@dataclass(frozen=True, eq=False)
class State:
    """What every unit is, its sum, and vehicle-days that serve the stops.

    Attributes:
        cells: (slots, cells) the calendar.
        nok: of the vehicle-days.
    """

    chosen: Ints
    value: float
    cells: Ints
    nok: float


class Climb:
    """Exchange search on one problem and one sum of ways.

    Args:
        costs: (points, J) cost of the way to each site.
        weights, beyond: (points, K, R).
    """

    def __init__(self, problem: Problem, costs: Floats, weights: Floats, beyond: Floats) -> None:
        self.problem, self.menu = problem, menu_of(problem)
        self.calendar = calendar_of(problem, self.menu.site)
        points = len(costs)
        self.costs = np.ascontiguousarray(costs[:, self.menu.site])
        self.weights = np.ascontiguousarray(weights.reshape(points, -1).T)
        self.beyond = np.ascontiguousarray(beyond.reshape(points, -1).T)
        self.layers = len(self.weights)
        self.budget = np.inf if problem.set_aside("budget") else problem.budget_nok - fixed_nok(problem) - ROUNDING_NOK
        self.questions = 0
        self.prices = self._even_prices()
        both = {site for site in self.menu.site.tolist() if (self.menu.site == site).sum() > 1}
        self.both = [u for u, site in enumerate(self.menu.site.tolist()) if site in both]

    # Values

    def value(self, chosen: Ints) -> float:
        """The sum of ways of a state."""
        masks = self.menu.mask[chosen]
        return float(sum(
            kernels.layer_sum(self.costs, self.weights[n], self.beyond[n], masks, n) for n in range(self.layers)
        ))  # fmt: skip

    def state(self, chosen: Ints, cells: Ints, value: float | None = None) -> State | None:
        """A choice with vehicle-days that serve its stops, made from others; None if none were found."""
        menu = self.menu
        pattern = menu.pattern[chosen]
        left = self.budget - float(menu.nok[chosen][pattern >= 0].sum())
        if left < 0:
            return None
        self.questions += 1
        cells = cells.copy()
        nok = settle(self.calendar.days, cells, *self.use(chosen), menu.need[chosen], left)
        if nok == np.inf:
            return None
        return State(chosen, self.value(chosen) if value is None else value, cells, float(nok))

    def use(self, chosen: Ints) -> tuple[Ints, Bools]:
        """(dates, stretches) places open as premises, (units, dates, blocks) places that are taken."""
        patterns, taken = self.menu.pattern[chosen], self.calendar.taken
        for u in self.both:
            p = int(self.menu.pattern[chosen[u]])
            if p >= 0:
                taken = taken.copy()
                taken[self.menu.site == self.menu.site[u]] |= self.calendar.busy(self.problem, p)
        opened: Ints = self.calendar.open[patterns[patterns >= 0]].sum(axis=0)
        return opened, taken

    def _even_prices(self) -> Floats:
        """(options,) what each takes of everything there is, as long as nothing better is known."""
        menu = self.menu
        price = menu.nok / self.budget if np.isfinite(self.budget) and self.budget > 0 else np.zeros(len(menu.nok))
        prices: Floats = price + (menu.use / np.maximum(menu.limits, 1)).mean(axis=1)
        return prices

    # Search

    def shake(
        self, state: State, rounds: int, rng: np.random.Generator, over: Callable[[], bool], enough: float = 0.0
    ) -> State:
        """Close a few uses of places near each other, fill and improve; keep what is better."""
        best = state
        for _ in range(rounds):
            if over() or best.value <= enough:
                break
            chosen = best.chosen.copy()
            opened = np.flatnonzero(self.menu.mask[chosen] > 0)
            if not len(opened):
                break
            centre = rng.choice(opened)
            apart = np.abs(self.costs[:, opened] - self.costs[:, [centre]]).mean(axis=0)
            near = opened[np.argsort(apart * rng.uniform(0.5, 1.5, len(opened)), kind="stable")]
            gone = near[: int(rng.integers(2, 2 + max(1, len(opened) // 4)))]
            chosen[gone] = self.menu.closed[gone]
            less = self.state(chosen, best.cells)
            if less is None:
                continue
            made = self.improve(self.fill(less, noise=rng), LOOKS)
            if made.value < best.value * (1 - LEAST):
                best = made
        return best

    def near(self, chosen: Ints, cells: Ints) -> State | None:
        """A choice as it is, or with less at stops that vehicle-days cannot serve; None if premises do not fit.

        Args:
            cells: vehicle-days to start from.
        """
        whole = self.state(chosen, cells)
        if whole is not None:
            return whole
        menu = self.menu
        counts = np.zeros((len(menu.site), menu.need.shape[1] + 1), dtype=np.int64)
        count(self.calendar.days, cells, counts)
        reached = np.where(menu.stop, menu.closed, chosen)
        stops = np.flatnonzero(menu.stop & (menu.mask[chosen] > 0))
        for u in stops.tolist():
            reached[u] = self.reached(u, np.minimum(counts[u, :-1], menu.need[chosen[u]]))
        made = self.state(reached, cells)
        if made is None:
            made = self.state(np.where(menu.stop, menu.closed, chosen), np.full_like(cells, -1))
        for u in stops.tolist() if made is not None else ():
            made = self._raised(made, u, int(chosen[u])) or made
        return made

    def reached(self, unit: int, dates: Ints) -> int:
        """The highest option of a stop for which some dates per class are enough."""
        options = np.flatnonzero((self.menu.unit == unit) & (self.menu.need <= dates).all(axis=1))
        return int(options[np.argmax(self.menu.need[options].sum(axis=1))])

    def _raised(self, state: State, unit: int, wanted: int) -> State | None:
        """A stop with as much of an option as can be served, None where that is no more than now."""
        need, now = self.menu.need, self.menu.need[state.chosen[unit]]
        between = (self.menu.unit == unit) & (need <= need[wanted]).all(axis=1) & (need >= now).all(axis=1)
        options = np.flatnonzero(between & (need.sum(axis=1) > now.sum()))
        for option in options[np.argsort(-need[options].sum(axis=1), kind="stable")].tolist():
            trial = state.chosen.copy()
            trial[unit] = option
            made = self.state(trial, state.cells)
            if made is not None:
                return made
        return None

    def start(self) -> State:
        """Nothing open, then the option that saves most for what it takes, one after the other."""
        chosen = self.menu.closed.copy()
        slots = self.calendar.days.block.shape
        return self.fill(State(chosen, self.value(chosen), np.full(slots, -1, dtype=np.int64), 0.0))

    def fill(self, state: State, noise: np.random.Generator | None = None) -> State:
        """Open what saves most for what it takes until nothing more fits."""
        menu = self.menu
        banned, misses = np.zeros(len(menu.unit), dtype=bool), 0
        while True:
            change, _, _ = self._tables(state)
            spare_nok, spare = self._spare(state)
            now = state.chosen[menu.unit]
            nok, use = menu.nok - menu.nok[now], menu.use - menu.use[now]
            fits = (nok <= spare_nok) & ((use <= spare) | (use <= 0)).all(axis=1) & (change < -1e-9) & ~banned
            if not fits.any():
                return state
            price = self.prices - self.prices[now]
            worth = np.where(fits, change / np.maximum(price, CHEAP * price.max()), 0.0)
            if noise is not None:
                worth = worth * noise.uniform(0.7, 1.3, len(worth))
            for option in np.argsort(worth, kind="stable")[:MISSES]:
                if not fits[option]:
                    return state
                chosen = state.chosen.copy()
                chosen[menu.unit[option]] = option
                made = self.state(chosen, state.cells)
                if made is not None:
                    state, misses = made, 0
                    break
                banned[option] = True
                misses += 1
            if misses >= MISSES:
                return state

    def improve(self, state: State, looks: int = 1000) -> State:
        """The best change that can be done, until none is left."""
        for _ in range(looks):
            better = self.better(state)
            if better is None:
                return state
            state = better
        return state

    def better(self, state: State) -> State | None:
        """The best change of one unit or two that was found to be possible."""
        menu = self.menu
        change, extra, slot = self._tables(state)
        spare_nok, spare = self._spare(state)
        size = PARTNERS * len(menu.unit)
        best, first, other = np.zeros(size), np.zeros(size, np.int64), np.zeros(size, np.int64)
        found = kernels.pairs(
            menu.unit, menu.mask, menu.nok, menu.use, state.chosen, menu.mask[state.chosen], slot, change,
            extra, self.layers, spare_nok, spare, PARTNERS, best, first, other,
        )  # fmt: skip
        for n in np.argsort(best[:found], kind="stable")[:LISTED].tolist():
            chosen = state.chosen.copy()
            for option in (first[n], other[n]):
                if option >= 0:
                    chosen[menu.unit[option]] = option
            value = self.value(chosen)
            if value < state.value * (1 - LEAST):
                made = self.state(chosen, state.cells, value)
                if made is not None:
                    return made
        return None

    def _spare(self, state: State) -> tuple[float, Floats]:
        """Money and rows left; what vehicle-days cost beyond their estimate stays as it is."""
        menu = self.menu
        estimate = float(menu.nok[state.chosen][menu.pattern[state.chosen] < 0].sum())
        spent = float(menu.nok[state.chosen].sum()) + state.nok - estimate
        return self.budget - spent, menu.limits - menu.use[state.chosen].sum(axis=0)

    def _tables(self, state: State) -> tuple[Floats, Floats, Ints]:
        """What each option changes, what pairs save more, and the slot of each open unit."""
        menu, points = self.menu, len(self.costs)
        current = menu.mask[state.chosen]
        opened = np.flatnonzero(current > 0)
        slot = np.full(len(current), -1)
        slot[opened] = np.arange(len(opened))
        gain = np.zeros((self.layers, len(current)))
        loss = np.zeros((self.layers, max(len(opened), 1)))
        extra = np.zeros((self.layers, len(current), max(len(opened), 1)))
        near, second, who = np.empty(points), np.empty(points), np.empty(points, np.int64)
        for n in range(self.layers):
            kernels.nearest(self.costs, self.weights[n], self.beyond[n], current, n, near, who, second)
            kernels.savings(self.costs, self.weights[n], near, who, second, slot, gain[n], loss[n], extra[n])
        change = np.empty(len(menu.unit))
        kernels.alone(menu.unit, menu.mask, current, slot, gain, loss, self.layers, change)
        return change, extra, slot

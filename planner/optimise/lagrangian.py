"""A bound for models too large for their own LP: Lagrangian relaxation of "each segment goes to one station".

    L(λ) = Σ_ikr λ_ikr − max { Σ_jkr G_jkr z_jkr : all requirements },   G_jkr = Σ_i max(0, W_ikr (λ_ikr − f_ij))

==========  ==========================================================================
λ_ikr       multiplier of segment (i, k, r), at most f of its fallback (T, or a locked station)
W_ikr       share of the segment: ω a ρ / Σ ω a ρ (λ is kept per unit of share)
f_ij        the goal's cost of the minutes from i to j
z_jkr       place j suits class k and level r (premises: sum of runs; stops: presence)
==========  ==========================================================================

Every L(λ) is a lower bound of the whole, untruncated model (Cornuéjols, Fisher and
Nemhauser 1977); the inner problem is relaxed to an LP over the model's own rows and
solved warm, so the best L is that of the radius form's LP. Steps are subgradient steps
in the metric W with a target a little above the best bound (Polyak 1969; Held, Wolfe
and Crowder 1974). The running mean of the inner solutions tends to the LP's optimum
(volume algorithm; Barahona and Anbil 2000) and says which decisions are worth keeping.

Measured on ``oslo-fri`` (830 points, 131 places × 14 patterns, 2 buses; CPU seconds), before
:mod:`planner.optimise.requirements` counted dates: 8.151 in 9 s, about 300 steps. The radius
form with 12 candidates per point has 82 000 columns; interior point stood at 8.10 after 69 s.
With candidates only up to λ simplex proved 8.154 in 25 s. The inner problem as MIP raised
8.151 to 8.163, in 261 s.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from planner.domain.dataset import Floats
from planner.evaluate.access import minutes_today, segment_shares
from planner.modelling import AccessSum
from planner.optimise.access import Core, Scope, fallback_minutes
from planner.optimise.aims import aim_of
from planner.optimise.siting.dual import price, sums_within
from planner.problem import Problem

MAX_STEPS = 400
LEAST_STEP = 0.04
PATIENCE = 12
"""Steps without a better bound after which the step is cut to two thirds."""
TARGET = 0.02
"""The target lies this much above the best bound."""
MEMORY = 0.02
"""Weight of the newest inner solution in the mean."""
REACH = 1.1
"""Candidates matter as far as the multiplier reaches, and a little farther."""


class Ways:
    """Segments of the points that count, as arrays.

    Attributes:
        counted: points with weight.
        costs: (counted, J) f_ij.
        beyond: (counted, K, R) f of the fallback.
        weights: (counted, K, R) W.
        today: the goal's sum with today's stations, a measure of what is much.
        pairs: (pairs, 3) class, level, site of everything that can suit.
        opens: (pairs, core columns) which decisions make the pair suit.
    """

    def __init__(self, problem: Problem, core: Core, ways: AccessSum | None = None) -> None:
        ways = ways or aim_of(problem).goal.ways
        if ways is None:
            raise ValueError("no sum over the voters' ways")
        self.counted = np.flatnonzero(ways.weights > 0)
        self.minutes = problem.minutes[self.counted]
        self.costs = ways.cost(self.minutes)
        self.beyond = ways.cost(fallback_minutes(problem)[self.counted])
        self.weights = ways.weights[self.counted, None, None] * segment_shares(problem)
        today = ways.cost(minutes_today(problem, cells=False)[self.counted])
        self.today = float((self.weights * today).sum())
        found = [
            (k, r, j, v)
            for k, levels in enumerate(core.suit)
            for r, level in enumerate(levels)
            for j, variables in level.items()
            for v in variables
        ]
        self.pairs = np.array([pair[:3] for pair in found], dtype=np.int64).reshape(-1, 3)
        entries = [(n, column) for n, (*_, v) in enumerate(found) for column in core.premises.get(v, (v,))]
        rows, columns = np.array(entries, dtype=np.int64).reshape(-1, 2).T
        shape = (len(found), len(core.model.columns))
        self.opens = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
        self._lists = _Lists(self.costs, self.beyond, self.weights)

    def place_sums(self, x: Floats) -> Floats:
        """(K, R, J) Σ of what makes each place suit."""
        sums = np.zeros((*self.weights.shape[1:], self.costs.shape[1]))
        np.add.at(sums, tuple(self.pairs.T), np.asarray(self.opens @ x))
        return sums

    def value(self, x: Floats) -> float:
        """The objective's sum of a whole plan: everybody goes to the quickest place that suits."""
        total, sums = 0.0, self.place_sums(x)
        for k, r in np.ndindex(*self.weights.shape[1:]):
            suits = sums[k, r] > 0.5
            nearest = self.costs[:, suits].min(axis=1, initial=np.inf)
            total += float(self.weights[:, k, r] @ np.minimum(nearest, self.beyond[:, k, r]))
        return total

    def least(self) -> float:
        """The objective's sum if every place suited everybody: a bound from the start."""
        nearest = np.minimum(self.costs.min(axis=1, initial=np.inf)[:, None, None], self.beyond)
        return float((self.weights * nearest).sum())

    def inner_costs(self, multipliers: Floats) -> Floats:
        """(core columns,) −G of each decision."""
        gains = np.zeros((*self.weights.shape[1:], self.costs.shape[1]))
        for k, r in np.ndindex(*gains.shape[:2]):
            gains[k, r] = self._lists.gains(k, r, multipliers[:, k, r])
        costs: Floats = -(self.opens.T @ gains[tuple(self.pairs.T)])
        return costs

    def cover(self, multipliers: Floats, x: Floats) -> Floats:
        """(counted, K, R) stations that a segment is sent to by the inner solution; one would be right."""
        sums, cover = self.place_sums(x), np.empty_like(multipliers)
        for k, r in np.ndindex(*cover.shape[1:]):
            cover[:, k, r] = self._lists.sums_within(k, r, multipliers[:, k, r], sums[k, r])
        return cover

    def first(self) -> Floats:
        """Multipliers to start from: f of the second, fourth, sixth … nearest place, by level."""
        ranks = np.minimum(1 + 2 * np.arange(self.weights.shape[2]), self.costs.shape[1] - 1)
        near = np.sort(np.partition(self.costs, ranks[-1], axis=1)[:, : ranks[-1] + 1], axis=1)
        start: Floats = np.minimum(np.repeat(near[:, None, ranks], self.weights.shape[1], axis=1), self.beyond)
        return start


class _Lists:
    """Each point's places by growing cost, for the siting engine's compiled loops: they end at the multiplier."""

    def __init__(self, costs: Floats, beyond: Floats, weights: Floats) -> None:
        """Keep the places that some segment of the point can be worth."""
        order = np.argsort(costs, axis=1, kind="stable")
        ordered = np.take_along_axis(costs, order, axis=1)
        kept = ordered < beyond.max(axis=(1, 2))[:, None]
        self._columns = costs.shape[1]
        self._start = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.uint64)
        self._column, self._cost = order[kept].astype(np.uint32), ordered[kept]
        self._weights = {at: np.ascontiguousarray(weights[:, *at]) for at in np.ndindex(*weights.shape[1:])}
        self._ends = {at: self._start[:-1].copy() for at in self._weights}

    def gains(self, k: int, r: int, multipliers: Floats) -> Floats:
        """(J,) Σ_i W max(0, λ − f_ij) of one class and level."""
        prices = np.empty(self._columns)
        at = np.ascontiguousarray(multipliers)
        price(self._start, self._ends[k, r], self._column, self._cost, self._weights[k, r], at, prices)
        return -prices

    def sums_within(self, k: int, r: int, multipliers: Floats, amount: Floats) -> Floats:
        """(counted,) Σ of ``amount`` over the places with f_ij < λ."""
        found = np.empty(len(multipliers))
        at = np.ascontiguousarray(multipliers)
        sums_within(self._start, self._ends[k, r], self._column, self._cost, at, amount, found)
        return found


@dataclass(frozen=True, eq=False)
class Ascent:
    """What the multipliers know.

    Attributes:
        infeasible: the requirements cannot be met, not even in part.
        bound: best L.
        mean: (core columns,) running mean of the inner solutions, None if there was not even one.
        multipliers: (counted, K, R) of the best bound.
    """

    infeasible: bool
    bound: float
    mean: Floats | None
    multipliers: Floats


def ascend(
    ways: Ways, core: Core, *, seed: int, deadline: float, tell: Callable[[float, float], None] | None = None
) -> Ascent:
    """Raise L step by step until it stalls, to a deadline (monotonic seconds), or until the run is cancelled."""
    from planner.optimise.solver import Outcome, Solver  # a certificate is checked where no solver is installed
    from planner.optimise.watch import cancelled

    solver = Solver(core.model, seed=seed)
    solver.relax()
    multipliers = best_at = ways.first()
    best, step, stale = ways.least(), 0.7, 0
    mean: Floats | None = None
    scale = TARGET * 0.25 * ways.today
    for number in range(MAX_STEPS):
        left = deadline - time.monotonic()
        inner = solver.run_relaxed(ways.inner_costs(multipliers), time_limit=left)
        if inner.outcome is Outcome.INFEASIBLE:
            return Ascent(True, np.inf, None, multipliers)
        if inner.values is None:
            break
        bound = float((ways.weights * multipliers).sum()) + inner.bound
        weight = max(MEMORY, 1 / (number + 1))
        mean = inner.values if mean is None else (1 - weight) * mean + weight * inner.values
        stale = 0 if bound > best + 1e-4 * abs(best) else stale + 1
        if bound > best:
            best, best_at = bound, multipliers
            if tell is not None:
                tell(np.inf, best)
        if stale >= PATIENCE:
            step, stale = step * 2 / 3, 0
        wrong = 1 - ways.cover(multipliers, inner.values)
        norm = float((ways.weights * wrong**2).sum())
        if step < LEAST_STEP or norm < 1e-12 or left < 0 or cancelled():
            break
        aim = best + max(TARGET * best, scale)
        multipliers = np.clip(multipliers + step * (aim - bound) / norm * wrong, 0.0, ways.beyond)
    return Ascent(False, best, mean, best_at)


def scope(problem: Problem, ways: Ways, ascent: Ascent, keep: Floats, least: float) -> Scope:
    """Decisions with at least a mean of ``least``; candidates as far as the multipliers reach.

    Args:
        keep: (core columns,) a plan whose decisions are kept as well.
    """
    reach = np.zeros((len(problem.weights), *ways.weights.shape[1:]))
    for k, r in np.ndindex(*ways.weights.shape[1:]):
        within = ways.costs <= ascent.multipliers[:, k, r, None]
        reach[ways.counted, k, r] = np.where(within, ways.minutes, 0.0).max(axis=1, initial=0.0) * REACH
    mean = np.zeros_like(keep) if ascent.mean is None else ascent.mean
    return Scope((mean >= least) | (keep > 0.5), reach)

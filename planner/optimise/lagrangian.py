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
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from planner.domain.dataset import Floats
from planner.evaluate.access import minutes_today, segment_shares
from planner.modelling import AccessSum, VisitKey
from planner.optimise.access import Core, Scope, fallback_minutes
from planner.optimise.aims import aim_of
from planner.optimise.siting.dual import price, sums_within
from planner.problem import Problem

if TYPE_CHECKING:  # a certificate is checked where no solver is installed
    from planner.optimise.tour_columns import Driven, Inner

MAX_STEPS = 400
LEAST_STEP = 0.04
TARGET = 0.02
"""The target lies this much above the best bound."""
LEAST_AHEAD = 0.1
"""The target counts as this part of that at least ahead of a step."""
MEMORY = 0.02
"""Weight of the newest inner solution in the mean."""
REACH = 1.1
"""Candidates matter as far as the multiplier reaches, and a little farther."""
LEAST_TOUR = 1e-3
"""Least mean of a vehicle-day that is kept: of 100 000 that can be driven the programme uses one or two hundred."""


class Pace(NamedTuple):
    """How the multipliers move.

    Attributes:
        step: the first one.
        patience: steps without a better bound after which the step is cut to two thirds.
        beats_known: whether better means better than what is known, from the first step on.
    """

    step: float
    patience: int
    beats_known: bool


AFRESH = Pace(0.7, 12, beats_known=True)
ONWARDS = Pace(0.3, 8, beats_known=False)
"""From multipliers that are good for fewer rows."""


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
        return float((self.weights * self.nearest(x)).sum())

    def nearest(self, x: Floats) -> Floats:
        """(counted, K, R) cost of each segment's quickest place that suits in a whole plan."""
        found, sums = np.empty_like(self.beyond), self.place_sums(x)
        for k, r in np.ndindex(*found.shape[1:]):
            found[:, k, r] = self.costs[:, sums[k, r] > 0.5].min(axis=1, initial=np.inf)
        return np.minimum(found, self.beyond)

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
        drives: whether the bound knows which tours can be driven.
        tours: the mean of vehicle-days, where they are known; None where not.
    """

    infeasible: bool
    bound: float
    mean: Floats | None
    multipliers: Floats
    drives: bool = False
    tours: Mapping[tuple[VisitKey, ...], float] | None = None


def ascend(ways: Ways, inner: Inner, *, deadline: float, tell: Callable[[float, float], None] | None = None) -> Ascent:
    """Raise L step by step until it stalls, to a deadline (monotonic seconds), or until the run is cancelled."""
    return _climb(ways, inner, ways.first(), AFRESH, ways.least(), deadline, _Means(), tell)


def ascend_with_drives(
    ways: Ways, inner: Driven, known: Ascent, *, deadline: float, tell: Callable[[float, float], None] | None = None
) -> Ascent:
    """Go on from what is known without drives; the bound that is known stays where this one is no better."""
    means = _Means(inner)
    found = _climb(ways, inner, known.multipliers, ONWARDS, known.bound, deadline, means, tell)
    if found.infeasible:
        return found
    tours = None if means.tours is None else inner.means(means.tours, LEAST_TOUR)
    best = replace(known, mean=known.mean if found.mean is None else found.mean, tours=tours)
    if found.bound <= known.bound:
        return best
    return replace(best, bound=found.bound, multipliers=found.multipliers, drives=True)


class _Means:
    """Running means of the inner solutions."""

    def __init__(self, driven: Driven | None = None) -> None:
        self._driven = driven
        self._steps = 0
        self.values: Floats | None = None
        self.tours: Floats | None = None

    def take(self, values: Floats) -> None:
        """The newest solution."""
        self._steps += 1
        weight = max(MEMORY, 1 / self._steps)
        self.values = values if self.values is None else (1 - weight) * self.values + weight * values
        if self._driven is not None:
            used = self._driven.used()
            self.tours = used if self.tours is None else (1 - weight) * self.tours + weight * used


def _climb(
    ways: Ways,
    inner: Inner,
    start: Floats,
    pace: Pace,
    known: float,
    deadline: float,
    means: _Means,
    tell: Callable[[float, float], None] | None,
) -> Ascent:
    """Subgradient steps from some multipliers towards a little more than the best bound, that found or that known."""
    from planner.optimise.cancelling import cancelled
    from planner.optimise.solver import Outcome

    multipliers = best_at = start
    best, step, stale = known if pace.beats_known else -np.inf, pace.step, 0
    scale = TARGET * 0.25 * ways.today
    for _ in range(MAX_STEPS):
        left = deadline - time.monotonic()
        inside = inner.solve(ways.inner_costs(multipliers), time_limit=left)
        if inside.outcome is Outcome.INFEASIBLE:
            return Ascent(True, np.inf, None, multipliers)
        if inside.values is None:
            break
        base = float((ways.weights * multipliers).sum())
        bound = base + inside.bound
        means.take(inside.values)
        stale = 0 if bound > best + 1e-4 * abs(best) else stale + 1
        if bound > best:
            best, best_at = bound, multipliers
            if tell is not None and best > known:
                tell(np.inf, best)
        if stale >= pace.patience:
            step, stale = step * 2 / 3, 0
        wrong = 1 - ways.cover(multipliers, inside.values)
        norm = float((ways.weights * wrong**2).sum())
        if step < LEAST_STEP or norm < 1e-12 or left < 0 or cancelled():
            break
        aim = max(best, known) + max(TARGET * max(best, known), scale)
        # Tours that are not there yet make the value too high: the step must not turn round.
        ahead = max(aim - (base + inside.value), LEAST_AHEAD * scale)
        multipliers = np.clip(multipliers + step * ahead / norm * wrong, 0.0, ways.beyond)
    return Ascent(False, max(best, known), means.values, best_at)


def scope(
    problem: Problem,
    ways: Ways,
    ascent: Ascent,
    plan: Floats,
    least: float,
    tours: Set[tuple[VisitKey, ...]] = frozenset(),
) -> Scope:
    """Decisions with at least a mean of ``least``; candidates as far as the multipliers reach, and a plan's own.

    Args:
        plan: (core columns,) whose decisions are kept as well; its value in the model is what it is. All 0: none.
        tours: vehicle-days that are kept as well.
    """
    reach = np.zeros((len(problem.weights), *ways.weights.shape[1:]))
    own = ways.nearest(plan) if plan.any() else np.zeros_like(ways.beyond)
    for k, r in np.ndindex(*ways.weights.shape[1:]):
        for limit, farther in ((ascent.multipliers[:, k, r], REACH), (own[:, k, r], 1.0)):
            within = np.where(ways.costs <= limit[:, None], ways.minutes, 0.0).max(axis=1, initial=0.0)
            reach[ways.counted, k, r] = np.maximum(reach[ways.counted, k, r], within * farther)
    mean = np.zeros_like(plan) if ascent.mean is None else ascent.mean
    driven = None if ascent.tours is None or least < 0 else frozenset(ascent.tours) | tours
    return Scope((mean >= least) | (plan > 0.5), reach, driven)

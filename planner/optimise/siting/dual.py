"""The loops of a bound, compiled: L(u) and its ascent.

Arguments are those of :class:`planner.optimise.siting.near.Near` and :class:`Instance`.
"""

from __future__ import annotations

import numpy as np

from planner.domain.dataset import Floats
from planner.optimise.siting.compiled import compiled
from planner.optimise.siting.instance import Bools, States
from planner.optimise.siting.kernels import choose
from planner.optimise.siting.near import Counts, Indices

SHORTER = 2.0 / 3.0
"""What is left of step and blend after ``patience`` steps without a better bound."""
LEAST_BLEND, LEAST_SCALE = 0.01, 1e-4
GAIN = 1e-4
"""A bound is better if it takes this share of the gap."""


@compiled
def ended(minutes: Floats, low: np.uint64, high: np.uint64, last: np.uint64, limit: float) -> np.uint64:
    """Where the entries low … high below ``limit`` end; multipliers move little, so it is near ``last``."""
    one = np.uint64(1)
    while last < high and minutes[last] < limit:
        last += one
    while last > low and minutes[last - one] >= limit:
        last -= one
    return last


@compiled
def price(
    start: Indices, end: Indices, column: Counts, minutes: Floats, weight: Floats, u: Floats, rho: Floats
) -> float:
    """ρ_j = Σ_i w_i min(0, t_ij − u_i) into ``rho``; Σ_i w_i u_i. Moves ``end``."""
    rho[:] = 0.0
    total = 0.0
    for i in range(len(weight)):
        limit, w = u[i], weight[i]
        total += w * limit
        low = start[i]
        last = ended(minutes, low, start[i + 1], end[i], limit)
        end[i] = last
        for k in range(low, last):
            rho[column[k]] += w * (minutes[k] - limit)
    return total


@compiled
def sums_within(
    start: Indices, end: Indices, column: Counts, minutes: Floats, u: Floats, amount: Floats, out: Floats
) -> None:
    """Σ of ``amount`` over the columns with t_ij < u_i, into ``out``. Moves ``end``."""
    for i in range(len(u)):
        low = start[i]
        last = ended(minutes, low, start[i + 1], end[i], u[i])
        end[i] = last
        total = 0.0
        for k in range(low, last):
            total += amount[column[k]]
        out[i] = total


@compiled
def blended(
    start: Indices, end: Indices, column: Counts, weight: Floats, chosen: Bools, most: float,
    slope: Floats, direction: Floats,
) -> float:  # fmt: skip
    """Mix the slope at the newest multipliers into ``direction``, so that it becomes shortest; the share mixed in."""
    square = dot = old = 0.0
    for i in range(len(weight)):
        count = 0
        for k in range(start[i], end[i]):
            count += chosen[column[k]]
        g, d, w = 1.0 - count, direction[i], weight[i]
        slope[i] = g
        square += w * g * g
        dot += w * g * d
        old += w * d * d
    share, apart = 1.0, square - 2.0 * dot + old
    if old > 1e-12:
        share = most if apart <= 1e-12 else min(max((old - dot) / apart, most / 10.0), most)
    for i in range(len(weight)):
        direction[i] += share * (slope[i] - direction[i])
    return share


@compiled
def ascend(
    start: Indices, end: Indices, column: Counts, minutes: Floats, weight: Floats, cap: Floats, state: States, p: int,
    upper: float, target: float, scale: float, blend: float, steps: int, patience: int,
    u: Floats, direction: Floats, share: Floats, rho: Floats,
) -> tuple[float, float, float]:  # fmt: skip
    """Raise L(u) = Σ w u + Σ_(p least) ρ from the best multipliers, along a running mean of slopes, towards ``upper``.

    ``u`` becomes the best multipliers, ``rho`` their reduced costs, ``share`` the mean of what was chosen (it tends
    to the optimum of the linear programme). Volume algorithm of Barahona and Anbil (2000).

    Returns:
        the best bound; step length and most of a slope mixed in, to go on with (step 0: the ascent has ended).
    """
    columns = len(state)
    now, slope = np.minimum(u, cap), np.zeros(len(u))
    prices, chosen = np.zeros(columns), np.zeros(columns, np.bool_)
    best = price(start, end, column, minutes, weight, now, prices) + choose(prices, state, p, chosen)
    u[:], rho[:] = now, prices
    stall = 0
    for _ in range(steps):
        if best >= target:
            return best, 0.0, blend
        mixed = blended(start, end, column, weight, chosen, blend, slope, direction)
        for j in range(columns):
            share[j] += mixed * (chosen[j] - share[j])
        norm = 0.0
        for i in range(len(u)):
            if u[i] < cap[i] or direction[i] < 0.0:
                norm += weight[i] * direction[i] * direction[i]
        if norm <= 1e-12 * weight.sum() or scale < LEAST_SCALE:
            return best, 0.0, blend
        step = scale * (upper - best) / norm
        for i in range(len(u)):
            now[i] = min(u[i] + step * direction[i], cap[i])
        bound = price(start, end, column, minutes, weight, now, prices) + choose(prices, state, p, chosen)
        stall = 0 if bound > best + GAIN * (upper - best) else stall + 1
        if bound > best:
            best = bound
            u[:], rho[:] = now, prices
        if stall >= patience:
            stall, scale, blend = 0, scale * SHORTER, max(blend * 0.8, LEAST_BLEND)
    return best, scale, blend

"""The loops of the exchange search, compiled: nearest and second nearest, what a change saves, the best pairs.

A *unit* is one use of a place (premises or stop), a *layer* one class and presence level. A
unit suits some layers, as its option says (bits of a mask).
"""

from __future__ import annotations

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.siting.compiled import compiled


@compiled
def nearest(
    costs: Floats, weights: Floats, beyond: Floats, masks: Ints, layer: int, near: Floats, who: Ints, second: Floats
) -> float:
    """Each point's nearest and second nearest unit that suits a layer (−1: none); the layer's sum."""
    points, units = costs.shape
    some = np.empty(units, np.int64)
    count = 0
    for u in range(units):
        if masks[u] >> layer & 1:
            some[count] = u
            count += 1
    total = 0.0
    for i in range(points):
        one, two, which = beyond[i], beyond[i], -1
        for n in range(count):
            cost = costs[i, some[n]]
            if cost < one:
                one, two, which = cost, one, some[n]
            elif cost < two:
                two = cost
        near[i], second[i], who[i] = one, two, which
        total += weights[i] * one
    return total


@compiled
def layer_sum(costs: Floats, weights: Floats, beyond: Floats, masks: Ints, layer: int) -> float:
    """The layer's sum alone."""
    points, units = costs.shape
    some = np.empty(units, np.int64)
    count = 0
    for u in range(units):
        if masks[u] >> layer & 1:
            some[count] = u
            count += 1
    total = 0.0
    for i in range(points):
        one = beyond[i]
        for n in range(count):
            one = min(one, costs[i, some[n]])
        total += weights[i] * one
    return total


@compiled
def savings(
    costs: Floats,
    weights: Floats,
    near: Floats,
    who: Ints,
    second: Floats,
    slot: Ints,
    gain: Floats,
    loss: Floats,
    extra: Floats,
) -> None:
    """What a layer saves when a unit comes (gain), costs when one goes (loss), and saves more when both (extra).

    profit(j comes, r goes) = gain[j] − loss[r] + extra[j, r] (Resende and Werneck 2007).
    """
    points, units = costs.shape
    gain[:], loss[:], extra[:, :] = 0.0, 0.0, 0.0
    for i in range(points):
        w, one, two = weights[i], near[i], second[i]
        if w == 0.0:
            continue
        r = -1 if who[i] < 0 else slot[who[i]]
        if r < 0:
            for u in range(units):
                if costs[i, u] < one:
                    gain[u] += w * (one - costs[i, u])
            continue
        loss[r] += w * (two - one)
        for u in range(units):
            cost = costs[i, u]
            if cost < one:
                gain[u] += w * (one - cost)
                extra[u, r] += w * (two - one)
            elif cost < two:
                extra[u, r] += w * (two - cost)


@compiled
def alone(
    unit: Ints, mask: Ints, current: Ints, slot: Ints, gain: Floats, loss: Floats, layers: int, change: Floats
) -> None:
    """What each option changes by itself (a lower bound where a unit leaves several layers: exact per layer)."""
    for o in range(len(unit)):
        u = unit[o]
        now, then = current[u], mask[o]
        total = 0.0
        for n in range(layers):
            if then >> n & 1 and not now >> n & 1:
                total -= gain[n, u]
            elif now >> n & 1 and not then >> n & 1:
                total += loss[n, slot[u]]
        change[o] = total


@compiled
def pairs(
    unit: Ints,
    mask: Ints,
    nok: Floats,
    use: Floats,
    chosen: Ints,
    current: Ints,
    slot: Ints,
    change: Floats,
    extra: Floats,
    layers: int,
    spare_nok: float,
    spare: Floats,
    partners: int,
    best: Floats,
    first: Ints,
    other: Ints,
) -> int:
    """Changes that save something, alone or with another that frees something, and fit the spare resources.

    Of every option the best few ``partners``. Fills ``best`` (changes), ``first`` and ``other`` (options; −1: one
    unit only).

    Returns:
        how many were found.
    """
    options, rows, most = len(unit), len(spare), len(best)
    found, downs = 0, 0
    down = np.empty(options, np.int64)
    for b in range(options):
        now = chosen[unit[b]]
        if slot[unit[b]] < 0 or now == b:
            continue
        frees = nok[b] < nok[now]
        for m in range(rows):
            if use[b, m] < use[now, m]:
                frees = True
        if frees:
            down[downs] = b
            downs += 1
    near, with_b = np.empty(partners), np.empty(partners, np.int64)
    for a in range(options):
        u = unit[a]
        if chosen[u] == a or change[a] >= 0:
            continue
        up_u, down_u = mask[a] & ~current[u], current[u] & ~mask[a]
        kept = 0
        for d in range(-1, downs):
            delta, money, b, v = change[a], nok[a] - nok[chosen[u]], -1, -1
            if d >= 0:
                b = down[d]
                v = unit[b]
                if v == u:
                    continue
                delta += change[b]
                money += nok[b] - nok[chosen[v]]
            if money > spare_nok:
                continue
            limit = near[partners - 1] if kept == partners else -1e-9
            if d >= 0:
                down_v, up_v = current[v] & ~mask[b], mask[b] & ~current[v]
                both, cross = up_u & down_v, down_u & up_v
                if both | cross:
                    for n in range(layers):
                        if both >> n & 1:
                            delta -= extra[n, u, slot[v]]
                        if cross >> n & 1:
                            delta -= extra[n, v, slot[u]]
            if delta >= limit:
                continue
            fits = True
            for m in range(rows):
                need = use[a, m] - use[chosen[u], m]
                if d >= 0:
                    need += use[b, m] - use[chosen[v], m]
                if need > spare[m] and need > 0:
                    fits = False
                    break
            if not fits:
                continue
            place = kept if kept < partners else partners - 1
            while place > 0 and near[place - 1] > delta:
                near[place], with_b[place] = near[place - 1], with_b[place - 1]
                place -= 1
            near[place], with_b[place] = delta, b
            kept = min(kept + 1, partners)
        for n in range(kept):
            if found < most:
                best[found], first[found], other[found] = near[n], a, with_b[n]
                found += 1
    return found

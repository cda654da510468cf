"""The loops of a plan, compiled: add, swap, choose and assign.

Lists of a row are by growing minutes (:mod:`planner.optimise.siting.instance`), so
every loop stops at the first entry that no longer matters.
"""

from __future__ import annotations

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.siting.compiled import compiled
from planner.optimise.siting.instance import Bools, Columns, States


@compiled
def add_greedily(
    start: Ints, column: Columns, minutes: Floats, weight: Floats, cap: Floats, state: States, opened: Bools, p: int
) -> None:
    """Open columns, each time the one that saves most, until ``p`` are open. Changes ``opened``."""
    rows, columns = len(weight), len(state)
    near = cap.copy()
    gain = np.zeros(columns)
    count = 0
    for j in range(columns):
        count += opened[j]
    for i in range(rows):
        for k in range(start[i], start[i + 1]):
            if minutes[k] >= near[i]:
                break
            if opened[column[k]]:
                near[i] = minutes[k]
                break
    while count < p:
        gain[:] = 0.0
        for i in range(rows):
            for k in range(start[i], start[i + 1]):
                if minutes[k] >= near[i]:
                    break
                gain[column[k]] += weight[i] * (near[i] - minutes[k])
        best = -1
        for j in range(columns):
            if not opened[j] and state[j] >= 0 and (best < 0 or gain[j] > gain[best]):
                best = j
        opened[best] = True
        count += 1
        for i in range(rows):
            for k in range(start[i], start[i + 1]):
                if minutes[k] >= near[i]:
                    break
                if column[k] == best:
                    near[i] = minutes[k]
                    break


@compiled
def swap(
    start: Ints,
    column: Columns,
    minutes: Floats,
    weight: Floats,
    cap: Floats,
    state: States,
    opened: Bools,
    rounds: int,
    near: Floats,
    second: Floats,
) -> tuple[float, bool]:
    """Exchange the best pair of an open and a closed column until none saves anything.

    profit(j in, r out) = gain[j] − loss[r] + extra[j, r] (Resende and Werneck 2007). Changes
    ``opened`` and each row's minutes to the nearest and second nearest open column.

    Returns:
        the value, and whether no exchange saves anything.
    """
    rows, columns = len(weight), len(state)
    slot = np.full(columns, -1)
    owner = np.zeros(columns, np.int64)
    p = 0
    for j in range(columns):
        if opened[j]:
            slot[j], owner[p] = p, j
            p += 1
    gain, loss, extra = np.zeros(columns), np.zeros(p), np.zeros((columns, p))
    value = 0.0
    for turn in range(rounds + 1):
        gain[:], loss[:], extra[:, :] = 0.0, 0.0, 0.0
        value = size = 0.0
        for i in range(rows):
            first, one, two, end = -1, cap[i], cap[i], start[i + 1]
            for k in range(start[i], start[i + 1]):
                if minutes[k] >= cap[i]:
                    end = k
                    break
                if opened[column[k]]:
                    if first < 0:
                        first, one = slot[column[k]], minutes[k]
                    else:
                        two, end = minutes[k], k
                        break
            w = weight[i]
            near[i], second[i] = one, two
            value += w * one
            size += w * (abs(one) + abs(two))
            if first >= 0:
                loss[first] += w * (two - one)
            for k in range(start[i], end):
                j = column[k]
                if minutes[k] < one:
                    gain[j] += w * (one - minutes[k])
                    if first >= 0:
                        extra[j, first] += w * (two - one)
                elif first >= 0:
                    extra[j, first] += w * (two - minutes[k])
        best, enter, leave = 1e-12 * size, -1, -1  # costs may be negative: rounding must not look like a profit
        for j in range(columns):
            if opened[j] or state[j] < 0:
                continue
            for r in range(p):
                profit = gain[j] - loss[r] + extra[j, r]
                if profit > best and state[owner[r]] <= 0:
                    best, enter, leave = profit, j, r
        if enter < 0:
            return value, True
        if turn == rounds:
            break
        opened[owner[leave]], opened[enter] = False, True
        slot[owner[leave]], slot[enter], owner[leave] = -1, leave, enter
    return value, False


@compiled
def choose(rho: Floats, state: States, p: int, chosen: Bools) -> float:
    """Mark the open columns and the free ones of least ``rho``, ``p`` in all; their sum of ``rho``."""
    columns = len(rho)
    free = np.empty(columns)
    count, need, total = 0, p, 0.0
    for j in range(columns):
        chosen[j] = state[j] > 0
        if state[j] > 0:
            total += rho[j]
            need -= 1
        elif state[j] == 0:
            free[count] = rho[j]
            count += 1
    if need <= 0:
        return total
    low, high, rank = 0, count - 1, need - 1
    while low < high:  # quickselect: free[rank] becomes the need-th least
        pivot, a, b = free[(low + high) // 2], low, high
        while a <= b:
            while free[a] < pivot:
                a += 1
            while free[b] > pivot:
                b -= 1
            if a <= b:
                free[a], free[b] = free[b], free[a]
                a += 1
                b -= 1
        if rank <= b:
            high = b
        elif rank >= a:
            low = a
        else:
            break
    edge = free[rank]
    for j in range(columns):
        if state[j] == 0 and rho[j] < edge:
            chosen[j] = True
            total += rho[j]
            need -= 1
    for j in range(columns):
        if need > 0 and state[j] == 0 and rho[j] == edge:
            chosen[j] = True
            total += rho[j]
            need -= 1
    return total


@compiled
def assign(
    start: Ints, column: Columns, minutes: Floats, cap: Floats, opened: Bools, assigned: Ints, near: Floats
) -> None:
    """Each row's nearest open column (the lowest of several, −1 if none is within ``cap``) and its minutes."""
    for i in range(len(cap)):
        assigned[i], near[i] = -1, cap[i]
        for k in range(start[i], start[i + 1]):
            if minutes[k] > cap[i] or (assigned[i] >= 0 and minutes[k] > near[i]):
                break
            if opened[column[k]] and (assigned[i] < 0 or column[k] < assigned[i]):
                assigned[i], near[i] = column[k], minutes[k]

"""Vehicle-days with dates, compiled: whether a visit fits a day, and a calendar that serves what stops need.

A *slot* is one vehicle on one date, with a *cell* for each of its blocks; a cell holds a unit
(a stop) or −1. A slot fits if a vehicle can do it: drives between blocks, time out, longest
shift, crew to spare in the pool while it is out, no stop twice for one class on a date, no
stop at a place that is open as premises then.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.siting.compiled import compiled
from planner.optimise.siting.instance import Bools


class Days(NamedTuple):
    """What does not change.

    Attributes:
        date, fleet, size: (slots,) number of the date; fleet; how many cells.
        first: (dates + 1,) first slot of each date; slots are in order of dates.
        block: (slots, cells) number of the block, over all fleets.
        start, end: (blocks,) with set-up before, and overrun and take-down after.
        close: (blocks,) when a crew may change.
        classes: (blocks,) bits of the classes for which a visit counts.
        minutes: (units, units) whole minutes of the drive.
        out, back: (blocks, units) minute at which a vehicle leaves for a first, is back from a last visit.
        km, km_out, km_back: (units, units), (fleets, units) twice.
        allowed: (fleets, units)
        pay: (fleets, kinds of day, minutes) NOK of everyone aboard up to a minute of the day.
        kind: (slots,) kind of day.
        day_nok, km_nok, most_out, most_shift, crew: (fleets,)
        since, until: (dates, stretches) of the day in which as many premises are open.
        pool: (dates,) persons; crew_premises: persons of one.
        least_visits: of a stop that is used.
    """

    date: Ints
    fleet: Ints
    size: Ints
    first: Ints
    block: Ints
    start: Ints
    end: Ints
    close: Ints
    classes: Ints
    minutes: Ints
    out: Ints
    back: Ints
    km: Floats
    km_out: Floats
    km_back: Floats
    allowed: Bools
    pay: Floats
    kind: Ints
    day_nok: Floats
    km_nok: Floats
    most_out: Floats
    most_shift: Floats
    crew: Ints
    since: Ints
    until: Ints
    pool: Ints
    crew_premises: int
    least_visits: int


OFFSET = 1440
"""Minutes of the table of pay before midnight."""


@compiled
def day_fits(days: Days, cells: Ints, s: int) -> tuple[bool, int, int, float]:
    """Whether a vehicle can do what its cells say on a slot; when it leaves and is back, NOK."""
    f = days.fleet[s]
    last, out, back, km = -1, 0, 0, 0.0
    for n in range(days.size[s]):
        u = cells[n]
        if u < 0:
            continue
        b = days.block[s, n]
        if last < 0:
            out = days.out[b, u]
            km = days.km_out[f, u]
        elif cells[last] != u:
            if days.minutes[cells[last], u] > days.start[b] - days.end[days.block[s, last]]:
                return False, 0, 0, 0.0
            km += days.km[cells[last], u]
        last = n
    if last < 0:
        return True, 0, 0, 0.0
    back = days.back[days.block[s, last], cells[last]]
    km += days.km_back[f, cells[last]]
    if back - out > days.most_out[f]:
        return False, 0, 0, 0.0
    shift = back - out
    for n in range(days.size[s]):
        if cells[n] >= 0:
            change = days.close[days.block[s, n]]
            shift = min(shift, max(change - out, back - change))
    if shift > days.most_shift[f]:
        return False, 0, 0, 0.0
    k = days.kind[s]
    nok = days.day_nok[f] + days.km_nok[f] * km + days.pay[f, k, back + OFFSET] - days.pay[f, k, out + OFFSET]
    return True, out, back, nok


@compiled
def crew_left(days: Days, use: Ints, outs: Ints, backs: Ints, s: int, out: int, back: int) -> bool:
    """Whether the pool has a crew for a slot from ``out`` to ``back``, beside premises and the date's other slots.

    Those of the same fleet count all day: which of its vehicles takes which day is chosen later.
    """
    d, f = days.date[s], days.fleet[s]
    for g in range(days.since.shape[1]):
        if out >= days.until[d, g] or back <= days.since[d, g]:
            continue
        persons = days.crew_premises * use[d, g] + days.crew[days.fleet[s]]
        for other in range(days.first[d], days.first[d + 1]):
            if other == s or backs[other] == 0:
                continue
            together = outs[other] < days.until[d, g] and backs[other] > days.since[d, g]
            if days.fleet[other] == f or together:
                persons += days.crew[days.fleet[other]]
        if persons > days.pool[d]:
            return False
    return True


@compiled
def put_nok(
    days: Days, cells: Ints, use: Ints, taken: Bools, outs: Ints, backs: Ints, noks: Floats, s: int, n: int, u: int
) -> float:
    """What a visit to ``u`` in a cell costs more (inf: it does not fit)."""
    d, b = days.date[s], days.block[s, n]
    if not days.allowed[days.fleet[s], u] or taken[u, d, b]:
        return np.inf
    for other in range(days.first[d], days.first[d + 1]):
        for m in range(days.size[other]):
            if cells[other, m] == u and (other != s or m != n) and days.classes[days.block[other, m]] & days.classes[b]:
                return np.inf
            # One place, one vehicle at a time.
            if cells[other, m] == u and other != s:
                c = days.block[other, m]
                if days.start[b] < days.end[c] and days.start[c] < days.end[b]:
                    return np.inf
    before = cells[s, n]
    cells[s, n] = u
    fits, out, back, nok = day_fits(days, cells[s], s)
    cells[s, n] = before
    if not fits or not crew_left(days, use, outs, backs, s, out, back):
        return np.inf
    more: float = nok - noks[s]
    return more


@compiled
def refresh(days: Days, cells: Ints, outs: Ints, backs: Ints, noks: Floats, s: int) -> None:
    """Times and NOK of a slot after a change."""
    _, outs[s], backs[s], noks[s] = day_fits(days, cells[s], s)


@compiled
def count(days: Days, cells: Ints, counts: Ints) -> None:
    """(units, K + 1) dates of each class and visits."""
    counts[:, :] = 0
    classes = counts.shape[1] - 1
    for s in range(len(days.date)):
        for n in range(days.size[s]):
            u = cells[s, n]
            if u >= 0:
                counts[u, classes] += 1
                for k in range(classes):
                    counts[u, k] += days.classes[days.block[s, n]] >> k & 1


@compiled
def clear(days: Days, cells: Ints, counts: Ints, s: int, n: int) -> None:
    """Take a visit away."""
    u, classes = cells[s, n], counts.shape[1] - 1
    counts[u, classes] -= 1
    for k in range(classes):
        counts[u, k] -= days.classes[days.block[s, n]] >> k & 1
    cells[s, n] = -1


@compiled
def place(days: Days, cells: Ints, counts: Ints, s: int, n: int, u: int) -> None:
    """Write a visit."""
    classes = counts.shape[1] - 1
    counts[u, classes] += 1
    for k in range(classes):
        counts[u, k] += days.classes[days.block[s, n]] >> k & 1
    cells[s, n] = u


@compiled
def trim(days: Days, cells: Ints, counts: Ints, outs: Ints, backs: Ints, noks: Floats, needs: Ints, u: int) -> None:
    """Take away visits that are more than a stop needs, those first that save most."""
    classes = counts.shape[1] - 1
    total = 0
    for k in range(classes):
        total += needs[u, k]
    least = days.least_visits if total > 0 else 0
    while counts[u, classes] > least:
        best, at_s, at_n = -np.inf, -1, -1
        for s in range(len(days.date)):
            for n in range(days.size[s]):
                if cells[s, n] != u:
                    continue
                spare = True
                for k in range(classes):
                    if days.classes[days.block[s, n]] >> k & 1 and counts[u, k] <= needs[u, k]:
                        spare = False
                if not spare:
                    continue
                cells[s, n] = -1
                fits, _, _, nok = day_fits(days, cells[s], s)
                cells[s, n] = u
                if fits and noks[s] - nok > best:
                    best, at_s, at_n = noks[s] - nok, s, n
        if at_s < 0:
            break
        clear(days, cells, counts, at_s, at_n)
        refresh(days, cells, outs, backs, noks, at_s)


@compiled
def best_cell(
    days: Days,
    cells: Ints,
    use: Ints,
    taken: Bools,
    outs: Ints,
    backs: Ints,
    noks: Floats,
    u: int,
    wanted: int,
    not_s: int,
    not_n: int,
) -> tuple[int, int, float]:
    """The free cell in which a visit that counts for some classes (bits) costs least."""
    best, at_s, at_n = np.inf, -1, -1
    for s in range(len(days.date)):
        for n in range(days.size[s]):
            if cells[s, n] >= 0 or not days.classes[days.block[s, n]] & wanted or (s == not_s and n == not_n):
                continue
            nok = put_nok(days, cells, use, taken, outs, backs, noks, s, n, u)
            if nok < best:
                best, at_s, at_n = nok, s, n
    return at_s, at_n, best


@compiled
def serve(
    days: Days,
    cells: Ints,
    counts: Ints,
    use: Ints,
    taken: Bools,
    outs: Ints,
    backs: Ints,
    noks: Floats,
    needs: Ints,
    u: int,
) -> bool:
    """Visits for all that a stop needs; where no cell is free, another stop's visit moves."""
    classes = counts.shape[1] - 1
    while True:
        wanted = total = 0
        for k in range(classes):
            total += needs[u, k]
            if counts[u, k] < needs[u, k]:
                wanted |= 1 << k
        if wanted == 0:
            if total == 0 or counts[u, classes] >= days.least_visits:
                return True
            wanted = (1 << classes) - 1
        s, n, _ = best_cell(days, cells, use, taken, outs, backs, noks, u, wanted, -1, -1)
        if s >= 0:
            place(days, cells, counts, s, n, u)
            refresh(days, cells, outs, backs, noks, s)
        elif not make_room(days, cells, counts, use, taken, outs, backs, noks, u, wanted):
            return False


@compiled
def make_room(
    days: Days,
    cells: Ints,
    counts: Ints,
    use: Ints,
    taken: Bools,
    outs: Ints,
    backs: Ints,
    noks: Floats,
    u: int,
    wanted: int,
) -> bool:
    """Put a visit where another stop's is, which moves to a free cell that counts for the same classes."""
    for s in range(len(days.date)):
        for n in range(days.size[s]):
            v = cells[s, n]
            if v < 0 or v == u or not days.classes[days.block[s, n]] & wanted:
                continue
            if put_nok(days, cells, use, taken, outs, backs, noks, s, n, u) == np.inf:
                continue
            clear(days, cells, counts, s, n)
            place(days, cells, counts, s, n, u)
            refresh(days, cells, outs, backs, noks, s)
            bits = days.classes[days.block[s, n]]
            best, at_s, at_n = np.inf, -1, -1
            for t in range(len(days.date)):
                for m in range(days.size[t]):
                    if cells[t, m] < 0 and days.classes[days.block[t, m]] & bits == bits:
                        nok = put_nok(days, cells, use, taken, outs, backs, noks, t, m, v)
                        if nok < best:
                            best, at_s, at_n = nok, t, m
            if at_s >= 0:
                place(days, cells, counts, at_s, at_n, v)
                refresh(days, cells, outs, backs, noks, at_s)
                return True
            clear(days, cells, counts, s, n)
            place(days, cells, counts, s, n, v)
            refresh(days, cells, outs, backs, noks, s)
    return False


@compiled
def settle(days: Days, cells: Ints, use: Ints, taken: Bools, needs: Ints, limit: float) -> float:
    """Change a calendar so that it serves just what stops need; NOK, inf where that does not fit or costs more."""
    slots, classes = len(days.date), needs.shape[1]
    outs, backs, noks = np.zeros(slots, np.int64), np.zeros(slots, np.int64), np.zeros(slots)
    counts = np.zeros((len(needs), classes + 1), np.int64)
    for d in range(use.shape[0]):
        for g in range(use.shape[1]):
            if use[d, g] > 0 and days.crew_premises * use[d, g] > days.pool[d]:
                return np.inf
    for s in range(slots):
        for n in range(days.size[s]):
            u = cells[s, n]
            if u >= 0 and taken[u, days.date[s], days.block[s, n]]:
                cells[s, n] = -1
    count(days, cells, counts)
    for s in range(slots):
        refresh(days, cells, outs, backs, noks, s)
    for u in range(len(needs)):
        if counts[u, classes] > 0:
            trim(days, cells, counts, outs, backs, noks, needs, u)
    for s in range(slots):
        if backs[s] > 0 and not crew_left(days, use, outs, backs, s, outs[s], backs[s]):
            for n in range(days.size[s]):
                if cells[s, n] >= 0:
                    clear(days, cells, counts, s, n)
            refresh(days, cells, outs, backs, noks, s)
    for u in range(len(needs)):
        if not serve(days, cells, counts, use, taken, outs, backs, noks, needs, u):
            return np.inf
    total: float = noks.sum()
    return total if total <= limit else np.inf


@compiled
def fit_tour(
    days: Days,
    cells: Ints,
    use: Ints,
    taken: Bools,
    outs: Ints,
    backs: Ints,
    noks: Floats,
    s: int,
    blocks: Ints,
    units: Ints,
) -> bool:
    """Put a whole tour on a slot that is empty, if it fits there."""
    done = 0
    for n in range(days.size[s]):
        for m in range(len(blocks)):
            if days.block[s, n] == blocks[m]:
                cells[s, n] = units[m]
                done += 1
    fits = done == len(blocks) and day_fits(days, cells[s], s)[0]
    for n in range(days.size[s]):
        if fits and cells[s, n] >= 0:
            fits = put_nok(days, cells, use, taken, outs, backs, noks, s, n, cells[s, n]) < np.inf
    if not fits:
        cells[s, :] = -1
    refresh(days, cells, outs, backs, noks, s)
    return fits

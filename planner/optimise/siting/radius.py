"""The linear programme of the siting problem where few columns are left to decide, written out as a whole.

    minimise Σ_s c_s z_s + offset   with   Σ_j y_j = p,   0 ≤ y ≤ 1,   z_s + Σ_{j in s} y_j ≥ 1,   z ≥ 0

| symbol | meaning | unit |
|---|---|---|
| s | a set of columns that is all there is within some minutes of a row | |
| c_s | what it costs, over all rows, that none of s is open: weight × minutes to the next column | weight × minutes |
| offset | weight × minutes to each row's nearest column | weight × minutes |

The radius form (Cornuéjols, Nemhauser and Wolsey 1980; García, Labbé and Marín 2011). A row's sets end at its first
column that is open in every plan left, and equal sets of several rows are one, so that little is left of a large
instance once most columns are decided: then one run is the whole bound, where cuts take many.

A price of z_s ≥ 0 that is φ_s of c_s gives u_i = nearest + Σ_{s of i} φ_s × minutes to the next: L(u) is at least the
programme's value. Nothing rests on sets being told apart rightly, since the bound is L(u).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse

from planner.domain.dataset import Floats, Ints
from planner.optimise.growing import Corner
from planner.optimise.siting.instance import OPEN, Instance, States
from planner.optimise.siting.programme import Programme, scale_of, starting


@dataclass(frozen=True, eq=False)
class Steps:
    """Each row's way from column to column up to the first that is always open.

    Attributes:
        reach: (R,) entries of each row up to and with that column.
        base: (R,) minutes to the nearest.
        row, place, minutes: (S,) steps: whose, to which entry of the instance's lists the set before it goes, how long.
    """

    reach: Ints
    base: Floats
    row: Ints
    place: Ints
    minutes: Floats

    @classmethod
    def of(cls, instance: Instance, state: States) -> Self:
        """The steps that are left in a state."""
        start = instance.start
        always = np.append(np.flatnonzero(state[instance.column] == OPEN), start[-1])
        first = always[np.searchsorted(always, start[:-1])]
        known = first < start[1:]
        end = np.where(known, first, start[1:])
        limit = np.minimum(instance.penalty, np.where(known, np.append(instance.minutes, np.inf)[first], np.inf))
        count = end - start[:-1]
        row = np.repeat(np.arange(len(count)), count)
        place = np.arange(len(row)) + np.repeat(start[:-1] - np.cumsum(count) + count, count)
        here = np.minimum(instance.minutes[place], limit[row])
        last = np.append(row[1:] != row[:-1], True)[: len(row)]
        beyond = np.where(last, limit[row], np.append(here[1:], 0.0)[: len(row)])
        base = limit.copy()
        base[row[::-1]] = here[::-1]  # the first of a row is written last
        step = beyond - here
        used = step > 0.0
        return cls(np.minimum(count + 1, np.diff(start)), base, row[used], place[used], step[used])


class Radius(Programme):
    """See the module."""

    def __init__(self, instance: Instance, steps: Steps, size: float) -> None:
        self._steps = steps
        mark = np.random.default_rng(0).integers(1, 2**62, instance.columns, dtype=np.uint64)
        running = np.append(np.uint64(0), np.cumsum(mark[instance.column]))
        name = running[steps.place + 1] - running[instance.start[steps.row]]  # of a set, whatever its order
        _, shown, self._set = np.unique(name, return_index=True, return_inverse=True)
        costs = instance.weight[steps.row] * steps.minutes
        self._worth: Floats = np.bincount(self._set, weights=costs).astype(np.float64)
        sets = len(shown)
        begin = instance.start[steps.row[shown]]
        length = steps.place[shown] + 1 - begin
        ends = np.cumsum(length + 1)
        place = np.arange(length.sum()) + np.repeat(begin - np.cumsum(length) + length, length)
        column = np.insert(
            instance.column[place].astype(np.int64), np.cumsum(length), instance.columns + np.arange(sets)
        )
        rows = scipy.sparse.csr_array(
            (np.ones(len(column)), column, np.append(0, ends)), shape=(sets, instance.columns + sets)
        )
        lp = starting(instance.p, instance.columns, self._worth * scale_of(size), np.zeros(sets), rows)
        super().__init__(lp, instance.columns, size)
        self.offset = float(instance.weight @ steps.base)

    def _last_row(self) -> int:
        return len(self._worth) + len(self._regions)

    def multipliers(self, corner: Corner) -> Floats:
        """(R,) u of a corner."""
        price = np.maximum(corner.prices[1 : 1 + len(self._worth)], 0.0) / (self._worth * self._scale)
        steps = self._steps
        more = np.bincount(
            steps.row, weights=steps.minutes * np.minimum(price, 1.0)[self._set], minlength=len(steps.base)
        )
        u: Floats = steps.base + more
        return u

    def tidy(self, regions: set[tuple[int, ...]]) -> None:
        """Drop the rows of all regions but those given."""
        gone = np.zeros(self._last_row() + 1, np.bool_)
        gone[[row for columns, row in self._regions.items() if columns not in regions]] = True
        self._forget(gone)

"""The linear programme of the siting problem by cuts: exact bounds, and multipliers that show them.

    minimise Σ_g θ_g   with   Σ_j y_j = p,   0 ≤ y ≤ 1,
    θ_g + Σ_j y_j Σ_{i in g} w_i max(0, u_i − t_ij) ≥ Σ_{i in g} w_i u_i      for every u

A row served by shares y in order of minutes pays up to the minutes u_i at which the shares
make a whole: at a given y, these u give the tightest cut. It is the radius form (Cornuéjols,
Nemhauser and Wolsey 1980; Elloumi 2010) without its distance variables, by Benders'
decomposition (Duran-Mateluna, Ales and Elloumi 2023); here rows are added up in groups g of
rows served alike, so that few cuts are needed, and cuts hold for every plan, so that all parts
of a division share them.

Duals λ_c of the cuts add up to 1 in each group, and L(Σ_c λ_c u_c) is at least what the
programme says. So HiGHS only proposes multipliers; the bound is L of them.
"""

from __future__ import annotations

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.optimise.growing import Corner
from planner.optimise.siting.compiled import compiled
from planner.optimise.siting.instance import Bools
from planner.optimise.siting.near import Counts, Indices, Near
from planner.optimise.siting.programme import SIZE, Programme, starting

VIOLATED = 1e-7
"""Of the programme's value and group: what a cut must add."""
NO_CUT = -1
"""In place of the group: the row is of a region."""
OLD = 2
"""Looks in a row at which a cut was slack, after which it is dropped."""


@compiled
def serve(start: Indices, column: Counts, minutes: Floats, cap: Floats, y: Floats, u: Floats, short: Bools) -> None:
    """Minutes at which the shares of each row's columns make a whole, into ``u``.

    ``short``: the shares in the row's list make no whole; ``u`` is ``cap`` there.
    """
    for i in range(len(u)):
        left = 1.0
        u[i], short[i] = cap[i], True
        for k in range(start[i], start[i + 1]):
            if minutes[k] >= cap[i]:
                break
            share = y[column[k]]
            if share <= 0.0:
                continue
            if share >= left - 1e-9:
                u[i], short[i] = minutes[k], False
                break
            left -= share


@compiled
def cut_rows(
    start: Indices, column: Counts, minutes: Floats, weight: Floats, order: Ints, edge: Ints, u: Floats,
    constant: Floats, begin: Ints, index: Ints, value: Floats, sums: Floats, touched: Bools,
) -> int:  # fmt: skip
    """The cut of each group at ``u``: constants, and coefficients as CSR; how many coefficients there are."""
    size = 0
    listed = np.empty(len(sums), np.int64)
    for g in range(len(edge) - 1):
        constant[g], begin[g], count = 0.0, size, 0
        for place in range(edge[g], edge[g + 1]):
            i = order[place]
            w, limit = weight[i], u[i]
            constant[g] += w * limit
            for k in range(start[i], start[i + 1]):
                if minutes[k] >= limit:
                    break
                j = np.int64(column[k])
                if not touched[j]:
                    touched[j] = True
                    listed[count] = j
                    count += 1
                sums[j] += w * (limit - minutes[k])
        for n in range(count):
            j = listed[n]
            index[size], value[size] = j, sums[j]
            sums[j], touched[j] = 0.0, False
            size += 1
    begin[len(edge) - 1] = size
    return size


class Cuts(Programme):
    """The programme, its cuts and their multipliers."""

    def __init__(self, near: Near, columns: int, p: int, group: Ints, size: float) -> None:
        self._near = near
        self._order = np.argsort(group, kind="stable")
        self._edge = np.concatenate([[0], np.cumsum(np.bincount(group))]).astype(np.int64)
        groups = len(self._edge) - 1
        self._group = np.zeros(0, np.int64)
        self._slack = np.zeros(0, np.int64)
        self._u: list[Floats] = []
        super().__init__(starting(p, columns, np.ones(groups), np.full(groups, -np.inf)), columns, size)

    def widen(self, near: Near) -> None:
        """Go on with longer lists; the cuts there are hold as they are."""
        self._near = near

    def view(self, columns: tuple[int, ...]) -> None:
        """Have a row of a region among the cuts."""
        before = len(self._regions)
        super().view(columns)
        if len(self._regions) > before:
            self._group = np.append(self._group, NO_CUT)
            self._slack = np.append(self._slack, 0)
            self._u.append(np.zeros(0))

    def _last_row(self) -> int:
        return len(self._group)

    def at(self, y: Floats) -> tuple[Floats, Bools]:
        """The tightest multipliers at y, and the rows whose list is too short to tell them."""
        near = self._near
        u, short = np.empty(len(near.weight)), np.empty(len(near.weight), np.bool_)
        serve(near.start, near.column, near.minutes, near.cap, y, u, short)
        return u, short & ~near.whole

    def add(self, u: Floats, corner: Corner | None = None) -> int:
        """Add the cuts of ``u`` that a corner breaks (all, where none is given); how many."""
        near, groups = self._near, len(self._edge) - 1
        constant, begin = np.empty(groups), np.empty(groups + 1, np.int64)
        index, value = np.empty(len(near.column), np.int64), np.empty(len(near.column))
        size = cut_rows(
            near.start, near.column, near.minutes, near.weight, self._order, self._edge, u, constant, begin, index,
            value, np.zeros(self._columns), np.zeros(self._columns, np.bool_),
        )  # fmt: skip
        index, value, constant = index[:size], value[:size] * self._scale, constant * self._scale
        chosen = np.arange(groups)
        if corner is not None:
            done = np.concatenate([[0.0], np.cumsum(value * corner.x[index])])[begin]
            missing = constant - np.diff(done) - corner.x[self._columns :]
            chosen = np.flatnonzero(missing > VIOLATED * SIZE / groups)
        if len(chosen):
            self._append(chosen, constant, begin, index, value, u)
        return len(chosen)

    def _append(self, chosen: Ints, constant: Floats, begin: Ints, index: Ints, value: Floats, u: Floats) -> None:
        length = np.diff(begin)[chosen] + 1  # and θ
        start = np.concatenate([[0], np.cumsum(length)])
        rows, ones = np.empty(start[-1], np.int64), np.empty(start[-1])
        for n, g in enumerate(chosen):
            place = slice(start[n], start[n + 1] - 1)
            rows[place], ones[place] = index[begin[g] : begin[g + 1]], value[begin[g] : begin[g + 1]]
        rows[start[1:] - 1], ones[start[1:] - 1] = self._columns + chosen, 1.0
        self.lp.add(constant[chosen], start[:-1], rows, ones)
        self._group = np.append(self._group, chosen)
        self._slack = np.append(self._slack, np.zeros(len(chosen), np.int64))
        ordered = u[self._order]
        self._u += [ordered[self._edge[g] : self._edge[g + 1]] for g in chosen]

    def multipliers(self, corner: Corner) -> Floats:
        """(R,) Σ_c λ_c u_c of a corner, at most ``cap``."""
        price = np.where(self._group == NO_CUT, 0.0, np.maximum(corner.prices[1:], 0.0))
        total = np.bincount(np.maximum(self._group, 0), weights=price, minlength=len(self._edge) - 1)
        priced = np.flatnonzero(price)
        if not len(priced):
            return np.zeros(len(self._order))
        group = self._group[priced]
        length = np.diff(self._edge)[group]
        ends = np.cumsum(length)
        place = np.arange(ends[-1]) + np.repeat(self._edge[group] - ends + length, length)
        parts = np.concatenate([self._u[c] for c in priced]) * np.repeat(price[priced] / total[group], length)
        u = np.empty(len(self._order))
        u[self._order] = np.bincount(place, weights=parts, minlength=len(u))
        return u

    def tidy(self, regions: set[tuple[int, ...]]) -> None:
        """Drop cuts that were slack at each of the last looks, and rows of all regions but those given."""
        slack = self.lp.slack()[1:]
        self._slack = np.where(slack & (self._group != NO_CUT), self._slack + 1, 0)
        old = self._slack > OLD
        old[[row - 1 for columns, row in self._regions.items() if columns not in regions]] = True
        self._forget(np.append(False, old))
        self._group, self._slack = self._group[~old], self._slack[~old]
        self._u = [u for u, gone in zip(self._u, old, strict=True) if not gone]

"""A siting instance as the engine reads it: each row's columns by growing minutes.

| name | meaning | shape, unit |
|---|---|---|
| ``start``, ``column``, ``minutes`` | row i: entries start[i] … start[i + 1] | (R + 1,), (E,), (E,) minutes |
| ``weight`` | of the rows with weight over 0 | (R,) |
| ``cap`` | minutes that an unreached row counts; inf where it must be reached | (R,) minutes |
| ``penalty`` | the same, finite: more than any plan that reaches every row costs | (R,) minutes |
| ``state`` | 1 open in every plan, −1 in none, 0 free | (J,) |
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from planner.domain.dataset import Floats, Ints
from planner.optimise.siting.given import is_sparse

Columns = npt.NDArray[np.int32]
States = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]

FREE, OPEN, CLOSED = 0, 1, -1
CHUNK = 2_000_000
"""Entries sorted at a time."""
UNITS = (1, 2, 4, 5, 8, 10, 20, 50, 60, 100, 120, 200, 250, 300, 500, 600, 1000)
"""Parts of a minute that times may be whole numbers of."""
WHOLE = 1e-6
"""A number this close to a whole one (in parts of a minute) is one."""


@dataclass(frozen=True, eq=False)
class Instance:
    """See the table above.

    Attributes:
        rows: the rows of the input that have weight.
        parts: of a minute: every weight × minutes is a whole number of them; 0 if there is no such number.
    """

    start: Ints
    column: Columns
    minutes: Floats
    weight: Floats
    cap: Floats
    penalty: Floats
    state: States
    p: int
    rows: Ints
    parts: int

    @property
    def columns(self) -> int:
        """Number of columns J."""
        return len(self.state)

    def without(self, closed: Bools) -> Self:
        """The same instance with some columns closed and their entries left out."""
        state = np.where(closed, np.int8(CLOSED), self.state)
        keep = ~closed[self.column]
        start = np.concatenate([[0], np.cumsum(keep)])[self.start]
        return replace(self, start=start, column=self.column[keep], minutes=self.minutes[keep], state=state)


def _from_dense(matrix: Floats) -> tuple[Ints, Columns, Floats]:
    rows, columns = matrix.shape
    reachable = np.isfinite(matrix)
    counts = reachable.sum(axis=1)
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    column, minutes = np.empty(start[-1], np.int32), np.empty(start[-1])
    step = max(1, CHUNK // max(columns, 1))
    for low in range(0, rows, step):
        part = matrix[low : low + step]
        order = np.argsort(part, axis=1)
        kept = np.arange(columns) < counts[low : low + step, None]  # inf comes last
        place = slice(start[low], start[min(low + step, rows)])
        column[place] = order[kept]
        minutes[place] = np.take_along_axis(part, order, axis=1)[kept]
    return start, column, minutes


def _from_sparse(matrix: Any) -> tuple[Ints, Columns, Floats]:
    start = matrix.indptr.astype(np.int64)
    column, minutes = matrix.indices.astype(np.int32), matrix.data.astype(np.float64)
    finite = np.isfinite(minutes)
    if not finite.all():
        start = np.concatenate([[0], np.cumsum(finite)])[start]
        column, minutes = column[finite], minutes[finite]
    for low, high in itertools.pairwise(start):
        order = np.argsort(minutes[low:high])
        column[low:high] = column[low:high][order]
        minutes[low:high] = minutes[low:high][order]
    return start, column, minutes


def _parts(weight: Floats, minutes: Floats, cap: Floats) -> int:
    """How many parts of a minute make every weight × minutes a whole number; 0 if none of :data:`UNITS` does."""
    if np.any(weight != np.round(weight)) or weight.sum() * (minutes.max(initial=0.0) + 1) * UNITS[-1] > 2**52:
        return 0
    finite = cap[np.isfinite(cap)]
    for parts in UNITS:
        # A sample first: nearly every wrong unit shows in it.
        for values in (minutes[:1000], finite[:1000], minutes, finite):
            scaled = values * parts
            if np.any(np.abs(scaled - np.rint(scaled)) > WHOLE):
                break
        else:
            return parts
    return 0


def make_instance(
    matrix: Any, weights: Floats, p: int, *, fixed: Ints, excluded: Ints, outside_minutes: float | None
) -> Instance:
    """Sort the rows with weight; see :class:`Instance`. ``matrix`` is a float array or a CSR matrix."""
    rows = np.flatnonzero(weights > 0)
    part = matrix if len(rows) == len(weights) else matrix[rows]
    start, column, minutes = _from_sparse(part) if is_sparse(part) else _from_dense(part)
    state = np.zeros(matrix.shape[1], np.int8)
    state[fixed], state[excluded] = OPEN, CLOSED
    weight = weights[rows]
    cap = np.full(len(rows), np.inf if outside_minutes is None else float(outside_minutes))
    made = Instance(start, column, minutes, weight, cap, cap, state, p, rows, _parts(weight, minutes, cap))
    if len(excluded):
        made = made.without(state == CLOSED)
    return replace(made, penalty=_penalty(made))


def _penalty(instance: Instance) -> Floats:
    """Finite minutes for an unreached row that no plan reaching every row can cost as much as."""
    counts = np.diff(instance.start)
    farthest = np.zeros(len(counts))
    farthest[counts > 0] = instance.minutes[instance.start[1:][counts > 0] - 1]
    everything = float(np.where(np.isfinite(instance.cap), instance.cap, farthest) @ instance.weight)
    whole = counts == np.count_nonzero(instance.state != CLOSED)
    far = np.where(whole, farthest, farthest + (2.0 * everything + 1.0) / instance.weight)
    return np.where(np.isfinite(instance.cap), instance.cap, far)

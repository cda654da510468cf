"""The nearest columns of each row, close together in memory: all that a bound has to read.

The lists of :class:`Instance` hold every column of a row, and a loop that reads the first
tenth of each waits for memory most of the time. Here only the first ``count`` entries are
kept. Multipliers may not exceed the minutes of the first entry left out (``cap``): then what
is left out has no part in L(u), and the bound is one of the whole instance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.domain.dataset import Floats, Ints
from planner.optimise.siting.instance import Instance

MARGIN, SPARE = 1.3, 8
"""Entries kept: this many times those that matter now, and a few more."""


Indices = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Near:
    """See the module.

    Attributes:
        start, column, minutes, weight: as in :class:`Instance`; unsigned, so that no loop asks for negative indices.
        end: (R,) scratch: where the multiplier of the row ends in its list.
        cap: (R,) minutes that a multiplier may have at most; finite.
        count: (R,) entries kept.
        whole: (R,) whether nothing is left out.
    """

    start: Indices
    end: Indices
    column: Counts
    minutes: Floats
    weight: Floats
    cap: Floats
    count: Ints
    whole: npt.NDArray[np.bool_]


def reaching(instance: Instance, minutes: Floats) -> Ints:
    """(R,) entries to keep where ``minutes`` matter now."""
    within = instance.minutes <= np.repeat(minutes, np.diff(instance.start))
    counts = np.diff(np.concatenate([[0], np.cumsum(within)])[instance.start])
    kept: Ints = (counts * MARGIN).astype(np.int64) + SPARE
    return kept


def near_of(instance: Instance, count: Ints) -> Near:
    """The first ``count`` entries of each row."""
    length = np.diff(instance.start)
    count = np.minimum(count, length)
    start = np.concatenate([[0], np.cumsum(count)])
    place = np.arange(start[-1]) + np.repeat(instance.start[:-1] - start[:-1], count)
    whole = count == length
    cap = instance.penalty.copy()
    cut = np.flatnonzero(~whole)
    cap[cut] = np.minimum(cap[cut], instance.minutes[instance.start[cut] + count[cut]])
    return Near(
        start=start.astype(np.uint64), end=start[:-1].astype(np.uint64),
        column=instance.column[place].astype(np.uint32), minutes=instance.minutes[place], weight=instance.weight,
        cap=cap, count=count, whole=whole,
    )  # fmt: skip

"""Quickest ways between nodes: scipy's Dijkstra in batches that bound memory."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from planner.domain.dataset import Floats, Ints

BATCH = 64
"""Sources searched at a time: about 45 MB for the walking network of Oslo."""


def matrix(arcs: Floats, size: int, *, value: int = 2) -> csr_array:
    """(size, size) of one value of the arcs (column 2 minutes, 3 metres), each pair of nodes given once.

    Zero values stay stored: scipy reads them as arcs that cost nothing.
    """
    ends = arcs[:, :2].astype(np.int32)
    return csr_array(coo_array((arcs[:, value], (ends[:, 0], ends[:, 1])), shape=(size, size)))


def least_minutes(arcs: Floats, size: int, *, starts: Ints, ends: Ints, limit: float) -> Floats:
    """(starts, ends) minutes of the quickest way; inf beyond ``limit``.

    Searched from the fewer side; from the ends that is on the transposed network.
    """
    if len(ends) < len(starts):
        return least_minutes(arcs[:, [1, 0, 2, 3]], size, starts=ends, ends=starts, limit=limit).T
    network = matrix(arcs, size)
    found = np.full((len(starts), len(ends)), np.inf)
    for at in range(0, len(starts), BATCH):
        rows = slice(at, at + BATCH)
        found[rows] = dijkstra(network, directed=True, indices=starts[rows], limit=limit)[:, ends]
    return found


def quickest_metres(arcs: Floats, size: int, *, starts: Ints, ends: Ints) -> tuple[Floats, Floats]:
    """(starts, ends) minutes and metres of the quickest way, without a limit; inf where there is none."""
    network, metres = matrix(arcs, size), matrix(arcs, size, value=3)
    minutes, length = np.full((2, len(starts), len(ends)), np.inf)
    for at in range(0, len(starts), BATCH):
        rows = slice(at, at + BATCH)
        least, before = dijkstra(network, directed=True, indices=starts[rows], return_predecessors=True)
        minutes[rows] = least[:, ends]
        length[rows] = np.where(np.isfinite(minutes[rows]), _trace(before, metres, ends), np.inf)
    return minutes, length


def _trace(before: npt.NDArray[np.signedinteger], metres: csr_array, ends: Ints) -> Floats:
    """(starts, ends) metres, walked back from every end along the predecessors, all pairs a step at a time."""
    row = np.repeat(np.arange(len(before)), len(ends))
    node = np.tile(ends, len(before))
    total = np.zeros(len(row))
    pair = np.arange(len(row))
    while True:
        previous = before[row[pair], node[pair]]
        pair, previous = pair[previous >= 0], previous[previous >= 0]
        if not len(pair):
            return total.reshape(len(before), len(ends))
        total[pair] += np.asarray(metres[previous, node[pair]]).ravel()
        node[pair] = previous

"""Seeded instances: uniform in a 30 km square, minutes = metres / 500, integer weights 1–399; and graph metrics."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse
from scipy.sparse.csgraph import shortest_path
from scipy.spatial import cKDTree

SIDE, METRES_PER_MINUTE = 30_000.0, 500.0
Floats = npt.NDArray[np.float64]


def places(count: int, columns: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """(count, 2) metres of points, (columns, 2) of sites, (count,) weights: whole numbers from 1 to 399."""
    rng = np.random.default_rng(seed)
    points, sites = rng.random((count, 2)) * SIDE, rng.random((columns, 2)) * SIDE
    return points, sites, rng.integers(1, 400, count).astype(np.float64)


def uniform(rows: int, columns: int, seed: int) -> tuple[Floats, Floats]:
    """(rows, columns) minutes, metres rounded to whole ones, and (rows,) weights."""
    points, sites, weights = places(rows, columns, seed)
    return minutes_between(points, sites), weights


def minutes_between(one: Floats, other: Floats) -> Floats:
    """Minutes of straight lines, metres rounded to whole ones."""
    metres = np.sqrt((one[:, :1] - other[:, 0]) ** 2 + (one[:, 1:] - other[:, 1]) ** 2)
    return np.rint(metres) / METRES_PER_MINUTE


def uniform_within(rows: int, columns: int, seed: int, *, metres: float) -> tuple[Any, Floats]:
    """The same, sparse: pairs within ``metres`` only."""
    points, sites, weights = places(rows, columns, seed)
    near = cKDTree(points).sparse_distance_matrix(cKDTree(sites), metres, output_type="coo_matrix")
    minutes = np.rint(near.data) / METRES_PER_MINUTE
    return scipy.sparse.csr_array((minutes, (near.row, near.col)), shape=near.shape), weights


def graph(nodes: int, seed: int) -> tuple[Floats, Floats]:
    """Shortest paths of a random connected graph (mean degree about 4, lengths 1–99), weights all 1."""
    rng = np.random.default_rng(seed)
    tree = np.array([(i, rng.integers(0, i)) for i in range(1, nodes)])
    more = rng.integers(0, nodes, (nodes, 2))
    edges = np.vstack([tree, more[more[:, 0] != more[:, 1]]])
    low, high = edges.min(axis=1), edges.max(axis=1)
    pairs = np.unique(low * nodes + high)
    lengths = rng.integers(1, 100, len(pairs)).astype(np.float64)
    matrix = scipy.sparse.csr_array((lengths, (pairs // nodes, pairs % nodes)), shape=(nodes, nodes))
    return np.asarray(shortest_path(matrix, directed=False)), np.ones(nodes)

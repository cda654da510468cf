"""Seeded instances: uniform in a 30 km square, clustered, road-like and graph metrics.

Minutes = metres / 500, whole weights 1–399 (graphs: 1).
"""

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


def clustered(rows: int, columns: int, seed: int) -> tuple[Floats, Floats]:
    """As :func:`uniform`, with points and sites around eight centres (deviation 2 km)."""
    rng = np.random.default_rng(seed)
    centres = rng.random((8, 2)) * SIDE
    points, sites = (centres[rng.integers(0, 8, n)] + rng.normal(0.0, 2_000.0, (n, 2)) for n in (rows, columns))
    return minutes_between(points, sites), rng.integers(1, 400, rows).astype(np.float64)


def roads(rows: int, columns: int, seed: int) -> tuple[Floats, Floats]:
    """Minutes by road: a bent 40 x 40 grid, a fifth of its streets gone; every eighth is a main road, twice as fast."""
    rng, side = np.random.default_rng(seed), 40
    at = np.stack(np.meshgrid(np.arange(side), np.arange(side), indexing="ij"), axis=-1).reshape(-1, 2)
    place = (at + rng.uniform(-0.3, 0.3, at.shape)) * (SIDE / side)
    number = np.arange(side * side).reshape(side, side)
    along = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1)
    across = np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1)
    main = np.concatenate([at[along[:, 0], 0] % 8 == 4, at[across[:, 0], 1] % 8 == 4])
    edges = np.vstack([along, across])
    kept = main | (rng.random(len(edges)) > 0.2)
    edges, main = edges[kept], main[kept]
    metres = np.linalg.norm(place[edges[:, 0]] - place[edges[:, 1]], axis=1)
    seconds = np.rint(metres / METRES_PER_MINUTE / np.where(main, 2.0, 1.0) * 60.0)
    network = scipy.sparse.csr_array((seconds, (edges[:, 0], edges[:, 1])), shape=(len(at), len(at)))
    whole = np.isfinite(shortest_path(network, directed=False, indices=number[side // 2, 4])).nonzero()[0]
    demand, sites = rng.choice(whole, rows, replace=False), rng.choice(whole, columns, replace=False)
    minutes = np.asarray(shortest_path(network, directed=False, indices=demand))[:, sites] / 60.0
    return minutes, rng.integers(1, 400, rows).astype(np.float64)

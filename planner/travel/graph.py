"""Street graphs: ways from any source joined by coordinate, one OSMnx graph per mode.

Two vertices are the same node where their coordinates agree to seven decimals, so
sources without node ids join too. Between two nodes only the quickest edge stays:
keeping every source and taking the minimum is safe, whereas dropping one source's
copy of a street would cut the other's crossings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from planner.domain.dataset import Mode
from planner.travel.access import directions
from planner.travel.speeds import speed_kmh

SCALE = 10_000_000
"""Coordinates are whole ten-millionths of a degree (about 1 cm), as in OpenStreetMap."""

EARTH_RADIUS_M = 6_371_009.0
"""Mean earth radius used by OSMnx, so that edge lengths agree with it."""

Vertex = tuple[int, int]
"""(lon, lat) in ten-millionths of a degree."""


@dataclass(frozen=True, slots=True)
class Way:
    """One street: its OSM id, vertices in drawing order and tags."""

    id: int
    vertices: tuple[Vertex, ...]
    tags: Mapping[str, str]


def node_id(vertex: Vertex) -> int:
    """Id of the node at a vertex: a pure function of the coordinate, the same in every mode and run."""
    lon, lat = vertex
    return (lon + 180 * SCALE << 32) + lat + 90 * SCALE


def length_m(one: Vertex, other: Vertex) -> float:
    """Great-circle metres between two vertices (haversine)."""
    lat_one, lat_other = radians(one[1] / SCALE), radians(other[1] / SCALE)
    half_lon = radians((other[0] - one[0]) / SCALE) / 2
    chord = sin((lat_other - lat_one) / 2) ** 2 + cos(lat_one) * cos(lat_other) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def street_graph(ways: Iterable[Way], mode: Mode) -> nx.MultiDiGraph:
    """OSMnx-compatible graph of the ways open to ``mode``: its largest strongly connected part.

    Nodes carry ``x``, ``y`` (degrees); edges ``osmid``, ``highway``, ``oneway``,
    ``length`` (m), ``travel_time`` (s) and ``tunnel`` where the way has one. Not
    simplified: every vertex is a node. Empty where no way is open to ``mode``.
    """
    edges: dict[tuple[int, int], dict[str, Any]] = {}
    vertices: dict[int, Vertex] = {}
    for way in ways:
        forward, backward = directions(way.tags, mode)
        if not (forward or backward):
            continue
        shared = {"osmid": way.id, "highway": way.tags["highway"], "oneway": forward != backward}
        if way.tags.get("tunnel", "no") != "no":
            shared["tunnel"] = way.tags["tunnel"]
        seconds_per_m = 3.6 / speed_kmh(way.tags, mode)
        nodes = [(node_id(vertex), vertex) for vertex in way.vertices]
        vertices.update(nodes)
        for (u, one), (v, other) in pairwise(nodes):
            metres = length_m(one, other)
            edge = {**shared, "length": metres, "travel_time": metres * seconds_per_m}
            if forward:
                _keep_quickest(edges, (u, v), edge)
            if backward:
                _keep_quickest(edges, (v, u), edge)
    kept = _largest_part(sorted(edges))
    graph = nx.MultiDiGraph(crs="EPSG:4326", created_with="valgplan", simplified=False)
    graph.add_nodes_from((node, {"x": vertices[node][0] / SCALE, "y": vertices[node][1] / SCALE}) for node in kept)
    graph.add_edges_from((u, v, 0, edges[u, v]) for u, v in sorted(edges) if u in graph and v in graph)
    return graph


def _keep_quickest(edges: dict[tuple[int, int], dict[str, Any]], ends: tuple[int, int], edge: dict[str, Any]) -> None:
    """Add an edge unless an equally quick one joins the same nodes; loops are left out."""
    present = edges.get(ends)
    if ends[0] != ends[1] and (present is None or edge["travel_time"] < present["travel_time"]):
        edges[ends] = edge


def _largest_part(edges: list[tuple[int, int]]) -> list[int]:
    """Nodes of the largest strongly connected part in order (of equal ones, that with the lowest node)."""
    if not edges:
        return []
    nodes, ends = np.unique(np.array(edges, dtype=np.int64), return_inverse=True)
    start, end = ends.reshape(-1, 2).T
    arcs = csr_array(coo_array((np.ones(len(start)), (start, end)), shape=(len(nodes), len(nodes))))
    _, part = connected_components(arcs, directed=True, connection="strong")
    sizes = np.bincount(part)[part]
    kept: list[int] = nodes[part == part[int(np.argmax(sizes))]].tolist()
    return kept

"""Street graphs: ways from any source joined by coordinate, one OSMnx graph per mode.

Two vertices are the same node where their coordinates agree to seven decimals, so
sources without node ids join too. Between two nodes only the quickest edge stays:
keeping every source and taking the minimum is safe, whereas dropping one source's
copy of a street would cut the other's crossings. OSMnx finds the largest strongly
connected part and measures its edges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx
import osmnx as ox

from planner.domain.dataset import Mode
from planner.travel.access import directions
from planner.travel.speeds import speed_kmh

SCALE = 10_000_000
"""Coordinates are whole ten-millionths of a degree (about 1 cm), as in OpenStreetMap."""

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


def street_graph(ways: Iterable[Way], mode: Mode) -> nx.MultiDiGraph:
    """OSMnx graph of the ways open to ``mode``: its largest strongly connected part.

    Nodes carry ``x``, ``y`` (degrees); edges ``osmid``, ``highway``, ``oneway``,
    ``speed_kph`` (km/h), ``length`` (m), ``travel_time`` (s) and ``tunnel`` where the way
    has one. Not simplified: every vertex is a node, so OSMnx's great-circle length from
    end to end is exact. Empty where no way is open to ``mode``.

    Two things OSMnx could do are done here. ``ox.routing.add_edge_speeds`` would take the
    mean of several limits and guess for classes without one. ``add_edge_travel_times``
    gives the same seconds, but draws every edge as a line first: eight seconds for Oslo.
    """
    edges: dict[tuple[int, int], dict[str, Any]] = {}
    vertices: dict[int, Vertex] = {}
    for way in ways:
        forward, backward = directions(way.tags, mode)
        if not (forward or backward):
            continue
        edge = _edge(way, mode, oneway=forward != backward)
        nodes = [(node_id(vertex), vertex) for vertex in way.vertices]
        vertices.update(nodes)
        for (u, _), (v, _) in pairwise(nodes):
            if forward:
                _keep_quickest(edges, (u, v), edge)
            if backward:
                _keep_quickest(edges, (v, u), edge)
    graph = nx.MultiDiGraph(crs="EPSG:4326", created_with="valgplan", simplified=False)
    if not edges:
        return graph
    # In order, so that of equally large parts always the same one stays.
    used = sorted({node for ends in edges for node in ends})
    graph.add_nodes_from((node, {"x": vertices[node][0] / SCALE, "y": vertices[node][1] / SCALE}) for node in used)
    graph.add_edges_from((u, v, 0, edges[u, v]) for u, v in sorted(edges))
    graph = ox.distance.add_edge_lengths(ox.truncate.largest_component(graph, strongly=True))
    for *_, edge in graph.edges(data=True):
        edge["travel_time"] = edge["length"] * 3.6 / edge["speed_kph"]
    return graph


def _edge(way: Way, mode: Mode, *, oneway: bool) -> dict[str, Any]:
    """What every edge of a way carries, before OSMnx measures it."""
    tags = way.tags
    edge = {"osmid": way.id, "highway": tags["highway"], "oneway": oneway, "speed_kph": speed_kmh(tags, mode)}
    return edge | {"tunnel": tags["tunnel"]} if tags.get("tunnel", "no") != "no" else edge


def _keep_quickest(edges: dict[tuple[int, int], dict[str, Any]], ends: tuple[int, int], edge: dict[str, Any]) -> None:
    """Add an edge unless an equally quick one joins the same nodes; loops are left out.

    Parallel edges are equally long (straight between the same two nodes): the faster is the quicker.
    """
    present = edges.get(ends)
    if ends[0] != ends[1] and (present is None or edge["speed_kph"] > present["speed_kph"]):
        edges[ends] = edge

"""A street network of one mode: where places meet it and how long it takes between them.

Places are snapped to the nearest edge (not node) one may stop at; the snap leg counts
at walking speed in every mode.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import networkx as nx
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array

from planner.domain.dataset import Floats, Ints, Mode
from planner.domain.errors import InputError, Problem
from planner.travel.arcs import Snap, Streets
from planner.travel.places import LatLon
from planner.travel.search import least_minutes, matrix, quickest_metres

NO_STOPPING = frozenset({"motorway", "motorway_link", "trunk", "trunk_link"})
"""Classes nobody starts or ends at: a house beside a trunk road is reached from another street."""


Ends = LatLon | Ints
"""One end of many ways: places, which are snapped, or rows of the network's own nodes."""


@dataclass(frozen=True, eq=False)
class Network:
    """Streets of one mode.

    Attributes:
        mode: who travels.
        nodes: (nodes, 2) easting and northing, metres, in spatial (Hilbert) order.
        streets: pieces between them, sorted by end nodes.
        can_stop: (edges,) False on motorways, trunk roads and in tunnels.
    """

    mode: Mode
    nodes: Floats
    streets: Streets
    can_stop: npt.NDArray[np.bool_]

    @classmethod
    def from_graph(cls, graph: nx.MultiDiGraph, mode: Mode) -> Network:
        """Read an OSMnx graph (node ``x``, ``y``; edge ``length``, ``travel_time``, ``highway``, ``tunnel``).

        Raises:
            InputError: the graph has no streets.
        """
        if not any(u != v for u, v in graph.edges()):
            remedy = "sjekk at veifilene dekker kommunen og har gater som er åpne for denne ferdselen"
            raise InputError(Problem(f"veinettet for {_NAMES[mode]} er tomt", remedy=remedy))
        ids = sorted(graph.nodes)
        nodes = LatLon(lat=[graph.nodes[node]["y"] for node in ids], lon=[graph.nodes[node]["x"] for node in ids]).xy()
        order = np.argsort(gpd.GeoSeries(shapely.points(nodes)).hilbert_distance().to_numpy(), kind="stable")
        row = {ids[old]: new for new, old in enumerate(order.tolist())}
        streets, can_stop = _streets(graph, row)
        return cls(mode=mode, nodes=nodes[order], streets=streets, can_stop=can_stop)

    def matrix(self) -> csr_array:
        """(nodes, nodes) minutes of every street piece in its open directions."""
        return matrix(self.streets.arcs(), len(self.nodes))

    @cached_property
    def _stops(self) -> Ints:
        """Rows of the edges one may stop at; all of them where there are only trunk roads."""
        return np.flatnonzero(self.can_stop if self.can_stop.any() else ~self.can_stop)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(shapely.linestrings(self.nodes[self.streets.ends[self._stops]]))

    def snap(self, places: LatLon) -> Snap:
        """Nearest edge of each place one may stop at (the lowest row of equally near ones)."""
        points = shapely.points(places.xy())
        (place, near), metres = self._tree.query_nearest(points, return_distance=True)
        order = np.lexsort((near, place))
        chosen = order[np.unique(place[order], return_index=True)[1]]
        lines = self._tree.geometries[near[chosen]]
        return Snap(
            edge=self._stops[near[chosen]],
            along=shapely.line_locate_point(lines, points, normalized=True),
            metres=metres[chosen],
        )


_NAMES = {Mode.WALK: "gående", Mode.BIKE: "syklende", Mode.CAR: "bil"}


def _streets(graph: nx.MultiDiGraph, row: dict[int, int]) -> tuple[Streets, npt.NDArray[np.bool_]]:
    """The graph's edges as pieces between numbered nodes (of parallel ones the quickest), and where one may stop."""
    edges = [(row[u], row[v], edge) for u, v, edge in graph.edges(data=True) if u != v]
    start, end = np.array([(u, v) for u, v, _ in edges], dtype=np.int64).T
    seconds, length = np.array([(edge["travel_time"], edge["length"]) for *_, edge in edges], dtype=np.float64).T
    stop = np.array([edge["highway"] not in NO_STOPPING and "tunnel" not in edge for *_, edge in edges], dtype=np.bool_)
    sorted_ends = np.column_stack([np.minimum(start, end), np.maximum(start, end)])
    ends, piece = np.unique(sorted_ends, axis=0, return_inverse=True)
    piece = piece.ravel()
    side = (start > end).astype(np.int64)
    minutes, metres = np.full((2, len(ends), 2), np.inf)
    slowest_first = np.lexsort((-length, -seconds))  # of repeated assignments the last one stays
    place = piece[slowest_first], side[slowest_first]
    minutes[place], metres[place] = seconds[slowest_first] / 60, length[slowest_first]
    can_stop = np.zeros(len(ends), dtype=np.bool_)
    can_stop[piece[stop]] = True
    return Streets(ends=ends, minutes=minutes, metres=metres), can_stop


def network_minutes(network: Network, *, origins: Ends, destinations: Ends, limit: float = np.inf) -> Floats:
    """(origins, destinations) door-to-door minutes over the network; inf beyond ``limit``."""
    if not len(origins) or not len(destinations):
        return np.full((len(origins), len(destinations)), np.inf)
    arcs, size, starts, ends = _with_places(network, origins, destinations)
    return least_minutes(arcs, size, starts=starts, ends=ends, limit=limit)


def network_minutes_km(network: Network, *, origins: Ends, destinations: Ends) -> tuple[Floats, Floats]:
    """(origins, destinations) minutes of the quickest way and the kilometres it is long (snap legs left out)."""
    if not len(origins) or not len(destinations):
        nowhere = np.full((len(origins), len(destinations)), np.inf)
        return nowhere, nowhere.copy()
    arcs, size, starts, ends = _with_places(network, origins, destinations)
    minutes, metres = quickest_metres(arcs, size, starts=starts, ends=ends)
    return minutes, metres / 1000


def _with_places(network: Network, origins: Ends, destinations: Ends) -> tuple[Floats, int, Ints, Ints]:
    """Arcs of streets and places, the number of nodes (places are the last ones), and the nodes of both ends."""
    size, arcs, nodes = len(network.nodes), [network.streets.arcs()], []
    places = [ends for ends in (origins, destinations) if isinstance(ends, LatLon)]
    if places:
        # Snapped together, because places of both ends may lie at the same street.
        lat, lon = np.hstack([ends.lat for ends in places]), np.hstack([ends.lon for ends in places])
        arcs.append(network.streets.place_arcs(network.snap(LatLon(lat=lat, lon=lon)), first_id=size))
    for ends in (origins, destinations):
        if isinstance(ends, LatLon):
            nodes.append(size + np.arange(len(ends)))
            size += len(ends)
        else:
            nodes.append(ends)
    return np.vstack(arcs), size, nodes[0], nodes[1]

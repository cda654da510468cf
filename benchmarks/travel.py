"""A travel matrix beside networkx and plain scipy, in one process, by CPU time; run by hand.

    python -m benchmarks.travel [--side 316] [--sources 150] [--targets 3000] [--walked 5] [--seeds 5]

The streets are a seeded grid of about 100 000 nodes in a graph as OSMnx gives it, blocks of 60 to
140 m at 20 to 60 km/h. networkx walks from a few of the sources only and its time is scaled up to
all of them; its minutes are compared with ours. Plain scipy is one call without a limit on the
nodes in the graph's own order. Reading the graph into arrays is on a line of its own.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from planner.domain.dataset import Floats, Ints, Mode
from planner.travel.network import Network, network_minutes
from planner.travel.places import LatLon

LIMIT = 90.0
DEGREES_NORTH, DEGREES_EAST = 100 / 111_195.0, 100 / 55_700.0


def streets(side: int, seed: int) -> nx.MultiDiGraph:
    """A square grid, every street both ways, nodes numbered at random as ids from a map are."""
    rng = np.random.default_rng(seed)
    ids = rng.permutation(side * side).reshape(side, side)
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    for row in range(side):
        for column in range(side):
            where = {"y": 59.9 + row * DEGREES_NORTH, "x": 10.7 + column * DEGREES_EAST}
            graph.add_node(int(ids[row, column]), **where)
    for one, other in ((ids[:, :-1], ids[:, 1:]), (ids[:-1], ids[1:])):
        lengths = rng.uniform(60, 140, one.shape)
        seconds = lengths * 3.6 / rng.uniform(20, 60, one.shape)
        pairs = zip(one.ravel().tolist(), other.ravel().tolist(), lengths.ravel(), seconds.ravel(), strict=True)
        for u, v, length, took in pairs:
            edge = {"length": float(length), "travel_time": float(took), "highway": "residential"}
            graph.add_edge(u, v, **edge)
            graph.add_edge(v, u, **edge)
    return graph


def cpu(run: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds, and what the run answers."""
    before = time.process_time()
    answer = run()
    return time.process_time() - before, answer


def plain(graph: nx.MultiDiGraph) -> csr_array:
    """The graph's own order of nodes, minutes."""
    number = {node: n for n, node in enumerate(graph)}
    ends = np.array([(number[u], number[v]) for u, v in graph.edges()], dtype=np.int32)
    minutes = np.array([edge["travel_time"] / 60 for *_, edge in graph.edges(data=True)])
    return csr_array((minutes, (ends[:, 0], ends[:, 1])), shape=(len(number), len(number)))


def rows_of(network: Network, graph: nx.MultiDiGraph, ids: list[int]) -> Ints:
    """Rows of the network's nodes; it has the same nodes in another order."""
    xy = LatLon(lat=[graph.nodes[n]["y"] for n in ids], lon=[graph.nodes[n]["x"] for n in ids]).xy()
    place = {tuple(where): row for row, where in enumerate(np.rint(network.nodes * 100).astype(np.int64).tolist())}
    return np.array([place[tuple(where)] for where in np.rint(xy * 100).astype(np.int64).tolist()])


def measure(given: argparse.Namespace, seed: int) -> tuple[float, float, float]:
    """CPU seconds of ours, of plain scipy, and of networkx scaled up."""
    graph = streets(given.side, seed)
    rng = np.random.default_rng(seed)
    ids = [int(n) for n in rng.choice(np.array(graph.nodes), given.sources + given.targets, replace=False)]
    sources, targets = ids[: given.sources], ids[given.sources :]
    reading, network = cpu(lambda: Network.from_graph(graph, Mode.CAR))
    starts, ends = rows_of(network, graph, sources), rows_of(network, graph, targets)
    ours, minutes = cpu(lambda: network_minutes(network, origins=starts, destinations=ends, limit=LIMIT))
    order = {node: n for n, node in enumerate(graph)}
    matrix = plain(graph)
    theirs, _ = cpu(lambda: dijkstra(matrix, indices=[order[n] for n in sources])[:, [order[n] for n in targets]])
    apart, walked = 0.0, 0.0
    for n, source in enumerate(sources[: given.walked]):
        used, found = cpu(lambda s=source: nx.single_source_dijkstra_path_length(graph, s, weight="travel_time"))
        walked += used
        apart = max(apart, float(np.abs(_capped(found, targets) - minutes[n]).max()))
    scaled = walked * given.sources / given.walked
    print(
        f"seed {seed}: {len(graph)} nodes, read in {reading:.1f} s; ours {ours:.2f} s CPU, plain scipy {theirs:.2f} s "
        f"({theirs / ours:.2f}), networkx {scaled:.0f} s ({scaled / ours:.0f}); minutes apart {apart:.1e}",
        flush=True,
    )
    return ours, theirs, scaled


def _capped(found: dict[int, float], targets: list[int]) -> Floats:
    minutes = np.array([found[n] / 60 for n in targets])
    return np.where(minutes <= LIMIT, minutes, np.inf)


def main() -> None:
    """A line per seed, then the medians of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("side", 316), ("sources", 150), ("targets", 3000), ("walked", 5), ("seeds", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    rows = [measure(given, seed) for seed in range(given.seeds)]
    scipy, walked = (statistics.median(row[n] / row[0] for row in rows) for n in (1, 2))
    print(f"median ratios: plain scipy {scipy:.2f}, networkx {walked:.0f}")


if __name__ == "__main__":
    main()

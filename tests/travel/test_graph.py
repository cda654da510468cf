from itertools import pairwise

import networkx as nx
import osmnx
import pytest

from planner.domain.dataset import Mode
from planner.travel.graph import Way, node_id, street_graph


def test_ways_of_two_sources_join_where_their_coordinates_agree(town):
    graph = street_graph([town.way((0, 0), (1, 0)), town.way((1, 0), (2, 0))], Mode.WALK)
    assert len(graph) == 3
    assert nx.is_strongly_connected(graph)


def test_osmnx_can_work_with_the_graph(town):
    graph = street_graph(town.block(), Mode.CAR)
    nodes, edges = osmnx.convert.graph_to_gdfs(graph)
    assert nodes.crs == "EPSG:4326"
    assert len(edges) == 7


def test_travel_time_is_length_over_speed_as_in_osmnx(town):
    graph = street_graph([town.way((0, 0), (1, 0), maxspeed="36"), *town.block()], Mode.CAR)
    seconds = {(u, v): edge["travel_time"] for u, v, edge in graph.edges(data=True)}
    for u, v, edge in osmnx.routing.add_edge_travel_times(graph.copy()).edges(data=True):
        assert edge["travel_time"] == pytest.approx(seconds[u, v], rel=1e-12)
        assert edge["travel_time"] == pytest.approx(edge["length"] / edge["speed_kph"] * 3.6)
    assert 36 in {edge["speed_kph"] for *_, edge in graph.edges(data=True)}


def test_of_equally_large_parts_the_same_one_stays(town):
    parts = [town.way((0, 0), (1, 0)), town.way((5, 5), (6, 5))]
    assert sorted(street_graph(parts, Mode.WALK)) == sorted(street_graph(parts[::-1], Mode.WALK))


@pytest.mark.parametrize("first", [0, 1])
def test_of_parallel_edges_the_quickest_stays(town, first):
    ways = [town.way((0, 0), (1, 0), maxspeed="30"), town.way((1, 0), (0, 0), maxspeed="50", highway="secondary")]
    graph = street_graph([ways[first], ways[1 - first]], Mode.CAR)
    assert graph.number_of_edges() == 2
    assert {edge["highway"] for *_, edge in graph.edges(data=True)} == {"secondary"}


def test_reverse_oneway_runs_against_the_drawing(town):
    ring = [(0, 0), (1, 0), (1, 1), (0, 0)]
    graph = street_graph([town.way(*ring, oneway="-1")], Mode.CAR)
    nodes = [node_id(town.vertex(corner)) for corner in ring]
    assert sorted(graph.edges()) == sorted((v, u) for u, v in pairwise(nodes))
    assert street_graph([town.way(*ring, oneway="-1")], Mode.WALK).number_of_edges() == 6


def test_only_the_largest_strongly_connected_part_stays(town):
    dead_end = town.way((0, 0), (0, -1), oneway="yes")
    island = town.way((5, 5), (6, 5))
    car = street_graph([*town.block(), dead_end, island], Mode.CAR)
    assert len(car) == 4
    assert len(street_graph([*town.block(), dead_end, island], Mode.WALK)) == 5


def test_nobody_walks_on_a_motorway(town):
    ways = [town.way((0, 0), (1, 0)), town.way((0, 0), (1, 0), (0, 0), highway="motorway")]
    assert {edge["highway"] for *_, edge in street_graph(ways, Mode.WALK).edges(data=True)} == {"residential"}
    assert {edge["highway"] for *_, edge in street_graph(ways, Mode.CAR).edges(data=True)} == {"motorway"}


def test_repeated_vertices_and_no_ways_at_all(town):
    assert street_graph([town.way((0, 0), (0, 0), (1, 0))], Mode.WALK).number_of_edges() == 2
    assert len(street_graph([], Mode.WALK)) == 0
    assert len(street_graph([Way(1, (), {"highway": "residential"})], Mode.WALK)) == 0


def test_the_graph_does_not_depend_on_the_order_of_the_ways(town):
    ways = [*town.block(), town.way((0, 0), (0, -1), tunnel="yes"), town.way((0, 0), (1, 0), maxspeed="50")]
    one, other = (street_graph(order, Mode.CAR) for order in (ways, ways[::-1]))
    assert sorted(one.nodes) == sorted(other.nodes)
    assert {(u, v): edge for u, v, edge in one.edges(data=True)} == {
        (u, v): edge for u, v, edge in other.edges(data=True)
    }


def test_length_is_great_circle_metres():
    way = Way(1, ((107500000, 599000000), (107500000, 599009000)), {"highway": "residential"})
    for *_, edge in street_graph([way], Mode.WALK).edges(data=True):
        assert edge["length"] == pytest.approx(100.08, abs=0.01)

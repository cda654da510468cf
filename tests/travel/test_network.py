import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.dataset import Mode
from planner.domain.errors import InputError
from planner.travel.network import Network, network_minutes, network_minutes_km
from planner.travel.places import LatLon
from planner.travel.speeds import WALK_M_PER_MIN

CORNERS = [(column, row) for column in range(3) for row in range(3)]
SIDES = [(a, b) for a in CORNERS for b in CORNERS if a < b and abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1]
POSITIONS = st.tuples(st.integers(-4, 24), st.integers(-4, 24)).map(lambda p: (p[0] / 10, p[1] / 10))


@st.composite
def streets(draw):
    """A grid of 3 × 3 corners: some sides missing, some one-way, some backwards, some quick."""
    chosen = []
    for one, other in SIDES:
        if draw(st.integers(0, 5)):
            oneway = draw(st.sampled_from(["no", "no", "no", "yes", "-1"]))
            chosen.append((one, other, oneway, draw(st.sampled_from(["20", "50"]))))
    return chosen


def brute_force(network: Network, origin: LatLon, destination: LatLon) -> tuple[float, float]:
    """Minutes and metres from the definition: out of one edge's ends, into the other's, or along the same."""
    graph = nx.DiGraph()
    for (u, v), minutes, metres in zip(
        network.streets.ends.tolist(), network.streets.minutes.tolist(), network.streets.metres.tolist(), strict=True
    ):
        for start, end, side in ((u, v, 0), (v, u, 1)):
            if np.isfinite(minutes[side]):
                graph.add_edge(start, end, minutes=minutes[side], metres=metres[side])
    (edge_a, at_a, leg_a), (edge_b, at_b, leg_b) = (_nearest(network, place) for place in (origin, destination))
    ways = []
    if edge_a == edge_b:
        side = 0 if at_b > at_a else 1
        share = abs(at_b - at_a)
        minutes = network.streets.minutes[edge_a, side]
        if share == 0:
            ways.append((0.0, 0.0))
        elif np.isfinite(minutes):
            ways.append((share * minutes, share * network.streets.metres[edge_a, side]))
    for node, out in _shares(network, edge_a, at_a, leaving=True):
        distance, paths = nx.single_source_dijkstra(graph, node, weight="minutes")
        for end, into in _shares(network, edge_b, at_b, leaving=False):
            metres = nx.path_weight(graph, paths[end], "metres")
            ways.append((out[0] + distance[end] + into[0], out[1] + metres + into[1]))
    minutes, metres = min(ways)
    return minutes + leg_a + leg_b, metres


def _nearest(network: Network, place: LatLon) -> tuple[int, float, float]:
    point = shapely.Point(place.xy()[0])
    lines = [shapely.LineString(network.nodes[ends]) for ends in network.streets.ends]
    edge = min(range(len(lines)), key=lambda row: (lines[row].distance(point), row))
    return edge, lines[edge].project(point, normalized=True), lines[edge].distance(point) / WALK_M_PER_MIN


def _shares(network: Network, edge: int, at: float, *, leaving: bool) -> list[tuple[int, tuple[float, float]]]:
    """Open ends of an edge with (minutes, metres) between the foot point and that end."""
    first, second = network.streets.ends[edge].tolist()
    sides = ((second, 1 - at, 0), (first, at, 1)) if leaving else ((first, at, 0), (second, 1 - at, 1))
    open_ends = []
    for node, share, side in sides:
        minutes, metres = network.streets.minutes[edge, side], network.streets.metres[edge, side]
        if share == 0:
            open_ends.append((node, (0.0, 0.0)))
        elif np.isfinite(minutes):
            open_ends.append((node, (share * minutes, share * metres)))
    return open_ends


@settings(max_examples=25, deadline=None)
@given(streets(), st.lists(POSITIONS, min_size=1, max_size=4), st.lists(POSITIONS, min_size=1, max_size=3))
def test_minutes_and_km_are_those_of_the_definition(town, sides, starts, ends):
    ways = [town.way(one, other, oneway=oneway, maxspeed=speed) for one, other, oneway, speed in sides]
    for mode in (Mode.CAR, Mode.WALK):
        try:
            network = town.network(*ways, mode=mode)
        except InputError:
            continue
        origins, destinations = town.places(*starts), town.places(*ends)
        found = network_minutes(network, origins=origins, destinations=destinations)
        minutes, km = network_minutes_km(network, origins=origins, destinations=destinations)
        assert minutes == pytest.approx(found)
        for row in range(len(starts)):
            for column in range(len(ends)):
                pair = origins.take(np.array([row])), destinations.take(np.array([column]))
                expected, metres = brute_force(network, *pair)
                assert found[row, column] == pytest.approx(expected, abs=1e-9)
                if mode is Mode.WALK:  # one speed: the quickest way is the shortest, so metres have no ties
                    assert km[row, column] == pytest.approx(metres / 1000, abs=1e-9)


def test_walking_takes_the_same_time_both_ways(town):
    network = town.network(*town.block())
    places = town.places((0.2, 0.1), (0.9, 1.1), (0.5, 0.6))
    minutes = network_minutes(network, origins=places, destinations=places)
    assert minutes == pytest.approx(minutes.T)


def test_a_one_way_street_makes_the_way_back_longer(town):
    network = town.network(*town.block(), mode=Mode.CAR)
    places = town.places((0.8, 1), (0.2, 1))
    minutes = network_minutes(network, origins=places, destinations=places)
    assert minutes[0, 1] < minutes[1, 0]


def test_the_limit_cuts_and_the_fewer_side_gives_the_same(town):
    network = town.network(*town.block(), mode=Mode.CAR)
    many, few = town.places((0, 0), (0.5, 0), (1, 0.5), (0.3, 1)), town.places((0.9, 1), (0, 0.5))
    minutes = network_minutes(network, origins=many, destinations=few)
    one_by_one = [network_minutes(network, origins=many.take(np.array([row])), destinations=few) for row in range(4)]
    assert minutes == pytest.approx(np.vstack(one_by_one))
    middle = float(np.median(minutes))
    cut = network_minutes(network, origins=many, destinations=few, limit=middle)
    assert np.array_equal(np.isfinite(cut), minutes <= middle)


def test_places_far_apart_in_number_are_searched_in_batches(town, monkeypatch):
    network = town.network(*town.block())
    places = town.places((0, 0), (0.5, 0), (1, 0.5), (0.3, 1), (0.9, 1))
    whole = network_minutes_km(network, origins=places, destinations=places)
    monkeypatch.setattr("planner.travel.search.BATCH", 2)
    assert network_minutes(network, origins=places, destinations=places) == pytest.approx(whole[0])
    assert np.array_equal(network_minutes_km(network, origins=places, destinations=places), whole)


def test_snapping_avoids_trunk_roads_and_tunnels(town):
    ways = [
        town.way((0, 0), (1, 0)),
        town.way((0, 0), (0, 1), (1, 1), highway="trunk"),
        town.way((1, 0), (1, 1), tunnel="yes"),
    ]
    network = town.network(*ways, mode=Mode.CAR)
    snap = network.snap(town.places((0.9, 0.9), (0.1, 1)))
    assert snap.metres == pytest.approx([90, 100], rel=0.02)
    only_trunk = town.network(town.way((0, 0), (1, 0), highway="trunk"), mode=Mode.CAR)
    assert only_trunk.snap(town.places((0.5, 0))).metres == pytest.approx([0], abs=0.1)


def test_snap_leg_is_walked_in_every_mode(town):
    network = town.network(town.way((0, 0), (1, 0)), mode=Mode.CAR)
    on_street, beside = town.places((0, 0)), town.places((0, 0.8))
    minutes = network_minutes(network, origins=on_street, destinations=beside)
    assert minutes[0, 0] == pytest.approx(80 / WALK_M_PER_MIN, rel=0.02)


def test_nodes_lie_in_spatial_order_and_the_matrix_holds_every_direction(town):
    network = town.network(*town.block(), mode=Mode.CAR)
    assert network.matrix().nnz == 7
    assert network.matrix().shape == (4, 4)
    assert np.abs(np.diff(network.nodes, axis=0)).max() < 110  # neighbours in number are neighbours in town


def test_no_places_and_no_streets(town):
    network, nobody = town.network(*town.block()), LatLon(lat=[], lon=[])
    assert network_minutes(network, origins=nobody, destinations=town.places((0, 0))).shape == (0, 1)
    assert network_minutes_km(network, origins=town.places((0, 0)), destinations=nobody)[1].shape == (1, 0)
    with pytest.raises(InputError, match="veinettet for bil er tomt"):
        town.network(town.way((0, 0), (1, 0), highway="footway"), mode=Mode.CAR)


def test_from_a_graph_with_a_loop(town):
    graph = nx.MultiDiGraph(crs="EPSG:4326")
    graph.add_node(1, x=10.75, y=59.91)
    graph.add_edge(1, 1, length=10.0, travel_time=1.0, highway="residential")
    with pytest.raises(InputError, match="tomt"):
        Network.from_graph(graph, Mode.WALK)

"""Oslo as a whole: the figures that docs and reports rest on. Needs the raw data."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from planner.domain.dataset import Mode
from planner.domain.errors import InputError
from planner.sources.roads import read_pbf, read_roads, street_area
from planner.travel.border import LONGEST, Border, Crossing
from planner.travel.heldout import Pairs, measure
from planner.travel.line import LineModel
from planner.travel.matrix import covered, travel_minutes
from planner.travel.network import Network, network_minutes, network_minutes_km
from planner.travel.places import LatLon, line_m

pytestmark = pytest.mark.raw

NODES = {Mode.WALK: 86_813, Mode.BIKE: 85_457, Mode.CAR: 44_554}


@pytest.fixture(scope="module")
def pbf(raw):
    return raw / "roads" / "oslo-east-filtered.osm.pbf"


@pytest.fixture(scope="module")
def graphs(raw, pbf):
    return read_roads(pbf, raw / "roads" / "osm_oslo_roads.geojson")


@pytest.fixture(scope="module")
def networks(graphs):
    return {mode: Network.from_graph(graphs[mode], mode) for mode in Mode}


@pytest.fixture(scope="module")
def residents(raw):
    cells = gpd.read_file(raw / "population" / "befolkning_250m_2023_oslo.gpkg")
    centres = gpd.GeoSeries(cells.geometry.centroid.to_numpy(), crs="EPSG:25833").to_crs("EPSG:4326")
    return LatLon(lat=centres.y, lon=centres.x), cells["pop_tot"].to_numpy(dtype=np.float64)


@pytest.fixture(scope="module")
def area(pbf):
    return street_area(pbf)


@pytest.fixture(scope="module")
def at_cells(area, networks, residents):
    return covered(residents[0], area=area, network=networks[Mode.WALK])


@pytest.fixture(scope="module")
def sample(residents, at_cells):
    """Every third covered cell to every fourth one, with residents at both ends."""
    cells, people = residents
    rows = np.flatnonzero(at_cells)
    origins, destinations = rows[::3], rows[::4]
    return cells.take(origins), cells.take(destinations), np.outer(people[origins], people[destinations])


def test_size_of_the_largest_strongly_connected_parts(graphs):
    assert {mode: len(graph) for mode, graph in graphs.items()} == NODES


def test_covered_residents(residents, at_cells):
    _, people = residents
    assert at_cells.sum() == 512
    assert people[at_cells].sum() / people.sum() == pytest.approx(0.371, abs=0.001)


@pytest.mark.parametrize(("name", "lat", "lon"), [("Stovner", 59.9626, 10.9228), ("Holmlia", 59.8335, 10.7960)])
def test_outer_bydeler_are_not_covered_though_main_roads_pass(area, networks, name, lat, lon):
    assert not covered(LatLon(lat=lat, lon=lon), area=area, network=networks[Mode.WALK]).any()


@pytest.mark.parametrize(
    ("mode", "per_km", "error"), [(Mode.WALK, 14.4, 2.5), (Mode.BIKE, 4.9, 1.15), (Mode.CAR, 1.3, 0.85)]
)
def test_calibrated_line(networks, sample, mode, per_km, error):
    origins, destinations, weights = sample
    minutes = network_minutes(networks[mode], origins=origins, destinations=destinations)
    metres = line_m(origins=origins, destinations=destinations)
    line = LineModel.calibrate(mode, distance_m=metres, minutes=minutes, weights=weights)
    assert line.per_km == pytest.approx(per_km, rel=0.03)
    assert line.mean_error < error
    default = np.abs(LineModel.default(mode).minutes(metres) - minutes)
    assert np.average(default, weights=weights) == pytest.approx(line.mean_error, rel=0.05)


@pytest.mark.parametrize(
    ("mode", "partly", "line"), [(Mode.WALK, 2.0, 2.6), (Mode.BIKE, 0.95, 1.15), (Mode.CAR, 0.7, 0.78)]
)
def test_streets_to_the_border_beat_the_line_on_held_out_ways(networks, area, sample, mode, partly, line):
    origins, destinations, weights = sample
    minutes = network_minutes(networks[mode], origins=origins, destinations=destinations)
    metres = line_m(origins=origins, destinations=destinations)
    found = measure(networks[mode], area, Pairs(origins, destinations, minutes, metres, weights))
    assert found.cuts == 4
    assert found.partly.all < partly < line < found.partly_line.all
    assert found.partly.near < found.partly_line.near
    assert found.partly.worst < found.partly_line.worst


def test_ways_over_the_border_are_possible_and_near_the_line(networks, area, residents, at_cells):
    cells, _ = residents
    inside, outside = cells.take(np.flatnonzero(at_cells)[::20]), cells.take(np.flatnonzero(~at_cells)[::20])
    network, line = networks[Mode.WALK], LineModel.default(Mode.WALK)
    border = Border.of(network, area)
    assert 140 < len(border.nodes) < 170
    straight = line_m(origins=inside, destinations=outside)
    for outward in (True, False):
        ways = Crossing.of(network, border, covered=inside, far=outside, outward=outward)
        minutes = ways.minutes(line, 0.0)
        assert (minutes * 80 >= straight * 0.998).all()
        assert (minutes <= LONGEST * line.minutes(straight)).all()


def test_nobody_goes_faster_than_the_line_allows(networks, sample):
    origins, destinations, _ = sample
    minutes, km = network_minutes_km(networks[Mode.CAR], origins=origins, destinations=destinations)
    walk = network_minutes(networks[Mode.WALK], origins=origins, destinations=destinations)
    metres = line_m(origins=origins, destinations=destinations)
    assert (walk * 80 >= metres * 0.998).all()
    assert (km * 1000 + 2 * 250 >= metres * 0.998).all()
    assert (km <= minutes * 80 / 60 + 1e-9).all()


def test_matrix_of_a_sample_is_the_same_in_every_run(networks, area, residents, at_cells):
    cells, _ = residents
    few = np.flatnonzero(at_cells)[::40]
    runs = [
        travel_minutes(
            networks[Mode.WALK],
            LineModel.default(Mode.WALK),
            origins=cells,
            destinations=cells.take(few),
            origins_covered=at_cells,
            destinations_covered=at_cells[few],
            border=Border.of(networks[Mode.WALK], area),
        )
        for _ in range(2)
    ]
    assert np.array_equal(*runs)
    assert (runs[0][few, np.arange(len(few))] == 0).all()
    assert (runs[0] == 0).sum() == len(few)


def test_the_area_is_one_town_inside_its_streets(area):
    assert shapely.contains_xy(area, 10.7577, 59.9226)  # Birkelunden
    west, south, east, north = area.bounds
    assert 10.708 < west < east < 10.829
    assert 59.860 < south < north < 59.938


@pytest.mark.parametrize("keep", [0.2, 0.7, 0.999])
def test_the_real_extract_cut_short(pbf, tmp_path, keep):
    data = pbf.read_bytes()
    cut = tmp_path / "oslo.osm.pbf"
    cut.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(InputError, match="avkuttet"):
        read_pbf(cut)

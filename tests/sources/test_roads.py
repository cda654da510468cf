import json
from pathlib import Path

import osmium
import pytest

from planner.domain.dataset import Mode
from planner.domain.errors import InputError
from planner.sources.roads import read_main_roads, read_pbf, read_roads, read_ways, street_area
from planner.travel.graph import SCALE, node_id

LON, LAT, STEP_LON, STEP_LAT = 10.75, 59.91, 0.0018, 0.0009


def position(column, row):
    return round(LON + column * STEP_LON, 7), round(LAT + row * STEP_LAT, 7)


def node(column, row):
    lon, lat = position(column, row)
    return node_id((round(lon * SCALE), round(lat * SCALE)))


def write_pbf(path, ways, *, without=()):
    """Ways as (tags, corners); corners in ``without`` are referred to but not in the file."""
    corners = sorted({corner for _, line in ways for corner in line})
    ids = {corner: number for number, corner in enumerate(corners, start=1)}
    with osmium.SimpleWriter(str(path)) as writer:
        for corner in corners:
            if corner not in without:
                writer.add_node(osmium.osm.mutable.Node(id=ids[corner], location=position(*corner)))
        for number, (tags, line) in enumerate(ways, start=100):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=[ids[corner] for corner in line], tags=tags))
    return path


def feature(*corners, **properties):
    return {
        "type": "Feature",
        "properties": {"@id": "way/7", "highway": "primary", **properties},
        "geometry": {"type": "LineString", "coordinates": [list(position(*corner)) for corner in corners]},
    }


def write_geojson(path, *features, **members):
    path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": list(features)}), "utf-8")
    return path


@pytest.fixture
def pbf(tmp_path):
    return write_pbf(
        tmp_path / "gater.osm.pbf",
        [
            ({"highway": "residential", "name": "Søndre gate"}, [(0, 0), (1, 0)]),
            ({"highway": "residential", "oneway": "yes"}, [(1, 0), (1, 1)]),
            ({"highway": "residential", "oneway": "-1"}, [(0, 1), (1, 1)]),
            ({"highway": "residential"}, [(0, 1), (0, 0)]),
            ({"highway": "motorway"}, [(1, 1), (0, 0)]),
            ({"highway": "footway"}, [(0, 0), (2, 2)]),
            ({"highway": "construction"}, [(2, 2), (3, 3)]),
            ({"public_transport": "platform"}, [(0, 1), (0, 2)]),
        ],
    )


@pytest.fixture
def main_roads(tmp_path):
    return write_geojson(tmp_path / "hovedveier.geojson", feature((1, 1), (5, 1)), feature((5, 1), (5, 5)))


def edges(graph):
    return set(graph.edges())


def test_both_sources_join_into_one_graph_per_mode(pbf, main_roads):
    graphs = read_roads(pbf, main_roads)
    car = graphs[Mode.CAR]
    assert list(graphs) == list(Mode)
    assert len(car) == 6
    assert (node(5, 1), node(5, 5)) in edges(car)
    assert node(2, 2) not in car
    assert car.graph["crs"] == "EPSG:4326"


def test_one_way_reverse_one_way_and_motorway(pbf, main_roads):
    graphs = read_roads(pbf, main_roads)
    car, walk = edges(graphs[Mode.CAR]), edges(graphs[Mode.WALK])
    assert (node(1, 0), node(1, 1)) in car
    assert (node(1, 1), node(1, 0)) not in car
    assert (node(1, 1), node(0, 1)) in car
    assert (node(0, 1), node(1, 1)) not in car
    assert (node(1, 1), node(0, 0)) in car
    assert (node(1, 1), node(0, 0)) not in walk
    assert {(v, u) for u, v in walk} == walk
    assert {node(2, 2)} == {u for u, _ in walk} - {u for u, _ in car}


def test_every_run_gives_the_same_graphs_in_the_same_order(pbf, main_roads):
    one, other = (read_roads(pbf, main_roads) for _ in range(2))
    for mode in Mode:
        assert list(one[mode].edges(data=True)) == list(other[mode].edges(data=True))
        assert list(one[mode].nodes(data=True)) == list(other[mode].nodes(data=True))


def test_a_way_is_split_where_the_extract_lacks_a_node(tmp_path):
    line = [(column, 0) for column in range(6)]
    path = write_pbf(tmp_path / "kuttet.pbf", [({"highway": "residential"}, line)], without=[(2, 0), (5, 0)])
    assert [len(way.vertices) for way in read_pbf(path)] == [2, 2]


def test_an_osm_xml_file_can_be_read_too(tmp_path):
    path = write_pbf(tmp_path / "gater.osm", [({"highway": "residential"}, [(0, 0), (1, 0)])])
    assert read_pbf(path)[0].tags == {"highway": "residential"}


def test_main_roads_lines_only_and_with_text_tags(tmp_path):
    many = feature((0, 0), (1, 0))
    many["geometry"] = {"type": "MultiLineString", "coordinates": [many["geometry"]["coordinates"]] * 2}
    features = [
        feature((0, 0), (1, 0), maxspeed=50, name=None),
        many,
        {"type": "Feature", "properties": {"highway": "bus_stop"}, "geometry": {"type": "Point", "coordinates": [1]}},
        {"type": "Feature", "properties": {"railway": "rail"}, "geometry": many["geometry"]},
        {"type": "Feature", "properties": None, "geometry": None},
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    ways = read_main_roads(write_geojson(tmp_path / "veier.geojson", *features, crs=crs))
    assert len(ways) == 3
    assert ways[0].id == 7
    assert ways[0].tags == {"@id": "way/7", "highway": "primary", "maxspeed": "50"}


def problems_of(read, *paths):
    with pytest.raises(InputError) as caught:
        read(*paths)
    for problem in caught.value.problems:
        assert problem.file
    return "\n".join(map(str, caught.value.problems))


def test_all_problems_of_both_files_at_once(tmp_path):
    text = problems_of(read_ways, tmp_path / "a.pbf", tmp_path / "b.geojson")
    assert text.count("fila finnes ikke") == 2
    assert "a.pbf" in text
    assert "b.geojson" in text


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_truncated_pbf(pbf, tmp_path, keep):
    data = pbf.read_bytes()
    cut = tmp_path / "avkuttet.osm.pbf"
    cut.write_bytes(data[: int(len(data) * keep)])
    assert "avkuttet.osm.pbf" in problems_of(read_pbf, cut)


@pytest.mark.parametrize("name", ["søppel.osm.pbf", "søppel.osm", "søppel.txt"])
@pytest.mark.parametrize("data", [b"", b"\x00\xff" * 500, b"<html>404</html>", bytes(range(256)) * 40])
def test_rubbish_in_the_place_of_a_pbf(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    text = problems_of(read_pbf, path)
    assert "søppel" in text
    assert "–" in text  # a remedy follows


def test_a_folder_is_no_file(tmp_path):
    assert "finnes ikke" in problems_of(read_pbf, tmp_path)
    assert "er en mappe, ikke en fil" in problems_of(read_main_roads, tmp_path)


def test_a_pbf_without_streets(tmp_path):
    path = write_pbf(tmp_path / "bygg.pbf", [({"building": "yes"}, [(0, 0), (1, 0)])])
    assert "ingen gater" in problems_of(read_pbf, path)


def test_streets_nobody_may_use(tmp_path, main_roads):
    path = write_pbf(tmp_path / "gang.pbf", [({"highway": "footway"}, [(0, 0), (1, 1)])])
    roads = write_geojson(tmp_path / "gang.geojson", feature((0, 0), (1, 0), highway="footway"))
    assert "ingen gate er åpen (fant «car»)" in problems_of(read_roads, path, roads)


def test_files_of_two_towns(pbf, tmp_path):
    roads = write_geojson(tmp_path / "bergen.geojson", feature((-2000, 500), (-2001, 500)))
    text = problems_of(read_roads, pbf, roads)
    assert "møter ingen gate" in text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "ikke gyldig JSON"),
        (b"\xff\xfe\x00", "ikke tekst"),
        (b"[" * 100_000, "ikke gyldig JSON"),
        (b'{"features": [NaN]}', "ikke gyldig JSON"),
        (b"[]", "ikke en GeoJSON FeatureCollection"),
        (b'{"type": "Topology"}', "ikke en GeoJSON FeatureCollection"),
        (b'{"features": []}', "ingen veilinjer"),
        (b'{"features": [3]}', "ikke en gyldig linje"),
    ],
)
def test_main_roads_that_are_no_geojson(tmp_path, data, says):
    path = tmp_path / "veier.geojson"
    path.write_bytes(data)
    assert says in problems_of(read_main_roads, path)


@pytest.mark.parametrize(
    ("coordinates", "says"),
    [
        ([[59.91, 10.75], [59.92, 10.76]], "lengde- og breddegrad er byttet om"),
        ([[262000.0, 6649000.0], [262100.0, 6649000.0]], "trolig feil koordinatsystem"),
        ([[-0.12, 51.5], [-0.13, 51.5]], "ikke grader i Norge"),
        ([[10.75], [10.76]], "ikke en gyldig linje"),
        ([["a", "b"]], "ikke en gyldig linje"),
        (None, "ikke en gyldig linje"),
        (7, "ikke en gyldig linje"),
    ],
)
def test_main_roads_with_bad_coordinates(tmp_path, coordinates, says):
    bad = feature((0, 0), (1, 0))
    bad["geometry"]["coordinates"] = coordinates
    text = problems_of(read_main_roads, write_geojson(tmp_path / "veier.geojson", feature((0, 0), (1, 0)), bad))
    assert says in text
    assert "objekt 2" in text


def test_many_bad_features_are_counted(tmp_path):
    bad = feature((0, 0), (1, 0))
    bad["geometry"]["coordinates"] = [[59.9, 10.7]]
    text = problems_of(read_main_roads, write_geojson(tmp_path / "veier.geojson", *[bad] * 12))
    assert text.count("byttet om") == 5
    assert "7 objekter til" in text


@pytest.mark.parametrize("crs", [{"type": "name", "properties": {"name": "EPSG:25833"}}, "EPSG:3857", {}])
def test_main_roads_in_another_crs(tmp_path, crs):
    path = write_geojson(tmp_path / "veier.geojson", feature((0, 0), (1, 0)), crs=crs)
    assert "feil koordinatsystem" in problems_of(read_main_roads, path)


def test_street_area_needs_local_streets(pbf, tmp_path):
    town = [
        ({"highway": "residential"}, [(a, b) if across else (b, a) for b in range(16)])
        for a in range(16)
        for across in (True, False)
    ]
    area = street_area(write_pbf(tmp_path / "by.pbf", town))
    (west, south), (east, north) = position(0, 0), position(15, 15)
    assert west < area.bounds[0] < area.bounds[2] < east
    assert south < area.bounds[1] < area.bounds[3] < north
    assert "lokalt gatenett" in problems_of(street_area, pbf)


def test_paths_may_hold_norwegian_letters(pbf, main_roads, tmp_path):
    folder = tmp_path / "Å øl æ"
    folder.mkdir()
    moved = [Path(file).rename(folder / file.name) for file in (pbf, main_roads)]
    assert len(read_ways(*moved)) == 9

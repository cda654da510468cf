"""Raw files fetched from services that answer on this machine as the real ones do."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import geopandas
import osmium
import pytest

from planner.dataset import load_dataset
from planner.domain.errors import InputError
from planner.sources import build as building
from planner.sources.fetching import FetchReport, Web, fetch_raw
from planner.sources.fetching.fetch import CACHE, MANIFEST, located
from planner.sources.fetching.web import ATTEMPTS, PAUSE_SECONDS
from planner.sources.recipe import Recipe
from planner.sources.roads import read_main_roads, read_pbf

TODAY = date(2027, 1, 15)
BY_HAND = ("districts", "subdistricts", "kretser", "local_election", "places")
FETCHED = ("population", "storting_municipality", "storting_districts", "streets", "main_roads")


@dataclass
class Service:
    """What the services answer, and what they were asked.

    Attributes:
        failures: status codes to answer with first, by path.
    """

    replies: dict[str, Callable[[dict[str, list[str]], str], bytes]]
    failures: dict[str, list[int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def service(good_raw: Path, recipe: Recipe) -> Iterator[Service]:
    answers = Service(_replies(good_raw, recipe))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, body: str) -> None:
            parts = urlsplit(self.path)
            answers.asked.append(parts.path)
            left = answers.failures.get(parts.path, [])
            if left:
                self.send_response(left.pop(0))
                self.send_header("Retry-After", "7")
                self.end_headers()
                return
            found = answers.replies.get(parts.path)
            self.send_response(200 if found else 404)
            self.end_headers()
            if found:
                self.wfile.write(found(parse_qs(parts.query), body))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    answers.url = f"http://127.0.0.1:{server.server_port}"
    yield answers
    server.shutdown()
    server.server_close()
    thread.join()


def _replies(raw: Path, recipe: Recipe) -> dict[str, Callable[[dict[str, list[str]], str], bytes]]:
    paths = {key: raw / file.path for key, file in recipe.files.items()}
    squares = geopandas.read_file(paths["population"])
    ours = squares.to_crs("EPSG:4326").union_all().buffer(1e-6)
    area = {"type": "Feature", "properties": {"kommunenummer": "0301"}, "geometry": ours.__geo_interface__}
    other = {"type": "Feature", "properties": {"kommunenummer": "3201"}, "geometry": ours.__geo_interface__}

    def result(number: str, name: str, electors: int, turnout: float, advance: int, related: list[str]) -> bytes:
        ballots = [{"total": advance + 5, "fhs": advance}, {"total": 2, "fhs": 0}, {"total": advance, "fhs": advance}]
        lists = [
            {"id": {"partikode": code, "partikategori": kind}, "stemmer": {"resultat": {"antall": antall}}}
            for (code, kind), antall in zip((("A", 1), ("BLANKE", 3), ("Andre", 0)), ballots, strict=True)
        ]
        reply = {
            "id": {"nr": number, "navn": name, "nivaa": "bydel", "valgtype": "ST"}, "antallsb": electors,
            "frammote": {"prosent": turnout}, "partier": lists, "tidspunkt": {"rapportGenerert": "2025-09-17T12:10"},
            "_links": {"related": [{"href": f"/2025/st/03/0301/{n}"} for n in related]},
        }  # fmt: skip
        return json.dumps(reply).encode()

    return {
        "/areas": lambda *_: json.dumps({"type": "FeatureCollection", "features": [other, area]}).encode(),
        "/wfs": lambda query, _: _gml(squares, query),
        "/valg/2025/st/03/0301": lambda *_: result("0301", "Oslo", 1000, 81.7, 550, ["0", "1", "2"]),
        "/valg/2025/st/03/0301/0": lambda *_: result("0", "Bydel 00", 9, 99.1, 550, []),
        "/valg/2025/st/03/0301/1": lambda *_: result("1", "Vestre", 600, 80.8, 0, []),
        "/valg/2025/st/03/0301/2": lambda *_: result("2", "Østre", 391, 66.6, 0, []),
        "/overpass": lambda _, body: _osm_xml(paths["streets"], main="motorway" in body),
    }


def _osm_xml(pbf: Path, *, main: bool) -> bytes:
    """The miniature streets as an Overpass service writes them; every fourth way is a main road."""
    places: dict[int, tuple[float, float]] = {}
    ways: dict[int, list[int]] = {}
    for thing in osmium.FileProcessor(str(pbf)):
        if thing.is_node():
            places[thing.id] = (thing.lat, thing.lon)
        elif not main or _class(thing.id) == "trunk":
            ways[thing.id] = [node.ref for node in thing.nodes]
    used = sorted({ref for refs in ways.values() for ref in refs})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="Overpass API">']
    lines += [f'<node id="{ref}" lat="{places[ref][0]:.7f}" lon="{places[ref][1]:.7f}"/>' for ref in used]
    for number, refs in ways.items():
        nodes = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        lines.append(f'<way id="{number}">{nodes}<tag k="highway" v="{_class(number)}"/></way>')
    return "\n".join([*lines, "</osm>\n"]).encode()


def _class(number: int) -> str:
    return "trunk" if number % 8 == 1 else "residential"


def _gml(squares: geopandas.GeoDataFrame, query: dict[str, list[str]]) -> bytes:
    """GML 3.1.1 in the form of a MapServer; also a square of the neighbouring municipality."""
    assert query["typeNames"] == ["befolkning_250m_2023"]
    assert query["srsName"] == ["EPSG:25833"]
    members = []
    boxes = [(str(i), n, s.bounds) for i, n, s in zip(squares.ru250m, squares.pop_tot, squares.geometry, strict=True)]
    west, south, _, _ = squares.total_bounds
    boxes.append((f"2{int(west) - 5000:06d}{int(south):07d}", 77, (west - 5000, south, west - 4750, south + 250)))
    for number, residents, (x0, y0, x1, y1) in boxes:
        ring = f"{x0} {y0} {x1} {y0} {x1} {y1} {x0} {y1} {x0} {y0}"
        members.append(
            f'<gml:featureMember><ms:befolkning_250m_2023 gml:id="b.{number}"><ms:msGeometry>'
            f'<gml:Polygon srsName="EPSG:25833"><gml:exterior><gml:LinearRing><gml:posList srsDimension="2">{ring}'
            f"</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></ms:msGeometry><ms:ru250m>{number}</ms:ru250m>"
            f"<ms:pop_tot>{residents}</ms:pop_tot></ms:befolkning_250m_2023></gml:featureMember>"
        )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection '
        'xmlns:ms="http://mapserver.gis.umn.edu/mapserver" '
        'xmlns:gml="http://www.opengis.net/gml" xmlns:wfs="http://www.opengis.net/wfs">'
    )
    return (head + "".join(members) + "</wfs:FeatureCollection>\n").encode()


@pytest.fixture
def here(recipe: Recipe, service: Service) -> Recipe:
    """The recipe with services on this machine."""
    addresses = {"population_grid": "wfs", "election_results": "valg", "openstreetmap": "overpass"}
    files = {
        key: replace(file, fetch={**file.fetch, "url": f"{service.url}/{addresses[file.fetch['kind']]}"})
        if file.fetch
        else file
        for key, file in recipe.files.items()
    }
    area = {**recipe.area_source, "url": f"{service.url}/areas"}
    return replace(recipe, files=files, area_source=area)


@pytest.fixture
def partly(tmp_path: Path, good_raw: Path, recipe: Recipe) -> Path:
    """A raw folder with only what no service gives."""
    folder = tmp_path / "rå"
    for key in BY_HAND:
        target = folder / recipe.files[key].path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(good_raw / recipe.files[key].path, target)
    return folder


def fetch(recipe: Recipe, raw: Path, waits: list[float] | None = None, *, refresh: bool = False) -> FetchReport:
    web = Web(raw / CACHE, refresh=refresh, wait=(waits if waits is not None else []).append, clock=lambda: 0.0)
    return fetch_raw(recipe, raw, web=web, today=TODAY, progress=lambda _: None)


def test_what_is_fetched_is_what_the_build_reads(
    here: Recipe, partly: Path, good_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = fetch(here, partly)
    assert len(report.fetched) == len(FETCHED)
    squares, given = (geopandas.read_file(f / here.files["population"].path) for f in (partly, good_raw))
    assert dict(zip(map(str, squares.ru250m), squares.pop_tot, strict=True)) == dict(
        zip(map(str, given.ru250m), given.pop_tot, strict=True)
    )
    assert {(w.id, w.vertices) for w in read_pbf(partly / "roads/streets.osm")} == {
        (w.id, w.vertices) for w in read_pbf(good_raw / here.files["streets"].path)
    }
    assert {w.tags["highway"] for w in read_main_roads(partly / "roads/main_roads.geojson")} == {"trunk"}
    monkeypatch.setattr(building, "load_recipe", lambda _: here)
    building.build_dataset("oslo", raw=partly, out=tmp_path / "ut", progress=lambda _: None)
    dataset = load_dataset(tmp_path / "ut")
    assert dataset.advance_votes is not None
    assert dataset.advance_votes.ballots == 550
    vintages = {entry.source: entry.vintage for entry in dataset.provenance}
    assert vintages[here.files["streets"].source] == "hentet 2027-01-15"
    assert vintages[here.files["population"].source] == "2023"


def test_all_that_no_service_gives_is_told_at_once_and_the_rest_is_kept(here: Recipe, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        fetch(here, tmp_path)
    told = [problem.file for problem in caught.value.problems]
    assert told == [str(tmp_path / here.files[key].path) for key in BY_HAND]
    assert all(problem.remedy for problem in caught.value.problems)
    listed = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    assert set(listed) == set(FETCHED)
    assert all((tmp_path / item["path"]).is_file() for item in listed.values())
    assert not list(tmp_path.rglob("*.part"))


def test_a_second_time_nothing_is_asked_for(here: Recipe, partly: Path, service: Service) -> None:
    fetch(here, partly)
    before = len(service.asked)
    report = fetch(here, partly)
    assert len(service.asked) == before
    assert not report.fetched
    assert len(report.other) == len(here.files)
    again = fetch(here, partly, refresh=True)
    assert len(again.fetched) == len(FETCHED)
    assert len(service.asked) == 2 * before


def test_replies_are_kept_by_the_question(here: Recipe, partly: Path, service: Service) -> None:
    fetch(here, partly)
    before = len(service.asked)
    for key in FETCHED:
        (partly / (here.files[key].fetch.get("save_as") or here.files[key].path)).unlink()
    fetch(here, partly)
    assert len(service.asked) == before


def test_a_passing_failure_is_waited_for_and_never_kept(here: Recipe, partly: Path, service: Service) -> None:
    service.failures["/wfs"] = [429, 503]
    waits: list[float] = []
    fetch(here, partly, waits)
    assert service.asked.count("/wfs") == 3
    assert waits.count(7.0) == 2
    assert PAUSE_SECONDS * 4 in waits


def test_questions_to_one_host_keep_their_distance(here: Recipe, partly: Path) -> None:
    waits: list[float] = []
    fetch(here, partly, waits)
    assert waits
    assert set(waits) == {PAUSE_SECONDS}


@pytest.mark.parametrize(
    ("path", "reply", "word"),
    [
        ("/wfs", b"<ows:ExceptionReport/>", "feil"),
        ("/wfs", b"<wfs:FeatureCollection><gml:feat", "avkuttet"),
        ("/areas", b"<html>logg inn</html>", "GeoJSON"),
        ("/overpass", b"<osm><remark> runtime error: Query timed out</remark></osm>", "ga opp"),
        ("/overpass", b"<osm><node", "avkuttet"),
        ("/valg/2025/st/03/0301/1", b'{"id": {"nr": "1", "navn": "Vestre"}}', "antallsb"),
    ],
)
def test_a_bad_reply_is_told_and_not_kept(
    here: Recipe, partly: Path, service: Service, path: str, reply: bytes, word: str
) -> None:
    good = service.replies[path]
    service.replies[path] = lambda *_: reply
    with pytest.raises(InputError, match=word) as caught:
        fetch(here, partly)
    assert len({str(p) for p in caught.value.problems}) == len(caught.value.problems)
    service.replies[path] = good
    assert fetch(here, partly).fetched


def test_a_service_that_is_not_there(here: Recipe, partly: Path, service: Service) -> None:
    service.failures["/valg/2025/st/03/0301"] = [404, 404]
    with pytest.raises(InputError, match="HTTP 404"):
        fetch(here, partly)
    assert service.asked.count("/valg/2025/st/03/0301") == 1, "a final answer is not asked for again"
    lost = replace(here, area_source={**here.area_source, "url": "http://127.0.0.1:9/areas"})
    shutil.rmtree(partly / CACHE)
    (partly / here.files["population"].path).unlink()
    waits: list[float] = []
    with pytest.raises(InputError, match=r"ingen forbindelse.*HTTPS_PROXY"):
        fetch(lost, partly, waits)
    assert len(waits) >= ATTEMPTS - 1


def test_a_municipality_that_the_service_does_not_know(here: Recipe, partly: Path) -> None:
    with pytest.raises(InputError, match="ikke i fila"):
        fetch(replace(here, municipality_id="9999"), partly)


def test_the_recipes_own_file_goes_before_a_fetched_one(here: Recipe, partly: Path, good_raw: Path) -> None:
    fetch(here, partly)
    assert located(here, partly).files["streets"].path == "roads/streets.osm"
    shutil.copy(good_raw / here.files["streets"].path, partly / here.files["streets"].path)
    assert located(here, partly).files["streets"] == here.files["streets"]


def test_a_fetched_file_that_was_changed_is_no_longer_ours(here: Recipe, partly: Path) -> None:
    fetch(here, partly)
    (partly / "roads/streets.osm").write_bytes(b"annet")
    assert located(here, partly).files["streets"] == here.files["streets"]


@pytest.mark.raw
def test_the_real_raw_files_are_those_the_recipe_names(real_raw: Path, recipe: Recipe, tmp_path: Path) -> None:
    copy = tmp_path / "rå"
    for file in recipe.files.values():
        (copy / file.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(real_raw / file.path, copy / file.path)
    report = fetch(recipe, copy)
    assert report.pinned == tuple(file.path for file in recipe.files.values())
    assert not report.other
    assert not report.fetched

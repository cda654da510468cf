"""A raw folder in miniature: 8 × 8 cells, two bydeler, four kretser, six places, a grid of streets."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas
import osmium
import pyproj
import pytest
import shapely

from planner.sources.recipe import Recipe, load_recipe

EAST, NORTH, CELL, SIDE = 262_000, 6_650_000, 250, 8
OSLO = Path(__file__).parents[2] / "data" / "oslo"
RAW = Path(__file__).parents[2].parent / "shared" / "data"
_TO_DEGREES = pyproj.Transformer.from_crs("EPSG:25833", "EPSG:4326", always_xy=True)


def degrees(east: float, north: float) -> list[float]:
    return [round(float(v), 7) for v in _TO_DEGREES.transform(EAST + east * CELL, NORTH + north * CELL)]


def box(west: float, south: float, east: float, north: float) -> dict:
    ring = [degrees(x, y) for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south))]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(features: list[tuple[dict, dict]]) -> dict:
    made = [{"type": "Feature", "properties": properties, "geometry": shape} for properties, shape in features]
    return {"type": "FeatureCollection", "features": made}


def table(rows: list[dict[str, object]], separator: str = ",") -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def population(path: Path, *, crs: str = "EPSG:25833", **columns: list) -> None:
    corners = [(EAST + i * CELL, NORTH + j * CELL) for i in range(SIDE) for j in range(SIDE)]
    shapes = [shapely.box(x, y, x + CELL, y + CELL) for x, y in corners]
    ids = [int(f"2{x:06d}{y:07d}") for x, y in corners]
    data = {"ru250m": ids, "pop_tot": [10 * (n % 7) + 5 for n in range(len(ids))], **columns}
    path.unlink(missing_ok=True)
    geopandas.GeoDataFrame(data, geometry=shapes, crs=crs).to_file(path, driver="GPKG")


def places() -> list[dict[str, object]]:
    hours = "Åpningstider: Hverdager kl. 10:00-19:00, Lørdager: kl. 10:00-18:00."
    rows = (
        ("101", "Tøyen bibliotek", "0", hours, 2.1, 2.2),
        ("201", "Sørli senter", "0", hours + " Stengt i perioden 16. - 19. august.", 6.2, 3.1),
        ("202", "Ukjent sted", "0", "Ta kontakt med kommunen", 6.9, 6.9),
        ("101", "Øvre skole", "1", "", 1.5, 6.4),
        ("201", "Nedre skole", "1", "", 7.1, 1.2),
        ("202", "Ås samfunnshus", "1", "", 4.4, 4.6),
    )
    return [
        {
            "municipality_id": "301", "polling_place_id": number, "polling_place_name": name,
            "address_line": f"{name}gata 1", "postal_code": "653", "area": "Oslo", "info_text": info,
            "election_day_voting": kind, "lat": degrees(x, y)[1], "lon": degrees(x, y)[0],
        }
        for number, name, kind, info, x, y in rows
    ] + [
        {
            "municipality_id": "1103", "polling_place_id": "x", "polling_place_name": "", "address_line": "",
            "postal_code": "", "area": "", "info_text": "", "election_day_voting": "", "lat": "", "lon": "",
        }
    ]  # fmt: skip


def results(rows: list[tuple[str, str, object, object]], advance: int = 0) -> str:
    names = ("kommunenr", "nr", "navn", "antallsb", "frammote_pst", "stemmer_fhs")
    return table([dict(zip(names, ("0301", *row, advance), strict=True)) for row in rows])


def kretser() -> list[dict[str, object]]:
    names = ("Kommunenummer", "Stemmekretsnummer", "Stemmekretsnavn", "Antall stemmeberettigede", "Partikode")
    rows = [("0000", "Uoppgitt krets", 62), *((f"010{n}", f"Krets {n}", 300 + n) for n in range(1, 5))]
    return [dict(zip(names, ("0301", *row, party), strict=True)) for row in rows for party in ("A", "H")]


def streets(path: Path) -> None:
    path.unlink(missing_ok=True)
    step, count = 0.4, int(SIDE / 0.4) + 1
    with osmium.SimpleWriter(str(path)) as writer:
        for i in range(count):
            for j in range(count):
                lon, lat = degrees(i * step, j * step)
                writer.add_node(osmium.osm.mutable.Node(id=1 + i * count + j, location=(lon, lat)))
        for line in range(count):
            tags = {"highway": "residential"}
            across = [1 + i * count + line for i in range(count)]
            along = [1 + line * count + j for j in range(count)]
            writer.add_way(osmium.osm.mutable.Way(id=1 + 2 * line, nodes=across, tags=tags))
            writer.add_way(osmium.osm.mutable.Way(id=2 + 2 * line, nodes=along, tags=tags))


def write_raw(folder: Path) -> None:
    files = load_recipe("oslo").files
    paths = {key: folder / file.path for key, file in files.items()}
    for path in paths.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    population(paths["population"])
    halves = [({"id": "01", "name": "Vestre Ås"}, box(0, 0, 4, 8)), ({"id": "02", "name": "Østre"}, box(4, 0, 7, 8))]
    parts = [
        ({"id": f"030101010{n}", "name": f"Del {n}", "bydel": 1 + (n > 2)}, box(*corners))
        for n, corners in enumerate(((0, 0, 4, 4), (0, 4, 4, 8), (4, 0, 7, 4), (4, 4, 7, 8)), 1)
    ]
    quarters = [
        ({"valgkretsnummer": 100 + n, "valgkretsnavn": f"Krets {n}"}, box(*corners))
        for n, corners in enumerate(((0, 0, 3.5, 4), (0, 4, 3.5, 8), (3.5, 0, 7, 4), (3.5, 4, 7, 8)), 1)
    ]
    road = {"type": "LineString", "coordinates": [degrees(0.4 * i, 4) for i in range(20)]}
    texts = {
        "districts": json.dumps(collection(halves), ensure_ascii=False),
        "subdistricts": json.dumps(collection(parts), ensure_ascii=False),
        "kretser": json.dumps(collection(quarters), ensure_ascii=False),
        "main_roads": json.dumps(collection([({"@id": "way/9", "highway": "trunk"}, road)])),
        "local_election": table(kretser(), ";"),
        "storting_municipality": results([("0301", "Oslo", 1000, 81.7)], 555),
        "storting_districts": results(
            [("0", "Bydel 00", 9, 99.1), ("1", "Vestre", 600, 80.8), ("2", "Østre", 391, 66.6)]
        ),
        "places": table(places()),
    }
    for key, text in texts.items():
        paths[key].write_text(text, "utf-8", newline="\n")
    streets(paths["streets"])


@pytest.fixture(scope="session")
def good_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    write_raw(folder)
    return folder


@pytest.fixture
def raw(good_raw: Path, tmp_path: Path) -> Path:
    """A fresh copy of the miniature raw folder, to be damaged."""
    return Path(shutil.copytree(good_raw, tmp_path / "raw"))


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    return replace(load_recipe("oslo"), points_target=30)


@pytest.fixture(scope="session")
def write_population() -> Callable[..., None]:
    return population


@pytest.fixture(scope="session")
def oslo() -> Path:
    """The committed dataset."""
    return OSLO


@pytest.fixture(scope="session")
def real_raw() -> Path:
    """The real raw files; the test is skipped, loudly, where they are not."""
    if not RAW.is_dir():
        pytest.skip("the raw data (../shared/data) are not here")
    return RAW

"""From a raw folder to a dataset folder: right totals, all faults at once, nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.dataset import check_dataset, load_dataset
from planner.domain.dataset import Mark, Mode
from planner.domain.errors import InputError, Problem
from planner.sources.build import build_dataset
from planner.sources.rawdata import read_raw
from planner.sources.recipe import load_recipe

FILES = {key: file.path for key, file in load_recipe("oslo").files.items()}


def build(raw: Path, out: Path):
    return build_dataset("oslo", raw=raw, out=out, progress=str)


@pytest.fixture(scope="module")
def built(good_raw, tmp_path_factory):
    out = tmp_path_factory.mktemp("built") / "oslo"
    return build(good_raw, out), out


def test_the_folder_is_valid_and_whole(built):
    _, out = built
    assert check_dataset(out) == []
    assert [path.name for path in out.parent.iterdir()] == ["oslo"]
    dataset = load_dataset(out)
    assert len(dataset.cells) == 64
    assert [site.id for site in dataset.sites] == ["e0101", "e0201", "e0202", "f0101", "f0201", "f0202"]


def test_totals_are_kept(built):
    dataset = load_dataset(built[1])
    assert dataset.cells.eligible["local"].sum() == pytest.approx(1210, abs=1e-6)
    assert dataset.points.eligible["local"].sum() == pytest.approx(1210, abs=1e-6)
    assert dataset.cells.eligible["storting"].sum() == pytest.approx(991, abs=1e-6)
    assert dict(dataset.unplaced_eligible) == {"local": 62.0, "storting": 9.0}


def test_districts_and_turnout(built):
    dataset = load_dataset(built[1])
    assert [(d.id, d.name, d.turnout) for d in dataset.districts] == [
        ("00", "Uten bydel", 0.817), ("01", "Vestre Ås", 0.808), ("02", "Østre", 0.666),
    ]  # fmt: skip
    assert [d.turnout_is_municipal for d in dataset.districts] == [True, False, False]
    assert dataset.subdistrict_names["0301010103"] == "Del 3"
    # The last column of cells lies outside both polygons, 125 m from the nearest.
    assert built[0].figures["outside_districts"]["cells_moved_to_nearest"] == 8


def test_travel_minutes_and_marks(built):
    dataset = load_dataset(built[1])
    assert dataset.cells.covered.any()
    walk = dataset.minutes_points_cells[Mode.WALK]
    assert (walk[range(len(dataset.points)), dataset.point_cell] == 0).all()
    figures = built[0].figures["marks"]
    assert sum(figures["pairs"].values()) == pytest.approx(1, abs=1e-3)
    assert dataset.mark(True, False) is Mark.PARTLY
    assert set(figures["rules"]) == {mark.value for mark in Mark}
    assert all(set(row) == set(figures["rules"]) for row in figures["errors"].values())


def test_hours_and_types(built):
    by_id = {site.id: site for site in load_dataset(built[1]).sites}
    assert len(by_id["f0201"].closed) == 1
    assert by_id["f0202"].hours == ()
    assert by_id["f0202"].hours_text == "Ta kontakt med kommunen"
    assert built[0].figures["sites"]["hours_not_understood"] == ["Ukjent sted"]
    assert (by_id["e0101"].type, by_id["e0101"].type_guessed) == ("school", True)
    assert (by_id["f0202"].type, by_id["f0202"].type_guessed) == ("unknown", False)
    assert by_id["f0101"].postal_code == "0653"


def test_report_can_be_printed(built):
    text = "\n".join(built[0].lines())
    for words in (
        "Ruter: 64",
        "1 210 fordelt",
        "62 uten sted",
        "gatenett",
        "behovspunkter".capitalize(),
        "Ukjent sted",
        "grensen av gatenettet",
        "Middelfeil i minutter",
    ):
        assert words in text


def test_the_same_bytes_again(built, good_raw, tmp_path):
    build(good_raw, tmp_path / "again")
    for path in built[1].iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def replace_text(key: str, old: str, new: str) -> Callable[[Path], None]:
    def damage(raw: Path) -> None:
        path = raw / FILES[key]
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")

    return damage


def rubbish(key: str) -> Callable[[Path], None]:
    return lambda raw: (raw / FILES[key]).write_bytes(bytes(range(256)) * 4)


def swapped(key: str) -> Callable[[Path], None]:
    def damage(raw: Path) -> None:
        path = raw / FILES[key]
        value = json.loads(path.read_text("utf-8"))
        for feature in value["features"]:
            rings = feature["geometry"]["coordinates"]
            feature["geometry"]["coordinates"] = [[pair[::-1] for pair in ring] for ring in rings]
        path.write_text(json.dumps(value), "utf-8")

    return damage


def metres(key: str) -> Callable[[Path], None]:
    def damage(raw: Path) -> None:
        path = raw / FILES[key]
        value = json.loads(path.read_text("utf-8"))
        for feature in value["features"]:
            rings = feature["geometry"]["coordinates"]
            feature["geometry"]["coordinates"] = [
                [[262000 + i, 6650000 + i % 3] for i, _ in enumerate(r)] for r in rings
            ]
        path.write_text(json.dumps(value), "utf-8")

    return damage


def last_row_twice(key: str) -> Callable[[Path], None]:
    def damage(raw: Path) -> None:
        path = raw / FILES[key]
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([*lines[:3], lines[2], *lines[3:]]) + "\n", "utf-8")

    return damage


def header_only(key: str) -> Callable[[Path], None]:
    def damage(raw: Path) -> None:
        path = raw / FILES[key]
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")

    return damage


def lat_and_lon_swapped(raw: Path) -> None:
    path = raw / FILES["places"]
    path.write_text(path.read_text("utf-8").replace(",lat,lon", ",lon,lat"), "utf-8")


def utm_crs(raw: Path) -> None:
    replace_text("districts", '"type"', '"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}, "type"')(raw)


def no_features(raw: Path) -> None:
    (raw / FILES["districts"]).write_text('{"type": "FeatureCollection", "features": []}', "utf-8")


CASES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "places: swapped": (lat_and_lon_swapped, "places", "byttet om"),
    "places: far away": (replace_text("places", "59.9", "10.9"), "places", "ligger langt utenfor"),
    "places: no number": (replace_text("places", "301,101", "301,hundre"), "places", "ikke et helt tall"),
    "places: duplicate": (last_row_twice("places"), "places", "brukt to ganger"),
    "places: empty": (header_only("places"), "places", "ingen rader"),
    "places: binary": (rubbish("places"), "places", "ikke tekst"),
    "places: kind": (replace_text("places", 'august.",0', 'august.",7'), "places", "skal være 0"),
    "places: column": (replace_text("places", "info_text", "tekst"), "places", "kolonnen mangler"),
    "storting: negative": (replace_text("storting_districts", ",600,", ",-600,"), "storting_districts", "negativt"),
    "storting: turnout": (replace_text("storting_districts", "80.8", "180"), "storting_districts", "0 og 100"),
    "storting: duplicate": (last_row_twice("storting_districts"), "storting_districts", "to ganger"),
    "storting: lost": (replace_text("storting_districts", "0301,2,", "0302,2,"), "districts", "ingen tall"),
    "municipality: other": (
        replace_text("storting_municipality", "0301,0301", "1103,1103"), "storting_municipality", "ingen rader for",
    ),
    "local: not a count": (replace_text("local_election", "301;A", "mange;A"), "local_election", "ikke et helt tall"),
    "local: two counts": (replace_text("local_election", "301;A", "999;A"), "local_election", "to ulike tall"),
    "local: empty": (header_only("local_election"), "local_election", "ingen rader"),
    "kretser: unknown": (replace_text("kretser", "101", "777"), "kretser", "ingen tall"),
    "kretser: swapped": (swapped("kretser"), "kretser", "byttet om"),
    "districts: metres": (metres("districts"), "districts", "feil koordinatsystem"),
    "districts: crs": (utm_crs, "districts", "feil koordinatsystem"),
    "districts: duplicate": (replace_text("districts", '"02"', '"01"'), "districts", "brukt to ganger"),
    "districts: empty": (no_features, "districts", "ingen objekter"),
    "districts: binary": (rubbish("districts"), "districts", "ikke tekst"),
    "subdistricts: parent": (replace_text("subdistricts", '"bydel": 2', '"bydel": 9'), "subdistricts", "ukjent bydel"),
    "subdistricts: shape": (replace_text("subdistricts", '"Polygon"', '"Polygone"'), "subdistricts", "brukbar"),
    "population: binary": (rubbish("population"), "population", "kartlag"),
    "main roads: binary": (rubbish("main_roads"), "main_roads", "ikke tekst"),
}  # fmt: skip


def problems_of(raw: Path, out: Path) -> tuple[Problem, ...]:
    before = sorted(path.name for path in out.parent.iterdir())
    with pytest.raises(InputError) as caught:
        build(raw, out)
    assert sorted(path.name for path in out.parent.iterdir()) == before, "something was left half-written"
    assert all(problem.remedy for problem in caught.value.problems)
    return caught.value.problems


def told(problems: tuple[Problem, ...], key: str, words: str) -> bool:
    name = FILES[key].rpartition("/")[2]
    return any(p.file == name and words in p.message for p in problems)


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_named(raw, tmp_path, name):
    damage, key, words = CASES[name]
    damage(raw)
    problems = problems_of(raw, tmp_path / "out")
    assert told(problems, key, words), problems


@pytest.mark.parametrize("key", FILES)
def test_a_missing_file_is_named(raw, tmp_path, key):
    (raw / FILES[key]).unlink()
    problems = problems_of(raw, tmp_path / "out")
    assert told(problems, key, "mangler") or told(problems, key, "finnes ikke"), problems


def test_all_faults_of_all_files_at_once(raw, tmp_path, write_population):
    names = ("places: no number", "storting: negative", "local: not a count", "kretser: swapped", "districts: binary")
    for name in names:
        CASES[name][0](raw)
    for key in ("streets", "main_roads"):
        rubbish(key)(raw)
    write_population(raw / FILES["population"], pop_tot=[-1] * 64)
    problems = problems_of(raw, tmp_path / "out")
    for name in names:
        assert told(problems, CASES[name][1], CASES[name][2]), name
    assert told(problems, "streets", "ødelagt")
    assert told(problems, "main_roads", "ikke tekst")
    assert sum(p.message == "ikke et antall" for p in problems) == 64


def test_damaged_streets_alone(raw, tmp_path):
    rubbish("streets")(raw)
    assert told(problems_of(raw, tmp_path / "out"), "streets", "ødelagt")


def test_no_raw_folder_and_no_recipe(tmp_path):
    with pytest.raises(InputError, match="finnes ikke"):
        build(tmp_path / "nei", tmp_path / "out")
    with pytest.raises(InputError, match="ukjent datasett"):
        build_dataset("../oslo", raw=tmp_path, out=tmp_path / "out", progress=print)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-8-sig", "utf-16"])
def test_norwegian_letters_in_any_encoding(raw, tmp_path, encoding):
    for key in ("places", "districts", "subdistricts", "kretser", "local_election", "storting_districts"):
        path = raw / FILES[key]
        path.write_bytes(path.read_text("utf-8").encode(encoding))
    build(raw, tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    assert "Tøyen bibliotek" in {site.name for site in dataset.sites}
    assert dataset.districts[1].name == "Vestre Ås"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(sorted(FILES)), rubbish=st.binary(min_size=1, max_size=60), at=st.floats(0, 1))
def test_rubbish_anywhere_is_no_traceback(raw, key, rubbish, at):
    path = raw / FILES[key]
    before = path.read_bytes()
    cut = int(at * len(before))
    path.write_bytes(before[:cut] + rubbish + before[cut + len(rubbish) :])
    with suppress(InputError):
        read_raw(load_recipe("oslo"), raw)
    path.write_bytes(before)

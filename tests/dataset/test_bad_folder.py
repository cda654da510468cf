"""Every kind of fault in a dataset folder is a problem with file, place, value and remedy; never a traceback."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.dataset import check_dataset, load_dataset
from planner.dataset.layout import FILES, MATRICES
from planner.domain.errors import InputError, Problem

Damage = Callable[[Path], object]


def swap(file: str, old: str, new: str, count: int = 1) -> Damage:
    def damage(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, count), "utf-8", newline="\n")

    return damage


def cell(file: str, column: str, value: str, row: int = 1) -> Damage:
    """Put a value into a cell of a table without quotes."""

    def damage(folder: Path) -> None:
        lines = (folder / file).read_text("utf-8").splitlines()
        fields = lines[row].split(",")
        fields[lines[0].split(",").index(column)] = value
        lines[row] = ",".join(fields)
        (folder / file).write_text("\n".join(lines) + "\n", "utf-8")

    return damage


def rows(file: str, change: Callable[[list[str]], list[str]]) -> Damage:
    def damage(folder: Path) -> None:
        lines = (folder / file).read_text("utf-8").splitlines()
        (folder / file).write_text("\n".join(change(lines)) + "\n", "utf-8")

    return damage


def manifest(**changes: object) -> Damage:
    def damage(folder: Path) -> None:
        path = folder / "dataset.json"
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")

    return damage


def raw(file: str, content: bytes) -> Damage:
    return lambda folder: (folder / file).write_bytes(content)


def same_name(folder: Path) -> None:
    """Two districts of one name."""
    path = folder / "districts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    for row in table[1:3]:
        row[table[0].index("name")] = "Sentrum"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def features(*, swap: bool = False, **changes: object) -> Damage:
    """Change the areas: members of the collection, or longitude and latitude the other way round."""

    def turned(part: object) -> object:
        if isinstance(part, list) and part and not isinstance(part[0], list):
            return part[::-1]
        return [turned(p) for p in part] if isinstance(part, list) else part

    def damage(folder: Path) -> None:
        path = folder / "areas.geojson"
        value = {**json.loads(path.read_text("utf-8")), **changes}
        for feature in value["features"] if swap else ():
            feature["geometry"]["coordinates"] = turned(feature["geometry"]["coordinates"])
        path.write_text(json.dumps(value), "utf-8")

    return damage


CASES: dict[str, tuple[Damage, str, str, str]] = {
    # name: damage, file, place, words of the message
    "negative": (cell("cells.csv", "eligible_local", "-3"), "cells.csv", "rad 2, kolonne eligible_local", "negativt"),
    "no number": (cell("cells.csv", "eligible_local", "mange"), "cells.csv", "kolonne eligible_local", "ikke et tall"),
    "nan": (cell("cells.csv", "eligible_storting", "nan"), "cells.csv", "kolonne eligible_storting", "endelig"),
    "swapped": (cell("cells.csv", "lat", "10.75"), "cells.csv", "rad 2, kolonne lat", "byttet om"),
    "metres": (cell("sites.csv", "lat", "6643000.0"), "sites.csv", "kolonne lat", "breddegrad"),
    "blank": (cell("cells.csv", "lon", ""), "cells.csv", "kolonne lon", "tomt"),
    "areas crs": (
        features(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}),
        "areas.geojson",
        "crs",
        "WGS84",
    ),
    "areas swapped": (features(swap=True), "areas.geojson", "objekt 1", "byttet om"),
    "district name": (same_name, "districts.csv", "rad 3, kolonne name", "to ganger"),
    "duplicate": (rows("cells.csv", lambda r: [*r, r[-1]]), "cells.csv", "rad 11, kolonne id", "to ganger"),
    "unsorted": (rows("points.csv", lambda r: [r[0], *r[:0:-1]]), "points.csv", "rad 3, kolonne id", "sortert"),
    "empty table": (rows("cells.csv", lambda r: r[:1]), "cells.csv", "", "ingen rader"),
    "unknown column": (swap("sites.csv", "owner", "eier"), "sites.csv", "rad 1", "ukjent kolonne"),
    "missing column": (swap("sites.csv", "covered", "dekket"), "sites.csv", "rad 1", "kolonnen mangler"),
    "short row": (rows("cells.csv", lambda r: [*r[:-1], "a,b"]), "cells.csv", "rad 10", "antall felt"),
    "unknown district": (cell("cells.csv", "district", "99"), "cells.csv", "kolonne district", "finnes ikke"),
    "unknown subdistrict": (cell("cells.csv", "subdistrict", "9"), "cells.csv", "kolonne subdistrict", "finnes ikke"),
    "unknown point": (cell("cells.csv", "point", "p0"), "cells.csv", "kolonne point", "finnes ikke"),
    "unknown cell": (cell("points.csv", "cell", "c99999"), "points.csv", "kolonne cell", "finnes ikke"),
    "nonvoters": (cell("cells.csv", "nonvoters_local", "0.0"), "cells.csv", "kolonne nonvoters_local", "stemmer ikke"),
    "turnout": (cell("districts.csv", "turnout", "70.3"), "districts.csv", "kolonne turnout", "andel"),
    "hours": (swap("sites.csv", "Mo-Fr 10", "Hverdager 10"), "sites.csv", "kolonne hours", "ikke åpningstid"),
    "booking": (cell("sites.csv", "booking", "kanskje"), "sites.csv", "kolonne booking", "ukjent verdi"),
    "control": (cell("sites.csv", "owner", "a\x1bb"), "sites.csv", "kolonne owner", "styretegn"),
    "unavailable site": (
        rows("unavailable.csv", lambda r: [*r, "x1,2027-08-16,2027-08-20,Mo,07:00,16:00,skole,false"]),
        "unavailable.csv", "rad 2, kolonne site", "finnes ikke",
    ),
    "unavailable order": (
        rows("unavailable.csv", lambda r: [*r, "f0101,2027-08-20,2027-08-16,Mo,16:00,07:00,skole,false"]),
        "unavailable.csv", "rad 2, kolonne to", "slutter før",
    ),
    "binary table": (raw("cells.csv", bytes(range(256))), "cells.csv", "", "ikke tekst"),
    "no json": (raw("areas.geojson", b'{"type":'), "areas.geojson", "linje 1, tegn 9", "JSON"),
    "deep json": (raw("figures.json", b"[" * 100_000), "figures.json", "", "JSON"),
    "no features": (raw("areas.geojson", b"{}"), "areas.geojson", "", "FeatureCollection"),
    "format": (manifest(format_version=99), "dataset.json", "format_version", "ukjent format"),
    "limit": (manifest(minutes_limit=300), "dataset.json", "minutes_limit", "feil"),
    "advance": (manifest(advance_votes={"ballots": -1, "source": "x"}), "dataset.json", "advance_votes", "feil"),
    "unplaced": (manifest(unplaced_eligible={"local": -1}), "dataset.json", "unplaced_eligible", "feil"),
    "matrix": (raw(MATRICES[0], b"rubbish"), MATRICES[0], "", "skadet"),
    "other matrix": (lambda f: shutil.copy(f / MATRICES[1], f / MATRICES[0]), MATRICES[0], "", "ikke den som"),
    "shape": (lambda f: shutil.copy(f / MATRICES[3], f / MATRICES[0]), MATRICES[0], "", "passer ikke"),
    "car": (swap("car_km.csv", "\ne0102,", "\ne0102,x"), "car_km.csv", "rad 2, kolonne e0102", "ikke et tall"),
    "moved site": (swap("sites.csv", "59.914414", "59.924414"), "sites.csv", "", "etter at reisetidene"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_named(folder, name):
    damage, file, place, words = CASES[name]
    damage(folder)
    found = [
        p for p in check_dataset(folder) if p.file == file and place in p.place and words in f"{p.message} {p.remedy}"
    ]
    assert found, check_dataset(folder)
    assert all(problem.remedy for problem in check_dataset(folder))
    with pytest.raises(InputError) as caught:
        load_dataset(folder)
    assert list(caught.value.problems) == check_dataset(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    assert any(p.file == name and "finnes ikke" in p.message for p in check_dataset(folder))


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_is_named(folder, name):
    (folder / name).write_bytes(b"")
    assert any(p.file == name and "tom" in p.message for p in check_dataset(folder))


NEEDS = {
    # what a check needs to be in order, beside the file it is about
    "unknown cell": {"cells.csv"},
    "unknown point": {"points.csv"},
    "unknown district": {"districts.csv"},
    "nonvoters": {"districts.csv"},
    "unknown subdistrict": {"subdistricts.csv"},
    "unavailable site": {"sites.csv"},
    "shape": {"cells.csv", "sites.csv"},
    "other matrix": {"dataset.json"},
    "moved site": {"dataset.json"},
}
BOTH_SIDES = {"unknown point": "points.csv", "unknown cell": "points.csv"}
"""A cell and its point name each other: either may be the one that is wrong."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(CASES)), min_size=2, max_size=7, unique_by=lambda name: CASES[name][1]))
def test_any_mixture_of_faults_is_told_at_once_and_nothing_else(written, tmp_path_factory, names):
    folder = Path(shutil.copytree(written, tmp_path_factory.mktemp("many") / "tiny"))
    for name in names:
        CASES[name][0](folder)
    told = check_dataset(folder)
    damaged = {CASES[name][1] for name in names}
    for name in names:
        _, file, place, words = CASES[name]
        found = [p for p in told if p.file == file and place in p.place and words in f"{p.message} {p.remedy}"]
        assert found or NEEDS.get(name, set()) & damaged, (name, told)
    assert {p.file for p in told} <= damaged | {BOTH_SIDES.get(name, "") for name in names}


def test_a_broken_table_hides_no_matrix_and_no_car_table(folder):
    for name in ("binary table", "format", "car"):
        CASES[name][0](folder)
    (folder / MATRICES[2]).unlink()
    (folder / MATRICES[3]).write_bytes(b"rubbish")
    assert {p.file for p in check_dataset(folder)} == {
        "cells.csv", "dataset.json", "car_km.csv", MATRICES[2], MATRICES[3],
    }  # fmt: skip


@pytest.mark.parametrize("file", ["districts.csv", "subdistricts.csv", "points.csv", "sites.csv"])
def test_an_unreadable_table_makes_no_reference_wrong(folder, file):
    for content in (bytes(range(256)), b"", (folder / file).read_bytes() + b'"x\n'):
        (folder / file).write_bytes(content)
        assert {p.file for p in check_dataset(folder)} == {file}


def test_no_folder(tmp_path):
    assert check_dataset(tmp_path / "nei") == [
        Problem("datasettmappen finnes ikke", str(tmp_path / "nei"), remedy=check_dataset(tmp_path / "nei")[0].remedy)
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-8-sig", "utf-16"])
def test_norwegian_letters_in_any_encoding(folder, encoding):
    path = folder / "sites.csv"
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert "Tøyen skole" in [site.name for site in load_dataset(folder).sites]


def test_semicolons_and_decimal_commas_from_excel(folder):
    path = folder / "districts.csv"
    text = path.read_text("utf-8").replace('"St.Hanshaugen, «øst»"', "St.Hanshaugen")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace(",", ";").replace(".", ",").replace("St,H", "St.H").encode())
    assert [d.turnout for d in load_dataset(folder).districts] == [0.7, 0.8]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(FILES)), rubbish=st.binary(max_size=300), at=st.floats(0, 1), whole=st.booleans())
def test_rubbish_never_raises(folder, name, rubbish, at, whole):
    path = folder / name
    before = path.read_bytes()
    cut = int(at * len(before))
    path.write_bytes(rubbish if whole else before[:cut] + rubbish + before[cut + len(rubbish) :])
    try:
        for problem in check_dataset(folder):
            assert problem.message
            assert problem.file
    finally:
        path.write_bytes(before)


def test_reading_needs_no_heavy_package():
    heavy = ("pandas", "geopandas", "scipy", "shapely", "sklearn", "osmnx", "pulp", "pydantic")
    code = f"import sys, planner.dataset; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

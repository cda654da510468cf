"""``valgplan export`` with bad input: a clear error, exit code 1, nothing half-written."""

from __future__ import annotations

import errno
import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from small import OSLO, write_scenario

from planner.cli import main
from planner.domain.plan import DatasetReference, Opening, Plan, Station, StationKind
from planner.exporters import exporters
from planner.planfile import plan_bytes
from planner.scenario import load_scenario

FOLDERS = [name for name, item in exporters().items() if item.is_folder]
FILES = [name for name, item in exporters().items() if not item.is_folder]
Run = Callable[..., tuple[int, str]]


def station(station_id: str, name: str) -> Station:
    opening = (Opening(date(2027, 8, 10), "10:00", "16:00", crew=3),)
    return Station(station_id, name, StationKind.FIXED, 59.912633, 10.761945, "Platous gate 16", True, True, opening)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of two stations, by hand."""
    scenario = load_scenario(write_scenario(tmp_path)).to_plain()
    dataset = DatasetReference("oslo", "1", OSLO.as_posix(), "", ())
    stations = (station("f0101", "Grønland torg"), station("f0102", "Tøyen"))
    file = tmp_path / "plan.json"
    file.write_bytes(plan_bytes(Plan(scenario, dataset, stations)))
    return file


@pytest.fixture
def run(plan: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def export(name: str, out: Path, source: Path | None = None) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["export", str(source or plan), "--format", name, "--out", str(out)])
        return code, capsys.readouterr().err

    return export


def listed(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*")}


@pytest.mark.parametrize("name", list(exporters()))
def test_a_plan_of_another_schema_version_is_refused(name: str, plan: Path, run: Run, tmp_path: Path) -> None:
    raw = json.loads(plan.read_text(encoding="utf-8"))
    plan.write_text(json.dumps(raw | {"schema_version": "99"}), encoding="utf-8")
    before = listed(tmp_path)
    code, err = run(name, tmp_path / "out")
    assert code == 1
    assert "schema_version" in err
    assert "«99»" in err
    assert listed(tmp_path) == before


@pytest.mark.parametrize("name", FILES)
def test_a_folder_where_a_file_is_due(name: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    before = listed(tmp_path)
    code, err = run(name, out)
    assert (code, "er en mappe" in err) == (1, True)
    assert listed(tmp_path) == before


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_where_a_folder_is_due(name: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("noe annet", encoding="utf-8")
    code, err = run(name, out)
    assert (code, "er en fil" in err) == (1, True)
    assert out.read_text(encoding="utf-8") == "noe annet"


def test_the_plan_itself_is_not_overwritten(plan: Path, run: Run) -> None:
    before = plan.read_bytes()
    code, err = run("geojson", plan)
    assert (code, "planen selv" in err) == (1, True)
    assert plan.read_bytes() == before


def test_place_plan_and_format_are_told_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    code, err = run("vip-xml", tmp_path / "out", tmp_path / "nei.json")
    assert code == 1
    assert "er en mappe" in err
    assert "nei.json" in err


@pytest.mark.parametrize("name", ["eva-keying", "ics"])
def test_a_folder_that_cannot_be_written_to(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    out = tmp_path / "låst" / "out"
    out.parent.mkdir()
    before = listed(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "mkdtemp", refuse)
        code, err = run(name, out)
    assert code == 1
    assert "kan ikke skrive her" in err
    assert not {path for path in listed(tmp_path) - before if Path(tmp_path / path).is_file()}


@pytest.mark.parametrize("name", ["eva-keying", "vip-csv"])
def test_a_place_below_a_file(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    before = listed(tmp_path)
    code, err = run(name, tmp_path / "fil" / "out")
    assert (code, "kan ikke skrive her" in err) == (1, True)
    assert listed(tmp_path) == before


def test_what_eva_refuses_is_named_with_the_file_and_nothing_is_written(plan: Path, run: Run, tmp_path: Path) -> None:
    text = plan.read_text(encoding="utf-8").replace("Grønland torg", "Grønland (torg)").replace("Tøyen", "T" * 51)
    plan.write_text(text, encoding="utf-8")
    before = listed(tmp_path)
    code, err = run("eva-keying", tmp_path / "eva.xlsx")
    assert code == 1
    lines = err.splitlines()
    assert any(str(plan) in line and "f0101" in line and "( )" in line for line in lines)
    assert any(str(plan) in line and "f0102" in line and "51 tegn" in line for line in lines)
    assert listed(tmp_path) == before


@pytest.mark.parametrize("name", ["eva-keying", "open-2017-json", "vip-csv", "vip-xml", "ics"])
def test_what_is_well_is_written_and_twice_the_same(name: str, run: Run, tmp_path: Path) -> None:
    for out in (tmp_path / "one", tmp_path / "two"):
        assert run(name, out) == (0, "")
    files = [[out] if out.is_file() else sorted(out.iterdir()) for out in (tmp_path / "one", tmp_path / "two")]
    assert [file.read_bytes() for file in files[0]] == [file.read_bytes() for file in files[1]]
    assert files[0]

"""Earlier versions are found by checksum or seal; of several files of one the one that has come furthest counts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from small import write_scenario

from planner.cli import main
from planner.planfile import plan_bytes, read_plan
from planner.services.lineage import earlier_versions


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("solved")
    assert main(["plan", str(write_scenario(folder)), "--out", str(folder / "one"), "--quiet"]) == 0
    return folder


@pytest.fixture
def room(solved: Path, tmp_path: Path) -> Path:
    shutil.copytree(solved, tmp_path, dirs_exist_ok=True)
    return tmp_path


def step(plan: Path, *argv: str) -> None:
    assert main(["version", str(plan), *argv]) == 0


def decide(plan: Path, day: str = "2027-03-01") -> None:
    step(plan, "--decide", day, "--case-number", "2027/12")


def changes(plan: Path) -> str:
    out = plan.parent / "eva.xlsx"
    assert main(["export", str(plan), "--format", "eva-keying", "--out", str(out)]) == 0
    page = openpyxl.load_workbook(out)["Endringer"]
    return "\n".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell)


def test_deciding_writes_ids_and_every_version_hands_them_on(room: Path) -> None:
    one, two, three = (room / name / "plan.json" for name in ("one", "two", "three"))
    assert read_plan(one).version.place_ids == {}
    decide(one)
    ids = read_plan(one).version.place_ids
    assert ids.keys() == {station.id for station in read_plan(one).stations}
    step(one, "--new-version", str(two))
    assert read_plan(two).version.place_ids == ids
    plan = read_plan(two)
    gone = {**ids, "e0901": "0999"}  # as of a place that was in an earlier version and left
    two.write_bytes(plan_bytes(replace(plan, version=replace(plan.version, place_ids=gone))))
    assert main(["plan", str(room / "lite.yaml"), "--out", str(two.parent), "--quiet"]) == 0
    assert read_plan(two).version.place_ids == gone
    decide(two)
    step(two, "--new-version", str(three))
    assert read_plan(three).version.place_ids == gone


def test_the_last_registered_version_is_found_behind_one_that_was_only_decided(room: Path) -> None:
    one, two, three = (room / name / "plan.json" for name in ("one", "two", "three"))
    decide(one)
    step(one, "--new-version", str(two))  # the copy beside it says decided; the original goes on
    step(one, "--register", "2027-05-20")
    decide(two, "2027-05-25")
    step(two, "--new-version", str(three))
    found = earlier_versions(three, read_plan(three))
    assert [(plan.version.number, plan.version.status.value) for plan in found] == [(2, "decided"), (1, "registered")]
    assert "versjon 1, registrert torsdag 20. mai 2027" in changes(three)
    assert "Ingenting er endret" in changes(three)


def test_where_the_chain_breaks_the_sheet_does_not_say_that_nothing_changed(room: Path, tmp_path: Path) -> None:
    one, two = room / "one" / "plan.json", room / "two" / "plan.json"
    decide(one)
    step(one, "--register", "2027-05-20")
    step(one, "--new-version", str(two))
    assert "versjon 1, registrert" in changes(two)
    one.unlink()
    assert "versjon 1, registrert" in changes(two), "the copy beside it is enough"
    (two.parent / "parent.json").unlink()
    assert "IKKE regnet ut" in changes(two)


def test_a_first_version_has_none_before_it(room: Path) -> None:
    one = room / "one" / "plan.json"
    assert earlier_versions(one, read_plan(one)) == ()
    assert "Ingen tidligere versjon" in changes(one)


def test_an_id_corrected_by_hand_to_none_is_a_finding(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = room / "one" / "plan.json"
    decide(one)
    first = next(iter(read_plan(one).version.place_ids.values()))
    text = one.read_text(encoding="utf-8")
    one.write_text(text.replace(f'"{first}"', '"9999"'), encoding="utf-8")
    capsys.readouterr()
    assert main(["audit", str(one)]) == 0
    assert "«9999», men skal være fire sifre" in capsys.readouterr().out
    assert main(["export", str(one), "--format", "eva-keying", "--out", str(room / "eva.xlsx")]) == 1
    assert not (room / "eva.xlsx").exists()


def test_a_plan_decided_without_ids_gets_them_when_it_is_registered(room: Path) -> None:
    one = room / "one" / "plan.json"
    decide(one)
    plan = read_plan(one)
    one.write_bytes(plan_bytes(replace(plan, version=replace(plan.version, place_ids={}))))
    step(one, "--register", "2027-05-20")
    assert read_plan(one).version.place_ids == plan.version.place_ids

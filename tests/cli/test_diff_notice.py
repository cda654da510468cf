"""``valgplan diff-notice`` on files: what is written, what is refused, all at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small import write_scenario

from planner.cli import main


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An announced first version in ``one`` and a decided second in ``two``, in which a station is closed on a date."""
    folder = tmp_path_factory.mktemp("versions")
    one, two = folder / "one" / "plan.json", folder / "two" / "plan.json"
    assert main(["plan", str(write_scenario(folder)), "--out", str(one.parent), "--quiet"]) == 0
    decide = ["--decide", "2027-03-01", "--case-number", "2027/12"]
    assert main(["version", str(one), *decide, "--register", "2027-05-20", "--announce", "2027-06-01"]) == 0
    assert main(["version", str(one), "--new-version", str(two)]) == 0
    plan = json.loads(two.read_text(encoding="utf-8"))
    changed = next(s for s in plan["stations"] if s["kind"] == "fixed")
    changed["opening"] = changed["opening"][1:]
    plan["scenario"]["overrides"] = [{"rule": "locked", "subjects": [], "reason": "stengt for ombygging"}]
    two.write_text(json.dumps(plan), encoding="utf-8")
    assert main(["version", str(two), "--decide", "2027-08-01", "--case-number", "2027/88"]) == 0
    return folder


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(part) for part in argv])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_both_notices_are_written(room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "meldinger"
    code, printed, notes = run(capsys, "diff-notice", room / "one/plan.json", room / "two/plan.json", "--out", out)
    assert (code, notes) == (0, "")
    assert "andre tider, 1 dato; berører omtrent" in printed
    names = {f"{n}.{e}" for n in ("valgdirektoratet", "velgere-nb", "velgere-nn") for e in ("docx", "md")}
    assert {file.name for file in out.iterdir()} == names | {"INNHOLD.txt"}
    told = (out / "velgere-nb.md").read_text(encoding="utf-8")
    assert "Hit kan du gå i stedet" in told
    assert "2027/88" in told


def test_everything_that_hinders_it_is_told_and_nothing_is_written(
    room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft: dict[str, Any] = json.loads((room / "one/plan.json").read_text(encoding="utf-8"))
    draft["version"] = {"number": 1, "status": "draft"}
    draft["scenario"]["election"] = "2031-09-08"
    other = tmp_path / "annet.json"
    other.write_text(json.dumps(draft), encoding="utf-8")
    out = tmp_path / "meldinger"
    code, printed, told = run(capsys, "diff-notice", room / "two/plan.json", other, "--out", out)
    assert (code, printed) == (1, "")
    for words in ("et utkast kan ikke meldes", "gjelder et annet valg", "ikke nyere enn"):
        assert words in told
    assert not out.exists()


def test_unreadable_plans_are_both_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, told = run(capsys, "diff-notice", tmp_path / "a.json", tmp_path / "b.json", "--out", tmp_path / "ut")
    assert code == 1
    assert "a.json" in told
    assert "b.json" in told


def test_a_plan_changed_after_its_decision_is_refused(
    room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = json.loads((room / "two/plan.json").read_text(encoding="utf-8"))
    plan["stations"][0]["name"] = "Noe annet"
    other = tmp_path / "endret.json"
    other.write_text(json.dumps(plan), encoding="utf-8")
    code, _, told = run(capsys, "diff-notice", room / "one/plan.json", other, "--out", tmp_path / "ut")
    assert code == 1
    assert "ikke det som ble vedtatt" in told


def test_a_folder_of_other_things_is_left_alone(room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notater.txt").write_text("mitt", encoding="utf-8")
    code, _, told = run(capsys, "diff-notice", room / "one/plan.json", room / "two/plan.json", "--out", tmp_path)
    assert code == 1
    assert "noe annet" in told
    assert [file.name for file in tmp_path.iterdir()] == ["notater.txt"]

"""Versions and checklist on files: what is written in place, what is refused, and what is kept when planned anew."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from small import write_scenario

from planner import services, steps
from planner.cli import main
from planner.domain.errors import InputError
from planner.origin import refuse_final
from planner.planfile import read_plan


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scenario and a draft in ``one``."""
    folder = tmp_path_factory.mktemp("solved")
    assert main(["plan", str(write_scenario(folder)), "--out", str(folder / "one"), "--quiet"]) == 0
    return folder


@pytest.fixture
def room(solved: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    shutil.copytree(solved, tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(part) for part in argv])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def replan(room: Path, out: str, *more: object) -> int:
    return main(["plan", str(room / "lite.yaml"), "--out", str(room / out), "--quiet", *map(str, more)])


def raw(file: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return value


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def final(plan: Path, last: str = "--announce") -> None:
    argv = ["version", str(plan), "--decide", "2027-03-01", "--case-number", "2027/12"]
    if last != "--decide":
        argv += ["--register", "2027-05-20"]
    if last == "--announce":
        argv += ["--announce", "2027-06-20"]
    assert main(argv) == 0


def test_the_steps_are_taken_in_place_and_touch_the_content_of_nothing(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = room / "one" / "plan.json"
    before = raw(plan)
    for argv, word in (
        (("--decide", "2027-03-01", "--case-number", "2027/12"), "vedtatt: mandag 1. mars 2027, sak 2027/12"),
        (("--register", "2027-05-20"), "registrert: torsdag 20. mai 2027"),
        (("--announce", "2027-06-20"), "kunngjort: søndag 20. juni 2027"),
    ):
        code, out, err = run(capsys, "version", plan, *argv)
        assert (code, err) == (0, "")
        assert word in out
        assert "innholdet er det som ble vedtatt" in out
    after = raw(plan)
    assert {k for k in after if after[k] != before[k]} == {"version", "checklist"}
    status = {item["rule"]: item["status"] for item in after["checklist"]}
    assert (status["R1"], status["R2"], status["S3"]) == ("done", "done", "open")
    assert main(["audit", str(plan)]) == 0


def test_a_step_too_early_names_the_next_one_and_writes_nothing(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(room / "one")
    code, _, err = run(capsys, "version", room / "one" / "plan.json", "--announce", "2027-06-20")
    assert code == 1
    assert "--decide DATO --case-number NR" in err
    assert contents(room / "one") == before


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--decide", "2027-03-01"], "--case-number"),
        (["--case-number", "1"], "--decide"),
        (["--decide", "1. mars", "--case-number", "1"], "ikke en dato"),
        (["--new-version", "x.json", "--register", "2027-03-01"], "--new-version"),
        (["--parent", "finnes-ikke.json"], "finnes ikke"),
    ],
)
def test_a_wrong_command_line(room: Path, capsys: pytest.CaptureFixture[str], argv: list[str], says: str) -> None:
    before = contents(room / "one")
    code, _, err = run(capsys, "version", room / "one" / "plan.json", *argv)
    assert code == 1
    assert says in err
    assert contents(room / "one") == before


def test_a_plan_with_hard_findings_is_not_decided(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = room / "one" / "plan.json"
    broken = raw(plan)
    for opening in broken["stations"][0]["opening"]:
        opening["crew"] = 0
    broken["stations"][1]["opening"][0]["crew"] = 0
    plan.write_text(json.dumps(broken), encoding="utf-8")
    code, _, err = run(capsys, "version", plan, "--decide", "2027-03-01", "--case-number", "1")
    assert code == 1
    assert err.count("kan ikke vedtas, brudd på S2") == 2
    assert raw(plan)["version"] == {"number": 1, "status": "draft"}


def test_a_decided_plan_set_back_to_draft_by_hand_is_not_overwritten(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = room / "one" / "plan.json"
    final(plan, "--announce")
    value = raw(plan)
    value["version"]["status"] = "draft"
    plan.write_text(json.dumps(value), encoding="utf-8")
    before = contents(room / "one")
    code, _, err = run(capsys, "plan", room / "lite.yaml", "--out", room / "one")
    assert (code, contents(room / "one")) == (1, before)
    assert "overskrives aldri" in err
    code, _, err = run(capsys, "export", plan, "--format", "geojson", "--out", plan)
    assert (code, contents(room / "one")) == (1, before)
    assert "velg et annet navn med --out" in err
    assert "--parent" not in err, "an export is no new version"


@pytest.mark.parametrize("last", ["--decide", "--register", "--announce"])
def test_a_decided_plan_is_never_overwritten(room: Path, capsys: pytest.CaptureFixture[str], last: str) -> None:
    plan = room / "one" / "plan.json"
    final(plan, last)
    before = contents(room / "one")
    code, out, err = run(capsys, "plan", room / "lite.yaml", "--out", room / "one")
    assert (code, out) == (1, "")
    assert f"--parent {plan}" in err
    for argv in (
        ("plan", room / "lite.yaml", "--out", room / "one", "--parent", plan),
        ("export", plan, "--format", "geojson", "--out", plan),
        ("compare", plan, plan, "--out", plan),
        ("version", plan, "--new-version", plan),
    ):
        assert run(capsys, *argv)[0] == 1
    assert contents(room / "one") == before


def test_a_plan_decided_while_another_is_made_is_not_overwritten(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(*_: object) -> bytes:
        final(room / "one" / "plan.json")
        return b"kart"

    monkeypatch.setattr(services.planning, "map_bytes", meanwhile)
    assert replan(room, "one") == 1
    assert raw(room / "one" / "plan.json")["version"]["status"] == "announced"
    assert (room / "one" / "map.html").read_bytes() != b"kart"


def test_a_plan_file_that_cannot_be_read_is_not_overwritten(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = room / "one" / "plan.json"
    plan.write_bytes(plan.read_bytes()[:-20])
    before = contents(room / "one")
    code, _, err = run(capsys, "plan", room / "lite.yaml", "--out", room / "one")
    assert code == 1
    assert "flytt den vekk" in err
    assert contents(room / "one") == before


def test_a_draft_planned_anew_keeps_its_checklist(room: Path) -> None:
    plan = room / "one" / "plan.json"
    assert main(["checklist", str(plan), "--done", "S3", "--who", "Kari", "--on", "2027-03-02"]) == 0
    assert (
        main(["checklist", str(plan), "--done", "site_owner", "--due", "R4=2027-05-20", "--add", "Heng opp skilt"]) == 0
    )
    assert replan(room, "one", "--set", "budget_nok=80000") == 0
    found = {item["rule"]: item for item in raw(plan)["checklist"]}
    assert (found["S3"]["status"], found["S3"]["who"], found["S3"]["done_on"]) == ("done", "Kari", "2027-03-02")
    assert found["R4"]["due"] == "2027-05-20"
    assert found["own-1"]["text"] == "Heng opp skilt"
    owner = found["site_owner"]
    assert set(owner["settled"]) <= set(owner["subjects"])
    assert (owner["status"] == "done") == (set(owner["settled"]) == set(owner["subjects"]))


def test_another_election_does_not_take_over_what_was_done(room: Path) -> None:
    plan = room / "one" / "plan.json"
    assert main(["checklist", str(plan), "--done", "S3"]) == 0
    assert replan(room, "one", "--set", "election=2031-09-08") == 0
    assert all(item["status"] != "done" for item in raw(plan)["checklist"])


def test_a_new_version_points_to_its_parent_and_the_chain_is_checked(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = room / "one" / "plan.json", room / "two" / "plan.json"
    final(one)
    assert main(["checklist", str(one), "--done", "S3", "--who", "Kari"]) == 0
    assert replan(room, "two", "--parent", one, "--set", "budget_nok=80000") == 0
    version = raw(two)["version"]
    digest = hashlib.sha256(one.read_bytes()).hexdigest()
    assert (version["number"], version["status"], version["parent_sha256"]) == (2, "draft", digest)
    assert (version["parent_registered_on"], version["parent_announced_on"]) == ("2027-05-20", "2027-06-20")
    assert (room / "two" / "parent.json").read_bytes() == one.read_bytes()
    found = {item["rule"]: item for item in raw(two)["checklist"]}
    assert (found["S3"]["status"], found["S3"]["who"]) == ("done", "Kari")
    assert (found["R1"]["status"], found["R5"]["status"]) == ("open", "open")

    assert "byte for byte" in run(capsys, "version", two)[1]
    assert "byte for byte" in run(capsys, "version", two, "--parent", one)[1]
    assert main(["checklist", str(one), "--done", "R6"]) == 0
    assert "ført videre siden" in run(capsys, "version", two, "--parent", one)[1]
    assert "byte for byte" in run(capsys, "version", two)[1]

    tampered = raw(one)
    tampered["stations"][0]["name"] = "Et annet sted"
    one.write_text(json.dumps(tampered), encoding="utf-8")
    code, _, err = run(capsys, "version", two, "--parent", one)
    assert code == 1
    assert "ikke planens forelder" in err
    assert "endret etter at den ble vedtatt" in err
    assert run(capsys, "plan", room / "lite.yaml", "--out", room / "three", "--parent", one)[0] == 1
    assert not (room / "three").exists()


def test_a_child_planned_anew_is_still_the_child(room: Path) -> None:
    one, two = room / "one" / "plan.json", room / "two" / "plan.json"
    final(one)
    assert replan(room, "two", "--parent", one) == 0
    before = raw(two)["version"]
    assert main(["checklist", str(two), "--done", "S3"]) == 0
    assert replan(room, "two") == 0
    assert raw(two)["version"] == before
    assert replan(room, "two", "--parent", one) == 0
    assert raw(two)["version"] == before
    assert {i["rule"]: i["status"] for i in raw(two)["checklist"]}["S3"] == "done"


def test_a_change_announced_without_notices_is_written_and_exits_3(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = room / "one" / "plan.json", room / "two" / "plan.json"
    final(one)
    assert replan(room, "two", "--parent", one, "--set", "budget_nok=80000") == 0
    argv = ("--decide", "2027-06-25", "--case-number", "2", "--register", "2027-06-25", "--announce", "2027-06-26")
    code, out, _ = run(capsys, "version", two, *argv)
    assert code == 3
    assert "hard\tR5" in out
    assert run(capsys, "version", two, "--notify", "2027-06-26")[0] == 0
    assert {i["rule"]: i["status"] for i in raw(two)["checklist"]}["R5"] == "done"
    assert main(["audit", str(two)]) == 0


def test_the_same_plan_as_a_new_version_needs_no_notices(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = room / "one" / "plan.json", room / "two" / "plan.json"
    final(one)
    assert run(capsys, "version", one, "--new-version", two)[0] == 0
    assert raw(two)["stations"] == raw(one)["stations"]
    assert "R5" not in {i["rule"] for i in raw(two)["checklist"]}
    assert (room / "two" / "parent.json").read_bytes() == one.read_bytes()
    code, _, err = run(capsys, "version", one, "--new-version", two)
    assert code == 1
    assert "finnes alt" in err


def test_a_parent_announced_later_is_followed(room: Path) -> None:
    one, two = room / "one" / "plan.json", room / "two" / "plan.json"
    final(one, "--register")
    assert replan(room, "two", "--parent", one) == 0
    assert "parent_announced_on" not in raw(two)["version"]
    assert main(["version", str(one), "--announce", "2027-06-20"]) == 0
    argv = ["version", str(two), "--parent", str(one), "--decide", "2027-06-21", "--case-number", "2"]
    assert main(argv) == 0
    assert raw(two)["version"]["parent_announced_on"] == "2027-06-20"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("version", {"number": 1, "status": "draft"}), "utkast"),
        (("scenario", None), "et annet valg"),
        (("dataset", None), "et annet datasett"),
    ],
)
def test_what_no_version_can_follow(
    room: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, Any], says: str
) -> None:
    one = room / "one" / "plan.json"
    final(one)
    value = raw(one)
    value["version"].pop("content_sha256")
    if change[0] == "version":
        value["version"] = change[1]
    elif change[0] == "scenario":
        value["scenario"]["election"] = "2031-09-08"
    else:
        value["dataset"]["name"] = "bergen"
    one.write_text(json.dumps(value), encoding="utf-8")
    code, _, err = run(capsys, "plan", room / "lite.yaml", "--out", room / "two", "--parent", one)
    assert code == 1
    assert says in err
    assert not (room / "two").exists()


def test_an_edited_plan_is_found_by_show_and_audit(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = room / "one" / "plan.json"
    final(plan)
    value = raw(plan)
    value["stations"][0]["opening"][0]["end"] = "16:30"
    plan.write_text(json.dumps(value), encoding="utf-8")
    assert run(capsys, "version", plan)[0] == 1
    code, out, _ = run(capsys, "audit", plan)
    assert code == 3
    assert "hard\tversion" in out


def test_ticking_goes_on_after_the_announcement_and_leaves_the_content(room: Path) -> None:
    plan = room / "one" / "plan.json"
    final(plan)
    before = raw(plan)
    assert main(["checklist", str(plan), "--done", "R6"]) == 0
    after = raw(plan)
    assert {k for k in after if after[k] != before[k]} == {"checklist"}
    assert main(["version", str(plan)]) == 0


def test_some_stations_of_an_item(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = room / "one" / "plan.json"
    stop = next(s for s in read_plan(plan).stations if s.kind == "mobile_stop")
    code, out, _ = run(capsys, "checklist", plan, "--done", f"site_owner:{stop.id},f0101", "--who", "Bo")
    assert code == 0
    item = next(i for i in raw(plan)["checklist"] if i["rule"] == "site_owner")
    assert (item["status"], item["who"]) == ("open", "Bo")
    assert len(item["settled"]) == 2
    assert f"Gjort for 2 av {len(item['subjects'])}, gjenstår:" in out


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--done", "R1"], "--register DATO"),
        (["--done", "tull"], "velg blant"),
        (["--done", "site_owner:tull"], "velg blant"),
        (["--done", "S3:f0101"], "skriv bare S3"),
        (["--not-applicable", "P8"], "--reason"),
        (["--reason", "x"], "--not-applicable"),
        (["--who", "Kari"], "--assign"),
        (["--assign", "S3"], "--who"),
        (["--on", "2027-03-01"], "--done"),
        (["--due", "R4"], "PUNKT=ÅÅÅÅ-MM-DD"),
        (["--add", " "], "tom"),
    ],
)
def test_a_wrong_mark_changes_nothing(
    room: Path, capsys: pytest.CaptureFixture[str], argv: list[str], says: str
) -> None:
    before = contents(room / "one")
    code, _, err = run(capsys, "checklist", room / "one" / "plan.json", *argv)
    assert code == 1
    assert says in err
    assert contents(room / "one") == before


def test_not_applicable_keeps_its_reason_and_can_be_opened(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = room / "one" / "plan.json"
    _, out, _ = run(capsys, "checklist", plan, "--not-applicable", "I2", "--reason", "ingen omsorgsboliger")
    assert "Gjelder ikke: ingen omsorgsboliger." in out
    assert replan(room, "one") == 0
    item = next(i for i in raw(plan)["checklist"] if i["rule"] == "I2")
    assert (item["status"], item["reason"]) == ("not_applicable", "ingen omsorgsboliger")
    assert main(["checklist", str(plan), "--open", "I2"]) == 0
    item = next(i for i in raw(plan)["checklist"] if i["rule"] == "I2")
    assert item["status"] == "open"
    assert "reason" not in item


def test_a_file_changed_by_another_is_not_overwritten(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = room / "one" / "plan.json"
    real = steps.marked

    def meanwhile(*args: Any) -> Any:
        plan.write_bytes(plan.read_bytes() + b"\n")
        return real(*args)

    monkeypatch.setattr(steps, "marked", meanwhile)
    assert main(["checklist", str(plan), "--done", "S3"]) == 1
    assert not [i for i in raw(plan)["checklist"] if i["status"] == "done"]


def test_a_failed_write_leaves_the_old_file(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *_: object) -> int:
        raise OSError(28, "No space left on device")

    before = contents(room / "one")
    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["checklist", str(room / "one" / "plan.json"), "--done", "S3"]) == 1
    monkeypatch.undo()
    assert contents(room / "one") == before


def test_every_file_that_must_be_left_alone_is_named(room: Path) -> None:
    final(room / "one" / "plan.json")
    shutil.copy(room / "one" / "plan.json", room / "one" / "kopi.json")
    with pytest.raises(InputError) as caught:
        refuse_final(room / "one", ["plan.json", "kopi.json", "map.html", "ny.json"], {})
    assert len(caught.value.problems) == 2

"""From the template to an audited plan, as a planner goes; and what the commands refuse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from small import write_scenario

from planner.cli import main

ROWS: tuple[tuple[str | None, ...], ...] = (
    (
        "s1", "Mortensrud sykehjem", "institusjon", "Helga Vaneks vei 6", "59,85", "10,83", "96",
        None, None, None, None, "2027-08-24",
    ),
    ("s2", "Ljabrubakken omsorgssenter", "institusjon"),
    ("x1", "Øya fengsel", "fengsel"),
)  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(argv)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def filled_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    file = folder / "liste.xlsx"
    assert run(capsys, "institutions", "template", "--out", str(file))[0] == 0
    book = load_workbook(file)
    for number, row in enumerate(ROWS, start=2):
        for column, value in enumerate(row, start=1):
            book["Institusjoner"].cell(number, column).value = value
    book.save(file)
    return file


def test_check_counts_what_it_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = filled_in(tmp_path, capsys)
    code, out, err = run(capsys, "institutions", "check", str(file), "--election", "2027-09-13")
    assert (code, err) == (0, "")
    assert "ingen feil; 2 institusjoner og 1 fengsel" in out
    assert "(visits.unknown_drive_minutes): 2 (Ljabrubakken omsorgssenter, Øya fengsel)" in out


def test_from_template_to_scenario_to_plan_to_audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled_in(tmp_path, capsys)
    lines = "institutions: liste.xlsx\nhome_voting: {teams: 1, hours_per_weekday: 2, first_date: 2027-09-09}\n"
    early = "early: {fixed: [{site: f1501, weekday: ['10:00-12:00'], first: 2027-08-09}]}\nmin_visits: 2"
    scenario = write_scenario(tmp_path, changes=(("min_visits: 2", lines + early),))
    out = tmp_path / "out"
    code, printed, _ = run(capsys, "plan", str(scenario), "--out", str(out))
    assert code == 0
    assert "Tidligstemming: etter avtale, og med faste tider:" in printed
    assert "1 dato 9.8., kl. 10–12" in printed
    shutil.move(out / "plan.json", tmp_path / "elsewhere.json")  # the plan holds the whole list
    (tmp_path / "liste.xlsx").unlink()
    plan = json.loads((tmp_path / "elsewhere.json").read_text(encoding="utf-8"))
    assert [i["name"] for i in plan["scenario"]["institutions"]] == [row[1] for row in ROWS]
    visited = {s["id"]: s["kind"] for s in plan["stations"] if s["kind"] in ("institution", "prison", "home_team")}
    assert visited == {"s1": "institution", "s2": "institution", "x1": "prison", "hjemmelag-1": "home_team"}
    code, printed, _ = run(capsys, "audit", str(tmp_path / "elsewhere.json"))
    assert code == 0

    plan["stations"] = [station for station in plan["stations"] if station["id"] not in visited]
    plan["vehicles"] = [vehicle for vehicle in plan["vehicles"] if not vehicle["id"].startswith("besokslag")]
    (tmp_path / "bare.json").write_text(json.dumps(plan), encoding="utf-8")
    code, printed, _ = run(capsys, "audit", str(tmp_path / "bare.json"))
    assert code == 3
    hard = [line.split("\t")[1:3] for line in printed.splitlines() if line.startswith("hard")]
    assert hard == [["H1", "2027-09-09 2027-09-10"], ["I1", "s1"], ["I1", "s2"], ["I3", "x1"]]

    plan["stations"] += [
        visit("s1", "institution", "2027-08-25"),
        visit("s2", "institution", "2027-08-24"),
        visit("x1", "prison", "2027-08-24"),
        visit("lag1", "home_team", "2027-09-09", "2027-09-10"),
    ]
    plan["scenario"]["budget_nok"] = 200_000
    file = tmp_path / "served.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    code, printed, _ = run(capsys, "audit", str(file))
    assert [line for line in printed.splitlines() if line.startswith("hard")] == []
    assert code == 0
    rules = {tuple(line.split("\t")[:2]) for line in printed.splitlines()}
    assert ("warning", "stored_figures") in rules  # the visits are charged, and the plan's own sum is now stale
    assert not {rule for _, rule in rules} & {"I1", "I3", "H1", "H2", "S2", "travel_times"}
    for name in ("geojson", "open-2017-csv"):
        target = tmp_path / name
        assert run(capsys, "export", str(file), "--format", name, "--out", str(target))[0] == 0
        assert "lag1" not in target.read_text(encoding="utf-8")
    features = json.loads((tmp_path / "geojson").read_text(encoding="utf-8"))["features"]
    assert {f["id"] for f in features if not f["properties"]["public"]} == {"s1", "s2", "x1"}
    assert "x1" not in (tmp_path / "open-2017-csv").read_text(encoding="utf-8")


def visit(station_id: str, kind: str, *days: str) -> dict[str, object]:
    place = (None, None) if kind == "home_team" else (59.85, 10.83)
    opening = [
        {"date": d, "start": "10:00", "end": "12:00", "phase": "ordinary", "vehicle": None, "crew": 2} for d in days
    ]
    return {"id": station_id, "name": station_id, "kind": kind, "lat": place[0], "lon": place[1], "address": "",
            "accessible": None, "public": False, "opening": opening}  # fmt: skip


def test_errors_of_a_list_give_code_1_and_every_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Id;Navn;Type\ns1;;institusjon\ns1;Solhjem;sykehus\n", encoding="utf-8")
    code, out, err = run(capsys, "institutions", "check", str(file))
    assert (code, out) == (1, "")
    assert [line.partition(": ")[0].partition(", ")[2] for line in err.splitlines()] == [
        "rad 2, kolonne Navn", "rad 3, kolonne Type", "rad 3, kolonne Id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["template"], "mangler --out"),
        (["template", "--out", "mal.csv"], "la navnet slutte på .xlsx"),
        (["template", "--out", "finnes.xlsx"], "fila finnes allerede"),
        (["check"], "mangler FIL"),
        (["check", "borte.xlsx"], "fila finnes ikke"),
        (["check", "finnes.xlsx", "--election", "13.9.2027"], "ikke en dato"),
        ([], "mangler HANDLING"),
        (["fill"], "ugyldig valg 'fill'"),
    ],
)
def test_refusals_leave_no_file(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "finnes.xlsx").write_bytes(b"utfylt liste")
    code, out, err = run(capsys, "institutions", *arguments)
    assert (code, out) == (1, "")
    assert message in err
    assert [f.name for f in tmp_path.iterdir()] == ["finnes.xlsx"]
    assert (tmp_path / "finnes.xlsx").read_bytes() == b"utfylt liste"

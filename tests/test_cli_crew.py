"""From the list of people to a plan: names in the roster, and nowhere else in what is written and printed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from small import write_scenario

from planner.cli import main
from planner.exporters import exporters
from planner.planfile import read_plan
from planner.services import problem_of
from planner.services.exports import export_context

ROLES = "leder, nestleder, valgmedarbeider"
NAMES = [f"Kari Uglefjell{n:02d}" for n in range(30)]
NAMED = "Uglefjell"
FOR_THE_CREW = ("roster", "driving", "contingency", "ics")
"""The roster, and what is made of it for those who work; every other export is for others."""


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(argv)
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def people(folder: Path) -> Path:
    rows = [f"{name};{ROLES};{'20' if n % 2 else ''}" for n, name in enumerate(NAMES)]
    file = folder / "folk.csv"
    file.write_text("\n".join(["Navn;Oppgaver;Timer per uke", *rows]), encoding="utf-8")
    return file


def test_template_and_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "folk.xlsx"
    assert run(capsys, "crew", "template", "--out", str(out))[0] == 0
    assert load_workbook(out).sheetnames == ["Personer", "Forklaring"]
    assert run(capsys, "crew", "template", "--out", str(out))[0] == 1
    assert run(capsys, "crew", "check", str(out))[0] == 1
    code, printed = run(capsys, "crew", "check", str(people(tmp_path)))
    assert code == 0
    assert "ingen feil; 30 personer" in printed
    assert "kan være sjåfør: 0" in printed
    assert "300 i alt; 15 uten avtalte timer" in printed


def holds_a_name(raw: bytes) -> bool:
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return any(NAMED.encode() in packed.read(name) for name in packed.namelist())
    return NAMED.encode() in raw


def test_names_stand_in_the_roster_and_nowhere_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people(tmp_path)
    scenario = write_scenario(tmp_path, changes=(("min_visits: 2", "min_visits: 2\ncrew: folk.csv"),))
    out = tmp_path / "out"
    code, printed = run(capsys, "plan", str(scenario), "--out", str(out))
    assert code in (0, 3)
    assert NAMED not in printed
    assert "ingen i lista kan være sjåfør" in " ".join(printed.split())
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    used = {entry["person"] for entry in plan["roster"]}
    assert used & set(NAMES)
    del plan["roster"]
    assert NAMED not in json.dumps(plan, ensure_ascii=False)
    assert [f.name for f in out.iterdir() if f.name != "plan.json" and holds_a_name(f.read_bytes())] == []
    whole = read_plan(out / "plan.json")
    context = export_context(problem_of(whole, out / "plan.json"))
    for each in exporters().values():
        made = each.export(whole, context)
        files = [made] if isinstance(made, bytes) else list(made.values())
        assert each.name in FOR_THE_CREW or not any(map(holds_a_name, files)), each.name
        assert each.name != "roster" or any(map(holds_a_name, files))
    code, printed = run(capsys, "audit", str(out / "plan.json"))
    assert NAMED not in printed
    assert "plan_file" not in printed

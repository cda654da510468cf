"""Many runs, one row each; the same here, in other processes and on a Dask cluster."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from small import write_scenario

from planner import sweep as sweeps
from planner.cli import main
from planner.domain.errors import InputError
from planner.planfile import read_plan
from planner.sweep import PLANNED, Row, Sweep, read_sweep, run_all, sweep_files

TEXT = """\
name: Penger og besøk
scenarios: [lite.yaml]
vary:
  budget_nok: [60000, 120000]
  min_visits: [2]
gap: 0.05
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_scenario(tmp_path)
    path = tmp_path / "serie.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def ignored(row: Row) -> None:
    assert row.number


def timeless(rows: list[Row]) -> list[Row]:
    return [replace(row, seconds=None, folder=Path(row.folder).name) for row in rows]


def test_every_combination_is_a_run_with_a_row(file: Path, tmp_path: Path) -> None:
    sweep, runs = read_sweep(file, out=tmp_path / "ut")
    assert [dict(run.changes) for run in runs] == [
        {"budget_nok": "60000", "min_visits": "2"},
        {"budget_nok": "120000", "min_visits": "2"},
    ]
    rows = run_all(runs, scheduler=None, workers=1, tell=ignored)
    for row in rows:
        plan = read_plan(Path(row.folder) / "plan.json")
        assert plan.objective is not None
        assert plan.cost is not None
        assert (row.outcome, row.value, row.cost_nok) == (PLANNED, plan.objective.value, plan.cost.total)
        assert row.cost_nok <= float(row.changes["budget_nok"])
        assert row.hard == 0
    files = sweep_files(sweep, rows)
    table = list(csv.DictReader(io.StringIO(files["sweep.csv"].decode("utf-8-sig"))))
    assert [line["budget_nok"] for line in table] == ["60000", "120000"]
    assert [float(line["value"]) for line in table] == [row.value for row in rows]
    assert json.loads(files["sweep.json"])["rows"][0]["lower_bound"] == rows[0].lower_bound


def test_other_processes_and_dask_give_the_same_rows(file: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    _, here = read_sweep(file, out=tmp_path / "her")
    _, there = read_sweep(file, out=tmp_path / "der")
    _, far = read_sweep(file, out=tmp_path / "borte")
    expected = timeless(run_all(here, scheduler=None, workers=1, tell=ignored))
    assert timeless(run_all(there, scheduler=None, workers=2, tell=ignored)) == expected
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp"
    ) as cluster:
        found = run_all(far, scheduler=cluster.scheduler_address, workers=1, tell=ignored)
    assert timeless(found) == expected


def test_an_impossible_run_has_a_row_and_does_not_stop_the_others(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(TEXT.replace("[60000, 120000]", "[0, 120000]"), encoding="utf-8")
    assert main(["sweep", str(file), "--out", str(tmp_path / "ut"), "--quiet"]) == 0
    out = capsys.readouterr().out
    assert "1 av 2 planer laget" in out
    assert "1: umulig: Ingen plan kan oppfylle alle kravene" in out
    rows = json.loads((tmp_path / "ut" / "sweep.json").read_text(encoding="utf-8"))["rows"]
    assert [(row["outcome"], row["value"] is None) for row in rows] == [("umulig", True), (PLANNED, False)]


def test_everything_wrong_comes_at_once_before_anything_is_solved(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = TEXT.replace("[lite.yaml]", "[lite.yaml, borte.yaml]").replace("[2]", "[2, -1]")
    file.write_text(text, encoding="utf-8")
    assert main(["sweep", str(file), "--out", str(tmp_path / "ut")]) == 1
    err = capsys.readouterr().err
    assert "borte.yaml" in err
    assert "min_visits" in err
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: x\nscenarios: []\n", "scenarios"),
        ("name: x\n", "scenarios"),
        ("[1]", "serie.yaml"),
        ("navn: x\n", "navn"),
    ],
)
def test_a_wrong_file_is_told_of(file: Path, text: str, says: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_sweep(file)


def test_too_many_runs_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "MOST_RUNS", 1)
    with pytest.raises(InputError, match="2 planer er for mange"):
        read_sweep(file)


def test_a_scheduler_that_is_not_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(sweeps, "CONTACT_SECONDS", 0.2)
    with pytest.raises(InputError, match="får ikke kontakt med Dask"):
        run_all(read_sweep(file)[1], scheduler="tcp://127.0.0.1:9", workers=1, tell=ignored)


def test_no_text_of_the_table_is_a_formula() -> None:
    sweep = Sweep(name="Serie", scenarios=("=cmd.yaml",), vary={"budget_nok": (-1,), "aversion": (1,)})
    row = Row(1, "=cmd.yaml", {"budget_nok": "-1", "aversion": "@SUM(A1)"}, "feil", message="+1 sted")
    (line,) = list(csv.reader(io.StringIO(sweep_files(sweep, [row])["sweep.csv"].decode("utf-8-sig"))))[1:]
    assert line[:4] == ["1", "'=cmd.yaml", "-1", "'@SUM(A1)"]
    assert line[-1] == "'+1 sted"

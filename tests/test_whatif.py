"""Curves: what they write, and that points are real plans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small import write_scenario

from planner import whatif
from planner.domain.errors import InputError
from planner.sweep import read_sweep
from planner.whatif import LEVERS


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_writes_a_sweep_that_can_be_run(tmp_path: Path, lever: str) -> None:
    scenario = write_scenario(tmp_path)
    values = [1.0] if lever == "saturdays" else [2.0, 1.0]
    sweep = whatif.write_sweep(tmp_path / "kurver", scenario, lever, values, time_limit=5, gap=0.01)
    _, found = read_sweep(sweep, out=tmp_path / "ut")
    assert len(found) == len(values)
    assert {name for run in found for name, _ in run.changes} == {LEVERS[lever].field}
    assert whatif.lever_of(sweep) == (lever, sorted(values))
    assert whatif.points(sweep) == []


def test_points_are_rows_of_the_sweep_in_the_order_of_the_values(tmp_path: Path) -> None:
    sweep = whatif.write_sweep(tmp_path, write_scenario(tmp_path), "persons", [6, 3], time_limit=5, gap=0.01)
    plan = {"outcome": "plan", "value": 9.0, "lower_bound": 8.5, "unit": "minutter", "mean_minutes": 9.1,
            "cost_nok": 100.0, "stations": 3, "hard": 0, "folder": str(tmp_path / "borte")}  # fmt: skip
    folder = sweep.with_suffix("")
    folder.mkdir()
    (folder / "sweep.json").write_text(json.dumps({"rows": [{"outcome": "umulig"}, plan]}), encoding="utf-8")
    first, second = whatif.points(sweep)
    assert (first.x, first.outcome, first.value) == (3, "umulig", None)
    assert isinstance(first.x, float)
    assert (second.x, second.bound, second.ede_minutes) == (6, 8.5, None)


def test_no_values_and_too_many_are_refused(tmp_path: Path) -> None:
    scenario = write_scenario(tmp_path)
    for values in ([], list(range(1, 20))):
        with pytest.raises(InputError, match="mellom 1 og 12"):
            whatif.write_sweep(tmp_path, scenario, "persons", values, time_limit=5, gap=0.01)


def test_a_curve_without_its_values_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lag den på nytt"):
        whatif.lever_of(tmp_path / "borte.yaml")

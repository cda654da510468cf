"""The page of curves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from app_page import opened, pictures, pressed, ran, text_of

from planner import whatif
from planner.services import runs
from planner.ui.words import t


def test_a_curve_is_started_and_shown(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(runs, "start_sweep", lambda _, sweep, *__, **___: asked.append(sweep))
    app = pressed(opened("hva-om"), t("whatif.start"))
    assert asked[0].is_file()
    assert t("whatif.waiting") in text_of(app)
    row = {"outcome": "plan", "value": 9.0, "lower_bound": 8.5, "unit": "minutter", "mean_minutes": 9.1,
           "cost_nok": 100.0, "stations": 3, "hard": 0, "folder": "borte"}  # fmt: skip
    rows = [{"outcome": "umulig"}, row, row, row]
    asked[0].with_suffix("").mkdir()
    (asked[0].with_suffix("") / "sweep.json").write_text(json.dumps({"rows": rows}), encoding="utf-8")
    app = ran(app)
    assert "ingen plan: umulig" in text_of(app)
    assert "8,50 minutter" in text_of(app)
    assert pictures(app) == 2


def test_values_that_are_no_numbers_are_refused(room: Path) -> None:
    app = opened("hva-om")
    app.text_input[0].set_value("mange")
    assert t("whatif.bad_values") in text_of(pressed(app, t("whatif.start")))


def test_the_chosen_plan_stands_on_the_frontier(planned: Path) -> None:
    folder = planned / "out" / "hva-om"
    sweep = whatif.write_sweep(folder, planned / "scenarios" / "liten.yaml", "budget", [1000.0], time_limit=5, gap=0.01)
    row = {"outcome": "plan", "value": 9.0, "lower_bound": 8.5, "unit": "minutter", "mean_minutes": 9.1,
           "cost_nok": 100.0, "stations": 3, "hard": 0, "folder": "borte"}  # fmt: skip
    sweep.with_suffix("").mkdir()
    (sweep.with_suffix("") / "sweep.json").write_text(json.dumps({"rows": [row]}), encoding="utf-8")
    app = opened("hva-om", plan="to")
    box = next(box for box in app.selectbox if box.label == t("whatif.mark"))
    assert box.value == "to"
    assert pictures(app) == 2

"""The page where a plan is changed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from app_page import FakeMap, opened, pressed, ran, text_of

from planner.domain.plan import PlanStatus, Version
from planner.planfile import plan_bytes, read_plan
from planner.scenario import load_scenario
from planner.services.store import Store
from planner.ui.words import t


def test_edits_are_judged_at_once_undone_and_saved(planned: Path) -> None:
    app = opened("endre", plan="en")
    before = app.metric[0].value
    Store(planned / "out").add_edit("en", {"what": "remove", "id": "f0201"})
    app = opened("endre", plan="en")  # as after F5: the edit is on disk
    assert app.metric[0].value != before
    assert "Ta ut" in text_of(app)
    assert t("edit.new_findings") in text_of(app)
    app = pressed(app, t("edit.save"))
    assert len(read_plan(planned / "out" / "en-endret" / "plan.json").stations) == 2
    app = pressed(app, t("edit.undo"))
    assert app.metric[0].value == before
    app = pressed(app, t("edit.redo"))
    assert app.metric[0].value != before


def test_edits_are_made_in_the_map(planned: Path, shown: FakeMap) -> None:
    app = opened("endre", plan="en")
    assert shown.told[-1]["edit"]
    assert not shown.told[-1]["undo"]
    shown.action = {"what": "move", "id": "f0101", "lat": 59.9, "lon": 10.7}
    app = ran(app)
    shown.action = {"what": "lock", "id": "e0101"}
    app = ran(app)
    assert shown.told[-1]["locked"] == ["e0101"]
    shown.action = {"what": "undo", "id": ""}
    app = ran(app)
    log = Store(planned / "out").edits("en")
    assert [edit["what"] for edit in log.done] == ["move"]
    assert shown.told[-1]["redo"]
    shown.action = {"what": "remove", "id": "finnes-ikke"}
    assert "ikke i planen" in text_of(ran(app))


def test_the_reach_of_a_station_is_asked_for_in_the_map(planned: Path, shown: FakeMap) -> None:
    app = opened("endre", plan="en")
    assert not shown.told[-1]["reach"]
    shown.action = {"what": "reach", "id": "f0101"}
    ran(app)
    assert shown.told[-1]["reach"].startswith("/kart/")


def test_edits_are_made_by_form(planned: Path) -> None:
    app = opened("endre", plan="en")
    app = pressed(app, t("edit.do_add"))
    app = pressed(app, t("edit.do_forbid"))
    done = Store(planned / "out").edits("en").done
    assert [edit["what"] for edit in done] == ["add", "forbid"]
    assert r"Forbudt\:" in text_of(app)
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("med-forbud")
    pressed(app, t("edit.save_scenario"))
    assert load_scenario(planned / "scenarios" / "med-forbud.yaml").forbid


def test_a_decided_plan_cannot_be_edited(planned: Path) -> None:
    file = planned / "out" / "en" / "plan.json"
    decided = Version(1, PlanStatus.DECIDED, date(2027, 3, 1), "2027/12")
    file.write_bytes(plan_bytes(replace(read_plan(file), version=decided)))
    assert t("edit.final") in text_of(opened("endre", plan="en"))

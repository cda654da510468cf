"""What is asked of a plan on its page, and the answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tiny
from app_page import FakeMap, opened, pressed, ran, text_of

from planner.explain import station_questions
from planner.planfile import read_plan
from planner.services import asking
from planner.services.answers import keep_answers
from planner.services.store import Store
from planner.ui.words import t


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Command lines of the questions that pages start."""
    found: list[list[str]] = []
    monkeypatch.setattr(asking, "start", lambda *given, **_: found.append(given[4]))
    return found


@pytest.mark.parametrize(("place", "label"), [("f0101", "worth.why"), ("e0202", "worth.why_not")])
def test_why_and_why_not_are_solved_for(
    with_goal: Path, asked: list[list[str]], shown: FakeMap, place: str, label: str
) -> None:
    shown.picked = {"kind": "station", "id": place}
    pressed(opened("plan", plan="en"), t(label))
    (argv,) = asked
    assert argv[:4] == ["explain", str(with_goal), "--station", place]
    assert shown.told[-1]["others"], "places outside the plan can be picked"


def test_what_more_would_be_worth_is_asked_together(with_goal: Path, asked: list[list[str]]) -> None:
    app = opened("plan", plan="en")
    next(box for box in app.checkbox if box.label == t("worth.vehicle")).check()
    pressed(app, t("worth.ask"))
    (argv,) = asked
    assert argv[2:7] == ["--budget", "10000", "--persons", "3", "--vehicle"]


def test_answers_stand_in_the_store_as_intervals(with_goal: Path) -> None:
    store, folder = Store(with_goal.parents[1]), with_goal.parent / "svar"
    text = station_questions(tiny.tiny_problem(), read_plan(with_goal), "f0101")[0].text
    items = [
        {"question": text, "sentence": f"{text}: et spenn.", "restricts": True, "low": 0.5, "high": 0.75,
         "unit": "minutter", "cost_change": 1000.4},
        {"question": "Umulig", "sentence": "-", "restricts": False, "low": None, "high": None,
         "unit": "", "cost_change": 0.0},
    ]  # fmt: skip
    folder.mkdir()
    (folder / "svar.json").write_text(json.dumps(items), encoding="utf-8")
    keep_answers(store, with_goal, folder)
    app = opened("plan", plan="en")
    assert "0,50 til 0,75 minutter dårligere" in text_of(app)
    assert "1 000 kr mer" in text_of(app).replace("\u202f", " ").replace("\xa0", " ")
    assert t("worth.impossible") in text_of(app)
    next(box for box in app.selectbox if box.label == t("plan.station")).select("f0101")
    assert "et spenn" in text_of(ran(app))


def test_a_plan_without_a_goal_cannot_be_asked_about(planned: Path) -> None:
    assert t("worth.no_goal") in text_of(opened("plan", plan="en"))

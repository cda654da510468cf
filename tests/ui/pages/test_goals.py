"""The page of resources and goals: the form, and facts about premises."""

from __future__ import annotations

from pathlib import Path

import yaml
from app_page import opened, pressed, ran, text_of
from streamlit.testing.v1 import AppTest

from planner.scenario import load_scenario
from planner.services.store import Store
from planner.ui.components.premises import OPEN
from planner.ui.words import listed, t


def test_the_form_writes_the_file_that_the_command_line_reads(room: Path) -> None:
    app = opened("mal")
    app.radio[0].set_value("fair")
    next(field for field in app.number_input if field.label == t("scenario.budget")).set_value(77_000)
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("rettferdig")
    app = pressed(app, t("scenario.save"))
    assert "Lagret i" in text_of(app)
    made = load_scenario(room / "scenarios" / "rettferdig.yaml")
    assert made.objective.name == "ede_minutes"
    assert made.budget_nok == 77_000
    assert made.availability == load_scenario(room / "scenarios" / "liten.yaml").availability
    app = ran(app)
    assert app.selectbox[0].value == "rettferdig"
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("liten")
    assert "finnes alt" in text_of(pressed(app, t("scenario.save")))
    assert [event.what for event in Store(room / "out").history()] == ["scenario lagret"]


def _with_premises() -> AppTest:
    """The page with its box of premises opened."""
    app = opened("mal")
    app.session_state[OPEN] = True
    return ran(app)


def test_facts_about_premises_are_changed_undone_and_saved_with_the_scenario(room: Path) -> None:
    store = Store(room / "out")
    app = opened("mal")
    assert not any(box.label == t("premises.site") for box in app.selectbox), "drawn when the box is opened"
    app = _with_premises()
    next(box for box in app.selectbox if box.label == t("premises.site")).select("e0202")
    app = ran(app)
    accessible, _, by, coverage, booths, crew, room_for, *_ = listed("premises.fields")
    next(box for box in app.selectbox if box.label == accessible).select(False)
    next(box for box in app.selectbox if box.label == coverage).select("poor")
    next(field for field in app.number_input if field.label == booths).set_value(2)
    next(field for field in app.number_input if field.label == crew).set_value(4)
    next(field for field in app.number_input if field.label == room_for).set_value(6)
    next(field for field in app.text_input if field.label == by).set_value("byggforvalter")
    app = pressed(app, t("premises.set"))
    assert "ikke er lagret i scenariet: 1" in text_of(app)
    next(field for field in app.text_input if field.label == t("premises.reason")).set_value("skolefest")
    app = pressed(app, t("premises.do_take"))
    assert "skolefest" in text_of(app)
    app = pressed(pressed(app, t("premises.undo")), t("premises.redo"))
    app = opened("mal")  # a new session: nothing is lost
    assert "ikke er lagret i scenariet: 2" in text_of(app)
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("med-fakta")
    assert "Lagret i" in text_of(pressed(app, t("scenario.save")))
    made = load_scenario(room / "scenarios" / "med-fakta.yaml")
    (facts,) = [item for item in made.premises if item.site == "e0202"]
    assert (facts.accessible, facts.mobile_coverage, facts.booths, facts.most_crew) == (False, "poor", 2, 6)
    assert facts.accessible_checked_by == "byggforvalter"
    assert [time.reason for item in made.premises for time in item.unavailable] == ["skolefest"]
    assert [(pin.station, pin.crew) for pin in made.pins] == [("e0202", 4)]
    assert store.edits("lokaler:liten").done == ()


def test_a_scenario_about_some_districts_keeps_them(room: Path) -> None:
    file = room / "scenarios" / "liten.yaml"
    plain = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump({**plain, "demand": {"districts": ["01"]}}, allow_unicode=True), encoding="utf-8")
    app = opened("mal")
    next(field for field in app.text_input if field.label == t("scenario.stem")).set_value("en-bydel")
    assert "Lagret i" in text_of(pressed(app, t("scenario.save")))
    assert load_scenario(room / "scenarios" / "en-bydel.yaml").demand.districts == ("01",)


def test_a_time_without_a_reason_is_refused(room: Path) -> None:
    app = pressed(_with_premises(), t("premises.do_take"))
    assert any("reason" in error.value for error in app.error)
    assert Store(room / "out").edits("lokaler:liten").done == ()

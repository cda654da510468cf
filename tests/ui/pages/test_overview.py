"""The first page: a municipality as it is today."""

from __future__ import annotations

from pathlib import Path

from app_page import opened, text_of

from planner.ui.words import t


def test_without_scenarios_the_first_page_says_what_to_do(room: Path) -> None:
    (room / "scenarios" / "liten.yaml").unlink()
    assert t("overview.none") in text_of(opened("i-dag"))


def test_a_broken_scenario_is_told_of_with_all_its_errors(room: Path) -> None:
    (room / "scenarios" / "liten.yaml").write_text("name: Liten\nelection: 2027-13-40\n", encoding="utf-8")
    text = text_of(opened("i-dag"))
    assert "kan ikke brukes" in text
    assert "budget" in text
    assert "election" in text


def test_today_shows_who_has_a_long_way_and_what_it_rests_on(room: Path) -> None:
    app = opened("i-dag")
    text = text_of(app)
    for part in ("Er avstand problemet?", "Nord", "Sør", "ikke noe årsaksestimat for norske", "Kartet som tekst"):
        assert part in text
    assert app.metric[0].label == t("overview.mean")
    assert app.query_params["scenario"] in ("liten", ["liten"])


def test_the_question_of_distance_is_answered_in_the_language_of_the_page(room: Path) -> None:
    text = text_of(opened("i-dag", sprak="en"))
    assert "says nothing about causes" in text
    assert "ingenting om årsaker" not in text

"""What lower floors say in Norwegian, in each language of the pages."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.plan import Opening, Phase
from planner.ui import spoken, words

DAY = date(2027, 8, 10)
OPENINGS = [
    Opening(date(2027, 7, 2), "10:00", "12:00", Phase.EARLY),
    *(Opening(date(2027, 8, 10 + n), "09:30", "16:00") for n in range(4)),
]


@pytest.fixture(params=["nb", "nn", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(words.LANGUAGE, request.param)
    return str(request.param)


def test_a_date(language: str) -> None:
    expected = {"nb": "tirsdag 10. august 2027", "nn": "tysdag 10. august 2027", "en": "Tuesday 10 August 2027"}
    assert spoken.long_date(DAY) == expected[language]


def test_opening_hours(language: str) -> None:
    expected = {
        "nb": "Tidligstemming fre 2.7. kl. 10–12; 10.8.–13.8.: tir–fre 9.30–16",
        "nn": "Tidlegrøysting fre 2.7. kl. 10–12; 10.8.–13.8.: tys–fre 9.30–16",
        "en": "Early (tidligstemming) Fri 2.7. 10–12; 10.8.–13.8.: Tue–Fri 9.30–16",
    }
    assert spoken.hours(OPENINGS) == expected[language]


def test_a_goals_figure(language: str) -> None:
    assert (
        spoken.value(10.406, "minutter")
        == {"nb": "10,41 minutter", "nn": "10,41 minutt", "en": "10,41 minutes"}[language]
    )
    assert spoken.value(0.2134, "andel") == "21,34 %"
    assert spoken.value(350_000, "kr").endswith({"nb": " kr", "nn": " kr", "en": " NOK"}[language])
    assert spoken.value(None, "minutter") == ""


def test_what_has_no_word_is_shown_as_it_is(language: str) -> None:
    assert spoken.unit("fot") == "fot"
    assert spoken.role("tolk") == "tolk"

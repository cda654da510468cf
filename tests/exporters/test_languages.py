"""The languages of printed matter: whole, with every blank filled in, honest about who has read them."""

from __future__ import annotations

import string
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from bokmaal import bokmaal_in
from pydantic import ValidationError

from planner.documents.blocks import direction
from planner.documents.pdf import characters
from planner.domain.plan import Opening
from planner.exporters.hours import hours_lines
from planner.exporters.printed.gsm7 import sms_length
from planner.exporters.printed.language import FOLDER, ORDER, Language, languages, read_language
from planner.notices.words import NN

BLANKS = {
    "title": {"place"},
    "lead": {"first", "last", "election"},
    "map_alt": {"place", "list"},
    "early": {"early_first", "early_last"},
    "home": {"home"},
    "source": {"version", "municipality"},
}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def by_code(code: str) -> Language:
    (found,) = (language for language in languages() if language.language == code)
    return found


def test_every_file_is_a_language_and_every_language_a_file() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(ORDER)
    assert [language.language for language in languages()] == list(ORDER)


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.language)
def test_every_text_has_its_blanks_and_no_others(language: Language) -> None:
    for name, text in language.texts.model_dump().items():
        assert blanks(text) == BLANKS.get(name, set()), name
        assert set(text) - set("\n") <= characters(), name


def test_only_norwegian_is_ours_and_nothing_is_said_to_be_reviewed_that_is_not() -> None:
    assert [language.language for language in languages() if language.ready] == ["nb", "nn"]
    assert all("UTKAST" in language.mark for language in languages() if not language.ready)
    assert all(not language.mark for language in languages() if language.ready)


def test_a_review_has_a_name_and_a_date(tmp_path: Path) -> None:
    text = (FOLDER / "pl.yaml").read_text(encoding="utf-8")
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(text.replace("reviewed: false", "reviewed: {by: Ola, date: 2027-05-01}"), encoding="utf-8")
    assert read_language(good).ready
    assert not read_language(good).mark
    bad.write_text(text.replace("reviewed: false", "reviewed: true"), encoding="utf-8")
    with pytest.raises(ValidationError):
        read_language(bad)


def test_an_unknown_or_missing_text_is_an_error(tmp_path: Path) -> None:
    content = yaml.safe_load((FOLDER / "en.yaml").read_text(encoding="utf-8"))
    del content["texts"]["id_text"]
    content["texts"]["idtext"] = "x"
    broken = tmp_path / "en.yaml"
    broken.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ValidationError, match="id_text"):
        read_language(broken)


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.language)
def test_every_sms_says_id_and_fits_one_message(language: Language) -> None:
    """With the longest name of a Norwegian municipality for the first, without any for the last."""
    longest = language.sms[0].format(first="10.8.", last="10.9", municipality="Midtre Gauldal")
    shortest = language.sms[-1].format(first="10.8.", last="10.9", municipality="")
    assert sms_length(longest).fits, sms_length(longest)
    assert sms_length(shortest).fits
    if language.language in ("nb", "nn", "en", "so"):
        assert sms_length(longest).alphabet == "GSM-7"


@pytest.mark.parametrize(
    ("code", "hours"),
    [
        ("nb", ["10. august–13. august: tirsdag–fredag 10–16"]),
        ("nn", ["10. august–13. august: tysdag–fredag 10–16"]),
        ("en", ["10 August–13 August: Tuesday–Friday 10:00–16:00"]),
        ("pl", ["10 sierpnia–13 sierpnia: wtorek–piątek 10:00–16:00"]),
        ("uk", ["10 серпня–13 серпня: вівторок–пʼятниця 10:00–16:00"]),
        ("ar", ["10 أغسطس – 13 أغسطس: الثلاثاء – الجمعة من 10:00 إلى 16:00"]),
        ("ur", ["10 اگست تا 13 اگست: منگل تا جمعہ 10:00 سے 16:00 تک"]),
    ],
)
def test_hours_are_said_in_the_language(code: str, hours: list[str]) -> None:
    openings = [Opening(date(2027, 8, day), "10:00", "16:00") for day in range(10, 14)]
    assert hours_lines(openings, by_code(code).hours_words()) == hours


def test_dates_moments_and_lists_are_said_in_the_language() -> None:
    assert by_code("nb").moment(datetime(2027, 9, 9, 12)) == "torsdag 9. september kl. 12"  # noqa: DTZ001 - local
    assert by_code("nn").weekday(date(2027, 9, 4)) == "laurdag 4. september"
    assert by_code("pl").weekday(date(2027, 9, 4)) == "4 września (sobota)"
    assert by_code("en").join(["a", "b", "c"]) == "a, b and c"
    assert by_code("ar").join(["a"]) == "a"
    assert by_code("ar").join([]) == ""


def test_arabic_and_urdu_are_written_from_the_right() -> None:
    assert [language.language for language in languages() if direction(language.language) == "rtl"] == ["ar", "ur"]


def test_nynorsk_has_no_words_of_bokmaal() -> None:
    given = by_code("nn")
    assert given.announcement is not None
    texts = [*given.texts.model_dump().values(), *given.sms, *map(str, given.announcement.model_dump().values())]
    texts += [text for field in fields(NN) for text in _texts(getattr(NN, field.name))]
    assert not bokmaal_in(texts)
    assert not any(" blir " in text for text in texts), "printed matter says «vert»"


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(part) for part in value]  # type: ignore[attr-defined]

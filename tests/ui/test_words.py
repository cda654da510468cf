"""The words of the pages: every key that is used exists, and another language may lack some."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.ui import words
from planner.ui.components.chart import Series, chart_svg, ticks

UI = Path(words.__file__).parents[1]


def _used() -> set[str]:
    text = "\n".join(file.read_text(encoding="utf-8") for file in UI.rglob("*.py"))
    return set(re.findall(r'\b(?:t|listed)\(\s*"([a-z_.]+)"', text))


def test_every_key_that_a_page_uses_has_words() -> None:
    used = _used()
    assert len(used) > 100
    for key in sorted(used):
        assert words._find(key)


def test_no_words_are_left_over() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in UI.rglob("*.py"))
    made = set(re.findall(r'\b(?:t|word_map)\(f"([a-z_.]+)\{', text))  # keys made of a name at run time

    def keys(part: dict[str, object], before: str) -> list[str]:
        found = []
        for name, value in part.items():
            found += keys(value, f"{before}{name}.") if isinstance(value, dict) else [f"{before}{name}"]
        return found

    left = [k for k in keys(words.words("nb"), "") if k not in _used() and not any(k.startswith(m) for m in made)]
    assert left == []


def test_another_language_falls_back_on_bokmaal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        words,
        "words",
        lambda language: {"nn": {"plan": {"a": "nynorsk"}}, "nb": {"plan": {"a": "x", "b": "y {n}"}}}[language],
    )
    monkeypatch.setenv(words.LANGUAGE, "nn")
    assert words.t("plan.a") == "nynorsk"
    assert words.t("plan.b", n=2) == "y 2"
    with pytest.raises(KeyError):
        words.t("plan.c")


def test_a_chart_has_a_mark_for_each_point_and_no_markup_of_others() -> None:
    found = chart_svg("<Tittel>", "x & y", "min", [Series("a<b", [(1, 9.5), (2, 8.0)], "#000", "6 4")])
    assert found.count("<circle") == 2
    assert "<Tittel>" not in found
    assert "a&lt;b" in found
    assert 'role="img"' in found


def test_ticks_are_round_and_hold_the_range() -> None:
    assert ticks(8.0, 11.3) == [8.0, 9.0, 10.0, 11.0, 12.0]
    assert ticks(0, 1_000_000)[-1] >= 1_000_000
    assert len(ticks(5, 5)) >= 1

"""The words of the pages: every key that is used exists, and another language may lack some."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from bokmaal import bokmaal_in

from planner.evaluate.distance import BOKMAAL
from planner.evaluate.effects import NO_ESTIMATE
from planner.ui import words
from planner.ui.components import decide
from planner.ui.components.chart import Series, chart_svg, ticks

UI = Path(words.__file__).parents[1]


def _source(kind: str) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(UI.rglob(f"*.{kind}")))


def _used() -> set[str]:
    return set(re.findall(r"\b(?:t|listed|word_map|_kinds\(\"\w+\",)\(?\s*[\"']([a-z_.]+)[\"']", _source("py")))


def _titles() -> set[str]:
    return set(re.findall(r'^TITLE = "([a-z_.]+)"', _source("py"), flags=re.MULTILINE))


def test_every_key_that_a_page_uses_has_words() -> None:
    used = _used() | _titles()
    assert len(used) > 100
    for key in sorted(used):
        assert words._find(key)


def test_every_word_of_the_map_is_in_the_catalogue_and_none_is_left_over() -> None:
    used = set(re.findall(r'\bw\("([a-z_]+)"', _source("js")))
    used |= set(re.findall(r'\bw\(.*?\? "([a-z_]+)" : "[a-z_]+"\)', _source("js")))
    used |= set(re.findall(r'\bw\(.*?\? "[a-z_]+" : "([a-z_]+)"\)', _source("js")))
    of_python = {key.removeprefix("map.") for key in _used() if key.startswith("map.")}
    assert used | of_python == set(words.words("nb")["map"])


def test_no_words_are_left_over() -> None:
    made = set(re.findall(r"\b(?:t|told|word_map)\(\s*f[\"']([a-z_]+\.[a-z_.]*)\{", _source("py")))  # made at run time
    used = _used() | _titles()
    parts = {key for key in used if isinstance(words._find(key), dict)}
    whole = {key for key in made if key.count(".") > 1 or not key.endswith(".")} | {f"{key}." for key in parts}

    def known(key: str) -> bool:
        section = key.partition(".")[0]
        made_here = any(m == f"{section}." for m in made) and key.count(".") == 1
        return key in used or made_here or any(key.startswith(part) for part in whole)

    assert [key for key in words.keys(words.words("nb")) if not known(key)] == []


@pytest.mark.parametrize("language", [code for code in words.LANGUAGES if code != words.DEFAULT])
def test_another_language_has_the_same_keys_and_the_same_places_to_fill(language: str) -> None:
    ours, theirs = words.keys(words.words("nb")), words.keys(words.words(language))
    assert set(theirs) <= set(ours), "no key of its own"
    assert words.lacking(language) == len(set(ours) - set(theirs))
    for key, text in theirs.items():
        assert type(text) is type(ours[key]), key
        assert not isinstance(text, list) or len(text) == len(ours[key]), key
        if not key.startswith("shell.not_translated"):
            assert set(re.findall(r"\{\w+\}", str(text))) == set(re.findall(r"\{\w+\}", str(ours[key]))), key


def test_the_sentences_about_distance_are_those_of_reports_and_of_the_command_line() -> None:
    assert words.words("nb")["distance"] == BOKMAAL


def test_that_no_estimate_is_norwegian_is_said_as_in_the_report() -> None:
    assert words.words("nb")["effect"]["no_estimate"] == NO_ESTIMATE


@pytest.mark.parametrize("language", [code for code in words.LANGUAGES if code != words.DEFAULT])
def test_the_shell_is_translated(language: str) -> None:
    """Navigation, headings, buttons, status words and what tells of errors; today everything is."""
    assert words.lacking(language) == 0
    for key in sorted(_titles()):
        assert words._in(language, key) is not None
    differ = [k for k, text in words.keys(words.words("nb")).items() if words._in(language, k) != text]
    assert len(differ) > 0.7 * len(words.keys(words.words("nb")))


def test_nynorsk_has_no_words_of_bokmaal() -> None:
    texts = [text for given in words.keys(words.words("nn")).values() for text in _texts(given)]
    assert not bokmaal_in(re.sub(r"\{\w+\}", "", text) for text in texts)


def test_a_word_of_bokmaal_would_be_found() -> None:
    texts = [text for given in words.keys(words.words("nb")).values() for text in _texts(given)]
    assert {"ikke", "hva", "stedet", "åpne", "velg", "minutter", "beregning"} <= bokmaal_in(texts)


def _texts(given: object) -> list[str]:
    return [str(part) for part in given] if isinstance(given, list) else [str(given)]


PLAIN = re.compile(r"[^\W\d_]{2,}[.,:!?»]? [^\W\d_]{2,}|[æøåÆØÅ«»]")
"""Two words after one another, or a letter that no identifier has: text for people."""
NO_TEXT = re.compile(
    r"^<|</|^[\w-]+=|font-family|[{;}]|default-src|'self'|https?:|max-age|^symbol shut$|^candidate barred$|nodefs"
)
"""Markup, style, policy and names of classes."""


def _python_texts(file: Path) -> list[str]:
    """Strings of a module that are neither documentation nor keys."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    errors = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
    events = {
        id(part) for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tell"
        for part in ast.walk(node)
    }  # fmt: skip
    return [
        node.value for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and id(node) not in documentation | errors | events
    ]  # fmt: skip


@pytest.mark.parametrize("file", sorted(UI.rglob("*.py")), ids=lambda file: file.relative_to(UI).as_posix())
def test_no_text_for_readers_stands_in_the_code(file: Path) -> None:
    found = [text for text in _python_texts(file) if PLAIN.search(text) and not NO_TEXT.search(text)]
    assert set(found) <= {*words.LANGUAGES.values(), *decide.EVENTS.values()}


@pytest.mark.parametrize("file", sorted(UI.rglob("*.js")), ids=lambda file: file.name)
def test_no_text_for_readers_stands_in_the_script(file: Path) -> None:
    code = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    texts = [a or b for a, b in re.findall(r'"([^"\n]*)"|`([^`]*)`', code)]
    assert [text for text in texts if PLAIN.search(text) and not NO_TEXT.search(text)] == []


def test_what_is_kept_on_disk_has_words_too() -> None:
    events = set(re.findall(r'\.tell\("([^"]+)"', _source("py")))
    events |= set(decide.EVENTS.values())
    events |= set(re.findall(r'"(beregning [^"]+)"', (UI.parent / "services" / "runs.py").read_text(encoding="utf-8")))
    assert {event.replace(" ", "_") for event in events} == set(words.words("nb")["run"]["events"])
    assert words.told("run.events.ukjent", "ukjent") == "ukjent"


def test_another_language_falls_back_on_bokmaal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        words,
        "words",
        lambda language: {
            "nn": {"plan": {"a": "nynorsk", "c": {"x": "ja"}}},
            "nb": {"plan": {"a": "x", "b": "y {n}", "c": {"x": "jo", "z": "nei"}}},
        }[language],
    )
    monkeypatch.setenv(words.LANGUAGE, "nn")
    assert words.t("plan.a") == "nynorsk"
    assert words.t("plan.b", n=2) == "y 2"
    assert words.word_map("plan.c") == {"x": "ja", "z": "nei"}
    assert words.lacking("nn") == 2
    with pytest.raises(KeyError):
        words.t("plan.d")


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


def test_one_point_has_round_ticks_and_a_ring_marks_without_a_line() -> None:
    assert ticks(349.907, 349.907) == [340.0, 350.0]
    found = chart_svg(
        "t", "x", "y", [Series("a", [(1, 9.5)], "#000", ""), Series("valgt", [(1, 9.5)], "#000", "", ring=True)]
    )
    assert found.count("<polyline") == 1
    assert found.count('r="8"') == 2, "the mark, and its key"

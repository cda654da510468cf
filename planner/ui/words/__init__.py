"""The words of the pages and the map, one file per language: ``t("compare.head")``.

Bokmål is whole. What another language lacks is shown in bokmål, and the foot of the page says that some is. The
language is the reader's own choice, else that of the variable ``VALGPLAN_LANGUAGE``. Sentences that come from below
the pages (findings, sources, messages of errors) are bokmål: they are quoted in papers and exports as they stand.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

LANGUAGE, DEFAULT = "VALGPLAN_LANGUAGE", "nb"
LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""Each in its own words, so that it is found by those who read it."""
CHOSEN, PARAMETER = "language", "sprak"
"""Where the session and the link keep the reader's choice."""


@cache
def words(language: str) -> dict[str, Any]:
    """All words of a language; empty where there is no such file."""
    file = files(__name__) / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def language() -> str:
    """The language of this run of a page."""
    chosen = st.session_state.get(CHOSEN) if get_script_run_ctx(suppress_warning=True) else None
    return str(chosen or os.environ.get(LANGUAGE, DEFAULT))


def t(key: str, **values: object) -> str:
    """One text by page and name, with values filled in.

    Raises:
        KeyError: bokmål has no such key.
    """
    return str(_find(key)).format(**values) if values else str(_find(key))


def told(key: str, otherwise: str) -> str:
    """One text, or what is given where the key is unknown: words kept on disk by an older version."""
    try:
        return t(key)
    except KeyError:
        return otherwise


def listed(key: str) -> list[str]:
    """A list of texts: headings of a table, names of tabs."""
    return [str(text) for text in _find(key)]


def word_map(key: str) -> dict[str, str]:
    """Texts by name: words for values; each that is missing is bokmål's."""
    return {str(name): t(f"{key}.{name}") for name in _in(DEFAULT, key)}


def keys(part: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Every text or list of a catalogue by its whole key."""
    found: dict[str, Any] = {}
    for name, value in part.items():
        found |= keys(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}": value}
    return found


def lacking(language: str) -> int:
    """How many texts a language lacks."""
    return len(keys(words(DEFAULT)).keys() - keys(words(language)).keys())


def _find(key: str) -> Any:
    for code in (language(), DEFAULT):
        found = _in(code, key)
        if found is not None:
            return found
    raise KeyError(key)


def _in(code: str, key: str) -> Any:
    found: Any = words(code)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found

"""The words of the pages, one file per language: ``t("compare.head")``.

Bokmål is whole; another language may lack keys, which are then shown in bokmål. The
language is that of the variable ``VALGPLAN_LANGUAGE``.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGE, DEFAULT = "VALGPLAN_LANGUAGE", "nb"


@cache
def words(language: str) -> dict[str, Any]:
    """All words of a language; empty where there is no such file."""
    file = files(__name__) / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def t(key: str, **values: object) -> str:
    """One text by page and name, with values filled in.

    Raises:
        KeyError: bokmål has no such key.
    """
    return str(_find(key)).format(**values) if values else str(_find(key))


def listed(key: str) -> list[str]:
    """A list of texts: headings of a table, names of tabs."""
    return [str(text) for text in _find(key)]


def word_map(key: str) -> dict[str, str]:
    """Texts by name: words for values."""
    return {str(name): str(text) for name, text in _find(key).items()}


def _find(key: str) -> Any:
    for language in (os.environ.get(LANGUAGE, DEFAULT), DEFAULT):
        found: Any = words(language)
        for part in key.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        if found is not None:
            return found
    raise KeyError(key)

"""Pages: one file each, 30–50 lines, no logic. A page has TITLE, URL, ORDER and ``show()``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from planner.ui.words import t


class Page(Protocol):
    """What a page module holds; TITLE is a key of the catalogue of words."""

    TITLE: str
    URL: str
    ORDER: int

    @staticmethod
    def show() -> None:
        """Draw the page."""


def pages() -> list[Page]:
    """All pages in order; the first is the front page."""
    found = [cast(Page, import_module(f"{__name__}.{module.name}")) for module in iter_modules(__path__)]
    return sorted(found, key=lambda page: page.ORDER)


def entries() -> dict[str, StreamlitPage]:
    """The pages as Streamlit has them, by address."""
    first, *others = pages()
    found = {first.URL: st.Page(first.show, title=t(first.TITLE), url_path=first.URL, default=True)}
    return found | {page.URL: st.Page(page.show, title=t(page.TITLE), url_path=page.URL) for page in others}


def page_of(url: str) -> StreamlitPage:
    """One page, to link to."""
    return entries()[url]

"""The language of the pages: chosen at the foot, kept in the session and in the link, told to the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.ui import words
from planner.ui.words import CHOSEN, LANGUAGES, PARAMETER, t

SCRIPT = "export default function (component) { document.documentElement.lang = component.data.lang; }"
"""A screen reader takes its voice from the document."""


def set_language() -> None:
    """Take the language of the link, else the reader's choice so far; the link has it unless it is what all begin with.

    A change of page empties the address, so the session remembers.
    """
    asked = st.query_params.get(PARAMETER)
    if asked in LANGUAGES:
        st.session_state[CHOSEN] = asked
    elif st.session_state.get(CHOSEN):
        st.query_params[PARAMETER] = st.session_state[CHOSEN]


def show_language() -> None:
    """The choice, and what is not in that language."""
    now = words.language()
    st.divider()
    box, note = st.columns([1, 4], vertical_alignment="bottom")
    box.selectbox(
        t("shell.language"),
        list(LANGUAGES),
        list(LANGUAGES).index(now) if now in LANGUAGES else 0,
        format_func=LANGUAGES.__getitem__,
        key="language-box",
        on_change=_choose,
    )
    if now != words.DEFAULT:
        lacking, whole = words.lacking(now), len(words.keys(words.words(words.DEFAULT)))
        rest = t("shell.not_translated", n=lacking, all=whole) if lacking else ""
        note.caption(f"{t('shell.bokmaal')} {rest}")
    _teller()(data={"lang": now}, key="language")


def _choose() -> None:
    st.session_state[CHOSEN] = st.query_params[PARAMETER] = st.session_state["language-box"]


@st.cache_resource(show_spinner=False)
def _teller() -> Callable[..., Any]:
    """Registered once a server."""
    return st.components.v2.component("valgplan_language", html="", js=SCRIPT)

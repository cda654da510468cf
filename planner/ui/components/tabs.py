"""Tabs that are drawn when they are opened: a reader of the map waits for no table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

CHOSEN, OPENED = "fane", "opened-tabs"
"""The open tab, also in the address; and those that were opened in this session."""


@st.fragment
def show_tabs(labels: Sequence[str], parts: Sequence[Callable[[], None]]) -> None:
    """Draw what is open, alone; what was opened before stays, with all that is filled in there and not saved."""
    opened: set[int] = st.session_state.setdefault(OPENED, set())
    for number, (tab, draw) in enumerate(zip(st.tabs(labels, key=CHOSEN, bind="query-params"), parts, strict=True)):
        if tab.open:
            opened.add(number)
        if number in opened:
            with tab:
                draw()

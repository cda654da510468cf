"""Decision, registration, announcement and new versions; and everything to download."""

from __future__ import annotations

import streamlit as st

from planner.ui.components.chosen import chosen_plan
from planner.ui.components.decide import show_steps, show_version
from planner.ui.components.downloads import show_downloads
from planner.ui.words import t

TITLE = "decide.page"
URL = "vedtak"
ORDER = 80


def show() -> None:
    """Draw the page."""
    st.header(t("decide.head"), anchor=False)
    chosen = chosen_plan()
    if chosen is None:
        return
    saved, plan = chosen
    show_version(saved)
    show_steps(saved, plan)
    st.subheader(t("decide.exports"), anchor=False)
    show_downloads(saved, plan)

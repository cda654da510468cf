"""Calculations: one started, followed or ended, and what was done before."""

from __future__ import annotations

import streamlit as st

from planner.ui.components.history import show_history
from planner.ui.components.overview import choose_scenario
from planner.ui.components.run import show_run
from planner.ui.words import t

TITLE = "run.page"
URL = "beregning"
ORDER = 30


def show() -> None:
    """Draw the page."""
    st.header(t("run.head"), anchor=False)
    path = choose_scenario(t("run.scenario"))
    if path is not None:
        show_run(path)
    show_history()

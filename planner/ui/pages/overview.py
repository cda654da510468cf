"""Front page: a municipality and an election as they are today, before anything is planned."""

from __future__ import annotations

import streamlit as st

from planner.ui.components.overview import choose_scenario, read_problem, show_overview
from planner.ui.pages import page_of
from planner.ui.words import t

TITLE = "overview.page"
URL = "i-dag"
ORDER = 10


def show() -> None:
    """Draw the page."""
    path = choose_scenario(t("overview.scenario"))
    problem = read_problem(path) if path else None
    if path is None or problem is None:
        return
    show_overview(path, problem)
    st.page_link(page_of("mal"), label=t("overview.next"))

"""Resources and the goal in plain words: a form that writes a scenario."""

from __future__ import annotations

import streamlit as st

from planner.ui.components.overview import choose_scenario, read_problem
from planner.ui.components.premises import show_premises
from planner.ui.components.scenario_form import show_form
from planner.ui.pages import page_of
from planner.ui.words import t

TITLE = "scenario.page"
URL = "mal"
ORDER = 20


def show() -> None:
    """Draw the page."""
    st.header(t("scenario.head"), anchor=False)
    st.markdown(t("scenario.intro"))
    path = choose_scenario(t("scenario.base"))
    problem = read_problem(path) if path else None
    if path is None or problem is None:
        return
    show_premises(path, problem)
    show_form(path, problem)
    st.page_link(page_of("beregning"), label=t("scenario.next"))

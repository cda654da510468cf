"""What if: one thing at a time as a curve of solved plans, and the frontier of cost and minutes."""

from __future__ import annotations

import streamlit as st

from planner.ui.components.overview import choose_scenario
from planner.ui.components.run import show_going
from planner.ui.components.whatif import show_curve, show_start
from planner.ui.words import t

TITLE = "whatif.page"
URL = "hva-om"
ORDER = 70


def show() -> None:
    """Draw the page."""
    st.header(t("whatif.head"), anchor=False)
    st.markdown(t("whatif.intro"))
    path = choose_scenario(t("overview.scenario"))
    if path is not None and not show_going():
        show_start(path)
    show_curve()

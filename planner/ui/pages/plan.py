"""Front page: one saved plan as map, tables and findings, or a new plan where there is none."""

from __future__ import annotations

import streamlit as st

from planner.ui import i18n, state
from planner.ui.components.access import show_access, show_cost
from planner.ui.components.downloads import show_downloads
from planner.ui.components.findings import show_assumptions, show_checklist, show_findings
from planner.ui.components.frame import choose_plan, set_style, show_head, show_title
from planner.ui.components.planmap import show_plan_map
from planner.ui.components.run import show_run
from planner.ui.components.stations import show_stations

TITLE = i18n.PLAN_PAGE
URL = "plan"
ORDER = 10


def show() -> None:
    """Draw the page."""
    set_style()
    title, choice = st.columns([2, 1], vertical_alignment="bottom")
    with choice:
        saved = choose_plan(state.saved_plans())
    plan = state.read(saved) if saved else None
    with title:
        show_title(plan)
    with st.expander(i18n.NEW_PLAN, expanded=saved is None):
        show_run()
    if saved is None or plan is None:
        return
    show_head(plan, state.distance_messages(saved, plan))
    show_plan_map(saved, plan)
    stations, access, findings, assumptions, files = st.tabs(i18n.PLAN_TABS)
    with stations:
        show_stations(plan)
    with access:
        show_access(plan)
        show_cost(plan)
    with findings:
        show_findings(plan)
        show_checklist(plan)
    with assumptions:
        show_assumptions(plan)
    with files:
        show_downloads(saved, plan)

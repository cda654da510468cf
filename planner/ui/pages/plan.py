"""One saved plan: the map, who is where when, findings, checklist and what it rests on."""

from __future__ import annotations

import streamlit as st

from planner.domain.plan import Plan
from planner.ui import state
from planner.ui.components.access import show_access, show_cost
from planner.ui.components.checklist import show_ticks
from planner.ui.components.chosen import choose_plan
from planner.ui.components.effects import show_new_voters, show_studies
from planner.ui.components.findings import show_assumptions, show_findings
from planner.ui.components.frame import show_head, show_title
from planner.ui.components.limits import show_limits
from planner.ui.components.planmap import show_plan_map
from planner.ui.components.run import show_stopped
from planner.ui.components.stations import show_stations
from planner.ui.components.tabs import show_tabs
from planner.ui.components.timeline import show_timeline
from planner.ui.state import SavedPlan
from planner.ui.words import listed

TITLE = "plan.page"
URL = "plan"
ORDER = 40


def show() -> None:
    """Draw the page."""
    title, choice = st.columns([2, 1], vertical_alignment="bottom")
    with choice:
        saved = choose_plan()
    plan = state.read(saved) if saved else None
    with title:
        show_title(plan)
    if saved is None or plan is None:
        return
    show_stopped(saved, plan)
    show_head(plan, state.distance_messages(saved, plan))
    show_plan_map(saved, plan)
    show_tabs(
        listed("plan.tabs"),
        (
            lambda: show_stations(plan),
            lambda: show_timeline(plan),
            lambda: _show_districts(saved, plan),
            lambda: show_findings(plan),
            lambda: show_ticks(saved, plan),
            lambda: show_assumptions(plan),
        ),
    )


def _show_districts(saved: SavedPlan, plan: Plan) -> None:
    show_access(plan)
    show_new_voters(plan)
    show_studies()
    show_cost(plan)
    show_limits(saved, plan)

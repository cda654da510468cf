"""The map of a plan on a page, what was clicked in it, and the same in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from planner import services
from planner.domain.plan import Plan
from planner.problem import Problem
from planner.ui import i18n, state
from planner.ui.map import MapView, show_map
from planner.ui.mapfiles import publish
from planner.ui.state import SavedPlan

MAP_HEIGHT = 760
REACH_KEY = "reach"


def show_plan_map(saved: SavedPlan, plan: Plan) -> None:
    """The map of a saved plan; the stand-alone one where the dataset is not here."""
    problem = state.problem_of(saved, plan)
    if problem is not None:
        _interactive(f"{saved.plan_file}:{saved.plan_file.stat().st_mtime_ns}", plan, problem)
    elif saved.map_file.is_file():
        st.iframe(saved.map_file, height=MAP_HEIGHT, alt=i18n.MAP_TITLE)
    else:
        st.warning(i18n.NO_MAP)


@st.fragment
def _interactive(key: str, plan: Plan, problem: Problem) -> None:
    """Redrawn alone when something in it is clicked."""
    view = plan_view(key, plan, problem)
    events = show_map(view, key="plan-map")
    if follow_events(events):
        st.rerun(scope="fragment")
    show_reach(plan)


def plan_view(key: str, plan: Plan, problem: Problem) -> MapView:
    """What the map is told of a plan, with the reach that is asked for."""
    view = MapView(state.ground_address(problem.dataset), state.plan_address(key, plan, problem))
    asked = st.session_state.get(REACH_KEY)
    station = next((station for station in plan.stations if station.id == asked and station.lat is not None), None)
    return replace(view, reach=publish(services.reach_bytes(station, problem))) if station else view


def follow_events(events: dict[str, Any]) -> bool:
    """Take up a wish to see a reach; whether there was one."""
    action = events["action"]
    if not action or action["what"] != "reach":
        return False
    now = st.session_state.get(REACH_KEY)
    st.session_state[REACH_KEY] = "" if now == action["id"] else action["id"]
    return True


def show_reach(plan: Plan) -> None:
    """The form beside the map: the reach of one station, chosen by name."""
    names = {station.id: station.name for station in plan.stations if station.lat is not None}
    if st.session_state.get(REACH_KEY) not in names:
        st.session_state[REACH_KEY] = ""
    st.selectbox(i18n.REACH, ["", *names], key=REACH_KEY, format_func=lambda station: names.get(station, i18n.NO_REACH))

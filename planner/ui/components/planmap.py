"""The map of a plan on a page, what was clicked in it, and the same in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import streamlit as st

from planner import services
from planner.domain.plan import Plan, Station
from planner.evaluate.access import site_id_of
from planner.problem import Problem
from planner.ui import i18n, state
from planner.ui.components.frame import SMALLEST_SHARE
from planner.ui.components.worth import show_station_question, show_worth
from planner.ui.map import MapView, show_map
from planner.ui.mapfiles import publish
from planner.ui.state import SavedPlan
from planner.ui.words import t

MAP_HEIGHT = 760
REACH_KEY, PICKED_KEY = "reach", "picked"


def show_plan_map(saved: SavedPlan, plan: Plan) -> None:
    """The map of a saved plan; the stand-alone one where the dataset is not here."""
    problem = state.problem_of(saved, plan)
    if problem is not None:
        _interactive(saved, plan, problem)
        show_worth(saved, plan, problem)
    elif saved.map_file.is_file():
        st.iframe(saved.map_file, height=MAP_HEIGHT, alt=t("plan.map"))
    else:
        st.warning(t("plan.no_map"))


@st.fragment
def _interactive(saved: SavedPlan, plan: Plan, problem: Problem) -> None:
    """Redrawn alone when something in it is clicked."""
    events = show_map(replace(plan_view(state.stamp(saved), plan, problem), others=True), key="plan-map")
    if follow_events(events):
        st.rerun(scope="fragment")
    st.caption(i18n.plain(map_text(plan)))
    if events["picked"]:
        st.session_state[PICKED_KEY] = events["picked"]["id"]
    show_station(saved, plan, problem)


def plan_view(key: str, plan: Plan, problem: Problem) -> MapView:
    """What the map is told of a plan, with the reach that is asked for."""
    ground, figures = state.ground_address(problem.dataset), state.plan_address(key, plan, problem)
    view = MapView(ground, figures, after=t("map.with_plan"))
    asked = st.session_state.get(REACH_KEY)
    station = next((station for station in plan.stations if station.id == asked and station.lat is not None), None)
    return replace(view, reach=publish(services.reach_bytes(station, problem))) if station else view


def follow_events(events: dict[str, Any]) -> bool:
    """Take up a wish to see a reach, or to see it no longer; whether there was one."""
    action = events["action"]
    if not action or action["what"] != "reach":
        return False
    _toggle_reach(action["id"])
    return True


def _toggle_reach(station_id: str) -> None:
    st.session_state[REACH_KEY] = "" if st.session_state.get(REACH_KEY) == station_id else station_id


def map_text(plan: Plan) -> str:
    """The map for those who cannot see it."""
    kinds = Counter(station.kind for station in plan.stations)
    counted = ", ".join(f"{n} {t(f'station.plurals.{kind.value}').lower()}" for kind, n in kinds.items())
    pair = plan.accessibility
    if pair is None or not pair.after.by_district:
        return t("plan.map_short", stations=len(plan.stations), kinds=counted)
    least = SMALLEST_SHARE * sum(measures.weight or 0 for measures in pair.after.by_district.values())
    before = pair.before.by_district
    after = {name: measures for name, measures in pair.after.by_district.items() if (measures.weight or 0) >= least}
    far = max(after, key=lambda name: after[name].mean_minutes)
    change = {name: before[name].mean_minutes - after[name].mean_minutes for name in after if name in before}
    best = max(change, key=lambda name: change[name], default=far)
    return t(
        "plan.map_text", stations=len(plan.stations), kinds=counted,
        far=f"{far} ({i18n.number(after[far].mean_minutes, 1)} min)",
        best=t("plan.shorter", name=best, minutes=i18n.number(change.get(best, 0.0), 1)),
    )  # fmt: skip


def show_station(saved: SavedPlan, plan: Plan, problem: Problem) -> None:
    """One place chosen by name or in the map, in the plan or not: why, what is said of it, what it is worth."""
    inside = {station.id: station for station in plan.stations}
    names = {s.id: t("plan.inside", name=s.name, id=s.id) for s in plan.stations}
    sites = [site for site in problem.dataset.sites if site.id not in inside]
    names |= {site.id: t("plan.outside", name=site.name, id=site.id) for site in sites}
    if st.session_state.get(PICKED_KEY) not in names:
        st.session_state[PICKED_KEY] = ""
    chosen = st.selectbox(
        t("plan.station"), ["", *names], key=PICKED_KEY, format_func=lambda i: names.get(i, t("plan.nothing"))
    )
    if not chosen:
        return
    station = inside.get(chosen)
    lines = [t("plan.not_chosen")] if station is None else _about(station, plan, problem)
    st.markdown("\n".join(f"- {i18n.plain(line)}" for line in lines))
    if station is not None and station.lat is not None:
        st.button(t("plan.reach"), on_click=_toggle_reach, args=(station.id,))
    show_station_question(saved, plan, problem, chosen)


def _about(station: Station, plan: Plan, problem: Problem) -> list[str]:
    """Who has it as their quickest, whether it is used today, and what is found of it."""
    points, weight = services.served_by(plan, problem).get(site_id_of(station.id), (0, 0.0))
    today = {other.id for other in services.stations_today(problem)}
    return [
        t("plan.served", points=points, weight=i18n.number(weight)),
        t("plan.today") if station.id in today else t("plan.new"),
        *(f"{finding.rule}: {finding.sentence}" for finding in plan.findings if station.id in finding.subjects),
    ]

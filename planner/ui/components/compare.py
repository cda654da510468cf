"""Two plans side by side: figures, districts, stations, findings and a map of the difference."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from planner import services
from planner.comparison import Figure, district_figures, key_figures
from planner.domain.plan import Plan
from planner.evaluate.changes import station_changes
from planner.problem import Problem
from planner.ui import i18n, spoken, state
from planner.ui.components.findings import severity_text
from planner.ui.components.table import show_table
from planner.ui.map import MapView, show_map
from planner.ui.mapfiles import publish
from planner.ui.state import SavedPlan
from planner.ui.words import listed, t


def finished(saved: SavedPlan) -> Plan | None:
    """A plan with every figure recomputed, or as its file says where its dataset is not here."""
    plan = state.read(saved)
    problem = None if plan is None else state.problem_of(saved, plan)
    if plan is None or problem is None:
        return plan
    return _finished(str(saved.plan_file), saved.plan_file.stat().st_mtime_ns)


@st.cache_resource(max_entries=8, show_spinner=False)
def _finished(path: str, changed: int) -> Plan:  # noqa: ARG001
    return services.finished_plan(Path(path))


def show_comparison(one: Plan, other: Plan) -> None:
    """Everything in tables."""
    figures = [(spoken.figure(f.name), spoken.unit(f.unit), *_pair(f)) for f in key_figures(one, other)]
    numeric = frozenset({2, 3, 4})
    show_table(listed("compare.figure_columns"), figures, caption=t("compare.figures"), numeric=numeric)
    rows = [(f.name, *_pair(f)) for f in district_figures(one, other)]
    show_table(listed("compare.district_columns"), rows, caption=t("compare.districts"), numeric=frozenset({1, 2, 3}))
    st.caption(t("compare.groups"))
    _show_stations(one, other)
    _show_findings(one, other)


def _pair(figure: Figure) -> tuple[str, str, str]:
    change = figure.change
    sign = "+" if change is not None and round(change, figure.decimals) > 0 else ""
    return (
        i18n.number(figure.one, figure.decimals),
        i18n.number(figure.other, figure.decimals),
        sign + i18n.number(change, figure.decimals),
    )


def _show_stations(one: Plan, other: Plan) -> None:
    rows = [
        (
            change.station.name,
            *(spoken.hours(s.opening) if s else t("compare.closed") for s in (change.before, change.after)),
        )
        for change in station_changes(one, other)
    ]
    if rows:
        show_table(listed("compare.station_columns"), rows, caption=t("compare.stations"))
    else:
        st.caption(t("compare.no_difference"))


def _show_findings(one: Plan, other: Plan) -> None:
    mine, theirs = ({(f.severity, f.rule, f.sentence) for f in plan.findings} for plan in (one, other))
    rows = [
        (name, severity_text(severity, " "), rule, sentence)
        for name, found in (("A", mine - theirs), ("B", theirs - mine))
        for severity, rule, sentence in sorted(found)
    ]
    if rows:
        show_table(listed("compare.finding_columns"), rows, caption=t("compare.findings"), bokmaal=frozenset({2, 3}))


def show_difference_map(one: Plan, other: Plan, problem: Problem, key: str) -> None:
    """The second plan's stations on the difference between the two."""
    st.subheader(t("compare.map"), anchor=False)
    address = publish(_difference(key, one, other, problem))
    view = MapView(
        state.ground_address(problem.dataset),
        address,
        before=t("compare.in_a"),
        after=t("compare.in_b"),
        areas="change",
        points="none",
    )
    show_map(view, key="compare-map")
    st.caption(t("compare.map_text"))


@st.cache_data(max_entries=8, show_spinner=False)
def _difference(key: str, _one: Plan, _other: Plan, _problem: Problem) -> bytes:  # noqa: ARG001
    return services.difference_map_bytes(_one, _other, _problem)

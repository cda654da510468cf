"""Changes by hand: in the map or by form, undone and done again, and judged at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

import streamlit as st

from planner import services
from planner.domain.errors import InputError
from planner.domain.plan import Plan
from planner.problem import Problem
from planner.services import editing, forms
from planner.services.files import portable
from planner.services.store import EditLog
from planner.services.timeline import plan_dates
from planner.ui import i18n, memory, spoken, state
from planner.ui.components.errors import show_errors
from planner.ui.components.findings import SENTENCES, finding_row
from planner.ui.components.planmap import follow_events, plan_view
from planner.ui.components.table import show_table
from planner.ui.map import show_map
from planner.ui.state import SavedPlan
from planner.ui.words import listed, t

STEPS = {"undo": -1, "redo": 1}


def edited(saved: SavedPlan, plan: Plan, problem: Problem) -> tuple[Plan, EditLog]:
    """The plan with the reader's edits and everything recomputed, and the edits."""
    log = memory.store().edits(saved.name)
    key = f"{state.stamp(saved)}:{log.done!r}"
    return _edited(key, plan, problem, log.done) if log.done else plan, log


@st.cache_resource(max_entries=16, show_spinner=False)
def _edited(key: str, _plan: Plan, _problem: Problem, _done: tuple[dict[str, Any], ...]) -> Plan:  # noqa: ARG001
    return editing.judged(editing.apply_edits(_plan, _problem, _done), _problem)


def make(saved: SavedPlan, plan: Plan, problem: Problem, edit: Mapping[str, Any]) -> None:
    """Keep an edit if it fits, and draw the page anew; else say why not.

    Args:
        plan: as edited so far.
    """
    try:
        editing.apply_edits(plan, problem, [edit])
    except InputError as error:
        show_errors(error)
        return
    memory.store().add_edit(saved.name, edit)
    st.rerun()


def show_edit_map(saved: SavedPlan, now: Plan, log: EditLog, problem: Problem) -> None:
    """The map in which stations are dragged, added, locked and forbidden."""
    key = f"{state.stamp(saved)}:{log.done!r}"
    locked, forbidden = editing.locked_ids(now), editing.forbidden_ids(now)
    view = replace(
        plan_view(key, now, problem),
        edit=True,
        locked=locked,
        forbidden=forbidden,
        undo=bool(log.done),
        redo=bool(log.undone),
    )
    events = show_map(view, key="edit-map")
    action = events["action"]
    if not action:
        return
    if action["what"] in STEPS:
        if memory.store().step(saved.name, STEPS[action["what"]]):
            st.rerun()
    elif follow_events(events):
        st.rerun()
    else:
        make(saved, now, problem, {name: value for name, value in action.items() if value != ""})


def show_steps(saved: SavedPlan, log: EditLog) -> None:
    """Undo and do again by button, and what has been done."""
    undo, redo, count = st.columns([1, 1, 4], vertical_alignment="center")
    if undo.button(t("edit.undo"), disabled=not log.done) and memory.store().step(saved.name, -1):
        st.rerun()
    if redo.button(t("edit.redo"), disabled=not log.undone) and memory.store().step(saved.name, 1):
        st.rerun()
    count.markdown(t("edit.count", n=len(log.done)) if log.done else t("edit.no_edits"))


def show_log(log: EditLog, plan: Plan, problem: Problem) -> None:
    """The edits in words."""
    names = {site.id: site.name for site in problem.dataset.sites} | {s.id: s.name for s in plan.stations}
    rows = []
    for number, value in enumerate(log.done, 1):
        name = names.get(value.get("id", ""), value.get("id") or value.get("name") or t("edit.new_place"))
        rows.append((str(number), t(f"edit.words.{value['what']}", name=name, n=len(value.get("dates", ())))))
    if rows:
        show_table(listed("edit.list_columns"), rows, caption=t("edit.list"))


def show_forms(saved: SavedPlan, now: Plan, problem: Problem) -> None:
    """Everything the map can do, by form."""
    names = {station.id: f"{station.name} ({station.id})" for station in now.stations}
    hours, move, add, lock = st.tabs([t("edit.hours"), t("edit.move"), t("edit.add"), t("edit.lock")])
    with hours:
        _hours_form(saved, now, problem, names)
    with move:
        _move_form(saved, now, problem, names)
    with add, st.form("add"):
        used = {station.id.removesuffix("-b") for station in now.stations}
        free = {site.id: f"{site.name} ({site.id})" for site in problem.dataset.sites if site.id not in used}
        place = st.selectbox(t("edit.place"), list(free), format_func=free.__getitem__)
        if st.form_submit_button(t("edit.do_add")) and place:
            make(saved, now, problem, {"what": "add", "id": place})
    with lock:
        _lock_form(saved, now, problem, names)


def _hours_form(saved: SavedPlan, now: Plan, problem: Problem, names: dict[str, str]) -> None:
    with st.form("hours"):
        station = st.selectbox(t("edit.station"), list(names), format_func=names.__getitem__)
        days = {day.isoformat(): day for day in sorted({*problem.dates, *plan_dates(now)})}
        dates = st.multiselect(
            t("edit.dates"),
            list(days),
            format_func=lambda text: spoken.long_date(days[text]),
            placeholder=t("shell.choose"),
        )
        left, right = st.columns(2)
        start, end = left.time_input(t("edit.opens"), time(16)), right.time_input(t("edit.closes"), time(19))
        close = st.checkbox(t("edit.close"))
        if st.form_submit_button(t("edit.set_hours")) and station and dates:
            clock = {} if close else {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
            make(saved, now, problem, {"what": "hours", "id": station, "dates": dates, **clock})


def _move_form(saved: SavedPlan, now: Plan, problem: Problem, names: dict[str, str]) -> None:
    placed = {station.id: station for station in now.stations if station.lat is not None}
    chosen = st.selectbox(t("edit.station"), list(placed), format_func=names.__getitem__, key="move-station")
    if not chosen:
        return
    with st.form("move"):
        station = placed[chosen]
        left, right = st.columns(2)
        lat = left.number_input(
            t("edit.lat"), -90.0, 90.0, station.lat, step=0.0005, format="%.5f", key=f"lat-{chosen}"
        )
        lon = right.number_input(
            t("edit.lon"), -180.0, 180.0, station.lon, step=0.001, format="%.5f", key=f"lon-{chosen}"
        )
        if st.form_submit_button(t("edit.do_move")):
            make(saved, now, problem, {"what": "move", "id": chosen, "lat": lat, "lon": lon})


def _lock_form(saved: SavedPlan, now: Plan, problem: Problem, names: dict[str, str]) -> None:
    places = {site.id: f"{site.name} ({site.id})" for site in problem.dataset.sites} | names
    st.caption(t("edit.lock_intro"))
    for word, ids in (("locked", editing.locked_ids(now)), ("forbidden", editing.forbidden_ids(now))):
        shown = ", ".join(sorted({places[i] for i in ids if i in places}))
        if shown:
            st.caption(i18n.plain(t(f"edit.{word}", names=shown)))
    with st.form("lock"):
        place = st.selectbox(t("edit.place"), sorted(places, key=places.__getitem__), format_func=places.__getitem__)
        buttons = {"lock": "do_lock", "forbid": "do_forbid", "remove": "do_remove"}
        pressed = [what for what, word in buttons.items() if st.form_submit_button(t(f"edit.{word}"))]
        if pressed and place:
            make(saved, now, problem, {"what": pressed[0], "id": place})


def show_audit(before: Plan, now: Plan) -> None:
    """Figures after the edits, and the findings that came and went."""
    if before.accessibility and now.accessibility:
        mean, share, cost, hard = st.columns(4)
        was, is_now = before.accessibility.after, now.accessibility.after
        change = i18n.delta(is_now.mean_minutes - was.mean_minutes, 2, "min")
        mean.metric(t("plan.mean"), i18n.number(is_now.mean_minutes, 2), change, delta_color="inverse")
        share.metric(t("plan.within"), i18n.percent(is_now.share_within.get("15")))
        if before.cost and now.cost:
            more = i18n.delta(now.cost.total - before.cost.total, 0, "kr")
            cost.metric(t("plan.cost"), f"{i18n.number(now.cost.total)} kr", more, delta_color="inverse")
        hard.metric(t("plan.hard"), str(sum(finding.severity == "hard" for finding in now.findings)))
    names = {station.id: station.name for station in (*before.stations, *now.stations)}
    changes = editing.finding_changes(before, now)
    captions = (t("edit.new_findings"), t("edit.changed_findings"), t("edit.gone_findings"))
    for caption, found in zip(captions, changes, strict=True):
        if found:
            rows = [finding_row(finding, names) for finding in found]
            show_table(listed("finding.columns"), rows, caption=caption, bokmaal=SENTENCES)
    if not any(changes):
        st.success(t("edit.same"))


def show_save(saved: SavedPlan, now: Plan, log: EditLog) -> None:
    """Save the edited plan in a folder of its own."""
    st.caption(t("edit.driving"))
    with st.form("save"):
        name = st.text_input(t("edit.name"), f"{saved.name}-endret")
        if st.form_submit_button(t("edit.save"), type="primary", disabled=not log.done):
            try:
                path = editing.save_edited(state.out_folder(), name, now, log.done)
            except InputError as error:
                show_errors(error)
                return
            memory.store().tell("endret plan lagret", name, saved.name)
            st.success(t("edit.saved", path=i18n.plain(str(path))))


def show_save_scenario(saved: SavedPlan, now: Plan) -> None:
    """Save what is locked and forbidden as a scenario, for the next calculation."""
    with st.form("save-scenario"):
        stem = st.text_input(t("scenario.stem"), f"{state.stem_of(now)}-laast")
        replace_it = st.checkbox(t("scenario.replace"))
        if not st.form_submit_button(t("edit.save_scenario")):
            return
        try:
            dataset = portable(services.find_plan_dataset(now, saved.plan_file))
            plain = {**now.scenario, "dataset": dataset}
            path = forms.save_scenario(state.scenario_folder(), stem, plain, replacing=replace_it)
        except InputError as error:
            show_errors(error)
            return
        memory.store().tell("scenario lagret", stem)
        memory.choose("scenario", stem)
        st.success(t("scenario.saved", path=i18n.plain(str(path))))

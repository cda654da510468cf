"""The steps of a plan's version: decided, registered, notified, announced, and the next version."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date

import streamlit as st

from planner import steps
from planner.domain.errors import InputError
from planner.domain.plan import Plan, PlanStatus
from planner.origin import PLAN_FILE
from planner.seals import is_final
from planner.steps import Steps
from planner.ui import memory, state
from planner.ui.components.chosen import PLAN_KEY
from planner.ui.components.errors import show_errors
from planner.ui.state import SavedPlan
from planner.ui.words import t

EVENTS = {
    "decide": "vedtak ført",
    "register": "registrering ført",
    "announce": "kunngjøring ført",
    "notify": "endringsmeldinger ført",
}
"""How the store calls each step."""


def show_version(saved: SavedPlan) -> None:
    """What the file says of its version, or why it cannot be trusted; what to type next is not for here."""
    st.subheader(t("decide.now"), anchor=False)
    try:
        lines = [line for line in steps.version_lines(saved.plan_file) if "--" not in line]
        st.code("\n".join(lines).replace(f"{saved.folder}{os.sep}", ""), language=None)
    except InputError as error:
        show_errors(error)
    st.caption(t("decide.explain"))


def show_steps(saved: SavedPlan, plan: Plan) -> None:
    """The step that can be taken now, and those beside it."""
    status = plan.version.status
    if status is PlanStatus.DRAFT:
        _form(saved, "decide", t("decide.decide_on"), lambda day, case: Steps(decide=day, case_number=case), case=True)
    if status is PlanStatus.DECIDED:
        _form(saved, "register", t("decide.register"), lambda day, _: Steps(register=day))
    if status is PlanStatus.REGISTERED:
        _form(saved, "announce", t("decide.announce"), lambda day, _: Steps(announce=day))
    if is_final(plan.version) and plan.version.parent_announced_on and plan.version.change_notified_on is None:
        _form(saved, "notify", t("decide.notify"), lambda day, _: Steps(notify=day))
    if is_final(plan.version):
        _new_version(saved, plan)


def _form(saved: SavedPlan, name: str, label: str, step: Callable[[date, str], Steps], *, case: bool = False) -> None:
    with st.form(name):
        day = st.date_input(label, date.today(), format="DD.MM.YYYY")  # noqa: DTZ011 - local day
        number = st.text_input(t("decide.case")) if case else ""
        if not st.form_submit_button(t(f"decide.do_{name}"), type="primary"):
            return
    try:
        steps.take_steps(saved.plan_file, step(day, number))
    except InputError as error:
        show_errors(error)
        return
    memory.store().tell(EVENTS[name], saved.name, day.isoformat())
    st.rerun()


def _new_version(saved: SavedPlan, plan: Plan) -> None:
    st.subheader(t("decide.new"), anchor=False)
    st.markdown(t("decide.new_intro"))
    with st.form("new-version"):
        folder = st.text_input(t("decide.folder"), f"{saved.name}-v{plan.version.number + 1}")
        if not st.form_submit_button(t("decide.do_new")):
            return
    try:
        steps.new_version(saved.plan_file, state.out_folder() / folder / PLAN_FILE)
    except InputError as error:
        show_errors(error)
        return
    memory.store().tell("ny versjon laget", folder, saved.name)
    memory.choose(PLAN_KEY, folder)
    st.rerun()

"""The checklist to tick, kept in the plan's own file."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from planner import steps
from planner.domain.checklist import Mark, progress_text, subject_names
from planner.domain.errors import InputError
from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import Plan
from planner.ui import i18n, memory
from planner.ui.components.errors import show_errors
from planner.ui.state import SavedPlan
from planner.ui.words import t
from planner.versions import STEPPED


def show_ticks(saved: SavedPlan, plan: Plan) -> None:
    """Draw a form of all items; a press of the button writes what was changed."""
    items = sorted(plan.checklist, key=lambda item: (item.due is None, item.due or date.max, item.rule))
    if not items:
        st.info(t("checklist.none"))
        return
    st.markdown(t("checklist.intro"))
    done = sum(item.status is ItemStatus.DONE for item in items)
    left = sum(item.status is ItemStatus.OPEN for item in items)
    st.caption(t("checklist.left", left=left, done=done))
    names = subject_names(plan)
    answers: list[tuple[ChecklistItem, bool, str]] = []
    with st.form("checklist"):
        for row, item in enumerate(items):
            tick, who = st.columns([4, 1], vertical_alignment="center")
            closed = item.status is not ItemStatus.OPEN
            fixed = item.rule in STEPPED or item.status is ItemStatus.NOT_APPLICABLE
            ticked = tick.checkbox(_label(item, names), closed, key=f"tick-{row}", disabled=fixed)
            name = who.text_input(t("checklist.who"), item.who, key=f"who-{row}", label_visibility="collapsed",
                                  placeholder=t("checklist.who"))  # fmt: skip
            answers.append((item, closed if fixed else ticked, name))
        own = st.text_input(t("checklist.own"))
        if st.form_submit_button(t("checklist.save"), type="primary"):
            _save(saved, answers, own)


def _label(item: ChecklistItem, names: dict[str, str]) -> str:
    due = f"**{i18n.short_date(item.due)}** " if item.due else ""
    reason = t("checklist.not_applicable", reason=item.reason) if item.reason else ""
    status = f"({t(f'checklist.status.{item.status.value}')} {i18n.short_date(item.done_on)})" if item.done_on else ""
    text = " ".join(part for part in (item.text, progress_text(item, names), reason, status, f"[{item.rule}]") if part)
    return due + i18n.plain(text)


def _save(saved: SavedPlan, answers: list[tuple[ChecklistItem, bool, str]], own: str) -> None:
    marks = [mark for item, ticked, who in answers if (mark := _mark(item, ticked, who)) is not None]
    try:
        if marks or own.strip():
            steps.mark_items(saved.plan_file, marks, own=own.strip())
    except InputError as error:
        show_errors(error)
        return
    if marks or own.strip():
        memory.store().tell("sjekkliste ført", saved.name, str(len(marks)))
        st.rerun()


def _mark(item: ChecklistItem, ticked: bool, who: str) -> Mark | None:
    """What the reader changed of an item, None where nothing."""
    changed: dict[str, Any] = {}
    if ticked != (item.status is not ItemStatus.OPEN):
        changed["status"] = ItemStatus.DONE if ticked else ItemStatus.OPEN
        if ticked:
            changed["on"] = date.today()  # noqa: DTZ011 - local day
    if who != item.who:
        changed["who"] = who
    return Mark(item.rule, **changed) if changed else None

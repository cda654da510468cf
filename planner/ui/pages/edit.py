"""A plan changed by hand, with the audit of the result beside it."""

from __future__ import annotations

import streamlit as st

from planner.seals import is_final
from planner.ui import state
from planner.ui.components import edit
from planner.ui.components.chosen import chosen_plan
from planner.ui.words import t

TITLE = "edit.page"
URL = "endre"
ORDER = 50


def show() -> None:
    """Draw the page."""
    st.header(t("edit.head"), anchor=False)
    chosen = chosen_plan()
    if chosen is None:
        return
    saved, plan = chosen
    problem = state.problem_of(saved, plan)
    if is_final(plan.version) or problem is None:
        st.info(t("edit.no_dataset") if problem is None else t("edit.final"))
        return
    st.markdown(t("edit.intro"))
    now, log = edit.edited(saved, plan, problem)
    edit.show_steps(saved, log)
    edit.show_edit_map(saved, now, log, problem)
    st.subheader(t("edit.audit"), anchor=False)
    edit.show_audit(plan, now)
    edit.show_forms(saved, now, problem)
    edit.show_log(log, now, problem)
    edit.show_save(saved, now, log)
    edit.show_save_scenario(saved, now)

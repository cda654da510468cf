"""The saved plan that a page is about."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.domain.plan import Plan
from planner.ui import memory, state
from planner.ui.state import SavedPlan
from planner.ui.words import t

PLAN_KEY = "plan"


def choose_plan(label: str = "", *, key: str = PLAN_KEY, number: int = 0) -> SavedPlan | None:
    """Let the reader choose; the address keeps the choice, and only names that were found are opened.

    Args:
        key: of the address's parameter.
        number: which one is proposed.
    """
    found = {saved.name: saved for saved in state.saved_plans()}
    if not found:
        return None
    names: Sequence[str] = list(found)
    start = names[min(number, len(names) - 1)]
    return found[memory.keep(key, label or t("plan.choose"), names, start=start)]


def chosen_plan() -> tuple[SavedPlan, Plan] | None:
    """The chosen plan read, or None after the page says why there is none."""
    saved = choose_plan()
    if saved is None:
        st.info(t("edit.none"))
        return None
    plan = state.read(saved)
    return None if plan is None else (saved, plan)

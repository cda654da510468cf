"""Two plans side by side."""

from __future__ import annotations

import streamlit as st

from planner.ui import state
from planner.ui.components.chosen import choose_plan
from planner.ui.components.compare import finished, show_comparison, show_difference_map
from planner.ui.components.notices import show_notices
from planner.ui.words import t

TITLE = "compare.page"
URL = "sammenlign"
ORDER = 60


def show() -> None:
    """Draw the page."""
    st.header(t("compare.head"), anchor=False)
    if len(state.saved_plans()) < 2:
        st.info(t("compare.too_few"))
        return
    left, right = st.columns(2)
    with left:
        first = choose_plan(t("compare.one"))
    with right:
        second = choose_plan(t("compare.other"), key="mot", number=1)
    one, other = (finished(saved) if saved else None for saved in (first, second))
    if first is None or second is None or one is None or other is None:
        return
    problem = state.problem_of(second, other)
    if problem is not None and one.dataset.sha256 == other.dataset.sha256:
        stamp = [(str(s.plan_file), s.plan_file.stat().st_mtime_ns) for s in (first, second)]
        show_difference_map(one, other, problem, repr(stamp))
    else:
        st.caption(t("compare.same_dataset"))
    show_comparison(one, other)
    show_notices(first, second)

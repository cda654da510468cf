"""Start a calculation, follow it and end it."""

from __future__ import annotations

import streamlit as st

from planner.ui import i18n, runner, state
from planner.ui.components.frame import PLAN_KEY
from planner.ui.runner import Run

RUN_KEY = "run"
POLL_SECONDS = 1.0
WRITTEN = (0, 3)
"""Exit codes with which a plan is there: done, and done with hard findings."""


def show_run() -> None:
    """Form, progress or outcome, whichever it is time for."""
    run: Run | None = st.session_state.get(RUN_KEY)
    if run is not None and run.code is None:
        _follow()
        return
    if run is not None:
        _show_outcome(run)
    _show_form()


def _show_form() -> None:
    found = state.scenarios()
    if not found:
        st.warning(i18n.NO_SCENARIO)
        return
    with st.form("new-plan"):
        scenario = st.selectbox(i18n.SCENARIO, found, format_func=lambda path: path.stem)
        limit = st.number_input(i18n.TIME_LIMIT, 5, 3600, 60, step=5)
        if not st.form_submit_button(i18n.START, type="primary"):
            return
    run = runner.start(scenario, state.out_folder() / scenario.stem, int(limit))
    if run is None:
        st.warning(i18n.BUSY)
        return
    st.session_state[RUN_KEY] = run
    st.rerun()


@st.fragment(run_every=POLL_SECONDS)
def _follow() -> None:
    """Redrawn each second by itself; the page as a whole is redrawn once, at the end."""
    run: Run = st.session_state[RUN_KEY]
    if run.code is not None:
        if run.code in WRITTEN and not run.cancelled:
            st.query_params[PLAN_KEY] = run.scenario.stem
        st.rerun()
    text = i18n.RUNNING.format(name=run.scenario.stem, seconds=run.seconds, limit=run.time_limit)
    st.progress(min(run.seconds / run.time_limit, 1.0), text)
    st.code("\n".join(run.lines()) or "…", language=None)
    if st.button(i18n.CANCEL):
        run.cancel()
        st.rerun()


def _show_outcome(run: Run) -> None:
    """How it ended; what was printed helps only where the page below does not show the plan."""
    if run.cancelled:
        st.info(i18n.CANCELLED)
        return
    if run.code == 0:
        st.success(i18n.FINISHED)
        return
    code = run.code or 0
    st.error(i18n.FAILED.get(code, i18n.FAILED_OTHER.format(code=code)))
    st.code("\n".join(run.lines(40)), language=None)

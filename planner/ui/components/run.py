"""Start a calculation, follow it, end it; and what was calculated before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from planner.domain.errors import InputError
from planner.services import runs
from planner.services.runs import Outcome, Run
from planner.ui import i18n, memory, state
from planner.ui.components.chosen import PLAN_KEY
from planner.ui.components.table import show_table
from planner.ui.words import listed, t

POLL_SECONDS = 1.0


def show_run(scenario: Path) -> None:
    """Progress of what is under way, or the form; then how the last one ended."""
    if show_going():
        return
    _show_form(scenario)
    last = next(iter(runs.runs(memory.store(), 1)), None)
    if last is not None:
        show_outcome(last)


def show_going() -> bool:
    """Follow what is under way; whether there was anything."""
    going = [run for run in runs.runs(memory.store()) if run.running]
    if not going:
        return False
    _follow(going[0].id)
    st.caption(t("run.survives"))
    return True


def _show_form(scenario: Path) -> None:
    with st.form("new-plan"):
        left, middle, right = st.columns(3)
        limit = left.number_input(t("run.limit"), 5, 3600, 60, step=5)
        gap = middle.number_input(t("run.gap"), 0.0, 50.0, 1.0, step=0.1)
        seed = right.number_input(t("run.seed"), 0, 10**9, 0)
        again = st.checkbox(t("run.again"))
        if not st.form_submit_button(t("run.start"), type="primary"):
            return
    _start(scenario, float(limit), float(gap) / 100, int(seed), again=again)


def _start(scenario: Path, limit: float, gap: float, seed: int, *, again: bool) -> None:
    store, folder = memory.store(), state.out_folder() / scenario.stem
    try:
        known = None if again else runs.known_plan(store, scenario, seconds=limit, gap=gap, seed=seed)
        if known is not None:
            st.success(t("run.known", when=moment(known.started), folder=known.folder.name))
            _link(known)
            return
        runs.start_plan(store, scenario, folder, seconds=limit, gap=gap, seed=seed)
    except InputError as error:
        st.error("\n".join(f"- {i18n.plain(str(problem))}" for problem in error.problems))
        return
    st.rerun()


@st.fragment(run_every=POLL_SECONDS)
def _follow(number: int) -> None:
    """Redrawn each second by itself; the page as a whole is redrawn once, at the end."""
    run = runs.find(memory.store(), number)
    if not run.running:
        st.rerun()
    passed = (datetime.now().astimezone() - run.started).total_seconds()
    text = t("run.running", name=run.subject.stem, seconds=i18n.number(passed), limit=i18n.number(run.seconds))
    st.progress(min(passed / run.seconds, 1.0), text)
    found = runs.live(run.lines(200))
    best, bound, gap = st.columns(3)
    best.metric(t("run.best"), found.best if found else t("run.unknown"))
    bound.metric(t("run.bound"), found.bound if found else t("run.unknown"))
    known = found is not None and found.gap is not None
    gap.metric(t("run.gap_now"), f"{i18n.number(found.gap, 1)} %" if found and known else t("run.unknown"))
    if st.button(t("run.cancel")):
        runs.cancel(memory.store(), run)
        st.rerun()
    with st.expander(t("run.log")):
        st.code("\n".join(run.lines()) or "…", language=None)


def show_outcome(run: Run) -> None:
    """How a run ended, and what it printed where that helps."""
    if run.outcome in (Outcome.CANCELLED, Outcome.MEMORY, Outcome.TIME, Outcome.LOST):
        st.info(t(f"run.{run.outcome.value}"))
    elif run.code == 0:
        st.success(t("run.finished"))
    else:
        st.error(i18n.FAILED.get(run.code or 0, i18n.FAILED_OTHER.format(code=run.code)))
    if run.wrote and run.kind is runs.RunKind.PLAN:
        _link(run)
    elif run.outcome is not Outcome.CANCELLED:
        st.code("\n".join(run.lines(40)), language=None)


def _link(run: Run) -> None:
    from planner.ui.pages import page_of

    query = {PLAN_KEY: run.folder.name}
    st.page_link(page_of("plan"), label=t("run.show", name=run.folder.name), query_params=query)


def show_history() -> None:
    """What was calculated and done, the last first."""
    store = memory.store()
    rows = [
        (
            moment(run.started),
            t(f"run.kinds.{run.kind.value}"),
            run.subject.stem,
            t(f"run.outcomes.{run.outcome.value}"),
        )
        for run in runs.runs(store)
    ]
    if rows:
        show_table(listed("run.run_columns"), rows, caption=t("run.runs"))
    events = [(moment(event.at), event.what, event.subject, event.detail) for event in store.history()]
    if events:
        show_table(listed("run.history_columns"), events, caption=t("run.history"))


def moment(at: datetime) -> str:
    """``28.11.2026 kl. 09.05``."""
    return f"{at.day}.{at.month}.{at.year} kl. {at:%H.%M}"

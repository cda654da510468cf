"""Start a calculation, follow it, end it; and what was calculated before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from planner.domain.errors import InputError
from planner.domain.plan import Plan
from planner.services import live, runlog, runs
from planner.services.runlog import KEEPS, Outcome, Run, RunKind
from planner.ui import i18n, memory, spoken, state
from planner.ui.components.chosen import PLAN_KEY
from planner.ui.components.errors import show_errors
from planner.ui.state import SavedPlan
from planner.ui.words import t

POLL_SECONDS = 1.0
EXPLAINED = (1, 2, 3, 4)
"""Exit codes with a sentence of their own."""


def show_run(scenario: Path) -> None:
    """Progress of what is under way, or the form; then how the last one ended."""
    if show_going():
        return
    _show_form(scenario)
    last = next((run for run in runlog.runs(memory.store()) if run.kind is RunKind.PLAN), None)
    if last is not None:
        show_outcome(last)


def show_going() -> bool:
    """Follow what is under way; whether there was anything."""
    going = [run for run in runlog.runs(memory.store()) if run.running]
    if not going:
        return False
    _follow(going[0].id)
    st.caption(t("run.survives"))
    return True


def _show_form(scenario: Path) -> None:
    with st.form("new-plan"):
        left, middle, right = st.columns(3, vertical_alignment="bottom")
        limit = left.number_input(t("run.limit"), 5, 3600, 60, step=5)
        gap = middle.number_input(t("run.gap"), 0.0, 50.0, 1.0, step=0.1, format="%g")
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
            st.success(t("run.known", when=spoken.moment(known.started), folder=known.folder.name))
            _link(known)
            return
        runs.start_plan(store, scenario, folder, seconds=limit, gap=gap, seed=seed)
    except InputError as error:
        show_errors(error)
        return
    st.rerun()


@st.fragment(run_every=POLL_SECONDS)
def _follow(number: int) -> None:
    """Redrawn each second by itself; the page as a whole is redrawn once, at the end."""
    run = runlog.find(memory.store(), number)
    if not run.running:
        st.rerun()
    passed = (datetime.now().astimezone() - run.started).total_seconds()
    text = t("run.running", name=run.title, what=t(f"run.kinds.{run.kind.value}"), seconds=i18n.number(passed),
             limit=i18n.number(run.seconds))  # fmt: skip
    st.progress(min(passed / run.seconds, 1.0), t("run.stopping") if run.stopping else text)
    if run.kind is RunKind.PLAN:
        _show_live(live.trace(run))
    _show_stop(run)
    with st.expander(t("run.log")):
        st.code("\n".join(run.lines()) or "…", language=None)


def _show_live(known: list[live.Moment]) -> None:
    """The best plan, the bound and the gap as they are now."""
    now = known[-1] if known else None
    best, bound, gap = st.columns(3)
    best.metric(t("run.best"), (now and spoken.value(now.value, now.unit)) or t("run.unknown"))
    bound.metric(t("run.bound"), (now and spoken.value(now.bound, now.unit)) or t("run.unknown"))
    share = now.gap if now else None
    gap.metric(t("run.gap_now"), t("run.unknown") if share is None else f"{i18n.number(100 * share, 1)} %")


def _show_stop(run: Run) -> None:
    """Stop and keep what there is; or, where that is under way or nothing would be kept, end it at once."""
    keeps = run.kind in KEEPS and not run.stopping
    act, word = (runs.cancel, t("run.cancel")) if keeps else (runs.abandon, t("run.abandon"))
    st.button(word, on_click=act, args=(memory.store(), run), type="primary" if keeps else "secondary")


def show_outcome(run: Run) -> None:
    """How a run ended, and what it printed where that helps."""
    if run.outcome is Outcome.CANCELLED and run.wrote:
        st.warning(t("run.stopped"))
    elif run.outcome in (Outcome.CANCELLED, Outcome.MEMORY, Outcome.TIME, Outcome.LOST):
        st.info(t(f"run.{run.outcome.value}"))
    elif run.code == 0:
        st.success(t("run.finished"))
    else:
        st.error(t(f"run.failed.{run.code}") if run.code in EXPLAINED else t("run.failed_other", code=run.code))
    if run.wrote and run.kind is RunKind.PLAN:
        _show_result(live.trace(run))
        _link(run)
    elif run.outcome is not Outcome.CANCELLED:
        st.code("\n".join(run.lines(40)), language=None)


def _show_result(known: list[live.Moment]) -> None:
    """What was found and proven for the first goal, which is the plan's."""
    last = next((moment for moment in reversed(known) if moment.goal == 1), None)
    if last is not None and last.value is not None and last.gap is not None:
        gap = f"{i18n.number(100 * last.gap, 1)} %"
        st.caption(
            i18n.plain(
                t(
                    "run.result",
                    best=spoken.value(last.value, last.unit),
                    bound=spoken.value(last.bound, last.unit),
                    gap=gap,
                )
            )
        )


def show_stopped(saved: SavedPlan, plan: Plan) -> None:
    """Say so where a plan is what a stopped run had found."""
    if live.was_stopped(memory.store(), saved.folder, plan):
        st.warning(t("run.stopped"))


def _link(run: Run) -> None:
    from planner.ui.pages import page_of

    query = {PLAN_KEY: run.folder.name}
    st.page_link(page_of("plan"), label=t("run.show", name=run.folder.name), query_params=query)

"""What was calculated and done before, in words: the store keeps codes, names, dates and counts."""

from __future__ import annotations

import re
from datetime import date

from planner.services import runlog
from planner.services.runlog import Outcome, Run
from planner.services.store import Event
from planner.ui import i18n, memory, spoken
from planner.ui.components.table import show_table
from planner.ui.words import listed, t, told

CODE = re.compile(r"kode (-?\d+)")
"""How the store has the exit code of a run."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def show_history() -> None:
    """Draw both tables, the last first."""
    store = memory.store()
    runs = [_run_row(run) for run in runlog.runs(store)]
    if runs:
        show_table(listed("run.run_columns"), runs, caption=t("run.runs"))
    events = [_event_row(event) for event in store.history()]
    if events:
        show_table(listed("run.history_columns"), events, caption=t("run.history"))


def _run_row(run: Run) -> tuple[str, ...]:
    return (spoken.moment(run.started), t(f"run.kinds.{run.kind.value}"), run.title, ended_as(run))


def ended_as(run: Run) -> str:
    """How a run ended, or that it has not: what its exit code means, or that it kept something when it was stopped."""
    if run.outcome is Outcome.ENDED and run.code is not None:
        return _code(run.code)
    kept = run.outcome is Outcome.CANCELLED and run.wrote
    return t(f"run.outcomes.{'stopped' if kept else run.outcome.value}")


def _event_row(event: Event) -> tuple[str, ...]:
    name = event.what.replace(" ", "_")
    return (spoken.moment(event.at), told(f"run.events.{name}", event.what), event.subject, note(event))


def note(event: Event) -> str:
    """What the store adds to an event; what an older version has written in words stays as it is."""
    if code := CODE.fullmatch(event.detail):
        return _code(int(code[1]))
    if event.detail in list(Outcome):
        return t(f"run.outcomes.{event.detail}")
    if DAY.fullmatch(event.detail):
        return i18n.short_date(date.fromisoformat(event.detail))
    if event.detail.isdecimal():
        return t("run.points", n=event.detail)
    return event.detail


def _code(code: int) -> str:
    return told(f"run.codes.{code}", t("run.failed_other", code=code).rstrip("."))

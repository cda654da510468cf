"""What a run knows while it runs: the trace it writes, read."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from math import isclose
from pathlib import Path

from planner.domain.plan import Plan
from planner.services.runlog import Outcome, Run, last_into
from planner.services.store import Store


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a trace; ``value`` and ``bound`` in the goal's unit, ``gap`` a share, None where not known yet."""

    seconds: float
    goal: int
    unit: str
    stage: str
    value: float | None
    bound: float | None
    gap: float | None


def trace(run: Run) -> list[Moment]:
    """Everything that a run has told so far, in order; empty before it knows anything."""
    try:
        text = run.trace_file.read_text(encoding="utf-8")
    except OSError:  # not there yet, or just being replaced
        return []
    return [_moment(row) for row in csv.DictReader(io.StringIO(text))]


def _moment(row: dict[str, str]) -> Moment:
    def known(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    return Moment(
        float(row["seconds"]), int(row["goal"]), row["unit"], row["stage"],
        known("value"), known("bound"), known("gap"),
    )  # fmt: skip


def was_stopped(store: Store, folder: Path, plan: Plan) -> bool:
    """Whether a plan is what a stopped run had found; told by the bound, which a ticked or decided plan keeps."""
    run = last_into(store, folder)
    if run is None or run.outcome is not Outcome.CANCELLED or plan.objective is None:
        return False
    last = next((moment for moment in reversed(trace(run)) if moment.goal == 1), None)
    return last is not None and isclose(last.bound or 0.0, plan.objective.lower_bound, abs_tol=1e-5)

"""Questions about a finished plan, answered by solving again in a run of its own."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Sequence
from pathlib import Path

from planner.services.answers import ANSWERS_FILE, digest_of
from planner.services.runlog import Run, RunKind
from planner.services.runs import start
from planner.services.store import Store

FOLDER = "svar"
GAP = 0.002
"""Small: an interval is as wide as the gaps of both plans together."""


def about_station(station_id: str) -> list[str]:
    """Why a place was chosen, or why not: the plan without it, or with it in each way that it could be."""
    return ["--station", station_id]


def about_money(amount: float) -> list[str]:
    """So much more money, NOK."""
    return ["--budget", f"{amount:.0f}"]


def about_persons(persons: int) -> list[str]:
    """So many more persons in the pool."""
    return ["--persons", str(persons)]


def about_vehicle() -> list[str]:
    """One more vehicle."""
    return ["--vehicle"]


def ask(store: Store, plan_file: Path, about: Sequence[str], *, seconds: float) -> Run:
    """Start answering.

    Args:
        about: of the functions above.
        seconds: time limit of each answer.

    Raises:
        InputError: as many runs are under way as may be at once.
    """
    options = [*about, "--time-limit", str(seconds), "--gap", str(GAP)]
    parts = [digest_of(plan_file), *options, importlib.metadata.version("valgplan")]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    folder = store.folder / FOLDER / key[:16]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ANSWERS_FILE).unlink(missing_ok=True)
    argv = ["explain", str(plan_file), *options, "--out", str(folder / ANSWERS_FILE)]
    return start(store, RunKind.EXPLAIN, plan_file, folder, argv, key=key, seconds=seconds)

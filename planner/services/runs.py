"""Calculations in processes of their own: started, followed, limited, ended, and remembered.

A solver call in this process could not be ended. The child is the ordinary command
line at a lower priority than the pages; a watcher ends it where it uses too much
memory or time. What is known of it stands in the store, so that a page, a session or
this very server may come and go: a run that is still going is taken up again.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil

from planner.domain.errors import InputError, Problem
from planner.origin import PLAN_FILE
from planner.scenario import read_draft
from planner.services.answers import ANSWERS_FILE, keep_answers
from planner.services.children import child_of, end_family, megabytes, spawn
from planner.services.joining import find_dataset
from planner.services.planning import stopped_folder
from planner.services.runlog import KEEPS, Outcome, Run, RunKind, find, known_result, result_digest, runs
from planner.services.store import Store, now

WATCH_SECONDS = 0.5
MOST_RUNS, MOST_MEGABYTES = "VALGPLAN_RUNS", "VALGPLAN_MEMORY_MB"
"""Environment variables: how many runs at once, how much memory each may use."""
DEFAULT_RUNS, DEFAULT_MEGABYTES = 1, 4000
OVERTIME = (4.0, 240.0)
"""A run may take this many times its time limit, plus seconds: reading, tours, roster, map and exports come on top."""
_STARTING = threading.Lock()


def start_plan(store: Store, scenario: Path, folder: Path, *, seconds: float, gap: float, seed: int = 0) -> Run:
    """Start making a plan; see :func:`start`."""
    options = _options(seconds, gap, seed)
    argv = ["plan", str(scenario), "--out", str(folder), *options]
    return start(store, RunKind.PLAN, scenario, folder, argv, key=plan_key(scenario, options), seconds=seconds)


def start_sweep(store: Store, sweep: Path, folder: Path, *, seconds: float) -> Run:
    """Start a sweep; ``seconds`` is what all its plans may take together."""
    key = hashlib.sha256(sweep.read_bytes()).hexdigest()
    argv = ["sweep", str(sweep), "--out", str(folder)]
    return start(store, RunKind.SWEEP, sweep, folder, argv, key=key, seconds=seconds)


def start(
    store: Store, kind: RunKind, subject: Path, folder: Path, argv: list[str], *, key: str, seconds: float
) -> Run:
    """Start a child.

    Args:
        argv: of ``valgplan``; a whole command where it begins with the interpreter.

    Raises:
        InputError: as many are under way as may be at once.
    """
    command = argv if argv[:1] == [sys.executable] else [sys.executable, "-m", "planner.cli", *argv]
    with _STARTING:
        going = [run for run in runs(store) if run.running]
        most = int(os.environ.get(MOST_RUNS, DEFAULT_RUNS))
        if len(going) >= most:
            remedy = "vent til den er ferdig, eller avbryt den"
            raise InputError(Problem("en annen beregning er i gang på denne maskinen", going[0].title, remedy=remedy))
        log = _new_log(store, kind)
        files = (str(log.with_suffix(".stop")), str(log.with_suffix(".csv")))
        told = [part for option in zip(KEEPS.get(kind, ()), files, strict=False) for part in option]
        process, born = spawn([*command, *told], log)
        row = (kind.value, str(subject), str(folder), key, seconds, process.pid, born, str(log), now(), Outcome.RUNNING)
        with store.open() as connection:
            marks = ", ".join("?" * len(row))
            names = "kind, subject, folder, key, seconds, pid, born, log, started, outcome"
            number = connection.execute(f"INSERT INTO run ({names}) VALUES ({marks})", row).lastrowid  # noqa: S608
    run = find(store, int(number or 0))
    store.tell("beregning startet", run.title)
    threading.Thread(target=_watch, args=(store, run, process), daemon=True).start()
    return run


def _new_log(store: Store, kind: RunKind) -> Path:
    logs = store.folder / "logg"
    logs.mkdir(parents=True, exist_ok=True)
    return logs / f"{kind.value}-{time.time_ns()}.log"


def _watch(store: Store, run: Run, process: subprocess.Popen[bytes] | None) -> None:
    """Follow a child to its end, and end it where it goes too far."""
    limit = float(os.environ.get(MOST_MEGABYTES, DEFAULT_MEGABYTES))
    until = time.monotonic() + OVERTIME[0] * run.seconds + OVERTIME[1]
    child = child_of(run.pid, run.born)
    while child is not None and not _gone(child, process):
        try:
            used = megabytes(child)
        except psutil.Error:
            break
        if used > limit or time.monotonic() > until:
            _end(store, run, Outcome.MEMORY if used > limit else Outcome.TIME)
            break
    code = process.wait() if process else None
    finish(store, run, code)


def _gone(child: psutil.Process, process: subprocess.Popen[bytes] | None) -> bool:
    """Whether a child has ended, after a while of waiting for that."""
    try:
        if process is not None:
            process.wait(WATCH_SECONDS)
        else:
            child.wait(WATCH_SECONDS)
    except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
        return False
    return True


def finish(store: Store, run: Run, code: int | None) -> None:
    """Write down how a run ended, unless that is known already."""
    folder = _result_folder(run)
    if code is None:  # nobody saw the end: the result speaks for it
        code = 0 if folder is not None else None
    outcome = Outcome.LOST if code is None else Outcome.CANCELLED if run.stop_file.exists() else Outcome.ENDED
    ended = replace(run, folder=folder or run.folder, code=code, outcome=outcome)
    result = result_digest(ended) if ended.wrote else ""
    with store.open() as connection:
        found = connection.execute(
            "UPDATE run SET code = ?, outcome = ?, ended = ?, folder = ?, result = ? WHERE id = ? AND outcome = ?",
            (code, outcome, now(), str(ended.folder), result, run.id, Outcome.RUNNING),
        )
        changed = found.rowcount
    if changed:
        if ended.wrote and run.kind is RunKind.PLAN:
            store.forget_edits(ended.folder.name)
        if run.kind is RunKind.EXPLAIN:
            keep_answers(store, run.subject, run.folder)
        what = "beregning stanset" if outcome is Outcome.CANCELLED else "beregning ferdig"
        store.tell(what, run.title, "" if code is None else f"kode {code}")


def _result_folder(run: Run) -> Path | None:
    """The folder with what a run wrote since it started, None where it wrote nothing."""
    file = ANSWERS_FILE if run.kind is RunKind.EXPLAIN else PLAN_FILE
    since = run.started.timestamp()
    for folder in (stopped_folder(run.folder), run.folder):
        if (folder / file).is_file() and (folder / file).stat().st_mtime >= since:
            return folder
    return None


def cancel(store: Store, run: Run) -> None:
    """Tell a run to stop and keep the best it has; one that keeps nothing is ended."""
    if run.kind not in KEEPS:
        abandon(store, run)
    elif run.running and not run.stopping:
        run.stop_file.touch()
        store.tell("beregning bedt om å stanse", run.title)


def abandon(store: Store, run: Run) -> None:
    """End a run at once, whatever it has."""
    _end(store, run, Outcome.CANCELLED)


def _end(store: Store, run: Run, outcome: Outcome) -> None:
    with store.open() as connection:
        found = connection.execute(
            "UPDATE run SET outcome = ?, ended = ? WHERE id = ? AND outcome = ?",
            (outcome, now(), run.id, Outcome.RUNNING),
        )
        changed = found.rowcount
    child = child_of(run.pid, run.born)
    if child is not None:
        end_family(child)
    if changed:
        store.tell("beregning stanset", run.title, outcome.value)


def take_up(store: Store) -> None:
    """After a restart of the server: watch what still runs, write off what is gone."""
    for run in runs(store):
        if run.running and child_of(run.pid, run.born) is None:
            finish(store, run, None)
        elif run.running:
            threading.Thread(target=_watch, args=(store, run, None), daemon=True).start()


def plan_key(scenario: Path, options: list[str]) -> str:
    """Digest of everything that decides a plan: the resolved scenario, the dataset, the options, this version.

    Raises:
        InputError: the scenario or its dataset cannot be read.
    """
    read = read_draft(scenario).finished()
    folder = find_dataset(read.dataset, beside=scenario.parent)
    parts = [
        json.dumps(read.to_plain(), sort_keys=True, ensure_ascii=False),
        (folder / "dataset.json").read_text(encoding="utf-8"),
        *options,
        importlib.metadata.version("valgplan"),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def known_plan(store: Store, scenario: Path, *, seconds: float, gap: float, seed: int = 0) -> Run | None:
    """A run that gave the plan which :func:`start_plan` would make, None where it has to be made.

    Raises:
        InputError: the scenario or its dataset cannot be read.
    """
    return known_result(store, plan_key(scenario, _options(seconds, gap, seed)))


def _options(seconds: float, gap: float, seed: int) -> list[str]:
    return ["--time-limit", str(seconds), "--gap", str(gap), "--seed", str(seed)]

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
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import psutil

from planner.domain.errors import InputError, Problem
from planner.origin import PLAN_FILE
from planner.scenario import read_draft
from planner.services.joining import find_dataset
from planner.services.store import Store, local, now

PATIENCE = 5.0
"""Seconds a child gets to end by itself after it was asked to."""
WATCH_SECONDS = 0.5
MOST_RUNS, MOST_MEGABYTES = "VALGPLAN_RUNS", "VALGPLAN_MEMORY_MB"
"""Environment variables: how many runs at once, how much memory each may use."""
DEFAULT_RUNS, DEFAULT_MEGABYTES = 1, 4000
OVERTIME = (4.0, 240.0)
"""A run may take this many times its time limit, plus seconds: reading, tours, roster, map and exports come on top."""
WRITTEN = (0, 3)
"""Exit codes with which a plan is there: done, and done with hard findings."""
_STARTING = threading.Lock()
_PROGRESS = re.compile(r"beste plan (?P<best>.+), nedre grense (?P<bound>.+?)(?: \((?P<gap>[\d.]+)% gap\))?$")


class RunKind(StrEnum):
    """What is calculated."""

    PLAN = "plan"
    SWEEP = "sweep"


class Outcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"
    MEMORY = "memory"
    TIME = "time"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Run:
    """A calculation under way or ended.

    Attributes:
        subject: the scenario or sweep file.
        folder: where its result is written.
        key: of everything that decides the result.
        seconds: the solver's time limit.
        code: exit code; None while it runs, and where nobody saw the end.
    """

    id: int
    kind: RunKind
    subject: Path
    folder: Path
    key: str
    seconds: float
    pid: int
    born: float
    log: Path
    started: datetime
    ended: datetime | None
    code: int | None
    outcome: Outcome

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.outcome is Outcome.RUNNING

    @property
    def wrote(self) -> bool:
        """Whether its result is there."""
        return self.outcome is Outcome.ENDED and self.code in WRITTEN

    def lines(self, last: int = 12) -> list[str]:
        """The last lines printed; a carriage return overwrites, as on a terminal."""
        text = self.log.read_bytes().decode("utf-8", errors="replace") if self.log.is_file() else ""
        found = [line.rsplit("\r", 1)[-1].rstrip() for line in text.replace("\r\n", "\n").split("\n")]
        return [line for line in found if line][-last:]


@dataclass(frozen=True, slots=True)
class Live:
    """The newest best plan and bound of a run, as text with units; gap in percent, None where unknown."""

    best: str
    bound: str
    gap: float | None


def live(lines: list[str]) -> Live | None:
    """Best plan and bound among lines printed, None before there is any."""
    for line in reversed(lines):
        match = _PROGRESS.search(line)
        if match:
            gap = match["gap"]
            return Live(match["best"].strip(), match["bound"].strip(), float(gap) if gap else None)
    return None


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
            raise InputError(
                Problem("en annen beregning er i gang på denne maskinen", going[0].subject.name, remedy=remedy)
            )
        logs = store.folder / "logg"
        logs.mkdir(parents=True, exist_ok=True)
        log = logs / f"{kind.value}-{time.time_ns()}.log"
        with log.open("wb") as handle:
            process = subprocess.Popen(  # noqa: S603 - our own program, no shell, paths chosen from a list
                command,
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "VALGPLAN_PROGRESS": "always"},
            )
        born = _lowered(process.pid)
        row = (kind.value, str(subject), str(folder), key, seconds, process.pid, born, str(log), now(), Outcome.RUNNING)
        with store.open() as connection:
            marks = ", ".join("?" * len(row))
            names = "kind, subject, folder, key, seconds, pid, born, log, started, outcome"
            number = connection.execute(f"INSERT INTO run ({names}) VALUES ({marks})", row).lastrowid  # noqa: S608
    store.tell("beregning startet", subject.stem)
    run = find(store, int(number or 0))
    threading.Thread(target=_watch, args=(store, run, process), daemon=True).start()
    return run


def _lowered(pid: int) -> float:
    """Give a child less of the processor than the pages have; when it was born, 0 where it is gone already."""
    try:
        child = psutil.Process(pid)
        child.nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10))
        return float(child.create_time())
    except psutil.Error:
        return 0.0


def _watch(store: Store, run: Run, process: subprocess.Popen[bytes] | None) -> None:
    """Follow a child to its end, and end it where it goes too far."""
    limit = float(os.environ.get(MOST_MEGABYTES, DEFAULT_MEGABYTES))
    until = time.monotonic() + OVERTIME[0] * run.seconds + OVERTIME[1]
    child = _child(run)
    while child is not None and (process.poll() is None if process else child.is_running()):
        try:
            used = child.memory_info().rss / 1e6
        except psutil.Error:
            break
        if used > limit or time.monotonic() > until:
            _end(store, run, Outcome.MEMORY if used > limit else Outcome.TIME)
            break
        time.sleep(WATCH_SECONDS)
    code = process.wait() if process else None
    finish(store, run, code)


def _child(run: Run) -> psutil.Process | None:
    """The process of a run, None where it is gone; another one with the same number is not taken for it."""
    try:
        child = psutil.Process(run.pid)
        same = abs(child.create_time() - run.born) < 1.0 and child.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return None
    return child if same else None


def finish(store: Store, run: Run, code: int | None) -> None:
    """Write down how a run ended, unless that is known already."""
    if code is None:  # nobody saw the end: the result speaks for it
        file = run.folder / PLAN_FILE
        made = file.is_file() and file.stat().st_mtime >= run.started.timestamp()
        code, outcome = (0, Outcome.ENDED) if made else (None, Outcome.LOST)
    else:
        outcome = Outcome.ENDED
    result = _result(run) if code in WRITTEN else ""
    with store.open() as connection:
        found = connection.execute(
            "UPDATE run SET code = ?, outcome = ?, ended = ?, result = ? WHERE id = ? AND outcome = ?",
            (code, outcome, now(), result, run.id, Outcome.RUNNING),
        )
        changed = found.rowcount
    if changed:
        if code in WRITTEN and run.kind is RunKind.PLAN:
            store.forget_edits(run.folder.name)
        store.tell("beregning ferdig", run.subject.stem, "" if code is None else f"kode {code}")


def cancel(store: Store, run: Run) -> None:
    """End a run, with force if it does not listen."""
    _end(store, run, Outcome.CANCELLED)


def _end(store: Store, run: Run, outcome: Outcome) -> None:
    with store.open() as connection:
        found = connection.execute(
            "UPDATE run SET outcome = ?, ended = ? WHERE id = ? AND outcome = ?",
            (outcome, now(), run.id, Outcome.RUNNING),
        )
        changed = found.rowcount
    child = _child(run)
    if child is not None:
        family = [child, *child.children(recursive=True)]
        child.terminate()
        _, alive = psutil.wait_procs(family, timeout=PATIENCE)
        for left in alive:
            left.kill()
    if changed:
        store.tell("beregning stanset", run.subject.stem, outcome.value)


def runs(store: Store, most: int = 20) -> list[Run]:
    """The newest runs, the last first; one that nobody watches any more is taken up or written off."""
    with store.open() as connection:
        rows = connection.execute("SELECT * FROM run ORDER BY id DESC LIMIT ?", (most,)).fetchall()
    return [_run(dict(row)) for row in rows]


def find(store: Store, number: int) -> Run:
    """A run by its number.

    Raises:
        KeyError: there is none.
    """
    with store.open() as connection:
        row = connection.execute("SELECT * FROM run WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise KeyError(number)
    return _run(dict(row))


def take_up(store: Store) -> None:
    """After a restart of the server: watch what still runs, write off what is gone."""
    for run in runs(store):
        if run.running and _child(run) is None:
            finish(store, run, None)
        elif run.running:
            threading.Thread(target=_watch, args=(store, run, None), daemon=True).start()


def _run(row: dict[str, object]) -> Run:
    def day(name: str) -> datetime | None:
        return local(str(row[name])) if row[name] else None

    started = day("started")
    if started is None:
        raise ValueError("a run without a start")
    code = row["code"]
    return Run(
        id=int(str(row["id"])),
        kind=RunKind(str(row["kind"])),
        subject=Path(str(row["subject"])),
        folder=Path(str(row["folder"])),
        key=str(row["key"]),
        seconds=float(str(row["seconds"])),
        pid=int(str(row["pid"] or 0)),
        born=float(str(row["born"] or 0)),
        log=Path(str(row["log"])),
        started=started,
        ended=day("ended"),
        code=None if code is None else int(str(code)),
        outcome=Outcome(str(row["outcome"])),
    )


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


def known_result(store: Store, key: str) -> Run | None:
    """A run that gave the very plan asked for, whose file is still as it was written; None where there is none."""
    with store.open() as connection:
        rows = connection.execute(
            "SELECT * FROM run WHERE key = ? AND outcome = ? ORDER BY id DESC", (key, Outcome.ENDED)
        ).fetchall()
    for row in rows:
        run = _run(dict(row))
        if run.code in WRITTEN and row["result"] and _result(run) == row["result"]:
            return run
    return None


def _result(run: Run) -> str:
    """Digest of the plan a run wrote; "" where there is none."""
    file = run.folder / PLAN_FILE
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def known_plan(store: Store, scenario: Path, *, seconds: float, gap: float, seed: int = 0) -> Run | None:
    """A run that gave the plan which :func:`start_plan` would make, None where it has to be made.

    Raises:
        InputError: the scenario or its dataset cannot be read.
    """
    return known_result(store, plan_key(scenario, _options(seconds, gap, seed)))


def _options(seconds: float, gap: float, seed: int) -> list[str]:
    return ["--time-limit", str(seconds), "--gap", str(gap), "--seed", str(seed)]

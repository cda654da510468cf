"""Runs as the store remembers them: which there were, how they ended, and which made a plan."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from planner.origin import PLAN_FILE
from planner.services.store import Store, local

WRITTEN = (0, 3)
"""Exit codes with which a plan is there: done, and done with hard findings."""


class RunKind(StrEnum):
    """What is calculated."""

    PLAN = "plan"
    SWEEP = "sweep"
    EXPLAIN = "explain"


KEEPS = {RunKind.PLAN: ("--stop-file", "--trace"), RunKind.EXPLAIN: ("--stop-file",)}
"""Kinds that keep what they have when they are stopped, and the options that name their files."""


class Outcome(StrEnum):
    """How a run ended; a cancelled one may have a result all the same."""

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
        return self.outcome in (Outcome.ENDED, Outcome.CANCELLED) and self.code in WRITTEN

    @property
    def stop_file(self) -> Path:
        """The file that tells it to stop."""
        return self.log.with_suffix(".stop")

    @property
    def trace_file(self) -> Path:
        """Where it writes bound and best plan over time."""
        return self.log.with_suffix(".csv")

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop and is finishing what it has."""
        return self.running and self.stop_file.exists()

    @property
    def title(self) -> str:
        """What it is about: a scenario, a curve or a plan."""
        return self.subject.parent.name if self.kind is RunKind.EXPLAIN else self.subject.stem

    def lines(self, last: int = 12) -> list[str]:
        """The last lines printed; a carriage return overwrites, as on a terminal."""
        text = self.log.read_bytes().decode("utf-8", errors="replace") if self.log.is_file() else ""
        found = [line.rsplit("\r", 1)[-1].rstrip() for line in text.replace("\r\n", "\n").split("\n")]
        return [line for line in found if line][-last:]


def runs(store: Store, most: int = 20) -> list[Run]:
    """The newest runs, the last first; one that nobody watches any more is taken up or written off."""
    with store.open() as connection:
        rows = connection.execute("SELECT * FROM run ORDER BY id DESC LIMIT ?", (most,)).fetchall()
    return [run_of(dict(row)) for row in rows]


def find(store: Store, number: int) -> Run:
    """A run by its number.

    Raises:
        KeyError: there is none.
    """
    with store.open() as connection:
        row = connection.execute("SELECT * FROM run WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise KeyError(number)
    return run_of(dict(row))


def run_of(row: dict[str, object]) -> Run:
    """A run by its row in the store."""

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


def known_result(store: Store, key: str) -> Run | None:
    """A run that gave the very plan asked for, whose file is still as it was written; None where there is none."""
    with store.open() as connection:
        rows = connection.execute(
            "SELECT * FROM run WHERE key = ? AND outcome = ? ORDER BY id DESC", (key, Outcome.ENDED)
        ).fetchall()
    for row in rows:
        run = run_of(dict(row))
        if run.code in WRITTEN and row["result"] and result_digest(run) == row["result"]:
            return run
    return None


def result_digest(run: Run) -> str:
    """Digest of the plan a run wrote; "" where there is none."""
    file = run.folder / PLAN_FILE
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def last_into(store: Store, folder: Path) -> Run | None:
    """The newest run that wrote a plan into a folder, None where none did."""
    with store.open() as connection:
        rows = connection.execute(
            "SELECT * FROM run WHERE kind = ? AND result != '' ORDER BY id DESC", (RunKind.PLAN,)
        ).fetchall()
    return next((run for run in map(run_of, map(dict, rows)) if run.folder.resolve() == folder.resolve()), None)

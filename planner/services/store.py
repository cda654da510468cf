"""What the app remembers between visits: runs, edits of plans, answers and a history, in one SQLite file.

Plans and scenarios are files that the command line reads too; here stands only what
they cannot say. Every call opens the file anew, so that threads and several
programs may share it; nothing is kept as code, only text and numbers.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = "valgplan.sqlite"
BUSY_SECONDS = 10.0
TABLES = """
CREATE TABLE IF NOT EXISTS run (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, folder TEXT NOT NULL, key TEXT NOT NULL,
  seconds REAL NOT NULL, pid INTEGER, born REAL, log TEXT NOT NULL, started TEXT NOT NULL, ended TEXT,
  code INTEGER, outcome TEXT NOT NULL, result TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS edit (plan TEXT, place INTEGER, value TEXT NOT NULL, PRIMARY KEY (plan, place));
CREATE TABLE IF NOT EXISTS head (plan TEXT PRIMARY KEY, place INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS answer (
  digest TEXT NOT NULL, question TEXT NOT NULL, value TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (digest, question));
CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
  detail TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history; ``at`` is local time."""

    at: datetime
    what: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class EditLog:
    """Edits of a plan in order, as plain values.

    Attributes:
        done: those in force.
        undone: those that can be done again, the next one first.
    """

    done: tuple[dict[str, Any], ...] = ()
    undone: tuple[dict[str, Any], ...] = ()


class Store:
    """The file and what can be asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept together or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.folder / FILE, timeout=BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            connection.executescript(TABLES)
            # At once: what is read must still hold when it is written.
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        finally:
            connection.close()

    def tell(self, what: str, subject: str, detail: str = "") -> None:
        """Write a line of history."""
        with self.open() as connection:
            connection.execute(
                "INSERT INTO event (at, what, subject, detail) VALUES (?, ?, ?, ?)", (now(), what, subject, detail)
            )

    def history(self, most: int = 50) -> list[Event]:
        """The newest lines of history, the last first."""
        with self.open() as connection:
            rows = connection.execute("SELECT * FROM event ORDER BY id DESC LIMIT ?", (most,)).fetchall()
        return [Event(local(row["at"]), row["what"], row["subject"], row["detail"]) for row in rows]

    def edits(self, plan: str) -> EditLog:
        """Edits of a plan, by its name."""
        with self.open() as connection:
            return _log(connection, plan)

    def add_edit(self, plan: str, value: Mapping[str, Any]) -> None:
        """Add an edit; what was undone is lost."""
        with self.open() as connection:
            head = _head(connection, plan)
            connection.execute("DELETE FROM edit WHERE plan = ? AND place >= ?", (plan, head))
            text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
            connection.execute("INSERT INTO edit VALUES (?, ?, ?)", (plan, head, text))
            _set_head(connection, plan, head + 1)

    def step(self, plan: str, by: int) -> bool:
        """Undo (−1) or do again (+1) one edit; whether there was one."""
        with self.open() as connection:
            log, head = _log(connection, plan), _head(connection, plan)
            if not 0 <= head + by <= len(log.done) + len(log.undone):
                return False
            _set_head(connection, plan, head + by)
            return True

    def forget_edits(self, plan: str) -> None:
        """All edits of a plan are gone: it was saved, or made anew."""
        with self.open() as connection:
            for table in ("edit", "head"):
                connection.execute(f"DELETE FROM {table} WHERE plan = ?", (plan,))  # noqa: S608 - our own table names


def _head(connection: sqlite3.Connection, plan: str) -> int:
    row = connection.execute("SELECT place FROM head WHERE plan = ?", (plan,)).fetchone()
    return int(row["place"]) if row else 0


def _set_head(connection: sqlite3.Connection, plan: str, place: int) -> None:
    connection.execute("INSERT OR REPLACE INTO head VALUES (?, ?)", (plan, place))


def _log(connection: sqlite3.Connection, plan: str) -> EditLog:
    head = _head(connection, plan)
    rows: Sequence[Any] = connection.execute("SELECT value FROM edit WHERE plan = ? ORDER BY place", (plan,)).fetchall()
    values = tuple(json.loads(row["value"]) for row in rows)
    return EditLog(values[:head], values[head:])


def now() -> str:
    """This moment as text."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def local(text: str) -> datetime:
    """A moment in local time."""
    return datetime.fromisoformat(text).astimezone()

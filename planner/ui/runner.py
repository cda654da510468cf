"""One calculation at a time, in a process of its own that can be ended.

A solver call in this process could not be cancelled. The child is the ordinary
command line, so the face can do nothing that the command line cannot.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 5.0
"""Seconds a child gets to end by itself after it was asked to."""
_LOCK = threading.Lock()
_RUNNING: list[Run] = []


@dataclass
class Run:
    """A calculation under way or ended.

    Attributes:
        process: the child.
        log: file that takes what it prints.
    """

    scenario: Path
    time_limit: int
    process: subprocess.Popen[bytes]
    log: Path
    started: float = field(default_factory=time.monotonic)
    cancelled: bool = False

    @property
    def code(self) -> int | None:
        """Exit code, None while it runs."""
        return self.process.poll()

    @property
    def seconds(self) -> int:
        """Seconds since the start."""
        return int(time.monotonic() - self.started)

    def lines(self, last: int = 12) -> list[str]:
        """The last lines printed; a carriage return overwrites, as on a terminal.

        Empty once a later calculation has begun.
        """
        text = self.log.read_bytes().decode("utf-8", errors="replace") if self.log.is_file() else ""
        found = [line.rsplit("\r", 1)[-1].rstrip() for line in text.replace("\r\n", "\n").split("\n")]
        return [line for line in found if line][-last:]

    def cancel(self) -> None:
        """End the child, with force if it does not listen."""
        self.cancelled = True
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(PATIENCE)


def command(scenario: Path, out: Path, time_limit: int) -> list[str]:
    """The command line of a calculation."""
    return [
        sys.executable, "-m", "planner.cli", "plan", str(scenario), "--out", str(out), "--time-limit", str(time_limit),
    ]  # fmt: skip


def start(scenario: Path, out: Path, time_limit: int, *, argv: list[str] | None = None) -> Run | None:
    """Start a calculation; None while another one is under way in this program.

    Args:
        scenario: the scenario file.
        out: folder of the plan.
        time_limit: seconds for the solver.
        argv: the command, for tests.
    """
    with _LOCK:
        for run in [run for run in _RUNNING if run.code is not None]:
            run.log.unlink(missing_ok=True)
            _RUNNING.remove(run)
        if _RUNNING:
            return None
        handle, name = tempfile.mkstemp(prefix="valgplan-", suffix=".log")
        try:
            process = subprocess.Popen(  # noqa: S603 - our own program, no shell, paths chosen from a list
                argv or command(scenario, out, time_limit),
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "VALGPLAN_PROGRESS": "always"},
            )
        finally:
            os.close(handle)
        run = Run(scenario, time_limit, process, Path(name))
        _RUNNING.append(run)
        return run

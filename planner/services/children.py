"""Child processes: started at a lower priority than the pages, found again, ended with all they started."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psutil

PATIENCE = 5.0
"""Seconds a child gets to end by itself after it was told to."""


def spawn(command: Sequence[str], log: Path) -> tuple[subprocess.Popen[bytes], float]:
    """Start our own program with all it prints in a file; the process, and when it was born."""
    with log.open("wb") as handle:
        process = subprocess.Popen(  # noqa: S603 - our own program, no shell, paths chosen from a list
            command,
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "VALGPLAN_PROGRESS": "always"},
        )
    return process, _lowered(process.pid)


def _lowered(pid: int) -> float:
    """Give a child, and all it starts, less of the processor than the pages have; its birth, 0 where it is gone."""
    try:
        child = psutil.Process(pid)
        child.nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10))
        return float(child.create_time())
    except psutil.Error:
        return 0.0


def child_of(pid: int, born: float) -> psutil.Process | None:
    """A process by number and birth, None where it is gone; another one with the same number is not taken for it."""
    try:
        child = psutil.Process(pid)
        same = abs(child.create_time() - born) < 1.0 and child.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return None
    return child if same else None


def megabytes(child: psutil.Process) -> float:
    """Memory of a child and of all it started: the solver is a process of its own.

    Raises:
        psutil.Error: the child is gone.
    """
    used = child.memory_info().rss
    for other in child.children(recursive=True):
        try:
            used += other.memory_info().rss
        except psutil.Error:  # gone since
            continue
    return float(used) / 1e6


def end_family(child: psutil.Process) -> None:
    """End a child and all it started, with force if they do not listen."""
    try:
        family = [child, *child.children(recursive=True)]
        child.terminate()
    except psutil.NoSuchProcess:
        return
    _, alive = psutil.wait_procs(family, timeout=PATIENCE)
    for left in alive:
        try:
            left.kill()
        except psutil.NoSuchProcess:
            continue

"""MILPs in a process of their own, so that a run can be cancelled.

HiGHS looks at an interrupt only now and then, in the root node hardly ever. Within

    with Apart(cancel) as apart: …

every :meth:`planner.optimise.solver.Solver.run` sends its model to a child, which tells of each
incumbent and bound; when ``cancel`` says so, the child is ended and the last incumbent is what the
run found. The child is started afresh (nothing is forked), so it is the same on every system, and
one child serves run after run. The same model gives the same plan here and there.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar, Token
from pathlib import Path
from typing import Any

import numpy as np

from planner.optimise.cancelling import ASKED
from planner.optimise.worker import Array, Ended, Frame, job_of, read_frame, write_frame

POLL_SECONDS = 0.05
PACKAGES = Path(__file__).resolve().parents[2]
"""Where this program is imported from."""

APART: ContextVar[Apart | None] = ContextVar("APART", default=None)
"""Where MILPs run; None: in this process."""


class Apart:
    """The child, and whether the run is to stop.

    Args:
        cancel: asked now and then, in the thread that runs.

    Attributes:
        stopped: it was cancelled.
    """

    def __init__(self, cancel: Callable[[], bool]) -> None:
        self.stopped = False
        self._cancel = cancel
        self._child: _Child | None = None
        self._tokens: tuple[Token[Apart | None], Token[Callable[[], bool] | None]] | None = None

    def __enter__(self) -> Apart:
        self._child = _Child()  # it loads while the model is made
        self._tokens = APART.set(self), ASKED.set(self.asked)
        return self

    def __exit__(self, *_: object) -> None:
        if self._tokens is not None:
            APART.reset(self._tokens[0])
            ASKED.reset(self._tokens[1])
        self._end()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The child at work or at rest."""
        return self._child.process if self._child else None

    def asked(self) -> bool:
        """Whether the run is to stop; once yes, always yes."""
        self.stopped = self.stopped or bool(self._cancel())
        return self.stopped

    def run(
        self,
        highs: Any,
        start: tuple[Array, Array] | None,
        *,
        time_limit: float,
        grace: float,
        progress: Callable[[float, float], None] | None,
    ) -> Ended:
        """What the child finds, or had found when it was ended.

        Args:
            highs: the model with its options.
            start: columns and values of a plan to start from.
            time_limit: wall seconds.
            grace: seconds that are left when the run is cancelled, or was before.
            progress: called with value and bound.

        Raises:
            RuntimeError: the child ended by itself.
        """
        last = Ended(infeasible=False, proven=False, values=None, objective=np.inf, dual_bound=-np.inf)
        until = time.monotonic() + grace if self.asked() else np.inf
        if until <= time.monotonic():
            return last
        self._child = self._child or _Child()
        self._child.send(job_of(highs, start, time_limit))
        while True:
            frame = self._child.next()
            if frame is not None and frame.kind == "end":
                return Ended(**{**frame.header, "values": frame.arrays.get("values")})
            if frame is not None:
                last = _later(last, frame)
                if progress is not None:
                    progress(last.objective, last.dual_bound)
            if until == np.inf and self.asked():
                until = time.monotonic() + grace
            if time.monotonic() >= until:
                self._end()
                return last

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


def _later(last: Ended, frame: Frame) -> Ended:
    """What is known after one more message."""
    bound = max(last.dual_bound, frame.header["bound"])
    if frame.kind == "plan":
        return last._replace(values=frame.arrays["values"], objective=frame.header["value"], dual_bound=bound)
    return last._replace(dual_bound=bound)


class _Child:
    """One worker and what it has said."""

    def __init__(self) -> None:
        paths = [str(PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "planner.optimise.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        )
        self._frames: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        if self.process.stdout is not None:
            while (frame := read_frame(self.process.stdout)) is not None:
                self._frames.put(frame)
        self._frames.put(None)

    def send(self, job: Frame) -> None:
        """Give it a job.

        Raises:
            RuntimeError: it is gone.
        """
        try:
            if self.process.stdin is not None:
                write_frame(self.process.stdin, job)
        except OSError as error:
            raise RuntimeError("the solver's process is gone") from error

    def next(self) -> Frame | None:
        """The next message, None where there is none yet.

        Raises:
            RuntimeError: it is gone.
        """
        try:
            frame = self._frames.get(timeout=POLL_SECONDS)
        except queue.Empty:
            return None
        if frame is None:
            raise RuntimeError(f"the solver's process ended with {self.process.wait()}")
        return frame

    def end(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

"""What a run knew and when: bound and best plan over time, and where its gap comes from."""

from __future__ import annotations

import csv
import io
import math
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from planner.domain.plan import GapParts
from planner.objectives.goal import Goal
from planner.optimise.apart import Apart
from planner.optimise.solver import Progress


@dataclass(frozen=True, slots=True)
class TracePoint:
    """One moment of a run.

    Attributes:
        seconds: wall seconds since the run began.
        goal: its number in the scenario's order, from 1.
        name, unit: of the goal.
        stage: ``siting`` while stage 1 looks, ``plan`` for a finished plan.
        value: best figure so far, in stage 1 before tours; None where there is no plan yet.
        bound: no plan of the catalogue has a lower figure, given the goals before; None where none is known yet.
        gap: (value − bound) / value, None where one of them is missing.
    """

    seconds: float
    goal: int
    name: str
    unit: str
    stage: Literal["siting", "plan"]
    value: float | None
    bound: float | None
    gap: float | None


Callback = Callable[[TracePoint], None]


class Watch:
    """The clock of a run and whoever wants to know.

    Args:
        callback: called with every new point, in the thread that runs.
    """

    def __init__(self, callback: Callback | None = None) -> None:
        self._callback = callback or (lambda _: None)
        self._started = time.monotonic()
        self._last: tuple[Any, ...] | None = None

    def teller(self, number: int, goal: Goal, say: Progress) -> Progress:
        """What stage 1 tells its progress to, in the scale of the goal's expression."""

        def tell(value: float, bound: float) -> None:
            say(value, bound)
            self.point(number, goal, "siting", _figure(goal, value), _figure(goal, bound))

        return tell

    def point(
        self, number: int, goal: Goal, stage: Literal["siting", "plan"], value: float | None, bound: float | None
    ) -> None:
        """A point, unless it says what the last one said."""
        if value is not None and bound is not None:
            bound = min(bound, value)
        known = (number, stage, value, bound)
        if known != self._last:
            self._last = known
            gap = None if value is None or bound is None else (value - bound) / value if value > 0 else 0.0
            seconds = time.monotonic() - self._started
            self._callback(TracePoint(seconds, number, goal.name, goal.unit, stage, value, bound, gap))


def _figure(goal: Goal, total: float) -> float | None:
    return goal.figure(total) if math.isfinite(total) else None


def trace_csv(points: Iterable[TracePoint]) -> bytes:
    """The points as CSV, one a line, in order; empty where nothing is known."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(TracePoint)], lineterminator="\n")
    writer.writeheader()
    for point in points:
        writer.writerow(
            {name: round(value, 6) if isinstance(value, float) else value for name, value in asdict(point).items()}
        )
    return text.getvalue().encode()


def cancellable(cancel: Any) -> AbstractContextManager[Apart | None]:
    """Where a run's MILPs are solved: in a child if the run can be cancelled, else here.

    Args:
        cancel: a function that returns True when the run is to stop, an event with ``is_set``, or None.
    """
    asked = getattr(cancel, "is_set", cancel)
    return nullcontext() if asked is None else Apart(asked)


def told_to_stop(cancel: Any) -> bool:
    """Whether a run's ``cancel`` (see :func:`cancellable`) says that it is to stop."""
    asked = getattr(cancel, "is_set", cancel)
    return asked is not None and bool(asked())


def gap_parts(value: float, bound: float, sited: float, toured: float, placed: float) -> GapParts:
    """Where a gap comes from; the parts add up to it.

    Args:
        value: of the finished plan.
        bound: at most the value.
        sited: what stage 1 found.
        toured: with tours, and the scenario's crews.
        placed: the value when the goal's own turn was over, with crews for its queues.
    """
    if value <= 0:
        return GapParts(0.0, 0.0, 0.0, 0.0)
    placed = max(min(placed, value), bound)
    toured = max(min(toured, placed), bound)
    sited = max(min(sited, toured), bound)
    steps = ((bound, sited), (sited, toured), (placed, value), (toured, placed))
    return GapParts(*(round((after - before) / value, 6) for before, after in steps))

"""Numbers about groups of fewer than five persons, left out together with what would reveal them.

A number *n* with 0 < n < 5 is small; zero is nobody, and stands. Where published sums tie numbers
together, leaving out one is not enough: total minus the rest gives it back. So more are left out
(secondary suppression) until this holds, by a linear programme over everything that is published:

    every small number could, for all a reader can work out, just as well be five or more.

The reader is taken to know every number that stands, every sum and that no number is negative.
A small number that passes can be derived neither exactly nor as "fewer than five"; the sum of what
is left out of a total is then at least five, too.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np
from scipy.optimize import linprog

from planner.domain.small_groups import LEAST_GROUP, is_small

HIDDEN = ":"
"""Stands for a number left out; the sign that Statistics Norway uses."""
HIDDEN_NOTE = (
    f"«{HIDDEN}» er tall som ikke vises av hensyn til personvernet: grupper på færre enn {LEAST_GROUP} personer, "
    "og tall som ellers ville røpet dem."
)
SLACK = 1e-6
UNBOUNDED = 3
"""The solver's word for: it could be anything."""
Key = TypeVar("Key", bound=Hashable)


def without_small(
    numbers: Mapping[Key, float],
    sums: Mapping[Key, Sequence[Key]] | None = None,
    *,
    also: Collection[Key] = (),
    keep: Collection[Key] = (),
) -> dict[Key, float | None]:
    """Numbers of persons as they can be published; None is left out.

    The same input gives the same result. Of several numbers that would do, the smallest is left out,
    parts before totals. A table with rows and columns has one sum per row, per column and in all.

    Args:
        numbers: everything that would be published, by any key, the totals among it; none negative.
        sums: parts of each total, by their keys: ``numbers[total] = Σ numbers[part]`` as nearly as
            rounding lets it. A total may be part of another one, a number of several.
        also: what is left out for another reason.
        keep: what stands elsewhere already, so that leaving it out here would hide nothing.

    Raises:
        ValueError: a negative number, or a sum of what is not among them: what cannot be weighed here.
    """
    ties = dict(sums or {})
    if any(number < 0 for number in numbers.values()):
        raise ValueError("a number of persons cannot be negative")
    if unknown := {key for total, parts in ties.items() for key in (total, *parts)} - numbers.keys():
        raise ValueError(f"sums of what is not among the numbers: {sorted(map(str, unknown))}")
    small = [key for key, number in numbers.items() if is_small(number)]
    hidden, tied = {*small, *also}, _Ties(ties)
    for key in small:
        # What more is left out never narrows the room of the others, so once through is enough.
        while _greatest(key, hidden, numbers, tied) < LEAST_GROUP - SLACK:
            if (more := _next(key, hidden, numbers, tied, keep)) is None:
                break
            hidden.add(more)
    return {key: None if key in hidden else number for key, number in numbers.items()}


def or_hidden(number: float | None) -> float | str:
    """A number as it is written: the sign for one left out."""
    return HIDDEN if number is None else number


def without_small_parts(numbers: Sequence[float]) -> tuple[list[float | None], float | None]:
    """The same for one list of numbers that is published with its total: the numbers, and the total."""
    whole = len(numbers)
    by_place: dict[int, float] = {**dict(enumerate(numbers)), whole: sum(numbers)}
    shown = without_small(by_place, {whole: range(whole)} if numbers else {})
    return [shown[place] for place in range(whole)], shown[whole]


class _Ties(Generic[Key]):
    """Numbers that add up, found by any of them."""

    def __init__(self, sums: Mapping[Key, Sequence[Key]]) -> None:
        self.totals = frozenset(sums)
        self._lines: dict[Key, list[tuple[Key, ...]]] = {}
        for line in ((total, *parts) for total, parts in sums.items()):
            for key in dict.fromkeys(line):
                self._lines.setdefault(key, []).append(line)

    def around(self, key: Key, hidden: Collection[Key]) -> tuple[list[Key], list[tuple[Key, ...]]]:
        """What is left out and tied to a number through what is left out, and the lines (total, parts) they are in."""
        reached, lines = {key: None}, dict[int, tuple[Key, ...]]()
        waiting = [key]
        while waiting:
            for line in self._lines.get(waiting.pop(), ()):
                if id(line) not in lines:
                    lines[id(line)] = line
                    more = [other for other in line if other in hidden and other not in reached]
                    reached |= dict.fromkeys(more)
                    waiting += more
        return list(reached), list(lines.values())


def _greatest(key: Key, hidden: Collection[Key], numbers: Mapping[Key, float], ties: _Ties[Key]) -> float:
    """The greatest value that a number left out could have, given everything that stands."""
    reached, lines = ties.around(key, hidden)
    column = {other: place for place, other in enumerate(reached)}
    rows, right = [], []
    for total, *parts in lines:
        row = np.zeros(len(column))
        for other, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            if other in column:
                row[column[other]] += sign
        if row.any():
            # By the true values and not by what stands, so that rounded totals make no contradiction.
            rows.append(row)
            right.append(float(sum(row[place] * numbers[other] for other, place in column.items())))
    if not rows:
        return np.inf
    aim = np.zeros(len(column))
    aim[column[key]] = -1.0
    found = linprog(aim, A_eq=np.array(rows), b_eq=np.array(right), bounds=(0, None), method="highs")
    if found.fun is None:
        return np.inf if found.status == UNBOUNDED else 0.0
    return -found.fun


def _next(
    key: Key, hidden: Collection[Key], numbers: Mapping[Key, float], ties: _Ties[Key], keep: Collection[Key]
) -> Key | None:
    """The next number to leave out: the smallest that stands beside those which are tied to an exposed one."""
    _, lines = ties.around(key, hidden)
    near = {other for line in lines for other in line if other not in hidden and other not in keep}
    order = {other: place for place, other in enumerate(numbers) if other in near}
    # A line in which only one is left out gives it away: such lines are mended first, zeros and totals last.
    single = [line for line in lines if sum(other in hidden for other in line) == 1]
    first = {other for line in single for other in line} & near or near
    return min(
        first,
        key=lambda k: (
            k in ties.totals,
            numbers[k] == 0,
            -sum(k in line for line in single),
            numbers[k],
            order[k],
        ),
        default=None,
    )

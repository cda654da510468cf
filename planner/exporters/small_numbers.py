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

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linprog

LEAST_GROUP = 5
"""Persons in the smallest group that a number is published of."""
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


def is_small(number: float) -> bool:
    """Whether a number of persons is of a group too small to be shown."""
    return 0 < number < LEAST_GROUP


def without_small(
    numbers: Mapping[Key, float], sums: Mapping[Key, Sequence[Key]] | None = None
) -> dict[Key, float | None]:
    """Numbers of persons as they can be published; None is left out.

    The same input gives the same result. Of several numbers that would do, the smallest is left out,
    parts before totals. A table with rows and columns has one sum per row, per column and in all.

    Args:
        numbers: everything that would be published, by any key, the totals among it; none negative.
        sums: parts of each total, by their keys: ``numbers[total] = Σ numbers[part]`` as nearly as
            rounding lets it. A total may be part of another one, a number of several.

    Raises:
        ValueError: a negative number, or a sum of what is not among them: what cannot be weighed here.
    """
    ties = dict(sums or {})
    if any(number < 0 for number in numbers.values()):
        raise ValueError("a number of persons cannot be negative")
    if unknown := {key for total, parts in ties.items() for key in (total, *parts)} - numbers.keys():
        raise ValueError(f"sums of what is not among the numbers: {sorted(map(str, unknown))}")
    small = [key for key, number in numbers.items() if is_small(number)]
    hidden = set(small)
    while exposed := [key for key in small if _greatest(key, hidden, numbers, ties) < LEAST_GROUP - SLACK]:
        hidden.add(_next(exposed[0], hidden, numbers, ties))
    return {key: None if key in hidden else number for key, number in numbers.items()}


def without_small_parts(numbers: Sequence[float]) -> tuple[list[float | None], float | None]:
    """The same for one list of numbers that is published with its total: the numbers, and the total."""
    whole = len(numbers)
    by_place: dict[int, float] = {**dict(enumerate(numbers)), whole: sum(numbers)}
    shown = without_small(by_place, {whole: range(whole)} if numbers else {})
    return [shown[place] for place in range(whole)], shown[whole]


def _greatest(key: Key, hidden: set[Key], numbers: Mapping[Key, float], ties: Mapping[Key, Sequence[Key]]) -> float:
    """The greatest value that a number left out could have, given everything that stands."""
    column = {other: place for place, other in enumerate(k for k in numbers if k in hidden)}
    rows, right = [], []
    for total, parts in ties.items():
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


def _next(key: Key, hidden: set[Key], numbers: Mapping[Key, float], ties: Mapping[Key, Sequence[Key]]) -> Key:
    """The next number to leave out: the smallest that stands beside those which are tied to an exposed one."""
    reached, near = {key}, set[Key]()
    lines = [(total, *parts) for total, parts in ties.items()]
    grown = True
    while grown:
        touching = [line for line in lines if reached.intersection(line)]
        near = {other for line in touching for other in line} - hidden
        more = {other for line in touching for other in line if other in hidden} - reached
        reached, grown = reached | more, bool(more)
    order = {other: place for place, other in enumerate(numbers)}
    # A line in which only one is left out gives it away: such lines are mended first, zeros and totals last.
    single = [line for line in lines if len(hidden.intersection(line)) == 1 and reached.intersection(line)]
    first = {other for line in single for other in line} & near or near
    return min(
        first,
        key=lambda k: (
            k in ties,
            numbers[k] == 0,
            -sum(k in line for line in single),
            numbers[k],
            order[k],
        ),
    )

"""Small numbers: nothing left out can be worked out from what stands (checked by brute force)."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.small_groups import is_small
from planner.evaluate.small_numbers import without_small, without_small_parts

COUNT = st.integers(0, 8)
SLOW = settings(deadline=None, max_examples=40)


def _tables(rows: int, columns: int) -> tuple[list[tuple[int, int]], dict[tuple, list[tuple]]]:
    cells = list(itertools.product(range(rows), range(columns)))
    sums: dict[tuple, list[tuple]] = {(r, "sum"): [(r, c) for c in range(columns)] for r in range(rows)}
    sums |= {("sum", c): [(r, c) for r in range(rows)] for c in range(columns)}
    sums[("sum", "sum")] = cells
    return cells, sums


def _with_totals(numbers: dict, sums: dict) -> dict:
    return numbers | {total: sum(numbers[part] for part in parts) for total, parts in sums.items()}


def _reachable(shown: dict, sums: dict, parts: list, most: int = 16) -> dict:
    """What each number could be over every filling of the gaps, whole numbers, that agrees with what stands."""
    gaps = [part for part in parts if shown[part] is None]
    size = (most + 1) ** len(gaps)
    grid = np.indices((most + 1,) * len(gaps)).reshape(len(gaps), size)
    filled = {part: np.full(size, 0 if shown[part] is None else shown[part]) for part in parts}
    filled |= dict(zip(gaps, grid, strict=True))
    agrees = np.ones(size, bool)
    for total, its in sums.items():
        filled[total] = np.sum([filled[part] for part in its], axis=0)
        if shown[total] is not None:
            agrees &= filled[total] == shown[total]
    return {key: values[agrees] for key, values in filled.items()}


@SLOW
@given(st.lists(COUNT, min_size=1, max_size=4))
def test_a_list_with_its_total_reveals_nothing(numbers: list[int]) -> None:
    shown, total = without_small_parts(numbers)
    named = {**dict(enumerate(shown)), "sum": total}
    truth = {**dict(enumerate(numbers)), "sum": sum(numbers)}
    could = _reachable(named, {"sum": range(len(numbers))}, list(range(len(numbers))))
    for key, number in truth.items():
        if is_small(number):
            assert named[key] is None
            assert {number, 5} <= set(could[key])
        else:
            assert named[key] in (None, number)


@SLOW
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_a_table_with_rows_columns_and_all_reveals_nothing(values: list[int]) -> None:
    cells, sums = _tables(2, 2)
    truth = _with_totals(dict(zip(cells, values, strict=True)), sums)
    shown = without_small(truth, sums)
    could = _reachable(shown, sums, cells)
    for key, number in truth.items():
        if is_small(number):
            assert shown[key] is None
            assert could[key].max() >= 5


@SLOW
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_a_larger_table_never_leaves_one_alone_in_its_line(values: list[int]) -> None:
    cells, sums = _tables(3, 4)
    truth = _with_totals(dict(zip(cells, values, strict=True)), sums)
    shown = without_small(truth, sums)
    for total, parts in sums.items():
        gaps = [part for part in parts if shown[part] is None]
        if shown[total] is not None and any(is_small(truth[gap]) for gap in gaps):
            assert len(gaps) > 1
            assert sum(truth[gap] for gap in gaps) >= 5
    if not any(is_small(number) for number in truth.values()):
        assert shown == truth


@SLOW
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_totals_of_totals_reveal_nothing(values: list[int]) -> None:
    """Two districts of two groups each, their totals and the total of the totals."""
    sums = {"east": ["a", "b"], "west": ["c", "d"], "all": ["east", "west"]}
    truth: dict[str, float] = dict(zip("abcd", values, strict=True))
    for total, parts in sums.items():
        truth[total] = sum(truth[part] for part in parts)
    shown = without_small(truth, sums)
    own = {"east": ["a", "b"], "west": ["c", "d"], "all": list("abcd")}
    could = _reachable(shown, own, list("abcd"))
    for key, number in truth.items():
        if is_small(number):
            assert shown[key] is None
            assert could[key].max() >= 5


@SLOW
@given(st.lists(st.floats(0, 40), min_size=1, max_size=6))
def test_rounded_totals_make_no_contradiction(numbers: list[float]) -> None:
    parts = {place: round(number, 1) for place, number in enumerate(numbers)}
    shown = without_small({**parts, "sum": round(sum(numbers), 1)}, {"sum": list(parts)})
    for place, number in parts.items():
        assert not (is_small(number) and shown[place] is not None)
    gaps = [place for place in parts if shown[place] is None]
    assert shown["sum"] is None or len(gaps) != 1


def test_large_numbers_and_nobody_stand() -> None:
    assert without_small_parts([0, 5, 700]) == ([0, 5, 700], 705)
    assert without_small_parts([]) == ([], 0.0)
    assert without_small({"a": 4, "b": 5}) == {"a": None, "b": 5}


def test_the_smallest_goes_with_it_and_the_total_only_where_nothing_else_does() -> None:
    assert without_small_parts([3, 9, 40]) == ([None, None, 40], 52)
    assert without_small_parts([3]) == ([None], None)
    assert without_small_parts([2, 2]) == ([None, None], None)
    assert without_small_parts([3, 0]) == ([None, 0], None)
    assert without_small_parts([3, 0, 6]) == ([None, 0, None], 9)


def test_a_negative_number_of_persons_is_a_fault() -> None:
    with pytest.raises(ValueError, match="negative"):
        without_small({"a": -1})


def test_a_sum_of_numbers_that_are_not_given_is_a_fault() -> None:
    """A part that is not published bounds the others all the same: it has to be weighed with them."""
    with pytest.raises(ValueError, match=r"\['b'\]"):
        without_small({"a": 1, "sum": 10}, {"sum": ["a", "b"]})

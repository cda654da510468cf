"""What numbers and shares of persons may tell."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.small_groups import about, is_small, shown_shares


@pytest.mark.parametrize(("number", "small"), [(0, False), (0.2, True), (4.99, True), (5, False), (70, False)])
def test_one_to_four_are_small_and_nobody_is_not(number: float, small: bool) -> None:
    assert is_small(number) is small


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "ingen velgere"),
        (3, "færre enn fem velgere"),
        (7, "færre enn ti velgere"),
        (973, "omtrent 970 velgere"),
        (12346, "omtrent 12 350 velgere"),
    ],
)
def test_about_tells_tens(number: float, text: str) -> None:
    assert about(number) == text


def test_a_share_has_no_more_decimals_than_leave_room_for_five() -> None:
    assert shown_shares([0.99971], 200_000) == [0.9997]
    assert shown_shares([0.99971], 8_519) == [1.0]
    assert shown_shares([0.631, 0.9294, 0.9997], 8_519) == [0.63, 0.93, 1.0]


def test_shares_of_few_persons_are_left_out_where_they_mark_off_fewer_than_five() -> None:
    assert shown_shares([0.5, 0.9], 100) == [0.5, 0.9]
    assert shown_shares([0.5, 0.97], 100) == [None, None]  # three beyond the last limit
    assert shown_shares([0.5, 0.53], 100) == [None, None]  # three between the two
    assert shown_shares([0.5, 0.5, 1.0], 100) == [0.5, 0.5, 1.0]  # nobody between, nobody beyond


@given(st.floats(1, 1e6), st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_what_is_shown_leaves_room_for_five_wherever_few_are_marked_off(persons: float, shares: list[float]) -> None:
    shares = sorted(shares)
    shown = shown_shares(shares, persons)
    if None in shown:
        return
    ends = [0.0, *shares, 1.0]
    bounds = [0.0, *shown, 1.0]
    # Half a step of the finest share that could have been meant, on both sides of what lies between two of them.
    decimals = max(len(f"{s:.6f}".rstrip("0").partition(".")[2]) for s in shown)
    half = 0.5 * 10 ** -max(decimals, 2)
    for n, (less, more) in enumerate(pairwise(ends)):
        if 1e-4 * persons < (more - less) * persons < 5:
            assert persons >= 1000
            room = half * ((n > 0) + (n < len(shares)))
            assert (bounds[n + 1] - bounds[n] + room) * persons >= 5 - 1e-6

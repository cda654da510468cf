"""The opening_hours notation of the folder."""

from __future__ import annotations

import pytest

from planner.dataset.hours import format_opening_hours, format_weekdays, parse_opening_hours
from planner.domain.dataset import ClosedPeriod, WeeklyHours

WEEKDAYS = frozenset(range(5))


def test_example():
    weekly, closed = parse_opening_hours("Mo-Fr 10:00-19:00; Sa 10:00-18:00; Aug 16-Aug 19 off")
    assert weekly == (WeeklyHours(WEEKDAYS, "10:00", "19:00"), WeeklyHours(frozenset({5}), "10:00", "18:00"))
    assert closed == (ClosedPeriod((8, 16), (8, 19)),)
    assert format_opening_hours(weekly, closed) == "Mo-Fr 10:00-19:00; Sa 10:00-18:00; Aug 16-Aug 19 off"


def test_single_days_and_closed_weekdays():
    _, closed = parse_opening_hours("Dec 24 off; Aug 01-Aug 31 Mo,We off")
    assert closed == (ClosedPeriod((12, 24), (12, 24)), ClosedPeriod((8, 1), (8, 31), frozenset({0, 2})))


def test_empty():
    assert parse_opening_hours("") == ((), ())


@pytest.mark.parametrize("days", [{0}, {0, 1}, {0, 2, 4}, {0, 1, 2, 5, 6}, set(range(7))])
def test_weekdays_come_back(days):
    text = format_weekdays(days)
    assert parse_opening_hours(f"{text} 10:00-11:00")[0][0].weekdays == days


REFUSED = (
    "Mo-Fr", "mo-fr 10:00-11:00", "Mo-Fr 10-19", "Mo 19:00-10:00", "Mo 25:00-26:00", "Feb 30 off",
    "Fr-Mo 10:00-11:00", "24/7",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="«"):
        parse_opening_hours(text)

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from planner.law.rules import q4


def check(make: SimpleNamespace, day: date, end: str) -> list:
    plan = make.plan(make.station(opening=(make.opening(day, "09:00", end),)))
    return list(q4.check(plan, make.problem()))


@pytest.mark.parametrize("end", ["20:59", "21:00"])
def test_closing_in_time_passes(make: SimpleNamespace, end: str) -> None:
    assert check(make, make.election, end) == []


@pytest.mark.parametrize(("end", "minutes"), [("21:01", 1), ("24:00", 180)])
def test_later_is_hard(make: SimpleNamespace, end: str, minutes: int) -> None:
    (found,) = check(make, make.election, end)
    assert (found.severity, found.subjects, found.measured, found.limit) == ("hard", ("f0101",), minutes, 0)
    assert "senest kl. 21:00" in found.sentence


def test_the_sunday_before_is_a_warning_and_other_days_are_free(make: SimpleNamespace) -> None:
    (found,) = check(make, make.election - timedelta(days=1), "22:00")
    assert found.severity == "warning"
    assert check(make, make.election - timedelta(days=2), "22:00") == []
    assert check(make, make.election + timedelta(days=1), "22:00") == []

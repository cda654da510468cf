from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from planner.law.wording import count, date_runs, join, long_date, openings_text, workday_before

WEEK = [date(2027, 8, 9) + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7, 8)]


def test_dates() -> None:
    assert long_date(date(2025, 5, 30)) == "fredag 30. mai 2025"


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")]
)
def test_lists(parts: list[str], text: str) -> None:
    assert join(parts) == text


def test_runs_pass_over_the_weekend_and_break_at_gaps() -> None:
    days = [WEEK[0], WEEK[4], WEEK[5]]
    assert date_runs(days, WEEK) == "mandag 9. august 2027 og fredag 13. august–mandag 16. august 2027"


def test_counts() -> None:
    assert [count(n, "sted", "steder") for n in (0, 1, 2)] == ["0 steder", "1 sted", "2 steder"]


def test_the_workday_before_a_weekend_is_friday() -> None:
    assert {workday_before(date(2025, 5, day)) for day in (31,)} == {date(2025, 5, 30)}
    assert workday_before(date(2025, 6, 2)) == date(2025, 5, 30)


def test_many_openings_are_counted_not_listed(make: SimpleNamespace) -> None:
    text = openings_text([make.opening(day) for day in WEEK])
    assert text.endswith("og 2 åpninger til")
    assert text.startswith("mandag 9. august 2027 kl. 10:00–16:00, ")

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from planner.law.wording import count, date_runs, join, long_date, openings_text, written

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


def test_dates_moments_and_lists_are_written_out() -> None:
    assert written(date(2025, 5, 30)) == "fredag 30. mai 2025"
    assert written(datetime(2025, 9, 4, 12, tzinfo=UTC)) == "torsdag 4. september 2025 kl. 12:00"
    days = (date(2025, 8, 28), date(2025, 8, 29), date(2025, 9, 1))
    assert written(days) == "torsdag 28. august–fredag 29. august 2025 og mandag 1. september 2025"
    assert written(()) == ""


def test_many_openings_are_counted_not_listed(make: SimpleNamespace) -> None:
    text = openings_text([make.opening(day) for day in WEEK])
    assert text.endswith("og 2 åpninger til")
    assert text.startswith("mandag 9. august 2027 kl. 10:00–16:00, ")

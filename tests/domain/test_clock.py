"""Clock times as text and as minutes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.clock import clock_of, day_of, minute_of


@pytest.mark.parametrize(("text", "minute"), [("00:00", 0), ("09:30", 570), ("23:59", 1439), ("24:00", 1440)])
def test_minutes_after_midnight(text: str, minute: int) -> None:
    assert minute_of(text) == minute


@pytest.mark.parametrize("text", ["", "9:30", "24:01", "25:00", "10:60", "10.30", " 10:30", "10:30\n", "{x}", "-1:00"])
def test_what_is_no_clock_time_is_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="er ikke et klokkeslett") as caught:
        minute_of(text)
    assert f"«{text}»" in str(caught.value)


@given(st.integers(0, 1440))
def test_there_and_back(minute: int) -> None:
    assert minute_of(clock_of(minute)) == minute
    assert clock_of(minute + 0.9) == clock_of(minute)


@given(st.dates())
def test_a_date_is_read_in_one_form_only(day: date) -> None:
    assert day_of(day.isoformat()) == day
    for text in (
        day.strftime("%Y%m%d"),
        f"{day.isoformat()} ",
        f"{day:%d.%m.%Y}",
        "-".join(map(str, day.isocalendar())),
    ):
        with pytest.raises(ValueError, match="ikke en dato"):
            day_of(text)


@pytest.mark.parametrize(
    "text", ["", "2027-W37-1", "20270913", "2027-02-30", "2027-09-1", "٢٠٢٧-٠٩-١٣", "2027-09-13\n"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="ikke en dato"):
        day_of(text)

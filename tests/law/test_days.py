from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.law.days import DayType, day_type, holiday_name, holidays_known, is_workday, workday_before

KNOWN = st.dates(date(2024, 1, 1), date(2100, 12, 31))
FRIDAY = 4


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2027, 5, 14), DayType.WEEKDAY, ""),
        (date(2027, 5, 15), DayType.SATURDAY, ""),
        (date(2027, 5, 16), DayType.SUNDAY, "første pinsedag"),
        (date(2027, 5, 17), DayType.HOLIDAY, "andre pinsedag og grunnlovsdag"),
        (date(2027, 5, 6), DayType.HOLIDAY, "Kristi himmelfartsdag"),
        (date(2027, 12, 25), DayType.HOLIDAY, "første juledag"),  # a Saturday
        (date(2027, 9, 12), DayType.SUNDAY, ""),
    ],
)
def test_kinds_and_names(day: date, kind: DayType, name: str) -> None:
    assert (day_type(day), holiday_name(day)) == (kind, name)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2025, 5, 31), date(2025, 5, 30)),  # Saturday
        (date(2025, 6, 2), date(2025, 5, 30)),  # Monday
        (date(2077, 5, 31), date(2077, 5, 28)),  # Whit Monday
        (date(2077, 6, 1), date(2077, 5, 28)),  # the day after
        (date(2057, 5, 31), date(2057, 5, 30)),  # Ascension day
        (date(2057, 6, 1), date(2057, 5, 30)),  # the Friday after
        (date(2027, 3, 30), date(2027, 3, 24)),  # the Tuesday after Easter
    ],
)
def test_the_workday_before(day: date, before: date) -> None:
    assert workday_before(day) == before


@settings(deadline=None)  # shared cores
@given(KNOWN)
def test_the_workday_before_is_the_last_one(day: date) -> None:
    found = workday_before(day)
    assert found < day
    assert found.weekday() <= FRIDAY
    assert not holiday_name(found)
    between = [found + timedelta(days=n) for n in range(1, (day - found).days)]
    assert not any(is_workday(other) for other in between)


@settings(deadline=None)  # shared cores
@given(st.sampled_from(range(2024, 2101)))
def test_no_public_holiday_from_july_to_september(year: int) -> None:
    """So that no ordinary period of a September election has one; should that change, this tells."""
    days = [date(year, 7, 1) + timedelta(days=n) for n in range(92)]
    assert [day for day in days if holiday_name(day)] == []


def test_years_without_known_holidays_are_told_apart() -> None:
    assert [holidays_known(year) for year in (1900, 2027, 2100, 2500)] == [False, True, True, False]
    assert workday_before(date(2500, 5, 18)) == date(2500, 5, 17)

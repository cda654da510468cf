"""Kinds of days: weekday, Saturday, Sunday, public holiday; the only module that knows the public holidays.

Names and dates come from the library ``holidays`` (Norway). Outside the years it covers no
holiday is known, which :func:`holidays_known` tells, so that nobody takes silence for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from holidays import country_holidays

SATURDAY, SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)
BETWEEN_NAMES = "; "
"""What the library writes between the names of two holidays on one day."""


class DayType(StrEnum):
    """What kind of day a date is; a Sunday is a Sunday, also where it is a public holiday."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


@cache
def day_type(day: date) -> DayType:
    """Day type of a date."""
    if day.weekday() == SUNDAY:
        return DayType.SUNDAY
    if day in _holidays(day.year):
        return DayType.HOLIDAY
    return DayType.SATURDAY if day.weekday() == SATURDAY else DayType.WEEKDAY


def holiday_name(day: date) -> str:
    """Norwegian name of a public holiday (``andre pinsedag og grunnlovsdag``), empty on other days."""
    names = _holidays(day.year).get(day, "").split(BETWEEN_NAMES)
    # «Kristi» is the only proper noun among them.
    return " og ".join(name if name.startswith("Kristi") else name[:1].lower() + name[1:] for name in names)


def holidays_known(year: int) -> bool:
    """False for years that the library does not cover; every other year has public holidays."""
    return bool(_holidays(year))


def is_workday(day: date) -> bool:
    """Monday to Friday and no public holiday: a day on which offices are open and mail goes."""
    return day_type(day) is DayType.WEEKDAY


def iso_week(day: date) -> tuple[int, int]:
    """Year and number of the week, Monday to Sunday, that a day is in."""
    year, week, _ = day.isocalendar()
    return year, week


def workday_before(day: date) -> date:
    """The last workday strictly before a day."""
    day -= ONE_DAY
    while not is_workday(day):
        day -= ONE_DAY
    return day


@cache
def _holidays(year: int) -> Mapping[date, str]:
    return dict(country_holidays("NO", years=year, language="no"))

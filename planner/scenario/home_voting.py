"""Home voting (ambulerende stemming): how much team time is set aside (vl 7-2(4), V 5.5)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field

from planner.domain.clock import minute_of
from planner.domain.errors import InputError
from planner.law.calendar import Calendar, election_calendar
from planner.scenario.fields import Clock, Nok, Number, Part, Whole, assumed, only_a_date

ROUNDING = 1e-6


class HomeVoting(Part):
    """Teams that visit voters at home, every weekday from ``first_date``, or in the last weeks, to the last day."""

    teams: Annotated[Whole, Field(ge=1), assumed("lag som drar hjem til velgere samtidig", "lag")] = 2
    hours_per_weekday: Annotated[
        Number, Field(gt=0, le=24), assumed("timer hvert lag er ute til velgere på en hverdag", "timer")
    ] = 3
    last_weeks: Annotated[
        Whole, Field(ge=1, le=52), assumed("hjemmestemming i de siste så mange ukene (ISO-uker) av perioden", "uker")
    ] = 2
    first_date: Annotated[
        date | None,
        BeforeValidator(only_a_date),
        Field(description="første dag med hjemmestemming; tom = etter last_weeks"),
    ] = None
    crew: Annotated[Whole, Field(ge=1), assumed("personer i hvert lag", "personer")] = 2
    start: Annotated[Clock, assumed("når lagene drar ut", "klokkeslett")] = "10:00"
    km_per_day: Annotated[Number, Field(ge=0), assumed("kilometer hvert lag kjører en dag", "km")] = 30
    nok_per_km: Annotated[Nok, assumed("kjøring med lagets bil", "kr/km")] = 5

    @property
    def start_minute(self) -> int:
        """Minutes after midnight at which the teams set out."""
        return minute_of(self.start)

    @property
    def end_minute(self) -> int:
        """Minutes after midnight at which they are done, rounded up."""
        return math.ceil(self.start_minute + self.hours_per_weekday * 60 - ROUNDING)

    @property
    def team_hours(self) -> float:
        """Team-hours of one weekday."""
        return self.teams * self.hours_per_weekday

    def weekdays(self, calendar: Calendar) -> Iterator[date]:
        """The weekdays on which the teams are out; the last one is the last day of advance voting."""
        last = calendar.ordinary_end.value
        first = last - timedelta(days=last.weekday(), weeks=self.last_weeks - 1)
        if self.first_date is not None:
            first = self.first_date
        yield from (day for day in calendar.ordinary_weekdays() if day >= first)

    def outside(self, election: date) -> str:
        """The ordinary period in words where ``first_date`` is outside it (no time would be set aside), else ""."""
        try:
            calendar = election_calendar(election)
        except InputError:
            return ""  # told of where the calendar is needed
        first, last = calendar.ordinary_start.value, calendar.ordinary_end.value
        return "" if self.first_date is None or first <= self.first_date <= last else f"{first}–{last}"

"""When advance votes come: a reference table by weeks back from the last week, and weekday.

The table stands in ``demand_profile.yaml`` with its source and what is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from planner.law.calendar import Calendar

FILE = Path(__file__).with_name("demand_profile.yaml")
DAYS_A_WEEK = 7
Week = Annotated[tuple[Annotated[float, Field(ge=0)], ...], Field(min_length=DAYS_A_WEEK, max_length=DAYS_A_WEEK)]


class DemandProfile(BaseModel):
    """Share of all advance votes per date.

    Attributes:
        election: year of the election it was counted at.
        weeks: weeks back (1 = last week of the period) → seven shares, Monday first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    election: int
    source: str
    note: str
    checked_on: date
    verified: bool
    weeks: dict[int, Week]

    def share(self, day: date, calendar: Calendar) -> float:
        """Share of the table for a date; weeks before the table are as its earliest."""
        last_monday = calendar.last_week_from.value
        back = -(-max((last_monday - day).days, 0) // DAYS_A_WEEK)
        return self.weeks[min(back + 1, max(self.weeks))][day.weekday()]

    def spread(self, days: Iterable[date], calendar: Calendar) -> dict[date, float]:
        """Shares over given dates, scaled to sum to 1; even where the table has nothing for any of them."""
        shares = {day: self.share(day, calendar) for day in sorted(set(days))}
        total = sum(shares.values())
        return {day: share / total if total > 0 else 1 / len(shares) for day, share in shares.items()}


@cache
def demand_profile() -> DemandProfile:
    """The table that comes with valgplan, read once."""
    return DemandProfile.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))

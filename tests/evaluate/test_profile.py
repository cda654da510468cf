"""The reference table of when advance votes come, and how it is scaled to open dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.evaluate.profile import DemandProfile, demand_profile
from planner.law.calendar import election_calendar

CALENDAR = election_calendar(date(2027, 9, 13))
COUNTED = [date(2023, 8, 10) + timedelta(n) for n in range(30)]
"""10 August to 8 September 2023: the election the table was counted at."""


def test_the_table_is_all_votes_of_its_own_election() -> None:
    calendar = election_calendar(date(2023, 9, 11))
    shares = {day: demand_profile().share(day, calendar) for day in COUNTED}
    assert sum(shares.values()) == pytest.approx(1)
    assert sum(share for day, share in shares.items() if day >= date(2023, 9, 4)) == pytest.approx(0.446)
    assert sum(s for d, s in shares.items() if date(2023, 8, 28) <= d <= date(2023, 9, 3)) == pytest.approx(0.248)
    assert [shares[day] for day in COUNTED if day.weekday() == 5] == [0.009, 0.011, 0.017, 0.032]
    assert sum(share for day, share in shares.items() if day.weekday() == 6) == pytest.approx(0.001)
    assert shares[COUNTED[0]] == shares[COUNTED[1]] == 0.021
    assert demand_profile().verified is False


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2027, 9, 10), 0.122), (date(2027, 9, 6), 0.063), (date(2027, 9, 5), 0.00025), (date(2027, 9, 4), 0.032),
        (date(2027, 8, 30), 0.04315), (date(2027, 8, 28), 0.017), (date(2027, 8, 10), 0.021), (date(2027, 7, 1), 0.021),
    ],
)  # fmt: skip
def test_weeks_are_counted_back_from_the_last(day: date, share: float) -> None:
    assert demand_profile().share(day, CALENDAR) == share


def test_only_the_open_dates_share() -> None:
    spread = demand_profile().spread([date(2027, 9, 10), date(2027, 9, 6), date(2027, 9, 10)], CALENDAR)
    assert spread == {date(2027, 9, 6): pytest.approx(63 / 185), date(2027, 9, 10): pytest.approx(122 / 185)}
    assert demand_profile().spread([], CALENDAR) == {}


def test_dates_of_which_the_table_has_nothing_share_evenly() -> None:
    weekend = [date(2027, 9, 11), date(2027, 9, 12)]
    assert set(demand_profile().spread(weekend, CALENDAR).values()) == {0.5}


def test_a_table_needs_seven_days_a_week() -> None:
    plain = demand_profile().model_dump()
    with pytest.raises(ValueError, match="weeks"):
        DemandProfile.model_validate({**plain, "weeks": {1: [0.1] * 6}})

"""Which dispatch takes which votes, and when it is in."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from planner.domain.plan import Opening
from planner.domain.supply import ShippingDay, ShippingMethod
from planner.evaluate.post import arrival, carriers, expected_arrival, of_station
from planner.law.calendar import OSLO
from planner.scenario import ShippingSettings

MAIL, EXPRESS = ShippingMethod.MAIL, ShippingMethod.EXPRESS
DELIVERY = ShippingSettings()
THURSDAY, FRIDAY, SATURDAY = (date(2027, 9, day) for day in (2, 3, 4))


def sent(day: date, clock: str, method: ShippingMethod = EXPRESS, station: str = "all") -> ShippingDay:
    return ShippingDay(day, station, method, clock, datetime(2027, 9, 1, tzinfo=OSLO))


@pytest.mark.parametrize(
    ("day", "minute", "method", "in_by"),
    [
        (THURSDAY, 930, MAIL, date(2027, 9, 8)),
        (THURSDAY, 931, MAIL, date(2027, 9, 9)),
        (FRIDAY, 931, MAIL, date(2027, 9, 10)),
        (SATURDAY, 600, MAIL, date(2027, 9, 10)),
        (THURSDAY, 1200, EXPRESS, date(2027, 9, 3)),
        (FRIDAY, 1200, EXPRESS, date(2027, 9, 6)),
        (SATURDAY, 1200, EXPRESS, date(2027, 9, 6)),
    ],
)
def test_working_days_only_and_mail_waits_for_its_pick_up(
    day: date, minute: int, method: ShippingMethod, in_by: date
) -> None:
    found = expected_arrival(day, minute, method, DELIVERY)
    assert (found.date(), f"{found:%H:%M %z}") == (in_by, "16:00 +0200")


def test_the_plan_s_word_counts_only_where_it_is_later() -> None:
    dispatch = sent(THURSDAY, "20:00")
    assert arrival(dispatch, DELIVERY) == datetime(2027, 9, 3, 16, tzinfo=OSLO)
    later = ShippingDay(THURSDAY, "all", EXPRESS, "20:00", datetime(2027, 9, 9, tzinfo=OSLO))
    assert arrival(later, DELIVERY) == later.arrives_by


def test_every_dispatch_until_the_first_after_closing_takes_votes() -> None:
    opening = Opening(THURSDAY, "10:00", "19:00")
    before, noon, closing, next_day = (
        sent(THURSDAY, "10:00"), sent(THURSDAY, "12:00"), sent(THURSDAY, "19:00"), sent(FRIDAY, "19:00"),
    )  # fmt: skip
    assert carriers([before, noon, closing, next_day], opening) == ([noon, closing], True)
    assert carriers([before, noon], opening) == ([noon], False)
    assert carriers([before], opening) == ([], False)


def test_a_station_s_dispatches_in_order_mail_first() -> None:
    one, other, mail = sent(FRIDAY, "19:00"), sent(FRIDAY, "19:00", station="x"), sent(FRIDAY, "19:00", MAIL)
    first = sent(THURSDAY, "19:00")
    assert of_station([one, other, mail, first], "a") == [first, mail, one]


def test_a_dispatch_needs_a_clock_time_and_a_zone() -> None:
    with pytest.raises(ValueError, match="klokkeslett"):
        sent(FRIDAY, "25:00")
    with pytest.raises(ValueError, match="tidssone"):
        ShippingDay(FRIDAY, "all", EXPRESS, "19:00", datetime(2027, 9, 6))  # noqa: DTZ001 - that is the fault

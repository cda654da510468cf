"""Which dispatch takes which votes, and when it arrives; the same for whoever makes a shipping plan and whoever checks.

It knows plans and the calendar only, nothing of the problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

from planner.domain.clock import minute_of
from planner.domain.plan import Opening
from planner.domain.supply import ShippingDay, ShippingMethod
from planner.law.calendar import OSLO
from planner.law.days import ONE_DAY, is_workday

Moment = tuple[date, int]
"""A date and minutes after its midnight."""


class Delivery(Protocol):
    """How long dispatches take: the scenario's ``shipping``."""

    @property
    def mail_days(self) -> int:
        """Working days of ordinary mail."""

    @property
    def express_days(self) -> int:
        """Working days of express."""

    @property
    def mail_pickup(self) -> str:
        """When ordinary mail is picked up, on weekdays."""

    @property
    def arrival_clock(self) -> str:
        """By when on the last day it arrives."""


def sent_moment(dispatch: ShippingDay) -> Moment:
    """When a dispatch leaves."""
    return dispatch.date, dispatch.sent_minute


def opened(opening: Opening) -> Moment:
    """When an opening begins."""
    return opening.date, opening.start_minute


def closed(opening: Opening) -> Moment:
    """When an opening ends."""
    return opening.date, opening.end_minute


def of_station(dispatches: Iterable[ShippingDay], station_id: str) -> list[ShippingDay]:
    """The dispatches that take a station's votes, in order; at one moment mail, the slower, first."""
    taken = (dispatch for dispatch in dispatches if dispatch.takes_from(station_id))
    return sorted(taken, key=lambda d: (sent_moment(d), d.method is not ShippingMethod.MAIL))


def carriers(dispatches: Sequence[ShippingDay], opening: Opening) -> tuple[list[ShippingDay], bool]:
    """Dispatches that take the votes of an opening, and whether they take all of them.

    Args:
        dispatches: of the opening's station, as :func:`of_station` gives them.
    """
    found = []
    for dispatch in dispatches:
        if sent_moment(dispatch) <= opened(opening):
            continue
        found.append(dispatch)
        if sent_moment(dispatch) >= closed(opening):
            return found, True
    return found, False


def arrival(dispatch: ShippingDay, delivery: Delivery) -> datetime:
    """When a dispatch is in by the scenario's delivery times, or later where the plan says so."""
    return max(expected_arrival(dispatch.date, dispatch.sent_minute, dispatch.method, delivery), dispatch.arrives_by)


def expected_arrival(day: date, minute: int, method: ShippingMethod, delivery: Delivery) -> datetime:
    """When a dispatch is in by the scenario's delivery times, counted in workdays."""
    days = delivery.express_days
    if method is ShippingMethod.MAIL:
        days = delivery.mail_days
        # What is posted after the pick-up, or on a weekend, lies there until the next one.
        if minute > minute_of(delivery.mail_pickup) or not is_workday(day):
            day = _next_working(day)
    for _ in range(days):
        day = _next_working(day)
    hour, minute = divmod(minute_of(delivery.arrival_clock), 60)
    midnight = datetime.combine(day, time(), tzinfo=OSLO)
    return midnight + timedelta(hours=hour, minutes=minute)


def _next_working(day: date) -> date:
    day += ONE_DAY
    while not is_workday(day):
        day += ONE_DAY
    return day

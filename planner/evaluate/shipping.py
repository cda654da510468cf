"""The shipping plan: when votes for other municipalities leave, for every plan.

=====================================  ==========================================================
before ``daily_shipping_from``         ordinary mail on the scenario's weekdays («fortløpende»)
from then until ``last_week_from``     every date of the calendar's ``shipping_days`` that votes
                                       are received: ordinary mail on weekdays, express on
                                       other days (where the reading of the law counts them) and
                                       where nothing is received before the pick-up
from ``last_week_from``                every date that votes are received: express
=====================================  ==========================================================

Ordinary mail leaves at its pick-up; what is received later goes with the next dispatch.
Express leaves when the last station of the date has closed and packed. One dispatch takes
the votes of all stations. Whether a plan's dispatches will do is judged by rules T2 and T3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from planner.domain.clock import MINUTES_PER_DAY, clock_of, minute_of
from planner.domain.plan import Opening, Plan
from planner.domain.supply import ALL_STATIONS, ShippingDay, ShippingMethod
from planner.evaluate.post import Moment, closed, expected_arrival, of_station, opened, sent_moment
from planner.evaluate.votes import ExpectedVotes
from planner.law.days import ONE_DAY, DayType, day_type
from planner.problem import Problem

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def shipping_plan(plan: Plan, problem: Problem) -> tuple[ShippingDay, ...]:
    """Dispatches that take all votes of a plan, in order; their expected votes not filled in."""
    openings = sorted(
        (o for s in plan.stations for o in s.opening if problem.calendar.phase_of(o.date) is not None), key=closed
    )
    made: list[ShippingDay] = []
    waiting: Moment | None = None
    for day in _dates(openings):
        today = [o for o in openings if o.date == day]
        waiting = waiting or (opened(today[0]) if today else None)
        method = _method(day, bool(today), problem)
        if waiting is None or method is None:
            continue
        dispatch = _dispatch(day, today, method, problem)
        if waiting >= sent_moment(dispatch) and today and _daily(day, problem):
            # The day's votes come after the pick-up: by mail none of them would leave that day.
            dispatch = _dispatch(day, today, ShippingMethod.EXPRESS, problem)
        if waiting < sent_moment(dispatch):
            made.append(dispatch)
            late = [o for o in today if closed(o) > sent_moment(dispatch)]
            waiting = sent_moment(dispatch) if late else None
    if waiting is not None and openings:
        last = openings[-1].date
        today = [o for o in openings if o.date == last]
        made.append(_dispatch(last, today, ShippingMethod.EXPRESS, problem))
    return tuple(made)


def with_votes(
    dispatches: Sequence[ShippingDay], plan: Plan, problem: Problem, votes: ExpectedVotes | None
) -> tuple[ShippingDay, ...]:
    """The dispatches with the votes expected in each; None where nothing is known to expect."""
    if votes is None:
        return tuple(replace(dispatch, votes=None) for dispatch in dispatches)
    share = problem.scenario.votes.other_municipality_share
    carried = [0.0] * len(dispatches)
    number = {id(dispatch): n for n, dispatch in enumerate(dispatches)}
    expected = votes.by_station()
    for station in plan.stations:
        mine = of_station(dispatches, station.id)
        for opening, own in expected[station.id].openings:
            for dispatch, part in _parts(mine, opening):
                carried[number[id(dispatch)]] += own * share * part
    return tuple(replace(d, votes=round(amount, 1)) for d, amount in zip(dispatches, carried, strict=True))


def _parts(dispatches: Sequence[ShippingDay], opening: Opening) -> Iterator[tuple[ShippingDay, float]]:
    """Shares of an opening's votes by the dispatch that takes them; votes come evenly over the open time."""
    taken = 0.0
    for dispatch in dispatches:
        if sent_moment(dispatch) <= opened(opening):
            continue
        done = sent_moment(dispatch) >= closed(opening)
        minutes = dispatch.sent_minute - opening.start_minute
        share = 1.0 if done else minutes / (opening.end_minute - opening.start_minute)
        yield dispatch, share - taken
        taken = share
        if done:
            return


def _dates(openings: Sequence[Opening]) -> Iterator[date]:
    """Every date from the first opening to the last."""
    if openings:
        day = openings[0].date
        while day <= openings[-1].date:
            yield day
            day += ONE_DAY


def _method(day: date, receives: bool, problem: Problem) -> ShippingMethod | None:
    """How votes leave on a date; None if they do not."""
    calendar, settings = problem.calendar, problem.scenario.shipping
    weekday = day_type(day) is DayType.WEEKDAY
    if day >= calendar.last_week_from.value:
        return ShippingMethod.EXPRESS if receives else None
    if _daily(day, problem):
        if weekday:
            return ShippingMethod.MAIL
        return ShippingMethod.EXPRESS if receives and day in calendar.shipping_days.value else None
    return ShippingMethod.MAIL if WEEKDAYS[day.weekday()] in settings.weekdays else None


def _daily(day: date, problem: Problem) -> bool:
    return day >= problem.calendar.daily_shipping_from.value


def _dispatch(day: date, today: Sequence[Opening], method: ShippingMethod, problem: Problem) -> ShippingDay:
    settings = problem.scenario.shipping
    minute = minute_of(settings.mail_pickup)
    if method is ShippingMethod.EXPRESS:
        minute = min(max(o.end_minute for o in today) + settings.pack_minutes, MINUTES_PER_DAY)
    arrives = expected_arrival(day, minute, method, settings)
    return ShippingDay(day, ALL_STATIONS, method, clock_of(minute), arrives)

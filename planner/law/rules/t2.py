"""T2: votes for other municipalities are sent continuously, and daily in the second-to-last week (vf 7-3, V 3.2.2.2).

Our reading of «every day»: on every such date that the calendar counts (``shipping_days``: workdays, or
every day, a dated parameter) and that a station receives votes, a dispatch takes its votes; what comes in
after the pick-up goes with the next dispatch. «Continuously» (also in tidligstemming,
V 3.1.2) is not defined: votes that wait longer than a setting of the scenario give a warning, votes
that no dispatch ever takes are a breach. The last week is rule T3's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Opening, Plan, Station
from planner.domain.supply import ShippingDay
from planner.evaluate.post import carriers, of_station
from planner.law.rule import Rule, RuleType
from planner.law.wording import count, date_runs, iso_dates

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("T2", "Forsendelse fortløpende, og hver dag i nest siste uke", "vf 7-3, V 3.2.2.2", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """A finding each for dates without their daily dispatch, votes never sent, and votes that wait too long."""
    last_week, daily = problem.calendar.last_week_from.value, problem.calendar.daily_shipping_from.value
    received = [
        (station, opening)
        for station in plan.stations
        for opening in station.opening
        if problem.calendar.phase_of(opening.date) is not None and opening.date < last_week
    ]
    if not received:
        return
    if plan.shipping is None:
        yield _unknown(received)
        return
    counted = set(problem.calendar.shipping_days.value)
    yield from _daily([(s, o) for s, o in received if o.date in counted], plan.shipping)
    yield from _never(received, plan.shipping)
    limit = problem.scenario.shipping.continuous_max_days
    yield from _waiting([(s, o) for s, o in received if o.date < daily], plan.shipping, limit)


def _unknown(received: list[tuple[Station, Opening]]) -> Finding:
    dates = sorted({opening.date for _, opening in received})
    return RULE.cannot_judge(
        "Planfila sier ikke når stemmer til andre kommuner sendes (shipping). Lag planen på nytt, eller før inn "
        "forsendelsene.",
        ("shipping",),
        missing=len(dates),
        unit="datoer uten kjent forsendelse",
    )


def _daily(received: list[tuple[Station, Opening]], dispatches: tuple[ShippingDay, ...]) -> Iterator[Finding]:
    dates = sorted({opening.date for _, opening in received})
    missing = {
        opening.date
        for station, opening in received
        if not any(d.date == opening.date and d.takes_from(station.id) for d in dispatches)
    }
    if missing:
        yield RULE.finding(
            f"Nest siste uke skal stemmer til andre kommuner sendes hver dag, men ingen forsendelse tar stemmene fra "
            f"alle stedene {date_runs(missing, dates)}. Sett opp en forsendelse hver av dem.",
            iso_dates(missing),
            measured=len(dates) - len(missing),
            limit=len(dates),
            unit="datoer med forsendelse",
        )


def _never(received: list[tuple[Station, Opening]], dispatches: tuple[ShippingDay, ...]) -> Iterator[Finding]:
    dates = sorted({opening.date for _, opening in received})
    left = {o.date for s, o in received if not carriers(of_station(dispatches, s.id), o)[1]}
    if left:
        yield RULE.finding(
            f"Ingen forsendelse tar stemmene som er kommet inn {date_runs(left, dates)}. Sett opp en forsendelse etter "
            "at stedene har stengt.",
            iso_dates(left),
            measured=len(left),
            limit=0,
            unit="datoer med stemmer som ikke sendes",
        )


def _waiting(
    received: list[tuple[Station, Opening]], dispatches: tuple[ShippingDay, ...], limit: int
) -> Iterator[Finding]:
    dates = sorted({opening.date for _, opening in received})
    waits: dict[date, int] = {}
    for station, opening in received:
        takers, all_taken = carriers(of_station(dispatches, station.id), opening)
        if all_taken:
            days = (takers[-1].date - opening.date).days
            waits[opening.date] = max(days, waits.get(opening.date, 0))
    slow = {day for day, days in waits.items() if days > limit}
    if slow:
        longest = max(waits[day] for day in slow)
        yield RULE.finding(
            f"Stemmer til andre kommuner skal sendes fortløpende. Det som kommer inn {date_runs(slow, dates)}, venter "
            f"opptil {count(longest, 'dag', 'dager')}; scenariet leser «fortløpende» som høyst {limit}. Send oftere.",
            iso_dates(slow),
            measured=longest,
            limit=limit,
            unit="dager",
            severity=Severity.WARNING,
        )

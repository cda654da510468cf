"""T3: in the last week votes are sent so that they are in by the deadline, not by ordinary mail (vf 7-3, V 3.2.2.2).

Each date's votes have a dispatch that leaves when the station has closed, or later. A dispatch arrives when
the plan says, but no earlier than the scenario's delivery times allow: the plan is not believed. A dispatch
before the last week that arrives after the deadline breaks the rule too: its votes are lost all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.domain.supply import ShippingDay, ShippingMethod
from planner.evaluate.post import arrival, carriers, of_station
from planner.law.rule import Rule, RuleType
from planner.law.wording import date_runs, iso_dates, long_date

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("T3", "Siste ukes stemmer er inne i tide", "vf 7-3, V 3.2.2.2", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """A finding each for dates whose votes no dispatch takes, ordinary mail, and what arrives too late."""
    first = problem.calendar.last_week_from.value
    openings = [(s, o) for s in plan.stations for o in s.opening if problem.calendar.phase_of(o.date) is not None]
    dates = sorted({o.date for _, o in openings if o.date >= first})
    if plan.shipping is None:
        if dates:
            yield _unknown(len(dates))
        return
    unsent: set[date] = set()
    used: set[ShippingDay] = set()
    for station, opening in openings:
        takers, all_taken = carriers(of_station(plan.shipping, station.id), opening)
        used.update(takers)
        if not all_taken and opening.date >= first:
            unsent.add(opening.date)
    yield from _unsent(unsent, dates, problem)
    yield from _by_mail({d for d in used if d.date >= first and d.method is ShippingMethod.MAIL})
    yield from _late(used, problem)


def _unknown(dates: int) -> Finding:
    return RULE.cannot_judge(
        "Planfila sier ikke når siste ukes stemmer til andre kommuner sendes (shipping). Lag planen på nytt, eller før "
        "inn forsendelsene.",
        ("shipping",),
        missing=dates,
        unit="datoer uten kjent forsendelse",
    )


def _unsent(days: set[date], dates: list[date], problem: Problem) -> Iterator[Finding]:
    if days:
        yield RULE.finding(
            f"Ingen forsendelse tar stemmene til andre kommuner som er kommet inn {date_runs(days, dates)}. Sett opp "
            f"en forsendelse etter stengetid, som er framme innen {_deadline(problem)}.",
            iso_dates(days),
            measured=len(dates) - len(days),
            limit=len(dates),
            unit="datoer med forsendelse",
        )


def _by_mail(dispatches: set[ShippingDay]) -> Iterator[Finding]:
    if dispatches:
        days = {dispatch.date for dispatch in dispatches}
        yield RULE.finding(
            f"Siste uke skal stemmer ikke sendes med ordinær brevpost, men det gjør de {date_runs(days, sorted(days))}."
            " Bruk avtalen Valgdirektoratet har med Posten/Bring (method: express).",
            iso_dates(days),
            measured=len(dispatches),
            limit=0,
            unit="forsendelser med ordinær brevpost",
        )


def _late(dispatches: set[ShippingDay], problem: Problem) -> Iterator[Finding]:
    deadline, delivery = problem.calendar.votes_in_by.value, problem.scenario.shipping
    late = {d.date: arrival(d, delivery) for d in dispatches if arrival(d, delivery) > deadline}
    if late:
        last = max(late.values())
        yield RULE.finding(
            f"Stemmene som sendes {date_runs(late, sorted(late))}, er ikke inne hos valgstyret innen "
            f"{_deadline(problem)}: den siste forsendelsen er framme {long_date(last.date())} kl. {last:%H:%M}. Send "
            "tidligere, eller raskere.",
            iso_dates(late),
            measured=len(late),
            limit=0,
            unit="datoer med forsendelse som kommer for sent",
        )


def _deadline(problem: Problem) -> str:
    moment = problem.calendar.votes_in_by.value
    return f"{long_date(moment.date())} kl. {moment:%H:%M}"

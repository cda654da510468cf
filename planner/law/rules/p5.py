"""P5: ordinary advance voting runs from 10 August to the Friday before election day (vl 7-1(1), V 3.2.1).

A start moved from a weekend is rule P6: an opening on that weekend is its matter, not this one's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan
from planner.law.rule import Rule, RuleType, openings_in
from planner.law.wording import long_date, named, openings_text

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("P5", "Ordinær forhåndsstemming til og med fredag før valgdagen", "vl 7-1(1), V 3.2.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per station and side; measured is the most days outside the period."""
    calendar = problem.calendar
    nominal, start, last = calendar.nominal_start, calendar.ordinary_start.value, calendar.ordinary_end.value
    for station in plan.stations:
        openings = openings_in(station, Phase.ORDINARY)
        if early := [opening for opening in openings if opening.date < nominal]:
            yield RULE.finding(
                f"{named(station)} har ordinær åpning {openings_text(early)}, før den ordinære perioden begynner "
                f"{long_date(start)}. Merk åpningen som tidligstemming (phase: early), eller flytt den til "
                f"{long_date(start)} eller senere.",
                (station.id,),
                measured=(start - early[0].date).days,
                limit=0,
                unit="dager før perioden",
            )
        if late := [opening for opening in openings if opening.date > last]:
            yield RULE.finding(
                f"{named(station)} har åpent {openings_text(late)}, etter siste dag med forhåndsstemming, "
                f"{long_date(last)}. Flytt åpningen til {long_date(last)} eller tidligere, eller fjern den.",
                (station.id,),
                measured=(late[-1].date - last).days,
                limit=0,
                unit="dager etter perioden",
            )

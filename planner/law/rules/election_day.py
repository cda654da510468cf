"""A sanity check, no provision: a plan of advance voting opens nothing on election day or after.

P1 and P5 also find such an opening; this says what they cannot: election-day premises are
outside what valgplan plans, and moving an opening there is never the remedy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.law.rule import Rule, RuleType
from planner.law.wording import long_date, named, openings_text

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("election_day", "Ingen åpning på valgdagen eller senere", "V 3.2.1, V 4.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per station; measured is the days from election day to its last opening."""
    election = problem.calendar.election
    for station in plan.stations:
        openings = sorted((o for o in station.opening if o.date >= election), key=lambda o: (o.date, o.start_minute))
        if openings:
            yield RULE.finding(
                f"{named(station)} har åpent {openings_text(openings)}, men valgdagen er {long_date(election)}. Planen "
                "gjelder bare forhåndsstemming: fjern åpningen, og planlegg valgdagens lokaler for seg.",
                (station.id,),
                measured=(openings[-1].date - election).days,
                limit=-1,
                unit="dager etter valgdagen",
            )

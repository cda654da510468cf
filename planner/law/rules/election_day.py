"""A sanity check, no provision: a plan of advance voting opens nothing on an election day or after.

P1 and P5 also find such an opening; this says what they cannot: election-day premises are
outside what valgplan plans, and moving an opening there is never the remedy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.law.rule import Rule, RuleType
from planner.law.wording import join, long_date, named, openings_text

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("election_day", "Ingen åpning på valgdagen eller senere", "V 3.2.1, V 4.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per station; measured is the days from election day, the first of two, to its last opening."""
    election, sunday = problem.calendar.election, problem.calendar.election_day_sunday
    days = [election] if sunday is None else [sunday.value, election]
    elections = join([long_date(day) for day in days])
    for station in plan.stations:
        wrong = (o for o in station.opening if o.date >= election or o.date in days)
        openings = sorted(wrong, key=lambda o: (o.date, o.start_minute))
        if openings:
            yield RULE.finding(
                f"{named(station)} har åpent {openings_text(openings)}, men det er valg {elections}. Planen gjelder "
                "bare forhåndsstemming: fjern åpningen, og planlegg valgdagens lokaler for seg.",
                (station.id,),
                measured=(openings[-1].date - days[0]).days,
                limit=-1,
                unit="dager etter valgdagen",
            )

"""No provision: an opening on a public holiday is told of, since premises may be locked and pay is higher.

The law shuts no day of the period out, and no public holiday falls between 1 July and a
Friday in September; an election at another time of the year may have some.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan
from planner.law.days import holiday_name
from planner.law.rule import Rule, RuleType
from planner.law.wording import join, long_date, named

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("public_holiday", "Åpent på en helligdag", "V 3.2.1", RuleType.WARNING)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all
    """One warning per station; measured is the number of public holidays it is open on."""
    for station in plan.stations:
        days = sorted({opening.date for opening in station.opening if holiday_name(opening.date)})
        if days:
            names = join([f"{long_date(day)} ({holiday_name(day)})" for day in days])
            yield RULE.finding(
                f"{named(station)} har åpent på en helligdag: {names}. Kontroller at lokalet er åpent og at det finnes "
                "folk som kan møte, eller flytt åpningen.",
                (station.id,),
                measured=len(days),
                limit=0,
                unit="helligdager",
                severity=Severity.WARNING,
            )

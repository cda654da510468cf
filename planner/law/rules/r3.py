"""R3: premises that voters cannot enter without help are registered as such by 31 May (vf 6-3, V 2.2.1).

Whether they may be used at all is A1; this names those that the register must flag.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan
from planner.law.rule import Rule, RuleType, is_premises
from planner.law.rules.a1 import accessibility
from planner.law.wording import count, join, long_date, named

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("R3", "Lokaler velgerne ikke kan ta seg inn i uten hjelp", "vf 6-3, V 2.2.1", RuleType.DEADLINE)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One info that names every station to be flagged."""
    known = {site.id: site.accessible for site in problem.dataset.sites}
    barred = [s for s in plan.stations if is_premises(s) and accessibility(s, known) is False]
    if barred:
        deadline = long_date(problem.calendar.registration_deadline.value)
        yield RULE.finding(
            f"{count(len(barred), 'sted', 'steder')} skal være registrert i EVA innen {deadline} som lokale velgerne "
            f"ikke kan ta seg inn i uten hjelp: {join([named(station) for station in barred])}.",
            tuple(station.id for station in barred),
            measured=len(barred),
            limit=0,
            unit="steder",
            severity=Severity.INFO,
        )

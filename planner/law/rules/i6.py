"""I6: voting at universities, malls, military sites … is voluntary; the board assesses the whole (V 5.4).

An info, not a warning: nothing is wrong with such a place, and nothing is missing without it.
Places of unknown type are rule O1's to tell of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan
from planner.evaluate.access import station_site
from planner.law.rule import Rule, RuleType, is_polling_place
from planner.law.wording import count

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("I6", "Stemming på steder loven ikke pålegger", "V 5.4", RuleType.WARNING)
VOLUNTARY = frozenset({"university", "mall", "military"})


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One info for all such stations."""
    found = []
    for station in plan.stations:
        column = station_site(problem, station)
        if column is not None and is_polling_place(station) and problem.dataset.sites[column].type in VOLUNTARY:
            found.append(station.id)
    if found:
        yield RULE.finding(
            f"{count(len(found), 'sted', 'steder')} er på universitet, kjøpesenter eller forsvarsanlegg (type etter "
            "datasettet). Det er frivillig: valgstyret skal vurdere samlet om velgerne har god nok mulighet til å "
            "stemme i perioden. Ta vurderingen inn i saken.",
            tuple(found),
            measured=len(found),
            limit=0,
            unit="frivillige steder",
            severity=Severity.INFO,
        )

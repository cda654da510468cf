"""Q4: on election day stations close at the latest at the parameter's clock time (vl 9-1(6), V 4.1).

For election-day data only; no closing time is given for advance voting. A plan of advance voting
holds no such opening (``election_day`` finds them), but an edited or uploaded one may. With two
election days the guide gives no closing time for the Sunday: a later one there is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Opening, Plan, Station
from planner.law.calendar import DayType, day_type
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType
from planner.law.wording import named, openings_text

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("Q4", "Valgdagen stenger i tide", "vl 9-1(6), V 4.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per station and day; measured is the latest closing, minutes after the limit."""
    election = problem.calendar.election
    closing = law_parameters().clock("election_day_closing", election)
    latest = closing.hour * 60 + closing.minute
    before = election - timedelta(days=1)
    for station in plan.stations:
        late = [opening for opening in station.opening if opening.end_minute > latest]
        if on_day := [opening for opening in late if opening.date == election]:
            yield _finding(
                station, on_day, latest, f"men valglokalene stenger senest kl. {closing:%H:%M} på valgdagen. Steng da"
            )
        sunday = [o for o in late if o.date == before and day_type(before) is DayType.SUNDAY]
        if sunday:
            yield _finding(
                station,
                sunday,
                latest,
                f"søndagen før valgdagen. Veilederen nevner kl. {closing:%H:%M} bare for valgdagen selv: sjekk om "
                "grensen gjelder også da",
                severity=Severity.WARNING,
            )


def _finding(
    station: Station, openings: Sequence[Opening], latest: int, why: str, *, severity: Severity = Severity.HARD
) -> Finding:
    return RULE.finding(
        f"{named(station)} har åpent {openings_text(openings)}, {why}.",
        (station.id,),
        measured=max(opening.end_minute for opening in openings) - latest,
        limit=0,
        unit="minutter etter siste stengetid",
        severity=severity,
    )

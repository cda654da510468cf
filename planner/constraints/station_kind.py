"""``station_kind``: a bus stop is where a vehicle comes, and fixed or pop-up premises are where none does.

The model makes nothing else. In a plan edited by hand a wrong kind is announced and put on
the map as what it is not, and the rules that ask for the kind judge the wrong thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.constraints.requirement import constraint
from planner.domain.findings import Finding
from planner.domain.plan import Plan, StationKind
from planner.law.wording import count, named
from planner.problem import Problem

CONSTRAINT = constraint("station_kind", "Stedets slag og kjøretøyene der", "stations og vehicles")
PREMISES = {StationKind.FIXED: "et fast sted", StationKind.POPUP: "et midlertidig sted"}


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Openings whose vehicle, or lack of one, the station's kind does not allow."""
    for station in plan.stations:
        if station.kind is StationKind.MOBILE_STOP:
            wrong = [opening for opening in station.opening if opening.vehicle is None]
            what, how, remedy = "et stopp for valgbuss eller valgbåt", "uten kjøretøy", "Skriv inn kjøretøyet (vehicle)"
        elif station.kind in PREMISES:
            wrong = [opening for opening in station.opening if opening.vehicle is not None]
            what, how, remedy = PREMISES[station.kind], "med kjøretøy", "Ta bort kjøretøyet (vehicle)"
        else:
            continue
        if wrong:
            yield CONSTRAINT.finding(
                f"{named(station)} er {what} (kind {station.kind}), men har {count(len(wrong), 'åpning', 'åpninger')} "
                f"{how}. {remedy}, eller rett slaget (kind).",
                (station.id,),
                measured=len(wrong),
                limit=0,
                unit="åpninger",
            )

"""Q3: split opening hours only if the board finds them necessary (V 4.1, stated for election day).

Judged at fixed and pop-up stations: a gap between two openings of one date. A bus is meant to
come and go: its visits are announced one by one, so they are not meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Phase, Plan, Station
from planner.domain.plan import StationKind as Kind
from planner.law.rule import Rule, RuleType, openings_in
from planner.law.wording import count

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("Q3", "Delte åpningstider bare når det er nødvendig", "V 4.1", RuleType.WARNING)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:  # noqa: ARG001 - one signature for all rules
    """One warning for all stations; measured is the dates of all of them."""
    split = {station.id: days for station in plan.stations if (days := _split_dates(station))}
    if split:
        dates = sum(len(days) for days in split.values())
        yield RULE.finding(
            f"{count(len(split), 'sted', 'steder')} har delte åpningstider (stengt midt på dagen, "
            f"{count(dates, 'gang', 'ganger')} i alt). På valgdagen er det etter veilederen bare aktuelt når "
            "valgstyret mener det er nødvendig, og vi leser det slik også her: hold åpent i ett strekk, eller ta med "
            "begrunnelsen i vedtaket.",
            tuple(split),
            measured=dates,
            limit=0,
            unit="datoer med delt åpningstid",
            severity=Severity.WARNING,
        )


def _split_dates(station: Station) -> set[date]:
    """Dates of the ordinary period on which premises close and open again."""
    if station.kind not in (Kind.FIXED, Kind.POPUP):
        return set()
    openings = [opening for opening in openings_in(station, Phase.ORDINARY) if opening.vehicle is None]
    latest: dict[date, int] = {}
    split = set()
    for opening in openings:
        if opening.start_minute > latest.get(opening.date, opening.start_minute):
            split.add(opening.date)
        latest[opening.date] = max(latest.get(opening.date, 0), opening.end_minute)
    return split

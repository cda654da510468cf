"""O1: no influence on voters in the station, no disturbance in its immediate vicinity (vl 6-6, V 2.9).

Rooms that voters pass through count as vicinity, so premises in a mall or a party's office need an
agreement with whoever runs the building. Campaigning outside nearby is no breach in itself: a bus
that stands outside is not meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan, Station
from planner.domain.plan import StationKind as Kind
from planner.evaluate.access import station_site
from planner.law.rule import Rule, RuleType, is_polling_place
from planner.law.wording import count

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("O1", "Ingen påvirkning eller forstyrrelse der velgerne går", "vl 6-6, V 2.9", RuleType.WARNING)
SHARED = {
    "mall": "i kjøpesenter. Rommene velgerne går gjennom, regnes som umiddelbar nærhet: avtal med senteret at ingen "
    "driver valgkamp eller forstyrrer der i åpningstida",
    "party_office": "i partilokaler. Velgerne skal ikke møte valgmateriell på veien inn: velg et annet lokale, eller "
    "fjern alt partimateriell",
}
UNKNOWN = "unknown"
UNIT = "steder"


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One warning per type of place; one finding for premises whose type is not known."""
    by_type: dict[str, list[str]] = {}
    for station in plan.stations:
        if is_polling_place(station) and station.kind is not Kind.MOBILE_STOP:
            by_type.setdefault(_type(problem, station), []).append(station.id)
    for kind, words in SHARED.items():
        found = by_type.get(kind, [])
        if found:
            yield RULE.finding(
                f"{count(len(found), 'sted', 'steder')} ligger {words}.",
                tuple(found),
                measured=len(found),
                limit=0,
                unit=UNIT,
                severity=Severity.WARNING,
            )
    unknown = by_type.get(UNKNOWN, [])
    if unknown:
        yield RULE.cannot_judge(
            f"Det er ikke kjent hva slags lokale {count(len(unknown), 'sted', 'steder')} er i. Går velgerne gjennom et "
            "kjøpesenter eller et partilokale, må det avtales at ingen påvirker eller forstyrrer dem der.",
            tuple(unknown),
            missing=len(unknown),
            unit="steder uten kjent type",
        )


def _type(problem: Problem, station: Station) -> str:
    column = station_site(problem, station)
    return UNKNOWN if column is None else problem.dataset.sites[column].type or UNKNOWN

"""Q2: a station is open for the whole announced time; no unannounced lunch closing (V 4.1).

Stated for election day; a warning for advance voting. Judged from the roster, minute by minute:
whoever is on duty counts, relief too, the driver not. One person without relief is a closing in
practice, since two receive the vote (S2's number). Not in tidligstemming (P3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.domain.clock import clock_of, minute_of
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Opening, Phase, Plan, Role, RosterEntry
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType, is_premises, openings_in
from planner.law.wording import count, join, long_date, named

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("Q2", "Åpent i hele den kunngjorte tida", "V 4.1", RuleType.WARNING)
MOST_NAMED = 3
Gap = tuple[Opening, int, int, int]
"""Opening, start and end (minutes after midnight) of a stretch with too few, and how many are there."""


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One warning per rostered station with too few on duty at some time; one for all without a roster."""
    least = law_parameters().number("min_workers_present", problem.calendar.election)
    unknown = []
    for station in plan.stations:
        openings = openings_in(station, Phase.ORDINARY) if is_premises(station) else ()
        shifts = [entry for entry in plan.roster if entry.station == station.id]
        if openings and not shifts:
            unknown.append(station.id)
            continue
        gaps = [gap for opening in openings for gap in _gaps(opening, shifts, least)]
        if gaps:
            yield RULE.finding(
                f"{named(station)} har færre enn {least} på vakt i åpningstida {_texts(gaps)}. Sett opp avløsning i "
                "pausene, eller kunngjør at stedet er stengt da (veilederen sier det om valgdagen; vi leser det slik "
                "også her).",
                (station.id,),
                measured=min(there for *_, there in gaps),
                limit=least,
                unit="personer på vakt",
                severity=Severity.WARNING,
            )
    if unknown:
        yield RULE.cannot_judge(
            f"Det kan ikke vurderes om {count(len(unknown), 'sted', 'steder')} er bemannet i hele åpningstida: "
            "vaktlista viser dem ikke. Lag vaktlista med avløsning i pausene.",
            tuple(unknown),
            missing=len(unknown),
            unit="steder uten vaktliste",
        )


def _gaps(opening: Opening, shifts: Sequence[RosterEntry], least: int) -> Iterator[Gap]:
    """Stretches of an opening in which fewer persons than ``least`` are on duty."""
    start, end = opening.start_minute, opening.end_minute
    duty = [
        (minute_of(shift.start), minute_of(shift.end), shift.person)
        for shift in shifts
        if shift.date == opening.date and shift.role is not Role.DRIVER
    ]
    moments = {moment for begin, stop, _ in duty for moment in (begin, stop) if start < moment < end}
    for here, there in pairwise(sorted({start, end, *moments})):
        persons = {person for begin, stop, person in duty if begin <= here and there <= stop}
        if len(persons) < least:
            yield opening, here, there, len(persons)


def _texts(gaps: Sequence[Gap]) -> str:
    parts = [f"{long_date(o.date)} kl. {clock_of(here)}–{clock_of(there)}" for o, here, there, _ in gaps[:MOST_NAMED]]
    more = len(gaps) - len(parts)
    return join([*parts, count(more, "gang til", "ganger til")] if more else parts)

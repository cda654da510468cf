"""S1: every advance station has a leader and a deputy leader (vl 6-2, V 2.1).

Not in tidligstemming (P3, V 3.1.1) and not for home voting. Judged from the roster: a station
that no roster line names cannot be judged; one that is rostered without both roles breaks the rule, and
so does one where somebody is on duty in its open time without leader and deputy (our reading: one of the
two is always present). Where ``leader_counts_as_worker`` is off, two others are on duty beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.domain.clock import clock_of, minute_of
from planner.domain.findings import Finding
from planner.domain.plan import Opening, Phase, Plan, Role, RosterEntry, Station
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType, is_premises, openings_in
from planner.law.wording import count, join, long_date, named

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("S1", "Leder og nestleder på hvert sted", "vl 6-2, V 2.1", RuleType.HARD)
ROLES = {Role.LEADER: ("leaders_per_station", "leder"), Role.DEPUTY: ("deputies_per_station", "nestleder")}


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One hard finding per rostered station that lacks a role; one for all that cannot be judged."""
    unknown = []
    for station in plan.stations:
        if not is_premises(station) or not openings_in(station, Phase.ORDINARY):
            continue
        shifts = [entry for entry in plan.roster if entry.station == station.id]
        if not shifts:
            unknown.append(station)
            continue
        lacking, found, needed = _lacking(shifts, problem)
        if lacking:
            yield RULE.finding(
                f"{named(station)} mangler {join(lacking)} i vaktlista. Sett opp en leder og en nestleder, "
                "to ulike personer, for stedet.",
                (station.id,),
                measured=found,
                limit=needed,
                unit="personer som leder og nestleder",
            )
        else:
            yield from _unled(station, shifts, problem)
    if unknown:
        yield RULE.cannot_judge(
            f"Vaktlista navngir ikke leder og nestleder for {count(len(unknown), 'sted', 'steder')} med ordinær "
            "forhåndsstemming. Lag vaktlista, eller før dem inn i den.",
            tuple(station.id for station in unknown),
            missing=len(unknown),
            unit="steder uten vaktliste",
        )


def _unled(station: Station, shifts: Sequence[RosterEntry], problem: Problem) -> Iterator[Finding]:
    """A finding where persons are on duty with too few of those who must be; times with nobody are rule Q2's."""
    beside = 0
    if not problem.scenario.roster.leader_counts_as_worker:
        beside = law_parameters().number("min_workers_present", problem.calendar.election)
    found = [
        (opening, start, end)
        for opening in openings_in(station, Phase.ORDINARY)
        for start, end, roles in _duty(opening, shifts)
        if roles and (not ROLES.keys() & set(roles) or sum(role not in ROLES for role in roles) < beside)
    ]
    if found:
        opening, start, end = found[0]
        when = f"{long_date(opening.date)} kl. {clock_of(start)}–{clock_of(end)}"
        also = f" og {count(len(found) - 1, 'gang', 'ganger')} til" if len(found) > 1 else ""
        remedy = f"Ha {beside} valgmedarbeidere i tillegg til en av dem." if beside else "Sett en av dem på vakt."
        others = f" med {beside} valgmedarbeidere ved siden av" if beside else ""
        yield RULE.finding(
            f"{named(station)} har ikke leder eller nestleder på vakt{others} {when}{also}. {remedy}",
            (station.id,),
            measured=sum(end - start for _, start, end in found),
            limit=0,
            unit="minutter uten leder og nestleder",
        )


def _duty(opening: Opening, shifts: Sequence[RosterEntry]) -> Iterator[tuple[int, int, list[Role]]]:
    """Stretches of an opening and the roles on duty then, the driver not counted."""
    there = [
        (minute_of(shift.start), minute_of(shift.end), shift.role)
        for shift in shifts
        if shift.date == opening.date and shift.role is not Role.DRIVER
    ]
    inside = {m for start, end, _ in there for m in (start, end) if opening.start_minute < m < opening.end_minute}
    for start, end in pairwise(sorted({opening.start_minute, opening.end_minute, *inside})):
        yield start, end, [role for begin, stop, role in there if begin <= start and end <= stop]


def _lacking(shifts: Sequence[RosterEntry], problem: Problem) -> tuple[list[str], int, int]:
    """Roles that lack a person, persons found, persons needed; one person fills one role only."""
    law, day = law_parameters(), problem.calendar.election
    persons = {role: {entry.person for entry in shifts if entry.role == role} for role in ROLES}
    needed = {role: law.number(name, day) for role, (name, _) in ROLES.items()}
    lacking = [word for role, (_, word) in ROLES.items() if len(persons[role]) < needed[role]]
    everyone = set().union(*persons.values())
    total = sum(needed.values())
    if not lacking and len(everyone) < total:
        lacking = ["en nestleder som er en annen enn lederen"]
    return lacking, len(everyone), total

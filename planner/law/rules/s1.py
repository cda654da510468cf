"""S1: every advance station has a leader and a deputy leader (vl 6-2, V 2.1).

Not in tidligstemming (P3, V 3.1.1) and not for home voting. Judged from the roster: a station
that no roster line names cannot be judged; one that is rostered without both roles breaks the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan, Role, RosterEntry
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType, is_premises, openings_in
from planner.law.wording import count, join, named

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
    if unknown:
        yield RULE.cannot_judge(
            f"Vaktlista navngir ikke leder og nestleder for {count(len(unknown), 'sted', 'steder')} med ordinær "
            "forhåndsstemming. Lag vaktlista, eller før dem inn i den.",
            tuple(station.id for station in unknown),
            missing=len(unknown),
            unit="steder uten vaktliste",
        )


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

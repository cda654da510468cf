"""H2: two workers receive the vote at home voting (vl 6-3, V 5.5).

Not in tidligstemming (P3, V 3.1.1). Home teams are this rule's alone; everywhere else it is S2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType, is_premises, openings_in
from planner.law.wording import named, openings_text

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("H2", "To valgmedarbeidere ved hjemmestemming", "vl 6-3, V 5.5", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per team; measured is the fewest persons in it."""
    least = law_parameters().number("home_voting_workers", problem.calendar.election)
    for station in plan.stations:
        short = [opening for opening in openings_in(station, Phase.ORDINARY) if opening.crew < least]
        if short and not is_premises(station):
            fewest = min(opening.crew for opening in short)
            yield RULE.finding(
                f"Laget {named(station)} har for få valgmedarbeidere {openings_text(short)}: {fewest}, og minst "
                f"{least} skal ta imot stemmen hjemme hos velgeren. Sett opp minst {least} (sjåføren teller ikke).",
                (station.id,),
                measured=fewest,
                limit=least,
                unit="personer",
            )

"""S2: at least two workers receive the vote, at every open station, also at institutions (vl 6-3).

Not in tidligstemming (P3, V 3.1.1); home teams are rule H2's. Judged from the persons present in each
opening, driver not counted.
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

RULE = Rule("S2", "To valgmedarbeidere tar imot stemmen", "vl 6-3, V 3.1.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per station; measured is the fewest persons present."""
    least = law_parameters().number("min_workers_present", problem.calendar.election)
    for station in plan.stations:
        short = [opening for opening in openings_in(station, Phase.ORDINARY) if opening.crew < least]
        if short and is_premises(station):
            fewest = min(opening.crew for opening in short)
            yield RULE.finding(
                f"{named(station)} har for få valgmedarbeidere til stede {openings_text(short)}: {fewest}, og minst "
                f"{least} skal ta imot stemmene. Sett opp minst {least} (sjåføren teller ikke), eller steng den tiden.",
                (station.id,),
                measured=fewest,
                limit=least,
                unit="personer",
            )

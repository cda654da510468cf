"""A2: two workers take the vote of a voter who cannot enter, just outside (vl 6-12, vf 6-8, V 5.1).

At least two must be at work at every open premises or bus, the driver not counted. Where exactly
two are, reception inside stops while both are outside: one warning for all such stations.

Not in tidligstemming: there one worker may receive the vote (P3, V 3.1.1), and vl 6-12 cannot ask
for a second person that nobody has to be; our reading, the guide does not say. Institutions,
prisons and home teams come to the voter (S2 asks for their two). Binds the model through S2's rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Phase, Plan
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType, is_polling_place, openings_in
from planner.law.wording import count, named, openings_text

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("A2", "To tar imot stemmen rett utenfor lokalet", "vl 6-12, vf 6-8, V 5.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One hard finding per station with too few; one warning for all that have just enough."""
    least = law_parameters().number("outside_workers", problem.calendar.election)
    alone = []
    for station in plan.stations:
        openings = openings_in(station, Phase.ORDINARY) if is_polling_place(station) else ()
        short = [opening for opening in openings if opening.crew < least]
        if short:
            yield RULE.finding(
                f"{named(station)} har ikke {least} valgmedarbeidere som kan ta imot stemmen rett utenfor, fra velgere "
                f"som ikke kommer seg inn, {openings_text(short)}. Sett opp minst {least}, eller steng den tiden.",
                (station.id,),
                measured=min(opening.crew for opening in short),
                limit=least,
                unit="personer",
            )
        elif any(opening.crew == least for opening in openings):
            alone.append(station.id)
    if alone:
        yield RULE.finding(
            f"På {count(len(alone), 'sted', 'steder')} er bare {least} til stede. Mottaket inne må stanse mens begge "
            "tar imot en stemme utenfor: bestem hvordan urnen passes imens, eller sett opp en til.",
            tuple(alone),
            measured=least,
            limit=least + 1,
            unit="personer",
            severity=Severity.WARNING,
        )

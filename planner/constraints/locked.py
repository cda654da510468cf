"""``locked``: today's stations stay as they are, but for what is forbidden (``forbid``).

Locked stations are no variables at all; what else is pinned or forbidden is :mod:`planner.constraints.pins`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.constraints.requirement import constraint
from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan
from planner.evaluate.access import site_id_of, station_site, station_slots
from planner.law.wording import count
from planner.problem import Problem, merged_slots

CONSTRAINT = constraint("locked", "Låste steder", "stations.existing")


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Locked openings are all there."""
    premises = {
        site_id_of(s.id): s
        for s in plan.stations
        if any(o.vehicle is None and o.phase is Phase.ORDINARY for o in s.opening)
        and station_site(problem, s) is not None
    }
    for schedule in problem.standing:
        site = problem.dataset.sites[schedule.site]
        kept = merged_slots(station_slots(premises[site.id])) if site.id in premises else ()
        missing = [slot for slot in schedule.slots if not any(_covers(k, slot) for k in kept)]
        if missing:
            yield CONSTRAINT.finding(
                f"{site.name} ({site.id}) er låst med dagens sted og åpningstider, men {len(missing)} av "
                f"{count(len(schedule.slots), 'åpning', 'åpninger')} er borte, flyttet eller kortere. Sett dem "
                "tilbake, forby dem (forbid), eller velg «existing: free».",
                (site.id,),
                measured=len(schedule.slots) - len(missing),
                limit=len(schedule.slots),
                unit="åpninger",
            )


def _covers(outer: tuple[object, int, int], inner: tuple[object, int, int]) -> bool:
    return outer[0] == inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2]

"""``unavailable``: premises are not open when they cannot be used.

In the model the catalogue's patterns are cut before anything is chosen; the
check looks at any plan. A bus in the yard does not use the building.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.constraints.requirement import constraint
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.evaluate.access import station_site
from planner.law.wording import date_runs, named
from planner.problem import Problem, Slot, unavailable_reason

CONSTRAINT = constraint("unavailable", "Lokalet er ikke ledig", "datasettets unavailable.csv og stations.school")


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per station and reason."""
    for station in plan.stations:
        column = station_site(problem, station)
        if column is None:
            continue
        site = problem.dataset.sites[column]
        taken: dict[str, list[Slot]] = {}
        for opening in station.opening:
            if opening.vehicle is None:
                slot = Slot(opening.date, opening.start_minute, opening.end_minute)
                reason = unavailable_reason(problem.dataset, problem.scenario, site, slot)
                if reason:
                    taken.setdefault(reason, []).append(slot)
        for reason, slots in taken.items():
            yield CONSTRAINT.finding(
                f"{named(station)} er satt opp som lokale på tider det ikke er ledig "
                f"({date_runs([s.day for s in slots], problem.dates)}): {reason}. Flytt åpningstida.",
                (station.id,),
                measured=len(slots),
                limit=0,
                unit="åpninger",
            )

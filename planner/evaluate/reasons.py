"""Why hard requirements are set aside, for exports and the map: a reason goes with whatever it is about."""

from __future__ import annotations

from planner.domain.plan import Plan

Reason = tuple[str, str]
"""Rule and the planner's own words."""


def station_reasons(plan: Plan, station_id: str) -> list[Reason]:
    """What is set aside for a station, in the order of the findings."""
    found = [(f.rule, f.override.reason) for f in plan.findings if f.override and station_id in f.subjects]
    return list(dict.fromkeys(found))


def plan_reasons(plan: Plan) -> list[Reason]:
    """What is set aside for the whole plan, for dates or for vehicles: for no station of it."""
    stations = {station.id for station in plan.stations}
    found = [(f.rule, f.override.reason) for f in plan.findings if f.override and stations.isdisjoint(f.subjects)]
    return list(dict.fromkeys(found))

"""Whom to call about a place or a vehicle; what nobody has entered is said to be unknown."""

from __future__ import annotations

from planner.domain.plan import Plan, Station
from planner.evaluate.access import station_site
from planner.exporters.context import ExportContext
from planner.problem.visits import TEAM

UNKNOWN = "ukjent"


def agreed_with(station: Station, context: ExportContext) -> str:
    """With whom a visit is agreed, by the list of institutions; "" where it does not say."""
    listed = context.problem.scenario.institutions if context.problem else None
    return next((item.contact for item in listed or () if item.id == station.id), "")


def place_contact(station: Station, context: ExportContext) -> str:
    """Contact of a place: the list's where it is visited, else the dataset's."""
    problem = context.problem
    column = None if problem is None else station_site(problem, station)
    site = None if problem is None or column is None else problem.dataset.sites[column]
    return agreed_with(station, context) or (site.contact if site else "") or UNKNOWN


def vehicle_contact(plan: Plan, vehicle_id: str) -> str:
    """Contact of a vehicle (``vehicles[].contact``), of all visiting teams (``visits.contact``)."""
    vehicles = plan.scenario.get("vehicles") or ()
    told = next((v.get("contact") for v in vehicles if v.get("id") == vehicle_id), None)
    if told is None and vehicle_id.rpartition("-")[0] == TEAM:
        told = (plan.scenario.get("visits") or {}).get("contact")
    return str(told or UNKNOWN)

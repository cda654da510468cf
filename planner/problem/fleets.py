"""Vehicles, the stops they may use and their blocks of the day."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.clock import minute_of
from planner.domain.dataset import Dataset, SiteKind
from planner.law.calendar import DayType
from planner.problem.edits import banned_whole
from planner.problem.slots import class_dates, some_date
from planner.problem.types import Fleet, Slot, VisitBlock
from planner.problem.ways import QUAY
from planner.scenario import Scenario, Vehicle


def fleets_of(dataset: Dataset, scenario: Scenario) -> tuple[Fleet, ...]:
    """Vehicles alike in all but id and name, and in what is set aside for them: their tours are interchangeable."""
    index = dataset.site_index()
    alike: dict[tuple[str, tuple[bool, ...]], list[Vehicle]] = {}
    for vehicle in scenario.vehicles:
        settings = vehicle.model_copy(update={"id": "", "name": ""}).model_dump_json()
        named = tuple(vehicle.id in override.subjects for override in scenario.overrides)
        alike.setdefault((settings, named), []).append(vehicle)
    fleets = []
    for vehicles in alike.values():
        sample = vehicles[0]
        stops = tuple(sorted(index[site_id] for site_id in stops_of(dataset, scenario, sample)))
        fleets.append(Fleet(tuple(vehicles), sample, index[sample.depot], stops, tuple(_blocks(sample, scenario))))
    return tuple(fleets)


def stops_of(dataset: Dataset, scenario: Scenario, vehicle: Vehicle) -> frozenset[str]:
    """Ids of the sites a vehicle may stop at; all means the election-day places, for a boat every quay."""
    if vehicle.stops != "all":
        asked = set(vehicle.stops)
    elif vehicle.kind == "boat":
        asked = {site.id for site in dataset.sites if site.type == QUAY}
    else:
        asked = {site.id for site in dataset.sites if site.kind is SiteKind.ELECTION_DAY}
    return frozenset(i for i in asked if not banned_whole(scenario, i, stop=True))


def _blocks(vehicle: Vehicle, scenario: Scenario) -> Iterator[VisitBlock]:
    for kind, texts in ((DayType.WEEKDAY, vehicle.weekday), (DayType.SATURDAY, vehicle.saturday)):
        for index, text in enumerate(sorted(texts)):
            start, _, end = text.partition("-")
            slot = Slot(some_date(kind), minute_of(start), minute_of(end))
            counts = class_dates([slot], scenario.availability, scenario.presence_min_minutes)
            yield VisitBlock(kind, index, slot.start, slot.end, tuple(c > 0 for c in counts))

"""From chosen patterns and placed tours to the stations and vehicle days of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.domain.clock import clock_of
from planner.domain.dataset import Site, SiteKind
from planner.domain.plan import STOP_SUFFIX, Opening, Phase, Station, StationKind, VehicleDay, VehiclePlan
from planner.evaluate.tours import legs_of
from planner.law.rules.o2 import booths_of
from planner.optimise.tours import PlacedTour
from planner.problem import Fleet, Problem, Schedule, VisitBlock
from planner.problem.slots import some_date


def plan_parts(
    problem: Problem, schedules: Iterable[Schedule], tours: Sequence[PlacedTour]
) -> tuple[tuple[Station, ...], tuple[VehiclePlan, ...]]:
    """Stations (by id) and vehicles (in the scenario's order)."""
    open_premises = [*problem.standing, *schedules]
    sites = problem.dataset.sites
    premises = {sites[schedule.site].id: premises_station(problem, schedule) for schedule in open_premises}
    _add_early(problem, premises)
    names = _stop_names(problem, tours, premises)
    stations = [*premises.values(), *_stops(problem, tours, names)]
    vehicles = tuple(
        VehiclePlan(vehicle.id, tuple(_vehicle_days(problem, vehicle.id, tours, names)))
        for vehicle in problem.scenario.vehicles
    )
    return tuple(sorted(stations, key=lambda station: station.id)), vehicles


def _add_early(problem: Problem, premises: dict[str, Station]) -> None:
    """The fixed hours of tidligstemming, at their stations; a site with no other hours is a station of its own."""
    for hours in problem.early:
        site = problem.dataset.sites[hours.site]
        opening = tuple(
            Opening(slot.day, clock_of(slot.start), clock_of(slot.end), Phase.EARLY, crew=crew)
            for slot, crew in hours.openings
        )
        known = premises.get(site.id) or _premises(problem, site, (), max(crew for _, crew in hours.openings))
        premises[site.id] = replace(known, opening=(*opening, *known.opening))


def _stop_names(problem: Problem, tours: Iterable[PlacedTour], premises: Iterable[str]) -> dict[int, str]:
    """Station id of each stop; a place that is premises too gets a suffix."""
    taken = set(premises)
    names = {}
    for site in sorted({visit.site for item in tours for visit in item.tour.visits}):
        site_id = problem.dataset.sites[site].id
        names[site] = site_id + STOP_SUFFIX if site_id in taken else site_id
    return names


def _address(site: Site) -> str:
    return f"{site.address}, {site.postal_code} {site.post_town}".strip(", ")


def premises_station(problem: Problem, schedule: Schedule) -> Station:
    """A site that runs a schedule, as a station of a plan."""
    site = problem.dataset.sites[schedule.site]
    crew = problem.crew_of(schedule.site)
    opening = tuple(Opening(s.day, clock_of(s.start), clock_of(s.end), crew=crew) for s in schedule.slots)
    return _premises(problem, site, opening, crew)


def stop_station(problem: Problem, fleet: Fleet, block: VisitBlock, site: int) -> Station:
    """A stop that is visited once, in a block on some date of its day type, as a station of a plan."""
    where = problem.dataset.sites[site]
    opening = Opening(some_date(block.day_type), clock_of(block.start), clock_of(block.end), crew=fleet.sample.crew)
    place = (where.id, where.name, StationKind.MOBILE_STOP, where.lat, where.lon, _address(where), None)
    return Station(*place, public=True, opening=(opening,))


def _premises(problem: Problem, site: Site, opening: tuple[Opening, ...], crew: int) -> Station:
    kind = StationKind.FIXED if site.kind is SiteKind.ADVANCE else StationKind.POPUP
    place = (site.id, site.name, kind, site.lat, site.lon, _address(site))
    booths = booths_of(problem, problem.booths_setting(problem.site_index[site.id]), crew)
    return Station(*place, accessible=site.accessible, public=True, opening=opening, booths=booths)


def _stops(problem: Problem, tours: Iterable[PlacedTour], names: dict[int, str]) -> Iterable[Station]:
    openings: dict[int, list[Opening]] = {}
    booths: dict[int, list[int | None]] = {}
    for item in tours:
        vehicle = problem.vehicle(item.vehicle_id)
        crew = vehicle.crew if vehicle else 0
        on_board = booths_of(problem, vehicle.booths if vehicle else None, crew)
        for visit in item.tour.visits:
            slot = Opening(item.day, clock_of(visit.start), clock_of(visit.end), vehicle=item.vehicle_id, crew=crew)
            openings.setdefault(visit.site, []).append(slot)
            booths.setdefault(visit.site, []).append(on_board)
    for number, found in openings.items():
        site = problem.dataset.sites[number]
        opening = tuple(sorted(found, key=lambda o: (o.date, o.start)))
        place = (names[number], site.name, StationKind.MOBILE_STOP, site.lat, site.lon, _address(site))
        # Whether voters can board without help is the vehicle's matter and unknown until somebody has checked.
        yield Station(*place, accessible=None, public=True, opening=opening, booths=_fewest(booths[number]))


def _fewest(booths: Iterable[int | None]) -> int | None:
    """What can be counted on whichever vehicle comes; None where one of them is unknown."""
    known = list(booths)
    return None if None in known else min(b for b in known if b is not None)


def _vehicle_days(
    problem: Problem, vehicle_id: str, tours: Iterable[PlacedTour], names: dict[int, str]
) -> Iterable[VehicleDay]:
    for item in sorted(tours, key=lambda t: t.day):
        if item.vehicle_id == vehicle_id:
            depot = problem.dataset.sites[item.tour.drives[0].origin].id
            stops = [names[drive.destination] for drive in item.tour.drives[:-1]]
            yield VehicleDay(item.day, legs_of(item.tour, stops, depot))

"""Visiting teams and home-voting teams as stations and vehicle-days of a plan, and whom they take from the pool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.domain.clock import clock_of
from planner.domain.plan import Opening, Station, StationKind, VehicleDay, VehiclePlan
from planner.evaluate.team_days import day_rules, legs_of_day, teams_of
from planner.optimise.tours import persons_left
from planner.optimise.visit_dates import TeamTour, place_teams
from planner.problem import Problem, Slot
from planner.problem.home import home_slots, home_team_id
from planner.scenario import Institution


def visit_stations(problem: Problem, tours: Sequence[TeamTour]) -> Iterator[Station]:
    """Institutions and prisons with their visits, in the list's order."""
    work = problem.visits
    if work is None:
        return
    crew, openings = teams_of(problem).crew, dict[str, list[Opening]]()
    for tour in tours:
        for stop in tour.planned.stops:
            opening = Opening(tour.day, clock_of(stop.start), clock_of(stop.end), vehicle=tour.team, crew=crew)
            openings.setdefault(work.needs[stop.node - 1].id, []).append(opening)
    for item in problem.scenario.institutions or ():
        if item.id in openings:
            yield _station(item, openings[item.id])


def _station(item: Institution, openings: Sequence[Opening]) -> Station:
    ordered = tuple(sorted(openings, key=lambda opening: (opening.date, opening.start)))
    place = (item.id, item.name, StationKind(item.kind), item.lat, item.lon, item.address)
    # Nobody has said whether all who live there can come to the room, nor whether there is a booth.
    return Station(*place, accessible=None, public=False, opening=ordered)


def visit_vehicles(problem: Problem, tours: Sequence[TeamTour]) -> Iterator[VehiclePlan]:
    """The cars of the teams that go out, with their drives."""
    work = problem.visits
    if work is None:
        return
    rules, start = day_rules(problem), problem.dataset.sites[work.start].id
    for team in work.teams:
        mine = sorted((tour for tour in tours if tour.team == team), key=lambda tour: tour.day)
        if mine:
            days = (VehicleDay(tour.day, legs_of_day(work, rules, tour.planned, start)) for tour in mine)
            yield VehiclePlan(team, tuple(days))


def home_stations(problem: Problem, out: Mapping[date, int]) -> Iterator[Station]:
    """Home-voting teams: the n-th is out on the dates on which more than n are."""
    setting = problem.scenario.home_voting
    slots = home_slots(problem)
    for number in range(max(out.values(), default=0)):
        days = [slots[day] for day, teams in sorted(out.items()) if teams > number]
        crew = setting.crew if setting else 0
        opening = tuple(Opening(s.day, clock_of(s.start), clock_of(s.end), crew=crew) for s in days)
        name = f"Hjemmestemming, lag {number + 1}"
        place = (home_team_id(number), name, StationKind.HOME_TEAM, None, None, "")
        yield Station(*place, accessible=None, public=False, opening=opening)


def home_persons(problem: Problem, out: Mapping[date, int]) -> Iterator[tuple[Slot, int]]:
    """Persons of the pool that home voting takes."""
    setting, slots = problem.scenario.home_voting, home_slots(problem)
    yield from ((slots[day], teams * setting.crew) for day, teams in out.items() if setting is not None and teams)


def team_persons(problem: Problem, tours: Sequence[TeamTour]) -> Iterator[tuple[Slot, int]]:
    """Persons of the pool that visiting teams take."""
    if tours:
        crew = teams_of(problem).crew
        yield from ((Slot(tour.day, tour.planned.out, tour.planned.back), crew) for tour in tours)


def with_room(problem: Problem, home: Mapping[date, int]) -> Problem:
    """The problem with persons reserved for visits as they would be if no premises and no vehicle took any."""
    alone = place_teams(problem, persons_left(problem, (), home_persons(problem, home)))
    return replace(problem, reserved=tuple(team_persons(problem, alone.tours)))

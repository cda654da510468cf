"""A visiting team's timetable, by hand on the road of ``visiting``."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny import make_plan
from visiting import FIRST, SECOND, place, visiting

from planner.domain.clock import clock_of
from planner.domain.plan import Opening, Station, StationKind, VehicleDay, VehiclePlan
from planner.evaluate.cost import plan_cost
from planner.evaluate.team_days import day_km, day_nok, day_rules, legs_of_day, outings, timetable
from planner.problem import Problem

TWO = visiting(place(1), place(2))


def day_of(problem: Problem, *nodes: int, day: object = FIRST, not_before: int = 0) -> list[str] | None:
    assert problem.visits is not None
    planned = timetable(problem.visits, day_rules(problem), nodes, day, not_before=not_before)  # type: ignore[arg-type]
    if planned is None:
        return None
    return [clock_of(m) for m in (planned.out, *(stop.start for stop in planned.stops), planned.back)]


def test_minutes_are_those_of_the_nearest_cells() -> None:
    assert TWO.visits is not None
    assert TWO.visits.drive_minutes.tolist() == [[0, 10, 20], [10, 0, 10], [20, 10, 0]]
    assert TWO.visits.by_line == TWO.visits.unknown == ()


def test_two_visits_as_early_as_can_be() -> None:
    # 9:45 out, ten minutes' drive and five to set up; half an hour, ten to pack, ten to drive, five to set up.
    assert day_of(TWO, 1, 2) == ["09:45", "10:00", "10:55", "11:55"]
    assert day_of(TWO, 2, 1) == ["09:35", "10:00", "10:55", "11:45"]


def test_it_sets_out_no_earlier_than_it_may() -> None:
    assert day_of(TWO, 1, 2, not_before=9 * 60 + 50) == ["09:50", "10:05", "11:00", "12:00"]
    assert day_of(TWO, 1, 2, not_before=10 * 60 + 25) is None


def test_it_begins_late_rather_than_wait() -> None:
    later = visiting(place(1), place(2, hours="11:30-12:00"))
    assert day_of(later, 1, 2) == ["10:20", "10:35", "11:30", "12:30"]


def test_a_closed_hour_is_gone_round() -> None:
    closed = {"first": "2027-08-10", "last": "2027-08-10", "start": "10:15", "end": "11:00"}
    assert day_of(visiting(place(1, closed=[closed])), 1) == ["10:45", "11:00", "11:50"]
    assert day_of(visiting(place(1, closed=[closed])), 1, day=SECOND) == ["09:45", "10:00", "10:50"]


def test_no_room_in_the_day() -> None:
    assert day_of(visiting(place(1, hours="10:00-10:25")), 1) is None
    assert day_of(visiting(place(1), place(2), teams={"max_out_hours": 1}), 1, 2) is None
    assert day_of(visiting(place(1), place(2), place(0)), 1, 2, 3) is None


def test_a_long_day_has_a_break_between_the_visits() -> None:
    long = visiting(place(1, minutes=150), place(2, minutes=150), teams={"weekday": "09:00-16:00"})
    assert long.visits is not None
    planned = timetable(long.visits, day_rules(long), (1, 2), FIRST)
    assert planned is not None
    assert planned.pause_after == 0
    assert planned.stops[1].start - planned.stops[0].end == 10 + 30 + 10 + 5
    assert day_rules(long).break_after < planned.back - planned.out


def test_a_wait_that_is_there_anyway_is_the_break() -> None:
    long = visiting(
        place(1, minutes=150, hours="09:00-11:30"), place(2, minutes=150, hours="12:30-15:00"),
        teams={"weekday": "09:00-16:00"},
    )  # fmt: skip
    assert long.visits is not None
    planned = timetable(long.visits, day_rules(long), (1, 2), FIRST)
    assert planned is not None
    assert planned.pause_after is None


def test_places_without_coordinates_and_far_from_everybody() -> None:
    problem = visiting(place(0, lat=None, lon=None), place(1, lat=60.1), teams={"unknown_drive_minutes": 12})
    assert problem.visits is not None
    assert (problem.visits.unknown, problem.visits.by_line) == (("s0",), ("s1",))
    assert problem.visits.drive_minutes[0, 1] == 12
    kilometres = 0.2 * 111.195 * 1.4
    assert problem.visits.drive_km[0, 2] == pytest.approx(kilometres, rel=0.02)
    assert problem.visits.drive_minutes[0, 2] == pytest.approx(kilometres / 40 * 60, abs=1.5)


def test_the_teams_start_where_the_scenario_says() -> None:
    start = visiting(place(2), teams={"start": None}).visits
    assert start is not None
    assert visiting(place(2)).dataset.sites[start.start].id == "e0202", "one of the two nearest; there is no vehicle"


def as_plan(problem: Problem, crew: int = 2, *, legs: bool = True) -> object:
    """One team's day to both places of a problem, as a plan."""
    work = problem.visits
    assert work is not None
    rules = day_rules(problem)
    planned = timetable(work, rules, (1, 2), FIRST)
    assert planned is not None
    stations = [
        Station(
            work.needs[s.node - 1].id, "Hjem", StationKind.INSTITUTION, 59.9, 10.7, "", None, public=False,
            opening=(Opening(FIRST, clock_of(s.start), clock_of(s.end), vehicle="besokslag-1", crew=crew),),
        )
        for s in planned.stops
    ]  # fmt: skip
    days = (VehicleDay(FIRST, legs_of_day(work, rules, planned, "f0101")),) if legs else ()
    return make_plan(stations, [VehiclePlan("besokslag-1", days)])


@pytest.mark.parametrize("legs", [True, False])
def test_the_plan_says_what_the_timetable_said(legs: bool) -> None:
    (outing,) = outings(as_plan(TWO, legs=legs), TWO)  # type: ignore[arg-type]
    assert (clock_of(outing.out), clock_of(outing.back), outing.crew) == ("09:45", "11:55", 2)
    assert TWO.visits is not None
    assert outing.km == pytest.approx(day_km(TWO.visits, (1, 2)))


def test_legs_cannot_make_a_road_shorter_nor_a_day() -> None:
    plan = as_plan(TWO)
    (vehicle,) = plan.vehicles  # type: ignore[attr-defined]
    short = tuple(replace(leg, km=0.0, depart=leg.arrive) for leg in vehicle.days[0].legs)
    cheated = replace(plan, vehicles=(replace(vehicle, days=(VehicleDay(FIRST, short),)),))  # type: ignore[type-var]
    (true,), (found,) = outings(plan, TWO), outings(cheated, TWO)  # type: ignore[arg-type]
    assert (found.out, found.km) == (true.out, true.km)


def test_what_a_day_costs() -> None:
    work, plan = TWO.visits, as_plan(TWO)
    assert work is not None
    planned = timetable(work, day_rules(TWO), (1, 2), FIRST)
    assert planned is not None
    cost = 2 * 130 / 60 * 350 + day_km(work, (1, 2)) * 5
    assert day_nok(TWO, work, FIRST, planned) == pytest.approx(cost)
    lines = {line.what: line.nok for line in plan_cost(plan, TWO).lines}  # type: ignore[arg-type]
    assert lines["Kjøring, besøkslag"] + lines["Bemanning dagtid, besøkslag"] == pytest.approx(cost, abs=0.1)

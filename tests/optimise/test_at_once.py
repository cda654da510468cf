"""Vehicles that are out together are whole numbers, and out until they are back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny import plain_scenario, tiny_problem

from planner.optimise import drives
from planner.optimise.access import build_core
from planner.optimise.drives import bind_drives
from planner.optimise.requirements import bind_visits
from planner.optimise.solver import Solver
from planner.problem import Problem

BUSES = [{**plain_scenario()["vehicles"][0], "id": f"buss-{n}"} for n in (1, 2)]
CREW = BUSES[0]["crew"]
WEEKDAYS = 24
EVENING = 2


def most_days(problem: Problem, *, at_once: bool, blocks: tuple[int, ...] = (0,), bound: bool = False) -> int:
    """The most times that vehicles are out in some blocks beside open premises, by the model."""
    core = build_core(problem)
    bind_visits(core.model)
    if at_once:
        bind_drives(core.model, bound=bound)
    for key, tour in core.model.tours.items():
        core.model.cost(tour, -float(len({*blocks} & {*key.blocks})))
    core.model.close()
    solver = Solver(core.model)
    run = next(p for p, s in enumerate(problem.patterns) if problem.dataset.sites[s.site].id == "e0102")
    solver.fix({int(core.model.runs[run]): 1.0})
    found = solver.run(gap=0.0, time_limit=30)
    assert found.value == found.bound
    return round(-found.value)


def beside(hours: str, persons_left: int, slowness: float = 1.0, **changes: object) -> Problem:
    """Premises with one pattern and two buses, and a pool with so many left while the premises are open."""
    pattern = {"id": "p", "name": "p", "weekday": [hours]}
    problem = tiny_problem(
        vehicles=changes.get("vehicles", BUSES),
        budget_nok=5_000_000,
        min_visits=1,
        stations__existing="free",
        stations__patterns=[pattern],
        stations__crew=CREW,
        crew_pool__persons=CREW + persons_left,
    )
    roads = problem.dataset.car_minutes_sites * slowness
    return replace(problem, dataset=replace(problem.dataset, car_minutes_sites=roads))


def test_a_crew_and_a_part_of_one_is_one_crew() -> None:
    problem = beside("10:00-19:00", CREW + CREW - 1)
    assert most_days(problem, at_once=False) > WEEKDAYS
    assert most_days(problem, at_once=True) == WEEKDAYS


@pytest.mark.parametrize("slowness", [1.0, 1.9])
def test_enough_for_two_is_two(slowness: float) -> None:
    assert most_days(beside("10:00-19:00", 2 * CREW, slowness), at_once=True) == 2 * WEEKDAYS


def test_a_drive_home_needs_its_persons_too() -> None:
    """Premises open a quarter of an hour after the buses have packed up; on slow roads they are on their way home."""
    near, far = (beside("20:15-21:15", CREW, slowness) for slowness in (0.01, 4.0))
    assert most_days(near, at_once=True, blocks=(EVENING,)) == most_days(near, at_once=False, blocks=(EVENING,))
    assert most_days(far, at_once=True, blocks=(EVENING,)) < most_days(far, at_once=False, blocks=(EVENING,))


def test_days_that_are_not_listed_have_their_least_span(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "MOST_COLUMNS", 0)
    assert most_days(beside("10:00-19:00", CREW + CREW - 1, 1.9), at_once=True) == WEEKDAYS


@pytest.mark.parametrize("slowness", [1.0, 1.9])
def test_for_a_bound_half_a_crew_is_none_too(slowness: float) -> None:
    assert most_days(beside("10:00-19:00", CREW + CREW - 1, slowness), at_once=True, bound=True) == WEEKDAYS


def test_one_crew_in_two_vehicles_is_not_ruled_out_by_a_bound() -> None:
    """Short days, so that none has both blocks: a bus before noon, another after it, with the same crew."""
    short = [{**bus, "max_out_hours": 4.5} for bus in BUSES]
    problem = beside("10:00-19:00", CREW, 0.01, vehicles=short)
    assert all(len(key.blocks) == 1 for key in build_core(problem).model.tours)
    assert most_days(problem, at_once=True, blocks=(0, 1)) == WEEKDAYS
    assert most_days(problem, at_once=True, blocks=(0, 1), bound=True) == 2 * WEEKDAYS

"""A vehicle's day goes to a date with room in the pool; what voters find is the same."""

from __future__ import annotations

from datetime import date

from tiny import BUS_DAY, tiny_plan, tiny_problem

from planner.objectives.registry import goals_of
from planner.optimise.aims import Aim
from planner.optimise.crews import sized
from planner.optimise.moves import moved, with_day_at


def bus_dates(plan) -> set[date]:
    return {o.date for s in plan.stations for o in s.opening if o.vehicle}


def test_a_day_at_another_date_is_all_that_changes() -> None:
    other = date(2027, 8, 25)
    plan = with_day_at(tiny_plan(), "buss", BUS_DAY, other)
    assert bus_dates(plan) == {other}
    assert [d.date for v in plan.vehicles for d in v.days] == [other]
    assert with_day_at(plan, "buss", other, BUS_DAY) == tiny_plan()


def test_where_nobody_waits_nothing_moves() -> None:
    problem = tiny_problem(votes__expected_total=1_000, budget_nok=5_000_000)
    assert moved(tiny_plan(), problem, Aim(goals_of(problem)[0])) == tiny_plan()


def test_a_bus_leaves_the_date_on_which_the_pool_is_short() -> None:
    """Put in the last week, where a pop-up takes its evenings and most votes come, it goes where fewer do."""
    busy = date(2027, 9, 10)
    changes = {"votes__expected_total": 60_000, "budget_nok": 50_000_000}
    plan = with_day_at(tiny_plan(), "buss", BUS_DAY, busy)
    enough = 10 + sized(plan, tiny_problem(**changes, crew_pool__persons=10)).over_pool
    problem = tiny_problem(**changes, crew_pool__persons=enough - 1)
    assert sized(plan, tiny_problem(**changes, crew_pool__persons=enough)).waiting == 0
    before = sized(plan, problem)
    assert before.waiting > 0
    assert busy in before.short
    aim = Aim(goals_of(problem)[0])
    after = moved(plan, problem, aim)
    assert sized(after, problem).waiting < before.waiting
    assert aim.goal.value(after) <= aim.goal.value(plan)
    assert busy not in bus_dates(after)

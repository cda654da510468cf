"""max_minutes: the longest way, and first of all that there is one."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tiny import make_plan, tiny_plan, tiny_problem

from planner.domain.dataset import Floats
from planner.domain.errors import InputError
from planner.modelling import Segment
from planner.objectives.goal import plan_minutes
from planner.objectives.max_minutes import Longest
from planner.objectives.registry import goals_of
from planner.optimise.access import build_stage_one
from planner.optimise.aims import Aim, Held
from planner.optimise.finish import Choice, placed
from planner.optimise.search import search
from planner.optimise.solver import Outcome, Solver
from planner.problem import Problem

PROBLEM = tiny_problem(objective="max_minutes")
(GOAL,) = goals_of(PROBLEM)
T = 90.0


def longest(**changes: Any) -> Longest:
    return Longest(tiny_problem(**changes), Segment(0))


def minutes_of(*ways: float) -> Floats:
    return np.array(ways)


def test_by_hand() -> None:
    assert longest().of(minutes_of(3, 14, 7, 0, 21, 5)) == 21
    assert longest().of(minutes_of(3, 14, 7, 0, 21, T)) == T + 21
    assert longest().of(minutes_of(T, T, T, T, T, T)) == 6 * T


def test_one_reached_more_is_better_than_any_minutes() -> None:
    assert longest().of(minutes_of(89, 89, 89, 89, 89, T)) < longest().of(minutes_of(0, 0, 0, 0, T, T))


def test_points_with_too_few_persons_do_not_count() -> None:
    """200 eligible at every point."""
    assert longest(max_minutes_persons=200).counted.tolist() == [0, 1, 2, 3, 4, 5]
    assert longest(max_minutes_persons=201).counted.tolist() == []
    assert longest(max_minutes_persons=201).of(minutes_of(3, 14, 7, 0, 21, T)) == 0


def test_the_segment_by_default_is_the_lowest_level_of_any_class() -> None:
    minutes = plan_minutes(PROBLEM, tiny_plan())
    assert GOAL.value(tiny_plan()) == minutes[:, :, 0].min(axis=1).max()
    often = tiny_problem(objective={"name": "max_minutes", "presence": 3, "availability": "saturday"})
    (goal,) = goals_of(often)
    assert goal.value(tiny_plan()) == minutes[:, 2, 2].max() > GOAL.value(tiny_plan())
    assert "nivå 3" in goal.title
    assert "lørdag" in goal.title


def test_nothing_open() -> None:
    assert GOAL.value(make_plan([])) == 6 * T


def test_a_class_or_level_that_does_not_exist() -> None:
    with pytest.raises(InputError) as caught:
        goals_of(tiny_problem(goals=[{"name": "max_minutes", "presence": 4, "availability": "natt"}]))
    assert [(t.place, t.value) for t in caught.value.problems] == [
        ("goals.0.availability", "natt"),
        ("goals.0.presence", "4"),
    ]
    with pytest.raises(InputError, match="ikke noe felt presence"):
        goals_of(tiny_problem(objective={"name": "mean_minutes", "presence": 1}))


def remote(seed: int, **changes: Any) -> Problem:
    """Pop-ups at four sites; some points that no locked station reaches, some that nothing does."""
    given: dict[str, Any] = {"vehicles": [], "budget_nok": 90_000, "objective": "max_minutes"}
    problem = tiny_problem(**(given | changes))
    rng = np.random.default_rng(seed)
    minutes = rng.integers(1, 60, problem.minutes.shape).astype(float)
    minutes[rng.random(minutes.shape) < 0.4] = T
    minutes[:4, sorted(problem.existing_sites)] = T
    return replace(problem, minutes=minutes)


def choices(problem: Problem) -> list[tuple[int, ...]]:
    """Every way to run one pattern at each site that the budget allows."""
    sites: dict[int, list[int | None]] = {}
    for p, schedule in enumerate(problem.patterns):
        sites.setdefault(schedule.site, [None]).append(p)
    every = [tuple(p for p in chosen if p is not None) for chosen in itertools.product(*sites.values())]
    return [c for c in every if sum(problem.patterns[p].nok for p in c) <= problem.budget_nok]


def value_of(problem: Problem, choice: tuple[int, ...]) -> float:
    return goals_of(problem)[0].value(placed(problem, Choice(choice, {}, {}))[0])


@pytest.mark.parametrize("seed", range(4))
def test_where_some_are_out_of_reach_the_best_is_found(seed: int) -> None:
    problem = remote(seed)
    best = min(value_of(problem, choice) for choice in choices(problem))
    (goal,) = goals_of(problem)
    assert goal.steps is not None
    assert best in goal.steps.values
    found = search(
        problem, gap=0.0, deadline=time.monotonic() + 60, seed=0, tell=lambda _value, _bound: None, aim=Aim(goal)
    )
    assert found.solution.outcome is Outcome.OPTIMAL
    assert (found.solution.value, found.solution.bound) == (best, best)


@pytest.mark.parametrize("seed", range(3))
def test_kept_rows_and_the_expression_say_what_the_value_says(seed: int) -> None:
    """For every choice: the expression's minimum is the value; rows at a limit hold just where it is kept."""
    problem = remote(seed, objective="cost", budget_nok=60_000)
    longest = goals_of(remote(seed))[0]
    some = choices(problem)[:: 1 + len(choices(problem)) // 8]
    values = {choice: longest.value(placed(problem, Choice(choice, {}, {}))[0]) for choice in some}
    limits = sorted(set(values.values()))
    for limit in limits[:: 1 + len(limits) // 3]:
        for choice, value in values.items():
            kept = Aim(goals_of(problem)[0], (Held(longest, limit),))
            assert (fixed(problem, kept, choice) is not None) == (value <= limit)
    for choice, value in list(values.items())[:4]:
        assert fixed(problem, Aim(longest), choice) == pytest.approx(value, abs=1e-5)


def fixed(problem: Problem, aim: Aim, choice: tuple[int, ...]) -> float | None:
    """The least of an aim with all decisions fixed, None where its limits do not allow them."""
    model = build_stage_one(problem, aim=aim)
    solver = Solver(model)
    solver.fix({int(run): float(p in choice) for p, run in enumerate(model.runs)})
    solution = solver.run(gap=0.0, time_limit=60)
    return None if solution.values is None else solution.value

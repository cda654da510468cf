"""The model is the same for another solver: CBC, which comes with PuLP, finds the same least value as HiGHS."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pulp
import pytest
from tiny import tiny_problem

from planner.objectives.registry import goals_of
from planner.optimise.access import build_stage_one
from planner.optimise.aims import Aim, Held
from planner.optimise.solver import Outcome, Solver
from planner.problem import Problem

pytestmark = pytest.mark.filterwarnings("ignore:PULP_CBC_CMD is deprecated")
"""It leaves with PuLP 4; ours is below that."""
GOALS: dict[str, Any] = {
    "mean": "mean_minutes",
    "ede": "ede_minutes",
    "within": {"name": "share_within", "minutes": 20},
    "worst": {"name": "districts_within", "minutes": 20, "share": 0.9, "districts": "all"},
    "cost": "cost",
    "max": "max_minutes",
}


def problem_of(seed: int, goal: Any, **changes: Any) -> Problem:
    """Three pop-up sites with random ways, and a bus with two stops."""
    given: dict[str, Any] = {"budget_nok": 120_000, "stations__popup_sites": ["e0101", "e0102", "e0202"]}
    bus = {"id": "buss", "name": "Bussen", "depot": "f0101", "crew": 2, "stops": ["e0201", "e0202"]}
    problem = tiny_problem(**{**given, "vehicles": [bus], "objective": goal, **changes})
    minutes = np.random.default_rng(seed).integers(1, 60, problem.minutes.shape).astype(float)
    return replace(problem, minutes=minutes)


def by_cbc(problem: Problem, aim: Aim) -> float | None:
    model = build_stage_one(problem, aim=aim)
    status = model.lp.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0.0, threads=1))
    if status == pulp.LpStatusInfeasible:
        return None
    assert status == pulp.LpStatusOptimal
    return float(pulp.value(model.lp.objective)) + model.constant


def by_highs(problem: Problem, aim: Aim) -> float | None:
    solution = Solver(build_stage_one(problem, aim=aim)).run(gap=0.0, time_limit=120)
    if solution.outcome is Outcome.INFEASIBLE:
        return None
    assert solution.outcome is Outcome.OPTIMAL
    return solution.value


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", GOALS)
def test_the_same_least_value(name: str, seed: int) -> None:
    problem = problem_of(seed, GOALS[name])
    aim = Aim(goals_of(problem)[0])
    found = by_highs(problem, aim)
    assert found is not None
    assert by_cbc(problem, aim) == pytest.approx(found, rel=1e-6, abs=1e-6)


def test_the_same_with_earlier_goals_to_keep() -> None:
    problem = problem_of(3, "mean_minutes")
    (mean,) = goals_of(problem)
    (longest,) = goals_of(problem_of(3, "max_minutes"))
    least = by_highs(problem, Aim(longest))
    assert least is not None
    aim = Aim(mean, (Held(longest, least),))
    found = by_highs(problem, aim)
    assert found is not None
    assert by_cbc(problem, aim) == pytest.approx(found, rel=1e-6)


def test_both_say_that_there_is_none() -> None:
    target = [{"share": 1.0, "minutes": 1, "districts": "all"}]
    problem = problem_of(4, "mean_minutes", targets=target, budget_nok=0)
    aim = Aim(goals_of(problem)[0])
    assert by_highs(problem, aim) is None
    assert by_cbc(problem, aim) is None

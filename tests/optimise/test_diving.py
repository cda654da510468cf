"""Dives end in whole plans of the model, never better than its optimum, or in none."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from tiny import tiny_problem

from planner.optimise import parts as parts_module
from planner.optimise.access import build_stage_one
from planner.optimise.diving import dive
from planner.optimise.model import StageOne
from planner.optimise.search import in_parts
from planner.optimise.solver import Solver
from planner.problem import Problem

FAR = 1e12


def free(**changes) -> Problem:
    return tiny_problem(**{"stations__existing": "free", "budget_nok": 700_000, "roster": {"make": False}, **changes})


def meets_every_row(model: StageOne, values: np.ndarray) -> bool:
    sums = {name: sum(c * values[v] for v, c in row.terms.items()) for name, row in model.rows.items()}
    below = all(sums[name] <= row.rhs + 1e-5 for name, row in model.rows.items() if row.sense != ">=")
    return below and all(sums[name] >= row.rhs - 1e-5 for name, row in model.rows.items() if row.sense != "<=")


@pytest.mark.parametrize("budget", [150_000, 400_000, 700_000])
def test_a_dive_ends_in_a_whole_plan_of_the_model(budget: int) -> None:
    problem = free(budget_nok=budget)
    model = build_stage_one(problem)
    found = dive(model, seed=0, deadline=FAR)
    best = Solver(build_stage_one(problem), seed=0).run(gap=0.0, time_limit=60)
    assert found is not None
    assert found.values is not None
    whole = found.values[model.integers()]
    assert np.abs(whole - np.round(whole)).max() < 1e-5
    assert meets_every_row(model, found.values)
    # A dive promises no more than a plan: here within twice the best, far from the 90 minutes of no place at all.
    assert best.value - 1e-6 <= found.value <= 2 * best.value


def test_the_same_dive_twice() -> None:
    problem = free()
    first, second = (dive(build_stage_one(problem), seed=0, deadline=FAR) for _ in range(2))
    assert first is not None
    assert second is not None
    assert np.array_equal(first.values, second.values)


def test_no_plan_where_there_is_none_or_no_time() -> None:
    problem = free()
    model = build_stage_one(problem)
    assert dive(model, seed=0, deadline=time.monotonic() - 1) is None
    impossible = free(budget_nok=0, pins=[{"station": "e0202"}])
    assert dive(build_stage_one(impossible), seed=0, deadline=FAR) is None


def test_many_points_and_a_narrow_model_lead_to_a_dive(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, dives = free(), list[float]()
    monkeypatch.setattr(parts_module, "NARROW", -1.0)
    monkeypatch.setattr(parts_module, "coarse", lambda some: some if dives else free())

    def told(model: StageOne, *, seed: int, deadline: float):
        found = dive(model, seed=seed, deadline=deadline)
        dives.append(math.inf if found is None else found.value)
        return found

    monkeypatch.setattr(parts_module, "dive", told)
    found = in_parts(problem, gap=0.01, deadline=time.monotonic() + 60, seed=0, tell=lambda _v, _b: None)
    assert len(dives) == 1
    assert found.solution.value <= dives[0] + 1e-6
    assert found.solution.bound <= found.solution.value + 1e-9

"""Piece by piece a plan only gets better, and on a place small enough for one piece it ends at the best."""

from __future__ import annotations

import time

import numpy as np
import pytest
from tiny import tiny_problem

from planner.domain.dataset import Floats
from planner.optimise import exchanges as module
from planner.optimise.access import Scope, build_core, build_stage_one
from planner.optimise.exchanges import exchanges
from planner.optimise.lagrangian import Ways
from planner.optimise.model import StageOne
from planner.optimise.solver import Solver
from planner.problem import Problem

PROBLEM = tiny_problem(budget_nok=400_000, stations__existing="free")


def restricted(problem: Problem) -> tuple[StageOne, Ways]:
    """A model with everything that a restricted one has, restricted to nothing."""
    core = build_core(problem)
    core.model.close()
    ways = Ways(problem, core)
    keep = np.ones(len(core.model.columns), dtype=bool)
    reach = np.full((len(problem.weights), *ways.weights.shape[1:]), np.inf)
    return build_stage_one(problem, Scope(keep, reach)), ways


def nothing(ways: Ways) -> Floats:
    """The plan that opens nothing."""
    return np.zeros(ways.opens.shape[1])


def test_plans_get_better_and_end_at_the_best() -> None:
    model, ways = restricted(PROBLEM)
    found = list(exchanges(model, nothing(ways), ways.value, seed=0, deadline=time.monotonic() + 60))
    values = [ways.value(s.values[: ways.opens.shape[1]]) for s in found if s.values is not None]
    assert values
    assert values == sorted(values, reverse=True)
    best = Solver(restricted(PROBLEM)[0]).run(gap=0.0, time_limit=60)
    assert values[-1] == pytest.approx(best.value, rel=module.GAP)


def test_small_pieces_find_good_plans_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NEAREST", 2)
    model, ways = restricted(PROBLEM)
    found = list(exchanges(model, nothing(ways), ways.value, seed=0, deadline=time.monotonic() + 60))
    assert found[-1].values is not None
    assert ways.value(found[-1].values[: ways.opens.shape[1]]) < ways.value(nothing(ways))


def test_the_same_seed_gives_the_same_plans() -> None:
    runs = []
    for _ in range(2):
        model, ways = restricted(PROBLEM)
        found = exchanges(model, nothing(ways), ways.value, seed=3, deadline=time.monotonic() + 60)
        runs.append([s.value for s in found])
    assert runs[0] == runs[1]


def test_no_time_no_plans() -> None:
    model, ways = restricted(PROBLEM)
    assert not list(exchanges(model, nothing(ways), ways.value, seed=0, deadline=time.monotonic() - 1))

"""A search in parts that is cancelled ends at once with what it knows: a bound, and at the least today's stations."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from tiny import COLUMN, tiny_problem

from planner.evaluate.access import mean_minutes, minutes_today
from planner.optimise.access import Scope, build_core, build_stage_one
from planner.optimise.apart import Apart
from planner.optimise.found import Found
from planner.optimise.parts import Limits, Parts
from planner.optimise.search import in_parts
from planner.optimise.solver import Outcome, Solver


def _told(problem: object, *, cancelled: bool) -> tuple[int, object]:
    told: list[tuple[float, float]] = []
    with Apart(lambda: cancelled):
        found = in_parts(
            problem,
            gap=0.0,
            deadline=time.monotonic() + 60,
            seed=0,
            tell=lambda v, b: told.append((v, b)),  # type: ignore[arg-type]
        )
    return len(told), found.solution


def test_a_cancelled_search_takes_one_step_and_has_today() -> None:
    problem = tiny_problem(budget_nok=30_000)
    steps, stopped = _told(problem, cancelled=True)
    all_steps, whole = _told(problem, cancelled=False)
    assert steps < all_steps
    assert stopped.values is not None  # type: ignore[attr-defined]
    assert stopped.bound <= whole.value + 1e-9 <= stopped.value + 2e-9  # type: ignore[attr-defined]


def test_when_the_time_is_up_a_plan_worse_than_today_s_stations_is_not_the_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first restricted model's first plans may be: it knows nothing of what is open now."""
    problem = tiny_problem(stations__existing="free", budget_nok=700_000)

    def poor(parts: Parts, _best: Found | None, _limits: Limits) -> Found:
        runs = build_core(problem).model.runs
        keep = np.zeros(parts.ways.opens.shape[1], dtype=bool)
        keep[[run for run, pattern in zip(runs, problem.patterns, strict=True) if pattern.site == COLUMN["f0201"]]] = (
            True
        )
        model = build_stage_one(problem, Scope(keep, parts.ways.beyond))
        solver = Solver(model)
        solution = solver.run(gap=0.0, time_limit=60)
        assert solution.values is not None
        return Found(model, solver, replace(solution, outcome=Outcome.FEASIBLE, bound=parts.ascent.bound))

    monkeypatch.setattr(Parts, "restricted", poor)
    found = in_parts(problem, gap=0.0, deadline=time.monotonic() - 1, seed=0, tell=lambda *_: None)
    values = found.solution.values
    assert values is not None
    opened = [
        pattern.pattern_id for pattern, run in zip(problem.patterns, found.model.runs, strict=True) if values[run]
    ]
    assert opened == ["today"] * 3
    today = mean_minutes(problem, minutes_today(problem, cells=False), problem.weights)
    assert found.solution.value == pytest.approx(today)
    assert found.solution.bound <= today

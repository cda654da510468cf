"""A search in parts that is cancelled ends at once with what it knows: a bound, and at the least today's stations."""

from __future__ import annotations

import time

from tiny import tiny_problem

from planner.optimise.apart import Apart
from planner.optimise.search import in_parts


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

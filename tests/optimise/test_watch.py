"""Bound and best plan over time, and where the gap comes from."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny_problem

from planner.audit import complete
from planner.domain.plan import GapParts
from planner.objectives.registry import goals_of
from planner.optimise.solve import solve_problem
from planner.optimise.watch import TracePoint, Watch, gap_parts, trace_csv

SHARES = st.floats(0, 1)


def together(parts: GapParts) -> float:
    assert parts.capacity is not None
    return parts.siting + parts.tours + parts.capacity + parts.later_goals


@given(value=st.floats(0.1, 90), bound=SHARES, sited=SHARES, toured=SHARES, placed=SHARES)
def test_the_parts_add_up_to_the_gap(value: float, bound: float, sited: float, toured: float, placed: float) -> None:
    parts = gap_parts(value, bound * value, sited * value, toured * value, placed * value)
    assert together(parts) == pytest.approx(1 - bound, abs=3e-6)
    assert min(parts.siting, parts.tours, parts.capacity or 0.0, parts.later_goals) >= 0


def test_parts_by_hand() -> None:
    assert gap_parts(10.0, 8.0, 8.5, 9.0, 9.5) == GapParts(siting=0.05, tours=0.05, capacity=0.05, later_goals=0.05)
    assert gap_parts(10.0, 8.0, math.inf, 10.0, 10.0) == GapParts(0.2, 0.0, 0.0, capacity=0.0)
    assert gap_parts(0.0, 0.0, 0.0, 0.0, 0.0) == GapParts(0.0, 0.0, 0.0, capacity=0.0)


def traced(**changes: object) -> tuple[list[TracePoint], object]:
    points: list[TracePoint] = []
    problem = tiny_problem(stations__existing="free", budget_nok=500_000, roster={"make": False}, **changes)
    return points, solve_problem(problem, gap=0.0, time_limit=60, seed=0, callback=points.append)


@pytest.mark.parametrize("rings", [0, 40_000])
def test_values_fall_and_bounds_rise(rings: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.optimise.search.WHOLE_MODEL_RINGS", rings)
    points, plan = traced()
    siting = [point for point in points if point.stage == "siting"]
    values = [point.value for point in siting if point.value is not None]
    bounds = [point.bound for point in siting if point.bound is not None]
    assert values
    assert bounds
    assert values == sorted(values, reverse=True)
    if not rings:
        assert len(bounds) > 3  # the multipliers tell of theirs too
        assert bounds[:-1] == sorted(bounds[:-1])
    assert [p.seconds for p in points] == sorted(p.seconds for p in points)
    last = points[-1]
    result = plan.objective  # type: ignore[attr-defined]
    assert last.stage == "plan"
    assert (last.value, last.bound) == (
        pytest.approx(result.value, abs=1e-6),
        pytest.approx(result.lower_bound, abs=1e-6),
    )
    assert last.gap == pytest.approx(result.gap, abs=1e-6)


def test_goal_after_goal() -> None:
    points, plan = traced(goals=["max_minutes", "mean_minutes"])
    assert [p.name for p in points if p.stage == "plan"] == ["max_minutes", "mean_minutes"]
    assert {(p.goal, p.name, p.unit) for p in points} == {
        (1, "max_minutes", "minutter"),
        (2, "mean_minutes", "minutter"),
    }
    for result in plan.objectives:  # type: ignore[attr-defined]
        parts = result.gap_parts
        assert together(parts) == pytest.approx(result.gap, abs=3e-6)


def test_nothing_is_told_twice() -> None:
    points: list[TracePoint] = []
    (goal,) = goals_of(tiny_problem())
    tell = Watch(points.append).teller(1, goal, lambda _value, _bound: None)
    for value, bound in ((math.inf, -math.inf), (10.0, 5.0), (10.0, 5.0), (9.0, 9.5)):
        tell(value, bound)
    assert [(p.value, p.bound, p.gap) for p in points] == [(None, None, None), (10.0, 5.0, 0.5), (9.0, 9.0, 0.0)]


def test_as_csv() -> None:
    points = [
        TracePoint(0.12345678, 1, "mean_minutes", "minutter", "siting", None, 8.5, None),
        TracePoint(1.0, 1, "mean_minutes", "minutter", "plan", 10.0, 8.5, 0.15),
    ]
    rows = list(csv.DictReader(io.StringIO(trace_csv(points).decode())))
    assert list(rows[0]) == [field.name for field in fields(TracePoint)]
    assert rows[0] == {
        "seconds": "0.123457", "goal": "1", "name": "mean_minutes", "unit": "minutter", "stage": "siting",
        "value": "", "bound": "8.5", "gap": "",
    }  # fmt: skip
    assert rows[1]["gap"] == "0.15"


def test_a_plan_changed_by_hand_has_no_parts() -> None:
    _, plan = traced()
    problem = tiny_problem(stations__existing="free", budget_nok=500_000)
    assert complete(plan, problem).objective.gap_parts is not None  # type: ignore
    fewer = replace(plan, stations=plan.stations[:1])  # type: ignore
    assert complete(fewer, problem).objective.gap_parts is None  # type: ignore

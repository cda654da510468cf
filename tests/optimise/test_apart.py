"""A run that can be cancelled: its MILPs live in a child, its best plan here."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import highspy
import numpy as np
import pytest
from tiny import tiny_problem

from planner.domain.errors import NoPlanError
from planner.domain.findings import Severity
from planner.domain.plan import Plan, SolveStatus
from planner.optimise import apart as apart_module
from planner.optimise.apart import APART, Apart
from planner.optimise.solve import solve_problem
from planner.optimise.watch import TracePoint
from planner.optimise.worker import ended
from planner.problem import Problem


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every child that a test starts."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(apart_module._Child):
        def __init__(self) -> None:
            super().__init__()
            started.append(self.process)

    monkeypatch.setattr(apart_module, "_Child", Noted)
    return started


def problem() -> Problem:
    return tiny_problem(stations__existing="free", budget_nok=500_000)


def solved(**changes: Any) -> Plan:
    return solve_problem(problem(), gap=0.01, time_limit=60, seed=0, **changes)


def test_the_child_finds_the_same_plan(children: list[subprocess.Popen[bytes]]) -> None:
    here, there = solved(), solved(cancel=lambda: False)
    assert len(children) == 1
    assert children[0].poll() is not None
    assert (here.stations, here.vehicles, here.roster) == (there.stations, there.vehicles, there.roster)
    assert here.objective is not None
    assert there.objective is not None
    assert here.objective.lower_bound == there.objective.lower_bound


@pytest.mark.parametrize("goal", ["mean_minutes", "max_minutes"])
def test_cancelled_at_the_first_plan_it_is_finished_and_returned(
    goal: str, children: list[subprocess.Popen[bytes]]
) -> None:
    stop = threading.Event()
    seen: list[TracePoint] = []

    def callback(point: TracePoint) -> None:
        seen.append(point)
        if point.value is not None:
            stop.set()

    free = tiny_problem(stations__existing="free", budget_nok=500_000, objective=goal)
    plan = solve_problem(free, gap=0.0, time_limit=60, seed=0, callback=callback, cancel=stop)
    assert stop.is_set()
    assert children
    assert all(child.poll() is not None for child in children)
    assert plan.stations
    assert plan.roster == ()
    assert [f.rule for f in plan.findings if f.severity is Severity.HARD] == []
    assert plan.objective is not None
    assert 0 <= plan.objective.lower_bound <= plan.objective.value
    assert (plan.objective.status is SolveStatus.OPTIMAL) == (plan.objective.gap <= 1e-6)
    assert plan.accessibility is not None
    assert [point.stage for point in seen][-1] == "plan"


def test_cancelled_before_anything_is_found_todays_stations_are_the_plan() -> None:
    plan = solve_problem(tiny_problem(), gap=0.0, time_limit=60, seed=0, cancel=lambda: True)
    assert {station.id for station in plan.stations} == {"f0101", "f0102", "f0201"}
    assert plan.objective is not None
    assert plan.objective.status is SolveStatus.FEASIBLE
    with pytest.raises(NoPlanError, match="Avbrutt"):  # they cost more than there is
        solved(cancel=lambda: True)


def test_in_parts_a_cancelled_run_returns_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.optimise.search.WHOLE_MODEL_RINGS", 0)
    stop = threading.Event()

    def callback(point: TracePoint) -> None:
        if point.bound is not None:  # of the multipliers' first steps
            stop.set()

    plan = solve_problem(tiny_problem(), gap=0.0, time_limit=60, seed=0, callback=callback, cancel=stop.is_set)
    assert stop.is_set()
    assert plan.stations
    assert plan.objective is not None
    assert plan.objective.lower_bound <= plan.objective.value


def test_without_a_way_to_cancel_there_is_no_child(children: list[subprocess.Popen[bytes]]) -> None:
    solved()
    assert children == []
    assert APART.get() is None


def knapsack() -> Any:
    highs: Any = highspy.Highs()
    highs.silent()
    rng = np.random.default_rng(0)
    highs.addVars(12, np.zeros(12), np.ones(12))
    for column in range(12):
        highs.changeColCost(column, -float(rng.integers(10, 100)))
        highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    highs.addRow(-highspy.kHighsInf, 90.0, 12, np.arange(12, dtype=np.int32), rng.integers(5, 60, 12).astype(float))
    return highs


def test_one_child_solves_model_after_model_as_they_are_solved_here() -> None:
    told: list[tuple[float, float]] = []
    with Apart(lambda: False) as apart:
        found = [
            apart.run(
                knapsack(), None, time_limit=60, grace=0, progress=lambda value, bound: told.append((value, bound))
            )
            for _ in range(2)
        ]
        assert apart.process is not None
        assert apart.process.poll() is None
        child = apart.process
    assert child.poll() is not None
    model = knapsack()
    model.run()
    here = ended(model)
    for there in found:
        assert there.values is not None
        assert here.values is not None
        assert there.values.tolist() == here.values.tolist()
        assert (there.objective, there.proven) == (here.objective, True)
    assert min(value for value, _ in told) == here.objective


def test_a_child_that_dies_is_told_of() -> None:
    with Apart(lambda: False) as apart:
        assert apart.process is not None
        apart.process.kill()
        apart.process.wait()
        with pytest.raises(RuntimeError, match="the solver's process"):
            apart.run(knapsack(), None, time_limit=60, grace=0, progress=None)


def test_a_worker_ends_with_whoever_asked() -> None:
    worker = subprocess.run(
        [sys.executable, "-m", "planner.optimise.worker"], stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    assert worker.stdout == worker.stderr == b""

"""A certificate proves what it says, never more than is true, and does not bend."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tiny import far_apart, tiny_plan, tiny_problem

from planner.domain.plan import Plan
from planner.objectives.registry import goals_of
from planner.optimise.access import stage_one_rows
from planner.optimise.aims import Aim
from planner.optimise.certificate import (
    Certificate,
    Duals,
    GoalCertificate,
    certified_bound,
    dense,
    proven,
    rows_for,
    rows_of,
)
from planner.optimise.solve import solve_problem
from planner.problem import Problem

QUICK = settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
WITHIN: dict[str, Any] = {"name": "share_within", "minutes": 20}
WORST: dict[str, Any] = {"name": "districts_within", "minutes": 20, "share": 0.9, "districts": "all"}
GOALS: dict[str, Any] = {
    "mean": "mean_minutes", "ede": "ede_minutes", "within": WITHIN, "worst": WORST, "cost": "cost",
    "max": "max_minutes",
}  # fmt: skip


def problem_of(seed: int, **changes: Any) -> Problem:
    problem = tiny_problem(
        **{"stations__existing": "free", "budget_nok": 500_000, "roster": {"make": False}, **changes}
    )
    minutes = np.random.default_rng(seed).integers(1, 60, problem.minutes.shape).astype(float)
    return replace(problem, minutes=minutes)


def certified(problem: Problem) -> tuple[Plan, Certificate]:
    """The exact optimum and its certificate, once through the file's own form."""
    found: list[Certificate] = []
    plan = solve_problem(problem, gap=0.0, time_limit=60, seed=0, certified=found.append)
    (certificate,) = found
    return plan, Certificate.model_validate_json(certificate.model_dump_json())


@pytest.mark.parametrize("name", GOALS)
@QUICK
@given(seed=st.integers(0, 1000))
def test_what_is_certified_is_true_and_recomputed(name: str, seed: int) -> None:
    problem = problem_of(seed, objective=GOALS[name])
    plan, certificate = certified(problem)
    (claim,) = certificate.goals
    assert plan.objective is not None
    assert plan.objective.name == claim.name
    assert claim.bound <= plan.objective.lower_bound + 1e-6  # solved exactly: that is the optimum
    assert claim.bound <= certified_bound(problem, claim, 0) + 1e-9
    if name in ("mean", "ede"):
        assert claim.bound >= 0.5 * plan.objective.lower_bound


@QUICK
@given(seed=st.integers(0, 1000))
def test_in_parts_what_the_multipliers_certify_is_true(seed: int) -> None:
    problem = problem_of(seed)
    exact = solve_problem(problem, gap=0.0, time_limit=60, seed=0).objective
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.optimise.search.WHOLE_MODEL_RINGS", 0)
        plan, certificate = certified(problem)
    (claim,) = certificate.goals
    assert claim.kind in ("parts", "drives")
    assert plan.objective is not None
    assert exact is not None
    # A linear programme: where the bound is that of the inner problem in whole numbers, it may prove far less.
    assert 0.0 <= claim.bound <= exact.value + 1e-6
    assert plan.objective.lower_bound <= exact.value + 1e-6
    assert claim.bound <= certified_bound(problem, claim, 0) + 1e-9


@pytest.mark.parametrize(("minutes_a_step", "kind"), [(1.0, "parts"), (9.5, "drives")])
def test_drives_are_in_the_certificate_where_they_make_the_bound(minutes_a_step: float, kind: str) -> None:
    problem = far_apart(minutes_a_step, budget_nok=500_000, roster={"make": False})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.optimise.search.WHOLE_MODEL_RINGS", 0)
        plan, certificate = certified(problem)
    (claim,) = certificate.goals
    assert plan.objective is not None
    assert claim.kind == kind
    assert 0.0 < claim.bound <= plan.objective.value
    assert claim.bound <= certified_bound(problem, claim, 0) + 1e-9
    other = far_apart(10.5 - minutes_a_step, budget_nok=500_000, roster={"make": False})
    if kind == "drives":
        with pytest.raises(ValueError, match="tours"):
            certified_bound(other, claim, 0)


def test_the_certificate_of_a_model_solved_whole_has_its_dates_and_drives() -> None:
    problem = far_apart(9.5, budget_nok=500_000, roster={"make": False})
    plan, certificate = certified(problem)
    (claim,) = certificate.goals
    assert plan.objective is not None
    assert claim.kind == "dated"
    assert 0.0 < claim.bound <= plan.objective.lower_bound + 1e-9
    assert claim.bound <= certified_bound(problem, claim, 0) + 1e-9
    with pytest.raises(ValueError, match="rows or columns"):
        certified_bound(problem, claim.model_copy(update={"kind": "rows"}), 0)


def test_a_later_goal_is_certified_given_those_before() -> None:
    problem = problem_of(5, goals=["mean_minutes", "max_minutes", "cost"])
    plan, certificate = certified(problem)
    assert [len(claim.limits) for claim in certificate.goals] == [0, 1, 2]
    for number, (claim, result) in enumerate(zip(certificate.goals, plan.objectives, strict=True)):
        assert claim.bound <= result.lower_bound + 1e-6
        assert claim.bound <= certified_bound(problem, claim, number) + 1e-9


@pytest.fixture(scope="module")
def example() -> tuple[Problem, Plan, GoalCertificate]:
    problem = problem_of(11)
    plan, certificate = certified(problem)
    return problem, plan, certificate.goals[0]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_multipliers_are_what_they_prove_is_true(
    example: tuple[Problem, Plan, GoalCertificate], data: st.DataObject
) -> None:
    """Also with multipliers, cutoffs and rows made up: the checker takes nothing on trust."""
    problem, plan, claim = example
    scale = data.draw(st.floats(-3, 3))
    some = data.draw(st.lists(st.floats(-10, 10), min_size=5, max_size=5))
    duals = [
        Duals(rows=y.rows, values=tuple(scale * v + some[n % 5] * (n % 7 == 0) for n, v in enumerate(y.values)))
        for y in claim.duals
    ]
    cutoff = data.draw(st.floats(0, 100))
    forged = claim.model_copy(update={"duals": tuple(duals), "cutoff": cutoff, "bound": 99.0})
    assert plan.objective is not None
    assert certified_bound(problem, forged, 0) <= plan.objective.value + 1e-6


@pytest.mark.parametrize(
    "change",
    [
        {"rows": 7}, {"columns": 7}, {"limits": (3.0,)}, {"name": "cost"}, {"kind": "step"}, {"kind": "parts"},
        {"duals": (Duals(rows=(10**6,), values=(1.0,)),)}, {"duals": (Duals(rows=(1, 2), values=(1.0,)),)},
    ],
)  # fmt: skip
def test_what_does_not_fit_the_scenario_is_refused(
    change: dict[str, Any], example: tuple[Problem, Plan, GoalCertificate]
) -> None:
    problem, _, claim = example
    with pytest.raises(ValueError, match=r"certificate|goals|row|reshape"):
        certified_bound(problem, claim.model_copy(update=change), 0)


def test_every_column_lies_in_a_box() -> None:
    """Else a multiplier of the wrong sign, by rounding alone, proves nothing."""
    for goal in GOALS.values():
        problem = problem_of(1, objective=goal, goals=[])
        rows = rows_of(stage_one_rows(problem, aim=Aim(goals_of(problem)[0])))
        assert np.isfinite(rows.low).all()
        assert np.isfinite(rows.high).all()


def test_a_bound_by_hand() -> None:
    """minimise x + 2 y, x + y ≥ 1.5, x ≤ 1, whole: multiplier 1 proves 1.5; 2 proves 2."""
    problem = problem_of(1)
    rows = rows_of(stage_one_rows(problem))
    small = replace(
        rows, costs=np.array([1.0, 2.0]), constant=0.0, matrix=rows.matrix[:1, :2] * 0 + np.array([[1.0, 1.0]]),
        row_low=np.array([1.5]), row_high=np.array([np.inf]), low=np.zeros(2), high=np.array([1.0, 5.0]),
        whole=np.array([True, True]),
    )  # fmt: skip
    assert proven(small, [np.array([1.0])], 100.0) == 1.5
    assert proven(small, [np.array([2.0])], 100.0) == 2.0
    assert proven(small, [np.array([-1.0])], 100.0) == 0.0  # a sign that the row does not allow is left out
    # Plans below 1.75 have y ≤ (1.75 − 1.5)/1 = 0, and then x + y ≥ 1.5 asks too much: with y = 4, 1·… = 4·1.5 − 3·1.
    assert proven(small, [np.array([1.0]), np.array([4.0])], 1.75) == 1.75


def test_checked_where_no_solver_is_installed(example: tuple[Problem, Plan, GoalCertificate], tmp_path: Path) -> None:
    _, _, claim = example
    (tmp_path / "claim.json").write_text(claim.model_dump_json(), encoding="utf-8")
    program = f"""
        import sys
        for name in ("pulp", "highspy"):
            sys.modules[name] = None
        sys.path.insert(0, {str(Path(__file__).parents[1])!r})
        from dataclasses import replace
        from pathlib import Path
        import numpy as np
        from tiny import tiny_problem
        from planner.optimise.certificate import GoalCertificate, certified_bound
        claim = GoalCertificate.model_validate_json(Path({str(tmp_path / "claim.json")!r}).read_text())
        problem = tiny_problem(stations__existing="free", budget_nok=500_000, roster={{"make": False}})
        minutes = np.random.default_rng(11).integers(1, 60, problem.minutes.shape).astype(float)
        print(certified_bound(replace(problem, minutes=minutes), claim, 0))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert float(done.stdout) >= claim.bound > 0


def test_a_plan_is_no_part_of_it(example: tuple[Problem, Plan, GoalCertificate]) -> None:
    """What is proven holds for any plan, also one made by hand."""
    problem, _, claim = example
    (goal,) = goals_of(problem)
    assert goal.value(tiny_plan()) >= claim.bound
    rows = rows_for(problem, Aim(goal), claim)
    assert [len(dense(y, claim.rows)) for y in claim.duals] == [len(rows.row_low)] * len(claim.duals)

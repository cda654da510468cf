"""A bound is never above, a value never below the true optimum, on instances small enough to try every plan."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tiny import BUS, tiny_dataset, tiny_problem

from planner.audit import judge, objective_value
from planner.domain.findings import Severity
from planner.domain.plan import SolveStatus
from planner.optimise import search as search_module
from planner.optimise.access import Scope, build_core, build_stage_one
from planner.optimise.finish import Choice, placed
from planner.optimise.found import Found
from planner.optimise.lagrangian import Ways, _Lists, ascend
from planner.optimise.model import StageOne
from planner.optimise.requirements import dated_visit_count
from planner.optimise.search import in_parts, search, whole
from planner.optimise.solve import solve_problem
from planner.optimise.solver import Outcome, Solver
from planner.optimise.tour_columns import Plain
from planner.problem import Problem

QUICK = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""No shrinking: every example solves models, and each is small already."""
TOLERANCE = 1e-6
MONEY = st.sampled_from([0, 40_000, 120_000, 300_000, 700_000])


def problem_of(**changes: Any) -> Problem:
    return tiny_problem(**changes)


def random_ways(problem: Problem, seed: int) -> Problem:
    """The same problem with other travel times from points (whole minutes, many ties)."""
    rng = np.random.default_rng(seed)
    minutes = rng.integers(1, 60, problem.minutes.shape).astype(float)
    weights = rng.integers(0, 5, problem.weights.shape).astype(float)
    weights[0] = 1.0
    return replace(problem, minutes=minutes, weights=weights)


def run(problem: Problem, path: str, gap: float = 0.0) -> Found:
    solve_path = whole if path == "whole" else in_parts
    return solve_path(problem, gap=gap, deadline=time.monotonic() + 30, seed=0, tell=lambda _value, _bound: None)


def best_of_all(problem: Problem) -> float | None:
    """Every way to run patterns, judged by the audit: the true optimum where there is no vehicle."""
    sites: dict[int, list[int | None]] = {}
    for p, schedule in enumerate(problem.patterns):
        sites.setdefault(schedule.site, [None]).append(p)
    values = []
    for chosen in itertools.product(*sites.values()):
        plan, *_ = placed(problem, Choice(tuple(p for p in chosen if p is not None), {}, {}))
        if not any(finding.severity is Severity.HARD for finding in judge(plan, problem)):
            values.append(objective_value(plan, problem))
    return min(values, default=None)


@pytest.mark.parametrize("path", ["whole", "parts"])
@pytest.mark.parametrize("existing", ["locked", "free"])
@QUICK
@given(seed=st.integers(0, 10_000), budget=MONEY)
def test_between_bound_and_value_lies_the_best_of_all_plans(path: str, existing: str, seed: int, budget: int) -> None:
    changes: dict[str, Any] = {"vehicles": [], "stations__existing": existing, "budget_nok": budget}
    problem = random_ways(problem_of(**changes), seed)
    problem = replace(problem, patterns=_two_a_site(problem))
    found, best = run(problem, path), best_of_all(problem)
    if best is None:
        assert found.solution.outcome is Outcome.INFEASIBLE or found.solution.values is None
        return
    assert found.solution.bound <= best + TOLERANCE
    assert found.solution.value >= best - TOLERANCE
    if path == "whole":
        assert found.solution.value == pytest.approx(best, abs=1e-5)


def _two_a_site(problem: Problem) -> tuple[Any, ...]:
    """At most two patterns at each of four sites, so that every plan can be tried."""
    seen: dict[int, int] = {}
    kept, seen_first = [], set[int]()
    for schedule in problem.patterns:
        seen[schedule.site] = seen.get(schedule.site, 0) + 1
        if seen[schedule.site] <= 2 and (schedule.site in seen_first or len(seen_first) < 4):
            seen_first.add(schedule.site)
            kept.append(schedule)
    return tuple(kept)


@QUICK
@given(seed=st.integers(0, 10_000), budget=st.sampled_from([200_000, 400_000]))
def test_with_a_bus_both_ways_bracket_the_exact_optimum(seed: int, budget: int) -> None:
    problem = random_ways(problem_of(stations__existing="locked", budget_nok=budget, crew_pool__persons=12), seed)
    parts = run(problem, "parts")
    exact = Solver(with_every_tour(problem), seed=0).run(gap=0.0, time_limit=30)
    assert exact.outcome is Outcome.OPTIMAL
    assert parts.solution.bound <= exact.value + TOLERANCE
    assert parts.solution.value >= run(problem, "whole").solution.bound - TOLERANCE


def with_every_tour(problem: Problem) -> StageOne:
    """The whole model with its drives and dates, closed to nothing."""
    size = len(build_core(problem).model.columns)
    reach = np.full((len(problem.weights), *problem.needed_dates.shape), np.inf)
    return build_stage_one(problem, Scope(np.ones(size, dtype=bool), reach))


def counted(problem: Problem, **_: Any) -> StageOne:
    """The whole model without drives and dates."""
    return build_stage_one(problem)


def test_where_roads_are_long_all_visits_of_the_whole_model_are_driven(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan of the counted model loses visits; it is no better than the other, and below its bound as counted."""
    changes: dict[str, Any] = {"stations__existing": "locked", "budget_nok": 200_000, "crew_pool__persons": 12}
    problem = random_ways(problem_of(**changes), 782)
    said: list[str] = []
    best = solve_problem(problem, gap=0.0, time_limit=60, seed=0, progress=said.append)
    assert best.objective is not None
    assert best.objective.status is SolveStatus.OPTIMAL
    assert not any("droppet" in sentence for sentence in said)
    parts = run(problem, "parts")
    assert parts.drives
    assert parts.solution.bound <= best.objective.value + TOLERANCE
    monkeypatch.setattr(search_module, "build_stage_one", counted)
    assert parts.solution.bound > run(problem, "whole").solution.value + 0.1
    plan = solve_problem(problem, gap=0.0, time_limit=60, seed=0, progress=said.append)
    assert any("droppet" in sentence for sentence in said)
    assert objective_value(plan, problem) >= best.objective.value - TOLERANCE


@settings(QUICK, max_examples=6)
@given(
    seed=st.integers(0, 10_000),
    slowness=st.sampled_from([0.5, 1.0, 1.9]),
    persons=st.integers(4, 8),
    existing=st.sampled_from(["locked", "free"]),
)
def test_no_plan_is_below_the_bound_of_the_whole_model(seed: int, slowness: float, persons: int, existing: str) -> None:
    """Two buses beside premises in a small pool; the other plan is of a model that knows no dates and no drives."""
    buses = [{**BUS, "id": f"buss-{number}"} for number in (1, 2)]
    problem = problem_of(
        vehicles=buses, stations__existing=existing, budget_nok=400_000, crew_pool__persons=persons,
        stations__patterns=[{"id": "p", "name": "p", "weekday": ["12:00-20:00"]}],
    )  # fmt: skip
    roads = problem.dataset.car_minutes_sites * slowness
    problem = random_ways(replace(problem, dataset=replace(problem.dataset, car_minutes_sites=roads)), seed)
    found = run(problem, "whole", gap=0.001)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_module, "build_stage_one", counted)
        plan = solve_problem(problem, gap=0.01, time_limit=30, seed=0)
    assert not any(finding.severity is Severity.HARD for finding in judge(plan, problem))
    assert objective_value(plan, problem) >= found.solution.bound - TOLERANCE


def test_between_small_and_large_the_whole_model_ends_what_the_parts_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = problem_of(stations__existing="free", budget_nok=300_000)
    far = replace(problem.dataset, car_minutes_sites=problem.dataset.car_minutes_sites * 1.9)
    problem = replace(problem, dataset=far)
    exact = run(problem, "whole").solution
    monkeypatch.setattr(search_module, "DATED_MODEL_SIZE", search_module.VISIT_RINGS * dated_visit_count(problem))
    told: list[tuple[float, float]] = []
    found = search(
        problem, gap=0.0, deadline=time.monotonic() + 60, seed=0, tell=lambda value, bound: told.append((value, bound))
    )
    assert found.solution.value == pytest.approx(exact.value, abs=1e-5)
    assert found.solution.bound == pytest.approx(exact.bound, abs=1e-5)
    assert found.dated
    bounds = [bound for _, bound in told]
    assert bounds == sorted(bounds)
    loose = search(problem, gap=0.5, deadline=time.monotonic() + 60, seed=0, tell=lambda _value, _bound: None)
    assert not loose.dated  # the parts were enough


@settings(QUICK, max_examples=2)
@given(seed=st.integers(0, 10_000), share=st.floats(0.0, 1.0))
def test_any_multipliers_give_a_bound(seed: int, share: float) -> None:
    problem = random_ways(problem_of(stations__existing="free", budget_nok=300_000), seed)
    core = build_core(problem)
    core.model.close()
    ways = Ways(problem, core)
    solver = search_module.Solver(core.model)
    solver.relax()
    multipliers = share * np.random.default_rng(seed).uniform(0, 1, ways.beyond.shape) * ways.beyond
    inner = solver.run_relaxed(ways.inner_costs(multipliers), time_limit=30)
    bound = float((ways.weights * multipliers).sum()) + inner.bound
    assert bound <= run(problem, "whole").solution.value + TOLERANCE


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), points=st.integers(1, 12), places=st.integers(1, 8), whole=st.booleans())
def test_compiled_sums_are_those_of_the_formulas(seed: int, points: int, places: int, whole: bool) -> None:
    """Ties, multipliers at a cost or above all, weights of nought; whatever was asked before."""
    rng = np.random.default_rng(seed)
    costs = rng.integers(0, 6, (points, places)).astype(float) if whole else rng.random((points, places)) * 6
    beyond = rng.uniform(2, 7, (points, 2, 3))
    weights = rng.random((points, 2, 3)) * rng.integers(0, 2, (points, 1, 1))
    lists = _Lists(costs, beyond, weights)
    for _ in range(3):
        wanted = np.minimum(rng.integers(0, 8, beyond.shape) if whole else rng.random(beyond.shape) * 8, beyond)
        amount = rng.random(places)
        for k, r in np.ndindex(2, 3):
            above = wanted[:, k, r, None] - costs
            gains = weights[:, k, r] @ np.maximum(above, 0.0)
            assert lists.gains(k, r, wanted[:, k, r]) == pytest.approx(gains)
            assert lists.sums_within(k, r, wanted[:, k, r], amount) == pytest.approx((above > 0) @ amount)


def test_the_ascent_comes_near_the_bound_of_the_linear_model() -> None:
    problem = problem_of(stations__existing="free", budget_nok=500_000)
    core = build_core(problem)
    core.model.close()
    ascent = ascend(Ways(problem, core), Plain(core.model, seed=0), deadline=time.monotonic() + 30)
    model = build_stage_one(problem)
    solver = search_module.Solver(model)
    solver.relax()
    costs = np.array([model.lp.objective.get(column, 0.0) for column in model.variables])
    relaxed = solver.run_relaxed(costs, time_limit=30)
    assert ascent.bound <= relaxed.bound + TOLERANCE
    assert ascent.bound >= 0.98 * relaxed.bound


def test_value_of_the_arrays_is_that_of_the_audit() -> None:
    problem = problem_of(stations__existing="free", budget_nok=500_000, vehicles=[])
    found = run(problem, "parts")
    plan = solve_problem(problem, gap=0.01, time_limit=30, seed=0)
    assert plan.objective is not None
    assert found.solution.value >= plan.objective.lower_bound - TOLERANCE


@pytest.mark.parametrize("path", ["whole", "parts"])
def test_same_seed_same_plan(path: str) -> None:
    problem = problem_of(stations__existing="free", budget_nok=500_000)
    first, second = (run(problem, path, gap=0.01).solution for _ in range(2))
    assert first.values is not None
    assert second.values is not None
    assert first.values.tolist() == second.values.tolist()
    assert first.bound == second.bound


def test_solved_plans_meet_every_requirement() -> None:
    for existing in ("locked", "free"):
        problem = problem_of(stations__existing=existing, budget_nok=700_000)
        plan = solve_problem(problem, gap=0.01, time_limit=30, seed=0)
        assert [f for f in plan.findings if f.severity is Severity.HARD] == []
        assert plan.objective is not None
        assert plan.objective.lower_bound <= plan.objective.value


def test_dataset_is_not_changed_by_solving() -> None:
    dataset = tiny_dataset()
    before = {mode: minutes.copy() for mode, minutes in dataset.minutes_cells_sites.items()}
    solve_problem(tiny_problem(dataset), gap=0.01, time_limit=30, seed=0)
    assert all((dataset.minutes_cells_sites[mode] == minutes).all() for mode, minutes in before.items())


def test_status_is_optimal_only_if_proven() -> None:
    plan = solve_problem(problem_of(vehicles=[], budget_nok=0), gap=0.0, time_limit=30, seed=0)
    assert plan.objective is not None
    assert plan.objective.status is SolveStatus.OPTIMAL
    assert plan.objective.gap == 0.0

"""The stages in order: build, bound and solve, place the visits, repair, finish."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.audit import complete, objective_value
from planner.domain.dataset import Dataset
from planner.domain.errors import NoPlanError
from planner.domain.plan import DatasetReference, ObjectiveResult, Plan, SolveStatus
from planner.evaluate.cost import plan_cost
from planner.modelling import TourKey, VisitKey
from planner.objectives.registry import objective_of
from planner.optimise.conflict import explain
from planner.optimise.extract import plan_parts
from planner.optimise.model import StageOne, build_stage_one
from planner.optimise.solver import OPTIMAL_GAP, Outcome, Solution, Solver
from planner.optimise.tours import Placement, place_visits
from planner.problem import Problem, Schedule, build_problem
from planner.scenario import Scenario

NEAREST_WHEN_FREE = 12
"""Candidate places per demand point where nothing is locked. Measured on Oslo, LP bound with 8, 12
and 25 of them: 7.573, 7.575, 7.575 minutes."""
STAGE_ONE_GAP_SHARE = 0.5
"""Stage 1 aims at this part of the asked gap; tours may need the rest."""
MAX_REPAIRS = 6

Say = Callable[[str], None]


@dataclass(frozen=True)
class Choice:
    """What stage 1 chose, in whole numbers."""

    open_patterns: tuple[int, ...]
    visits: dict[VisitKey, int]
    tours: dict[TourKey, int]


def solve(
    dataset: Dataset,
    scenario: Scenario,
    *,
    gap: float = 0.01,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Say | None = None,
) -> Plan:
    """Plan a scenario on a dataset.

    Args:
        dataset, scenario: what to plan.
        gap: relative gap at which to stop.
        time_limit: wall seconds.
        seed: of the solver; the same seed gives the same plan unless the time limit stops it.
        progress: called with Norwegian sentences.

    Returns:
        The finished, audited plan.

    Raises:
        InputError: unknown names, bad numbers.
        InfeasibleError: no plan meets the requirements; names the conflict.
        NoPlanError: the limit was reached before any plan was found.
    """
    return solve_problem(build_problem(dataset, scenario), gap=gap, time_limit=time_limit, seed=seed, progress=progress)


def solve_problem(
    problem: Problem, *, gap: float, time_limit: float, seed: int, progress: Say | None = None
) -> Plan:
    """As :func:`solve`, for a problem already built."""
    say = progress or (lambda _: None)
    started = time.monotonic()
    say(f"Bygger modellen: {int((problem.weights > 0).sum())} etterspørselspunkter, {len(problem.dataset.sites)} steder …")
    model = build_stage_one(problem, nearest=None if problem.locked else NEAREST_WHEN_FREE)
    solver = Solver(model, seed=seed)
    if not problem.locked:
        solver.start_from(_today(model))
    left = time_limit - (time.monotonic() - started)
    say(f"Løser ({len(model.columns)} variabler) …")
    solution = solver.run(gap=gap * STAGE_ONE_GAP_SHARE, time_limit=left, progress=_teller(say))
    _raise_if_none(problem, solution, time_limit)
    plan, repairs = _finish(problem, model, solver, solution, started + time_limit, say)
    seconds = time.monotonic() - started
    say(f"Ferdig på {seconds:.0f} s" + (f", {repairs} runder med reparasjon" if repairs else ""))
    return replace(plan, objective=_result(problem, plan, solution.bound, seconds))


def _today(model: StageOne) -> dict[int, float]:
    """Today's stations as a first plan: every integer decision 0 but their own patterns."""
    values = {column: 0.0 for column in (*model.runs, *model.visits.values(), *model.chosen.values(), *model.tours.values())}
    for run, schedule in zip(model.runs, model.problem.patterns, strict=True):
        values[run] = float(schedule.pattern_id == "today")
    return {int(column): value for column, value in values.items()}


def _teller(say: Say) -> Callable[[float, float], None]:
    def tell(value: float, bound: float) -> None:
        if abs(value) < 1e9 and abs(bound) < 1e9:
            say(f"  beste plan {value:.2f} minutter, nedre grense {bound:.2f} ({(value - bound) / value:.1%} gap)")

    return tell


def _raise_if_none(problem: Problem, solution: Solution, time_limit: float) -> None:
    if solution.outcome is Outcome.INFEASIBLE:
        raise explain(problem)
    if solution.values is None:
        raise NoPlanError(
            f"Fant ingen plan innen tidsgrensen på {time_limit:g} s. Gi mer tid (--time-limit), eller lås flere steder."
        )


def _choice(model: StageOne, solution: Solution) -> Choice:
    """Whole numbers of a solution."""
    values = solution.values
    if values is None:
        raise NoPlanError("Fant ingen plan.")

    def whole(column: int) -> int:
        return round(float(values[column]))

    return Choice(
        tuple(p for p, run in enumerate(model.runs) if whole(run)),
        {key: whole(v) for key, v in model.visits.items() if whole(v)},
        {key: whole(v) for key, v in model.tours.items() if whole(v)},
    )


def _finish(
    problem: Problem, model: StageOne, solver: Solver, solution: Solution, deadline: float, say: Say
) -> tuple[Plan, int]:
    """Place the visits; while kilometres between stops break the budget, choose visits anew with less money."""
    budget = problem.budget_nok
    for repairs in range(MAX_REPAIRS + 1):
        choice = _choice(model, solution)
        plan, placement = _placed(problem, choice)
        over = plan_cost(plan, problem).total - problem.budget_nok
        if placement.dropped:
            say(f"  {placement.dropped} besøk fikk ikke plass i kjøreplanen og er droppet")
        if over <= 0 or repairs == MAX_REPAIRS:
            break
        budget -= over + 1
        solver.fix({int(run): float(p in choice.open_patterns) for p, run in enumerate(model.runs)})
        solver.set_upper("budget", budget)
        again = solver.run(gap=OPTIMAL_GAP * 1e3, time_limit=max(5.0, deadline - time.monotonic()))
        if again.values is None:
            break
        solution = again
    return complete(plan, problem), repairs


def _placed(problem: Problem, choice: Choice) -> tuple[Plan, Placement]:
    schedules = [problem.patterns[p] for p in choice.open_patterns]
    placement = place_visits(problem, choice.visits, choice.tours, schedules)
    return _plan(problem, schedules, placement), placement


def _plan(problem: Problem, schedules: list[Schedule], placement: Placement) -> Plan:
    dataset = problem.dataset
    stations, vehicles = plan_parts(problem, schedules, placement.tours)
    return Plan(
        scenario=problem.scenario.to_plain(),
        dataset=DatasetReference(dataset.name, dataset.version, str(dataset.path), dataset.sha256, dataset.provenance),
        stations=stations,
        vehicles=vehicles,
    )


def _result(problem: Problem, plan: Plan, bound_sum: float, seconds: float) -> ObjectiveResult:
    """Value recomputed by the audit; the gap is of that value."""
    objective = objective_of(problem)
    value = objective_value(plan, problem)
    bound = min(objective.figure(problem, bound_sum), value)
    gap = (value - bound) / value if value > 0 else 0.0
    status = SolveStatus.OPTIMAL if gap <= OPTIMAL_GAP else SolveStatus.FEASIBLE
    return ObjectiveResult(
        objective.name, round(value, 6), objective.unit, round(bound, 6), round(gap, 6), status, round(seconds, 1)
    )


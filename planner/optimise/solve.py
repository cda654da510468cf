"""The stages in order: build, bound and solve, place the visits, repair, finish."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from planner.audit import complete, objective_value
from planner.domain.dataset import Dataset
from planner.domain.errors import NoPlanError
from planner.domain.plan import DatasetReference, ObjectiveResult, Plan, RosterEntry, SolveStatus
from planner.evaluate.access import scheduled_stations, segment_minutes
from planner.evaluate.cost import plan_cost
from planner.law.wording import count
from planner.modelling import TourKey, VisitKey
from planner.objectives.registry import objective_of
from planner.optimise.access import Scope, build_core, build_stage_one
from planner.optimise.conflict import explain
from planner.optimise.extract import plan_parts
from planner.optimise.model import StageOne, set_aside
from planner.optimise.roster import make_roster
from planner.optimise.search import Found, search
from planner.optimise.solver import OPTIMAL_GAP, Outcome, Solution, Solver
from planner.optimise.tours import Placement, place_visits
from planner.problem import Problem, Schedule, build_problem
from planner.scenario import Scenario

MAX_REPAIRS = 6
REPAIR_GAP_SHARE = 0.25
"""Repairs are solved to this part of the asked gap. They are small: premises and unused stops stay as they are."""
REPAIR_NODES = 200
OVER_FACTOR = 1.25
"""What is over budget is taken off the next try's money, and a little more: its tours will be others."""
LEAST_REPAIR_SECONDS = 5.0

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


def solve_problem(problem: Problem, *, gap: float, time_limit: float, seed: int, progress: Say | None = None) -> Plan:
    """As :func:`solve`, for a problem already built."""
    say = progress or (lambda _: None)
    started = time.monotonic()
    points = int((problem.weights > 0).sum())
    say(f"Bygger modellen: {points} etterspørselspunkter, {len(problem.dataset.sites)} steder …")
    deadline = started + time_limit
    found = search(problem, gap=gap, deadline=deadline, seed=seed, tell=_teller(say))
    _raise_if_none(problem, found.solution, time_limit)
    plan, repairs = _finish(problem, found, gap, seed, deadline, say)
    plan = complete(replace(plan, roster=_roster(plan, problem, seed, say)), problem)
    seconds = time.monotonic() - started
    say(f"Ferdig på {seconds:.0f} s" + (f", {repairs} runder med reparasjon" if repairs else ""))
    return replace(plan, objective=_result(problem, plan, found.solution.bound, seconds))


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


def _finish(problem: Problem, found: Found, gap: float, seed: int, deadline: float, say: Say) -> tuple[Plan, int]:
    """Place the visits; where that breaks the budget (kilometres between stops) or drops visits, choose them anew."""
    choice = _choice(found.model, found.solution)
    budget = np.inf if set_aside(problem, "budget") else problem.free_budget_nok
    limit = np.inf if set_aside(problem, "budget") else problem.budget_nok
    tried: list[tuple[bool, float, Plan]] = []
    for repairs in range(MAX_REPAIRS + 1):
        plan, placement = _placed(problem, choice)
        over = plan_cost(plan, problem).total - limit
        tried.append((over > 0, objective_value(plan, problem), plan))
        if placement.dropped:
            say(f"  {placement.dropped} besøk fikk ikke plass i kjøreplanen og er droppet")
        if (over <= 0 and not (placement.dropped and repairs == 0)) or repairs == MAX_REPAIRS:
            break
        budget -= max(0.0, over * OVER_FACTOR)
        again = _chosen_anew(problem, choice, budget, gap, seed, deadline)
        if again is None:
            break
        choice = again
    return min(tried, key=lambda item: item[:2])[2], repairs


def _roster(plan: Plan, problem: Problem, seed: int, say: Say) -> tuple[RosterEntry, ...]:
    """The plan's roster, none where there is none to be had; it has its own limit of time."""
    if not problem.scenario.roster.make:
        return ()
    made = make_roster(plan, problem, seed=seed)
    persons = count(made.persons, "person", "personer")
    say(f"  {made.reason}" if made.reason else f"  vaktliste for {persons}")
    return made.entries


def _chosen_anew(
    problem: Problem, choice: Choice, budget: float, gap: float, seed: int, deadline: float
) -> Choice | None:
    """Other visits to the same stops for less money, premises as they are, now with the dates in the model."""
    core = build_core(problem)
    used = {key.site for key in choice.visits}
    keep = np.ones(len(core.model.columns), dtype=bool)
    keep[[run for p, run in enumerate(core.model.runs) if p not in choice.open_patterns]] = False
    keep[[column for key, column in core.model.visits.items() if key.site not in used]] = False
    keep[[column for site, column in core.model.chosen.items() if site not in used]] = False
    premises = [*(problem.existing if problem.locked else ()), *(problem.patterns[p] for p in choice.open_patterns)]
    # Nobody goes farther than to premises that stay open.
    reach = segment_minutes(problem, scheduled_stations(problem, premises), cells=False)
    model = build_stage_one(problem, Scope(keep, reach))
    solver = Solver(model, seed=seed)
    solver.fix({int(model.runs[p]): 1.0 for p in choice.open_patterns})
    if np.isfinite(budget):
        solver.set_upper("budget", budget)
    seconds = max(LEAST_REPAIR_SECONDS, deadline - time.monotonic())
    solution = solver.run(gap=gap * REPAIR_GAP_SHARE, nodes=REPAIR_NODES, time_limit=seconds)
    return None if solution.values is None else _choice(model, solution)


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

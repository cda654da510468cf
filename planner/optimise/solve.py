"""The stages in order: build, bound and solve, place the visits, repair, finish."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from planner.audit import complete
from planner.constraints import districts_within, pins
from planner.domain.dataset import Dataset
from planner.domain.errors import NoPlanError
from planner.domain.plan import DatasetReference, ObjectiveResult, Plan, RosterEntry, SolveStatus
from planner.evaluate.access import scheduled_stations, segment_minutes
from planner.evaluate.cost import plan_cost
from planner.evaluate.least_cost import given_nok
from planner.law.calendar import day_type
from planner.law.wording import count
from planner.modelling import TourKey, VisitKey
from planner.objectives.goal import Goal
from planner.objectives.registry import goals_of
from planner.objectives.words import figure_text
from planner.optimise.access import Scope, build_core, build_stage_one
from planner.optimise.aims import Aim
from planner.optimise.certificate import Certificate
from planner.optimise.certify import Evidence, certify, stating
from planner.optimise.conflict import explain
from planner.optimise.extract import plan_parts
from planner.optimise.found import Found
from planner.optimise.model import StageOne, set_aside
from planner.optimise.roster import make_roster
from planner.optimise.search import search
from planner.optimise.solver import OPTIMAL_GAP, Outcome, Solution, Solver
from planner.optimise.starting import given_start
from planner.optimise.tours import Placement, persons_left, place_visits
from planner.optimise.visit_dates import TeamTour, place_teams
from planner.optimise.visit_exact import require_visits
from planner.optimise.visit_parts import (
    home_persons,
    home_stations,
    team_persons,
    visit_stations,
    visit_vehicles,
    with_room,
)
from planner.optimise.watch import Callback, Watch, cancellable, cancelled, gap_parts
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
Cancel = Any
"""A function that returns True when to stop, an event with ``is_set``, or None."""


@dataclass(frozen=True)
class Choice:
    """What stage 1 chose, in whole numbers.

    Attributes:
        driven: the vehicle-days themselves, where the model listed them.
        home: home-voting teams by date.
    """

    open_patterns: tuple[int, ...]
    visits: dict[VisitKey, int]
    tours: dict[TourKey, int]
    driven: tuple[tuple[VisitKey, ...], ...] = ()
    home: Mapping[date, int] = field(default_factory=dict)


def solve(
    dataset: Dataset,
    scenario: Scenario,
    *,
    gap: float = 0.01,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Say | None = None,
    callback: Callback | None = None,
    cancel: Cancel = None,
    certified: Callable[[Certificate], None] | None = None,
) -> Plan:
    """Plan a scenario on a dataset.

    Args:
        dataset, scenario: what to plan.
        gap: relative gap at which to stop.
        time_limit: wall seconds.
        seed: of the solver; the same seed gives the same plan unless the time limit stops it.
        progress: called with Norwegian sentences.
        callback: called with each :class:`~planner.optimise.watch.TracePoint`: bound and best plan over time.
        cancel: a function that returns True when the search is to stop, or an event with ``is_set``; MILPs then run
            in a child process, which is ended, and the best plan so far is finished and returned, without a roster.
        certified: called with the plan's certificate, from which the bound can be recomputed without a solver; takes
            linear programmes more, after the time limit.

    Returns:
        The finished, audited plan.

    Raises:
        InputError: unknown names, bad numbers.
        InfeasibleError: no plan meets the requirements; names the conflict.
        NoPlanError: the limit was reached, or the run cancelled, before any plan was found.
    """
    problem = build_problem(dataset, scenario)
    return solve_problem(
        problem,
        gap=gap,
        time_limit=time_limit,
        seed=seed,
        progress=progress,
        callback=callback,
        cancel=cancel,
        certified=certified,
    )


def solve_problem(
    problem: Problem,
    *,
    gap: float,
    time_limit: float,
    seed: int,
    progress: Say | None = None,
    callback: Callback | None = None,
    cancel: Cancel = None,
    certified: Callable[[Certificate], None] | None = None,
) -> Plan:
    """As :func:`solve`, for a problem already built."""
    say = progress or (lambda _: None)
    with cancellable(cancel):
        plan, evidence = _solved(problem, gap=gap, time_limit=time_limit, seed=seed, say=say, watch=Watch(callback))
    if certified is not None:
        say("Lager sertifikat …")
        certificate = certify(problem, plan, evidence)
        certified(certificate)
        plan = stating(plan, certificate)
    return plan


def _solved(
    problem: Problem, *, gap: float, time_limit: float, seed: int, say: Say, watch: Watch
) -> tuple[Plan, list[Evidence]]:
    """Goal after goal, each with those before it as limits."""
    evidence: list[Evidence] = []
    started = time.monotonic()
    goals = goals_of(problem)
    points = int((problem.weights > 0).sum())
    say(f"Bygger modellen: {points} etterspørselspunkter, {len(problem.dataset.sites)} steder …")
    done: Done | None = None
    aim, proofs = Aim(goals[0], start=given_start(problem)), list[Proof]()
    for number, goal in enumerate(goals):
        if done is not None:
            aim = aim.then(goal, aim.goal.value(done.plan), done.start)
            say(f"Mål {number + 1}: {goal.title}")
        begun = time.monotonic()
        run = Run(gap, begun + (started + time_limit - begun) / (len(goals) - number), seed, say)
        tell = watch.teller(number + 1, goal, _teller(say, goal))
        found = search(problem, gap=gap, deadline=run.deadline, seed=seed, tell=tell, aim=aim)
        if done is None:
            _raise_if_none(problem, found.solution, time_limit)
            require_visits(problem)
        done = _finish(problem, found, aim, run, done)
        proofs.append(
            Proof(goal, found.solution.bound, time.monotonic() - begun, found.solution.value, goal.value(done.plan))
        )
        evidence.append(Evidence(aim, found.multipliers))
        watch.point(number + 1, goal, "plan", proofs[-1].placed, goal.figure(found.solution.bound))
    if done is None:
        raise NoPlanError("Fant ingen plan.")
    seconds = time.monotonic() - started
    rounds = count(done.repairs, "runde", "runder")
    say(f"Ferdig på {seconds:.0f} s" + (f", {rounds} med reparasjon" if done.repairs else ""))
    results = tuple(_result(done.plan, proof) for proof in proofs)
    plan = replace(done.plan, objective=results[0], objectives=results if len(results) > 1 else ())
    return complete(replace(plan, roster=_roster(plan, problem, seed, say)), problem), evidence


class Run(NamedTuple):
    """How far to go with one goal.

    Attributes:
        deadline: monotonic seconds.
        grace: seconds that a repair gets although the run is cancelled.
    """

    gap: float
    deadline: float
    seed: int
    say: Say
    grace: float = 0.0


class Done(NamedTuple):
    """The plan so far.

    Attributes:
        start: its decisions as columns of the core.
        repairs: rounds of repair so far.
    """

    plan: Plan
    start: Mapping[int, float]
    repairs: int


class Proof(NamedTuple):
    """What is known of a goal when its turn is over: no plan's expression is below ``bound``.

    Attributes:
        sited: the expression of what stage 1 found.
        placed: the figure of the finished plan.
    """

    goal: Goal
    bound: float
    seconds: float
    sited: float
    placed: float


def _teller(say: Say, goal: Goal) -> Callable[[float, float], None]:
    def tell(value: float, bound: float) -> None:
        if not (abs(value) < 1e9 and abs(bound) < 1e9):
            return
        best, least = goal.figure(value), goal.figure(bound)
        gap = f" ({(best - least) / best:.1%} gap)" if best > 0 else ""
        say(f"  beste plan {figure_text(best, goal.unit)}, nedre grense {figure_text(least, goal.unit)}{gap}")

    return tell


def _raise_if_none(problem: Problem, solution: Solution, time_limit: float) -> None:
    if solution.outcome is Outcome.INFEASIBLE:
        raise explain(problem)
    if solution.values is None and cancelled():
        raise NoPlanError("Avbrutt før noen plan var funnet.")
    if solution.values is None:
        seconds = f"{time_limit:g}".replace(".", ",")
        raise NoPlanError(
            f"Fant ingen plan innen tidsgrensen på {seconds} s. Gi mer tid (--time-limit), eller lås flere steder."
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
        tuple(keys for column, keys in model.driven.items() for _ in range(whole(column))),
        {day: whole(v) for day, v in model.home.items()},
    )


def _finish(problem: Problem, found: Found, aim: Aim, run: Run, before: Done | None) -> Done:
    """Place the visits; where that breaks the budget (kilometres between stops) or drops visits, choose them anew.

    Args:
        before: the plan of the goal before this one; it keeps that goal, whatever becomes of the new one.
    """
    tried: list[tuple[int, float, Done]] = []
    if before is not None:
        tried.append((0, aim.goal.value(before.plan), before))
        if found.solution.values is None:
            return before
    earlier = before.repairs if before else 0
    choice = _choice(found.model, found.solution)
    free = set_aside(problem, "budget")
    budget, limit = (np.inf, np.inf) if free else (problem.budget_nok - given_nok(problem), problem.budget_nok)
    caps: dict[VisitKey, int] = {}
    room = problem
    for repairs in range(MAX_REPAIRS + 1):
        plan, placement, missing = _placed(problem, choice)
        over = plan_cost(plan, problem).total - limit
        broken = len(missing) + int(over > 0 or _misses(plan, problem, aim))
        start = _start(found.model, choice) if repairs else _whole_start(found.model, found.solution)
        tried.append((broken, aim.goal.value(plan), Done(plan, start, earlier + repairs)))
        if placement.dropped:
            run.say(f"  {placement.dropped} besøk fikk ikke plass i kjøreplanen og er droppet")
        if missing:
            run.say(f"  {count(len(missing), 'institusjonsbesøk', 'institusjonsbesøk')} fikk ikke plass")
            room = with_room(problem, choice.home)
        if not (broken or placement.dropped) or repairs == MAX_REPAIRS:
            break
        late = time.monotonic() > run.deadline or cancelled()
        if late and (repairs or before) and not min(tried, key=lambda item: item[:2])[0]:
            break
        budget -= max(0.0, over * OVER_FACTOR)
        # The first choice knew little of dates and drives; what a later one found no room for, has none.
        fewer = _fewer_than_chosen(problem, choice, placement) if over <= 0 else {}
        caps |= fewer if repairs else {}
        run = run._replace(grace=LEAST_REPAIR_SECONDS * all(item[0] for item in tried))
        again = _chosen_anew(room, choice, budget, caps if over <= 0 else {}, aim, run)
        if again == choice and fewer and not caps:
            caps |= fewer
            again = _chosen_anew(room, choice, budget, caps, aim, run)
        if again is None or (again == choice and over <= 0):
            break
        choice = again
    return min(tried, key=lambda item: item[:2])[2]


def _whole_start(model: StageOne, solution: Solution) -> dict[int, float]:
    """Every whole number of a solution that any model of the problem has."""
    values = np.zeros(0) if solution.values is None else solution.values
    return {int(c): float(round(values[c])) for c in model.integers() if c < min(model.core_columns, len(values))}


def _start(model: StageOne, choice: Choice) -> dict[int, float]:
    """A choice as values of the core's columns, which every model of a problem has."""
    values = dict.fromkeys((*model.runs, *model.visits.values(), *model.chosen.values(), *model.tours.values()), 0.0)
    values |= {model.runs[p]: 1.0 for p in choice.open_patterns}
    values |= {model.visits[key]: float(number) for key, number in choice.visits.items()}
    values |= {model.tours[key]: float(number) for key, number in choice.tours.items()}
    values |= {model.chosen[key.site]: 1.0 for key in choice.visits}
    values |= {model.home[day]: float(teams) for day, teams in choice.home.items()}
    return {int(column): value for column, value in values.items()}


def _misses(plan: Plan, problem: Problem, aim: Aim) -> bool:
    """Whether a finished plan falls short of a target or an earlier goal: dropped visits can cost either."""
    short = (f for f in districts_within.check(plan, problem) if not problem.set_aside(f.rule, f.subjects[0]))
    missing = (f for f in pins.check(plan, problem) if not problem.set_aside(f.rule, f.subjects[0]))
    return any(short) or any(missing) or not all(held.met(plan) for held in aim.held)


def _fewer_than_chosen(problem: Problem, choice: Choice, placement: Placement) -> dict[VisitKey, int]:
    """Per stop and block where visits were dropped, how many there was room for."""
    starts = {(f, b.day_type, b.start): n for f, fleet in enumerate(problem.fleets) for n, b in enumerate(fleet.blocks)}
    fleet_of = {vehicle.id: f for f, fleet in enumerate(problem.fleets) for vehicle in fleet.vehicles}
    placed = Counter(
        VisitKey(fleet_of[t.vehicle_id], v.site, starts[fleet_of[t.vehicle_id], day_type(t.day), v.start])
        for t in placement.tours
        for v in t.tour.visits
    )
    return {key: placed[key] for key, number in choice.visits.items() if placed[key] < number}


def _roster(plan: Plan, problem: Problem, seed: int, say: Say) -> tuple[RosterEntry, ...]:
    """The plan's roster, none where there is none to be had; it has its own limit of time."""
    if not problem.scenario.roster.make:
        return ()
    if cancelled():
        say("  avbrutt: ingen vaktliste")
        return ()
    made = make_roster(plan, problem, seed=seed)
    say(f"  {made.told}")
    return made.entries


def _chosen_anew(
    problem: Problem, choice: Choice, budget: float, caps: Mapping[VisitKey, int], aim: Aim, run: Run
) -> Choice | None:
    """Other visits to the same stops for less money, premises as they are, now with the dates in the model.

    Where persons are reserved, premises may close, too.

    Args:
        caps: most visits that there was room for before.
    """
    core = build_core(problem)
    used = {key.site for key in choice.visits}
    keep = np.ones(len(core.model.columns), dtype=bool)
    keep[[column for p, column in enumerate(core.model.runs) if p not in choice.open_patterns]] = False
    keep[[column for key, column in core.model.visits.items() if key.site not in used]] = False
    keep[[column for site, column in core.model.chosen.items() if site not in used]] = False
    firm = () if problem.reserved else choice.open_patterns
    premises = [*problem.standing, *(problem.patterns[p] for p in firm)]
    # Nobody goes farther than to premises that stay open.
    reach = segment_minutes(problem, scheduled_stations(problem, premises), cells=False)
    model = build_stage_one(problem, Scope(keep, reach), aim)
    solver = Solver(model, seed=run.seed)
    solver.fix({int(model.runs[p]): 1.0 for p in firm})
    for key, most in caps.items():
        if keep[model.visits[key]]:
            solver.bound(int(model.visits[key]), 0.0, float(most))
    if np.isfinite(budget):
        solver.set_upper("budget", budget)
    seconds = max(LEAST_REPAIR_SECONDS, run.deadline - time.monotonic())
    share = run.gap * REPAIR_GAP_SHARE
    solution = solver.run(gap=share, nodes=REPAIR_NODES, time_limit=seconds, grace=run.grace)
    return None if solution.values is None else _choice(model, solution)


def _placed(problem: Problem, choice: Choice) -> tuple[Plan, Placement, tuple[str, ...]]:
    """The plan of a choice, what became of its visits, and the places of the list that lack one."""
    schedules = [problem.patterns[p] for p in choice.open_patterns]
    home = list(home_persons(problem, choice.home))
    teams = place_teams(problem, persons_left(problem, schedules, home))
    persons = [*home, *team_persons(problem, teams.tours)]
    placement = place_visits(problem, choice.visits, choice.tours, schedules, choice.driven, persons)
    return _plan(problem, schedules, placement, teams.tours, choice.home), placement, teams.missing


def _plan(
    problem: Problem,
    schedules: list[Schedule],
    placement: Placement,
    teams: Sequence[TeamTour] = (),
    home: Mapping[date, int] | None = None,
) -> Plan:
    stations, vehicles = plan_parts(problem, schedules, placement.tours)
    stations += (*visit_stations(problem, teams), *home_stations(problem, home or {}))
    dataset = problem.dataset
    return Plan(
        scenario=problem.scenario.to_plain(),
        dataset=DatasetReference(dataset.name, dataset.version, str(dataset.path), dataset.sha256, dataset.provenance),
        stations=tuple(sorted(stations, key=lambda station: station.id)),
        vehicles=(*vehicles, *visit_vehicles(problem, teams)),
    )


def _result(plan: Plan, proof: Proof) -> ObjectiveResult:
    """Value recomputed from the finished plan; the gap is of that value, the bound given the goals before."""
    goal = proof.goal
    value = goal.value(plan)
    bound = min(goal.figure(proof.bound), value) if np.isfinite(proof.bound) else 0.0
    gap = (value - bound) / value if value > 0 else 0.0
    status = SolveStatus.OPTIMAL if gap <= OPTIMAL_GAP else SolveStatus.FEASIBLE
    sited = goal.figure(proof.sited) if np.isfinite(proof.sited) else value
    return ObjectiveResult(
        goal.name,
        round(value, 6),
        goal.unit,
        round(bound, 6),
        round(gap, 6),
        status,
        round(proof.seconds, 1),
        gap_parts(value, bound, sited, proof.placed),
    )

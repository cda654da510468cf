"""From what stage 1 chose to a finished plan: visits placed, money and dropped visits repaired, crews sized."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from planner.constraints import districts_within, pins
from planner.domain.errors import NoPlanError
from planner.domain.findings import Severity
from planner.domain.plan import DatasetReference, Plan
from planner.evaluate.access import scheduled_stations, segment_minutes
from planner.evaluate.cost import plan_cost
from planner.evaluate.least_cost import given_nok
from planner.law.calendar import day_type
from planner.law.rules import p7
from planner.law.wording import count
from planner.modelling import TourKey, VisitKey
from planner.optimise.access import Scope, build_core, build_stage_one
from planner.optimise.aims import Aim
from planner.optimise.cancelling import cancelled
from planner.optimise.crews import Sized, sized
from planner.optimise.extract import plan_parts
from planner.optimise.found import Found
from planner.optimise.model import StageOne, set_aside
from planner.optimise.moves import breaches
from planner.optimise.solver import Solution, Solver
from planner.optimise.tours import PlacedTour, Placement, persons_left, place_visits
from planner.optimise.trimming import Opened, trimmed
from planner.optimise.visit_dates import TeamTour, place_teams
from planner.optimise.visit_parts import (
    home_persons,
    home_stations,
    team_persons,
    visit_stations,
    visit_vehicles,
    with_room,
)
from planner.problem import Problem, Schedule, Slot

MAX_REPAIRS = 6
REPAIR_GAP_SHARE = 0.25
"""Repairs are solved to this part of the asked gap. They are small: premises and unused stops stay as they are."""
REPAIR_NODES = 200
CANCELLED_GAP = 0.02
"""The same where somebody waits for a cancelled run: what it has breaks a requirement, and is mended at once."""
OVER_FACTOR = 1.25
"""What is over budget is taken off the next try's money, and a little more: its tours will be others."""
LEAST_REPAIR_SECONDS = 5.0
FEW_STOPS = 12
"""With so few, a repair may use any; else those that are used already."""

Say = Callable[[str], None]


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
        crews: how far its crews go.
        broken: requirements it breaks; 0 but where no round of repair has mended it.
        toured: the goal's figure with the scenario's crews, before any place was given up for want of persons.
    """

    plan: Plan
    start: Mapping[int, float]
    repairs: int
    crews: Sized
    toured: float
    broken: int = 0


def choice_of(model: StageOne, solution: Solution) -> Choice:
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


def finish(problem: Problem, found: Found, aim: Aim, run: Run, before: Done | None, *, restaffed: bool = False) -> Done:
    """Place the visits; where that breaks the budget (kilometres between stops) or drops visits, choose them anew.

    Args:
        before: the plan of the goal before this one; it keeps that goal, whatever becomes of the new one.
        restaffed: places are chosen anew where queues take more persons, so such a plan is not worth repairs.
    """
    tried: list[Tried] = []
    if before is not None:
        tried.append(Tried(before.broken, before.crews.waiting, aim.goal.value(before.plan), before))
        if found.solution.values is None:
            return before
    earlier = before.repairs if before else 0
    choice = choice_of(found.model, found.solution)
    free = set_aside(problem, "budget")
    budget, limit = (np.inf, np.inf) if free else (problem.budget_nok - given_nok(problem), problem.budget_nok)
    caps: dict[VisitKey, int] = {}
    room = problem
    for repairs in range(MAX_REPAIRS + 1):
        made = placed(problem, choice)
        plan, placement, missing = made.plan, made.placement, made.missing
        over = plan_cost(plan, problem).total - limit
        start = start_of(found.model, choice) if repairs else found.start()
        tried.append(tried_of(plan, len(missing) + int(over > 0), problem, aim, start, earlier + repairs))
        wrong = tried[-1].broken
        if restaffed and tried[-1].waiting and not missing:
            break
        if placement.dropped:
            run.say(f"  {placement.dropped} besøk fikk ikke plass i kjøreplanen og er droppet")
        if missing:
            run.say(f"  {count(len(missing), 'institusjonsbesøk', 'institusjonsbesøk')} fikk ikke plass")
            room = with_room(problem, choice.home)
        if not (wrong or placement.dropped) or repairs == MAX_REPAIRS:
            break
        if over > 0 and cancelled() and (less := _cut(problem, made, aim)):
            run.say("  koster for mye når kjøringen er med: det målet savner minst, er tatt bort")
            tried.append(tried_of(less, len(missing), problem, aim, start, earlier + repairs + 1))
        late = time.monotonic() > run.deadline and bool(repairs or before)
        if (late or cancelled()) and not best_of(tried).broken:
            break
        # The first repair knows the kilometres of tours that it lists: only what is over after it is taken off.
        budget -= max(0.0, over * OVER_FACTOR) if repairs else 0.0
        # The first choice knew little of dates and drives; what a later one found no room for, has none.
        fewer = _fewer_than_chosen(problem, choice, placement) if over <= 0 else {}
        caps |= fewer if repairs else {}
        run = run._replace(grace=LEAST_REPAIR_SECONDS * all(item.broken for item in tried))
        again = _chosen_anew(room, choice, budget, caps if over <= 0 else {}, aim, run)
        if again == choice and fewer and not caps:
            caps |= fewer
            again = _chosen_anew(room, choice, budget, caps, aim, run)
        if again is None or (again == choice and over <= 0):
            break
        choice = again
    return best_of(tried).done


class Tried(NamedTuple):
    """A plan that came up, by what counts first.

    Attributes:
        broken: requirements it breaks.
        waiting: votes expected where the queues take more persons than there are.
        value: of the goal.
    """

    broken: int
    waiting: float
    value: float
    done: Done


def tried_of(plan: Plan, broken: int, problem: Problem, aim: Aim, start: Mapping[int, float], repairs: int) -> Tried:
    """A plan with the scenario's crews → that with its own, as far as pool and money go.

    Args:
        broken: requirements that are known to be broken already.
    """
    crews, toured = sized(plan, problem), aim.goal.value(plan)
    broken += int(_misses(crews.plan, problem, aim))
    value = aim.goal.value(crews.plan)
    return Tried(broken, crews.waiting, value, Done(crews.plan, start, repairs, crews, toured, broken))


def best_of(tried: Sequence[Tried]) -> Tried:
    """The first of the best: nothing broken, nobody waiting, then the goal."""
    return min(tried, key=lambda item: item[:3])


def start_of(model: StageOne, choice: Choice) -> dict[int, float]:
    """A choice as values of the core's columns, which every model of a problem has."""
    values = dict.fromkeys((*model.runs, *model.visits.values(), *model.chosen.values(), *model.tours.values()), 0.0)
    values |= {model.runs[p]: 1.0 for p in choice.open_patterns}
    values |= {model.visits[key]: float(number) for key, number in choice.visits.items()}
    values |= {model.tours[key]: float(number) for key, number in choice.tours.items()}
    values |= {model.chosen[key.site]: 1.0 for key in choice.visits}
    values |= {model.home[day]: float(teams) for day, teams in choice.home.items()}
    return {int(column): value for column, value in values.items()}


def _misses(plan: Plan, problem: Problem, aim: Aim) -> bool:
    """Whether a finished plan falls short of a target, an earlier goal or open dates: dropped visits can cost each."""
    short = (f for f in districts_within.check(plan, problem) if not problem.set_aside(f.rule, f.subjects[0]))
    missing = (f for f in pins.check(plan, problem) if not problem.set_aside(f.rule, f.subjects[0]))
    closed = (f for f in p7.check(plan, problem) if f.severity is Severity.HARD)
    shut = (day for f in closed for day in f.subjects if not problem.set_aside(f.rule, day))
    return any(short) or any(missing) or any(shut) or not all(held.met(plan) for held in aim.held)


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
    if len(core.model.chosen) <= FEW_STOPS:
        used = set(core.model.chosen)
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
    share = CANCELLED_GAP if cancelled() else run.gap * REPAIR_GAP_SHARE
    solution = solver.run(gap=share, nodes=REPAIR_NODES, time_limit=seconds, grace=run.grace)
    return None if solution.values is None else choice_of(model, solution)


class Placed(NamedTuple):
    """A choice with dates.

    Attributes:
        placement: what became of its visits.
        missing: the places of the list that lack one.
        opened: what is open by choice.
        anew: the plan with something else open, the rest as here.
    """

    plan: Plan
    placement: Placement
    missing: tuple[str, ...]
    opened: Opened
    anew: Callable[[Opened], Plan]


def placed(problem: Problem, choice: Choice, more: Iterable[tuple[Slot, int]] = ()) -> Placed:
    """The plan of a choice.

    Args:
        more: persons of the pool, beyond the scenario's crews, for whom the vehicles' dates leave room.
    """
    schedules = [problem.patterns[p] for p in choice.open_patterns]
    home = list(home_persons(problem, choice.home))
    teams = place_teams(problem, persons_left(problem, schedules, home))
    persons = [*home, *team_persons(problem, teams.tours), *more]
    placement = place_visits(problem, choice.visits, choice.tours, schedules, choice.driven, persons)

    def anew(opened: Opened) -> Plan:
        return plan_of(problem, opened.premises, opened.tours, teams.tours, choice.home)

    opened = Opened(tuple(schedules), placement.tours)
    return Placed(anew(opened), placement, teams.missing, opened, anew)


def _cut(problem: Problem, made: Placed, aim: Aim) -> Plan | None:
    """A plan over its budget with less, at once; None where that breaks something else."""
    before = breaches(made.plan, problem)

    def good(plan: Plan) -> bool:
        return breaches(plan, problem) <= before and not _misses(plan, problem, aim)

    return trimmed(problem, made.opened, made.anew, value=aim.goal.value, good=good)


def plan_of(
    problem: Problem,
    schedules: Iterable[Schedule],
    tours: Sequence[PlacedTour],
    teams: Sequence[TeamTour] = (),
    home: Mapping[date, int] | None = None,
) -> Plan:
    """What is open when, as a plan with the scenario's crews; nothing is computed of it yet."""
    stations, vehicles = plan_parts(problem, schedules, tours)
    stations += (*visit_stations(problem, teams), *home_stations(problem, home or {}))
    dataset = problem.dataset
    return Plan(
        scenario=problem.scenario.to_plain(),
        dataset=DatasetReference(dataset.name, dataset.version, str(dataset.path), dataset.sha256, dataset.provenance),
        stations=tuple(sorted(stations, key=lambda station: station.id)),
        vehicles=(*vehicles, *visit_vehicles(problem, teams)),
    )

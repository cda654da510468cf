"""What a station, a person or some money is worth: the plan solved again with one thing otherwise.

An integer plan has no shadow price. With z the best value there is and z′ the best with one
thing changed, only bounds are known: L ≤ z ≤ v and L′ ≤ z′ ≤ v′, v being a plan's value and L
the proven bound. The change then moves the goal by

    z′ − z  ∈  [ max(L′ − v, m),  v′ − L ]   a restriction (a station barred or demanded), m = 0
    z − z′  ∈  [ max(L − v′, m),  v − L′ ]   a relaxation (more money, persons, vehicles), m = 0

since a restriction never makes the best plan better and a relaxation never worse. An interval that
begins at 0 says that the change cannot be told apart from none: it is smaller than the gaps.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planner.constraints.requirement import decimal, nok
from planner.domain.errors import InfeasibleError, InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan, Station, StationKind
from planner.evaluate.access import site_id_of, station_site
from planner.objectives.registry import goals_of
from planner.optimise.solve import Cancel, solve_problem
from planner.problem import Problem, build_problem
from planner.scenario import CHANGES, parse_scenario

Say = Callable[[str], None]
SHOWN = 0.005
"""Less than this rounds to nothing in what is shown."""
UNLIKE = " Bare én av de to planene har nok folk til køene; noe av forskjellen kan komme av det."
PREMISES, STOP = "som lokale", "som stopp for kjøretøy"


@dataclass(frozen=True)
class Question:
    """One thing to change in a scenario.

    Attributes:
        text: what is asked, Norwegian.
        change: fields of the plain scenario by dotted path.
        restricts: True where fewer plans are left, False where there are more.
    """

    text: str
    change: Mapping[str, Any]
    restricts: bool


@dataclass(frozen=True)
class Answer:
    """How much the goal moves, in its unit; ``None`` where no plan is possible with the change.

    Attributes:
        low, high: the goal worsens (restriction) or improves (relaxation) by so much at the least, at the most.
        cost_change: NOK that the plan found costs more.
        unlike: voters wait for want of persons in just one of the two plans.
    """

    question: Question
    low: float | None
    high: float | None
    cost_change: float = 0.0
    unit: str = ""
    unlike: bool = False


def answer(
    problem: Problem,
    plan: Plan,
    question: Question,
    *,
    gap: float,
    time_limit: float,
    seed: int,
    progress: Say,
    cancel: Cancel = None,
) -> Answer:
    """Solve again with one thing changed.

    Args:
        problem: what the plan was made from.
        plan: with recomputed value; its stated bound is taken as proven.
        cancel: see :func:`planner.optimise.solve.solve`; what was proven till then is a wider interval.

    Raises:
        InputError: the plan has no goal, or the change does not fit the scenario.
        NoPlanError: the limit was reached before any plan was found.
    """
    stated = plan.objective
    if stated is None:
        raise InputError(
            Trouble("planen sier ikke hva som er målet", "plan.json", "objective", remedy="lag den på nytt")
        )
    plain = copy.deepcopy(plan.scenario)
    for path, value in question.change.items():
        _set(plain, path.split("."), value)
    changed = build_problem(problem.dataset, parse_scenario(plain))
    asked = goals_of(changed)[0].name
    stated = next((result for result in plan.objectives if result.name == asked), stated)
    try:
        other = solve_problem(changed, gap=gap, time_limit=time_limit, seed=seed, progress=progress, cancel=cancel)
    except InfeasibleError:
        return Answer(question, None, None, unit=stated.unit)
    found = other.objective
    if found is None:  # no solved plan is without one
        raise TypeError("a solved plan has no objective")
    if question.restricts:
        low, high = found.lower_bound - stated.value, found.value - stated.lower_bound
    else:
        low, high = stated.lower_bound - found.value, stated.value - found.lower_bound
    more = (other.cost.total if other.cost else 0.0) - (plan.cost.total if plan.cost else 0.0)
    return Answer(question, max(low, 0.0), max(high, 0.0), more, stated.unit, _waits(plan) != _waits(other))


def _waits(plan: Plan) -> bool:
    """Whether a place that the plan staffs has too few persons for its queue."""
    return any(station.over for station in plan.capacity.stations) if plan.capacity else False


def sentence(given: Answer) -> str:
    """An answer in plain Norwegian."""
    if given.low is None or given.high is None:
        return f"{given.question.text}: da finnes ingen plan som oppfyller kravene."
    verb = "dårligere" if given.question.restricts else "bedre"
    money = f"; planen som ble funnet, koster {_money(given.cost_change)}" if round(given.cost_change) else ""
    unlike = UNLIKE if given.unlike else ""
    if given.low < SHOWN:
        return (
            f"{given.question.text}: høyst {decimal(given.high, 2)} {given.unit} {verb}; det kan ikke skilles fra "
            f"ingen forskjell (mindre enn gapet lar oss si){money}.{unlike}"
        )
    low, high = decimal(given.low, 2), decimal(given.high, 2)
    return f"{given.question.text}: mellom {low} og {high} {given.unit} {verb}{money}.{unlike}"


def answers_json(answers: Iterable[Answer]) -> bytes:
    """Answers as a JSON list: question, sentence, interval (null where no plan is possible), unit and cost."""
    plain = [
        {
            "question": given.question.text, "sentence": sentence(given), "restricts": given.question.restricts,
            "low": given.low, "high": given.high, "unit": given.unit, "cost_change": given.cost_change,
        }
        for given in answers
    ]  # fmt: skip
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def _money(amount: float) -> str:
    return f"{nok(abs(amount))} {'mer' if amount > 0 else 'mindre'}"


def station_questions(problem: Problem, plan: Plan, station_id: str) -> tuple[Question, ...]:
    """Why a station was chosen (what it is worth), or why not (what it would cost the goal).

    Raises:
        InputError: no such place, or one that is no choice of the planner's (an institution, a place ruled out).
    """
    station = next((s for s in plan.stations if s.id == station_id), None)
    if station is not None:
        return (_barred(problem, station),)
    column = problem.site_index.get(site_id_of(station_id))
    if column is None:
        remedy = "bruk en id fra planen eller fra datasettets sites.csv"
        raise InputError(Trouble("ukjent sted", place="--station", value=station_id, remedy=remedy))
    found = tuple(_demanded(problem, column))
    if not found:
        remedy = "sjekk forbid, popup_sites, vehicles.stops og når lokalet er ledig"
        raise InputError(Trouble("stedet kan ikke velges i dette scenariet", "", "--station", station_id, remedy))
    return found


def _barred(problem: Problem, station: Station) -> Question:
    """The plan without a station that is in it."""
    column = station_site(problem, station)
    if column is None or station.kind not in (StationKind.FIXED, StationKind.POPUP, StationKind.MOBILE_STOP):
        raise InputError(Trouble("stedet er ikke valgt av planleggeren", "", "--station", station.id))
    site = problem.dataset.sites[column]
    if station.kind is StationKind.MOBILE_STOP:
        others = _without(site.id, {i for fleet in problem.fleets for i in _ids(problem, fleet.stops)})
        change: dict[str, Any] = {
            f"vehicles.{n}.stops": [i for i in others if vehicle.stops == "all" or i in vehicle.stops]
            for n, vehicle in enumerate(problem.scenario.vehicles)
        }
        return Question(f"Uten {site.name} {STOP}", change, restricts=True)
    if column in problem.existing_sites:
        # Locked or not: whatever can be had without it can be had with it, which is never farther for anybody.
        return Question(f"Uten {site.name}", {"forbid": _added(problem, "forbid", station=site.id)}, restricts=True)
    candidates = {problem.dataset.sites[s.site].id for s in problem.patterns if s.site not in problem.existing_sites}
    return Question(
        f"Uten {site.name} {PREMISES}", {"stations.popup_sites": _without(site.id, candidates)}, restricts=True
    )


def _demanded(problem: Problem, column: int) -> Iterator[Question]:
    """The plan with a place that is not in it, in each way that it could be."""
    site = problem.dataset.sites[column]
    if any(schedule.site == column for schedule in problem.patterns):
        pins = _added(problem, "pins", station=site.id)
        yield Question(f"Med {site.name} {PREMISES}", {"pins": pins}, restricts=True)
    if any(column in fleet.stops for fleet in problem.fleets):
        yield Question(f"Med {site.name} {STOP}", {"pins": _added(problem, "pins", stop=site.id)}, restricts=True)


def _added(problem: Problem, field: str, **edit: str) -> list[dict[str, Any]]:
    """The scenario's pins or bans and one more."""
    return [*problem.scenario.to_plain()[field], edit]


def _ids(problem: Problem, columns: Iterable[int]) -> set[str]:
    return {problem.dataset.sites[column].id for column in columns}


def _without(site_id: str, ids: Iterable[str]) -> list[str]:
    return sorted(set(ids) - {site_id})


def budget_question(problem: Problem, amount: float) -> Question:
    """So much more money, NOK."""
    return Question(f"Med {nok(amount)} mer", {"budget_nok": problem.budget_nok + amount}, restricts=False)


def crew_question(problem: Problem, persons: int) -> Question:
    """So many more persons in the pool."""
    pool = problem.scenario.crew_pool.persons + persons
    return Question(f"Med {persons} flere i bemanningspoolen", {"crew_pool.persons": pool}, restricts=False)


def vehicle_question(problem: Problem) -> Question:
    """One more vehicle like the last one, without a minimum of days.

    Raises:
        InputError: the scenario has none to copy.
    """
    vehicles = problem.scenario.to_plain()["vehicles"]
    if not vehicles:
        raise InputError(Trouble("scenariet har ingen kjøretøy å ta etter", "scenario", "vehicles"))
    taken = {vehicle["id"] for vehicle in vehicles}
    number = next(n for n in range(len(vehicles) + 1, len(vehicles) + len(taken) + 2) if f"ekstra-{n}" not in taken)
    extra = {**vehicles[-1], "id": f"ekstra-{number}", "name": f"Ekstra kjøretøy {number}", "min_days": 0}
    return Question(
        f"Med ett kjøretøy til, likt {vehicles[-1]['name']}", {"vehicles": [*vehicles, extra]}, restricts=False
    )


def keep_question(problem: Problem) -> Question:
    """The plan without keeping what is announced; its goal is then the first of the others.

    Raises:
        InputError: nothing is kept.
    """
    plain = problem.scenario.to_plain()
    if not plain["keep"]:
        remedy = "lag planen med --keep PLAN.json"
        raise InputError(Trouble("planen beholder ikke noe kunngjort", "", "--keep", remedy=remedy))
    others = [g for g in plain["goals"] if CHANGES not in (g, g["name"] if isinstance(g, dict) else "")]
    if plain["goals"] and not others:
        raise InputError(Trouble("planen har ikke noe annet mål enn å beholde det kunngjorte", "", "--keep"))
    change: dict[str, Any] = {"keep": [], "goals": others}
    if others:
        change["objective"] = others[0]
    return Question("Uten å beholde det kunngjorte", change, restricts=False)


def _set(plain: Any, path: list[str], value: Any) -> None:
    *way, last = path
    for part in way:
        plain = plain[int(part)] if isinstance(plain, list) else plain[part]
    if isinstance(plain, list):
        plain[int(last)] = value
    else:
        plain[last] = value

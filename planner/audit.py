"""Every rule, constraint and objective recomputed on any plan: solved, edited by hand or uploaded.

Nothing here knows a model or a solver; it runs where none is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from planner.constraints import registry as constraints
from planner.constraints.crew_pool import most_present
from planner.domain.capacity import Capacity
from planner.domain.checklist import own_items
from planner.domain.dataset import Dataset
from planner.domain.findings import Assumption, ChecklistItem, Finding, Severity
from planner.domain.plan import STOP_SUFFIX, AccessibilityPair, ObjectiveResult, Plan, SolveStatus
from planner.evaluate.access import (
    accessibility,
    fixed_kappa,
    minutes_today,
    open_stations,
    segment_minutes,
)
from planner.evaluate.capacity import capacity_of
from planner.evaluate.cost import plan_cost
from planner.evaluate.places import place_checklist
from planner.evaluate.queue_findings import capacity_assumptions, capacity_findings
from planner.evaluate.quiet_dates import quiet_findings
from planner.evaluate.staffing import staffed
from planner.evaluate.stock import with_counts
from planner.evaluate.stored import ABOUT_THE_FILE, other_dataset, stale_figures, stale_findings
from planner.evaluate.supply import stale_supply, supplied
from planner.evaluate.votes import votes_assumptions
from planner.law import registry as law
from planner.law.checklist import checklist
from planner.law.overrides import CITATION as OVERRIDES
from planner.law.parameters import law_parameters
from planner.law.wording import count, join
from planner.objectives.goal import Goal
from planner.objectives.registry import goals_of
from planner.problem import Problem, build_problem
from planner.scenario import Scenario, scenario_assumptions

OPTIMAL_GAP = 1e-6


FARTHEST_SNAP_M = 1000.0
"""Beyond this the nearest populated cell says nothing of a station's travel times."""


def audit(plan: Plan, dataset: Dataset, scenario: Scenario) -> tuple[Finding, ...]:
    """All findings about a plan, hard ones first.

    Args:
        plan: any plan; what it says of itself (value, cost, findings) is not believed.
        dataset, scenario: what it is judged by.
    """
    return judge(plan, build_problem(dataset, scenario))


def judge(plan: Plan, problem: Problem) -> tuple[Finding, ...]:
    """All findings about a plan of a problem, hard ones first; also those about the plan file itself."""
    found = content_findings(plan, problem)
    told = list(other_dataset(plan, problem.dataset))
    if plan.findings or plan.accessibility is not None:  # a plan that was never completed has none to compare
        stored, true = ([f for f in some if f.rule not in ABOUT_THE_FILE] for some in (plan.findings, found))
        told += stale_findings(stored, true)
    return hard_first([*found, *told])


def content_findings(plan: Plan, problem: Problem) -> tuple[Finding, ...]:
    """All findings about what a plan plans and the figures it gives."""
    return hard_first(
        [
            *law.judge(plan, problem),
            *constraints.judge(plan, problem),
            *_override_findings(plan, problem),
            *_data_findings(plan, problem),
            *_stale_figures(plan, problem),
            *stale_supply(plan, problem),
            *capacity_findings(plan, problem),
            *quiet_findings(plan, problem),
        ]
    )


def hard_first(found: list[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, the worst first."""
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def objective_value(plan: Plan, problem: Problem) -> float:
    """The scenario's first goal on demand points, recomputed from the plan."""
    return goals_of(problem)[0].value(plan)


def complete(plan: Plan, problem: Problem) -> Plan:
    """The plan with everything recomputed that follows from its stations, vehicles and roster."""
    pair, factor = _measured(plan, problem)
    figures = replace(
        supplied(plan, problem),
        **_recomputed(plan, problem),
        capacity=_capacity(plan, problem),
        accessibility=pair,
        cost=plan_cost(plan, problem),
    )
    return replace(
        figures,
        findings=content_findings(figures, problem),
        checklist=plan_checklist(figures, problem),
        assumptions=(*assumptions(problem), *_kappa_assumption(factor)),
    )


def _capacity(plan: Plan, problem: Problem) -> Capacity | None:
    """Queues, and how many persons would be at work at once if all were there that the queues take."""
    capacity = capacity_of(plan, problem)
    if capacity is None:
        return None
    return replace(capacity, most_persons=most_present(staffed(plan, capacity.stations), problem))


def plan_checklist(plan: Plan, problem: Problem) -> tuple[ChecklistItem, ...]:
    """All a person has to do, with what the plan's own checklist says of it."""
    items = (*checklist(plan, problem), *place_checklist(plan, problem), *own_items(plan.checklist))
    return with_counts(items, plan.stock)


def _measured(plan: Plan, problem: Problem) -> tuple[AccessibilityPair, float | None]:
    """Access before and after on cells, and κ."""
    before = minutes_today(problem, cells=True)
    after = segment_minutes(problem, open_stations(plan, problem), cells=True)
    factor = fixed_kappa(problem)
    return AccessibilityPair(accessibility(problem, before, factor), accessibility(problem, after, factor)), factor


def _stale_figures(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Figures of the plan file that are not the recomputed ones."""
    if plan.objective is None and plan.cost is None and plan.accessibility is None:
        return
    pair, _ = _measured(plan, problem)
    cost = plan_cost(plan, problem)
    values = [goal.value(plan) for goal in goals_of(problem)]
    yield from stale_figures(plan, values=values, cost=cost, before=pair.before, after=pair.after)


def _recomputed(plan: Plan, problem: Problem) -> dict[str, Any]:
    """The plan's goals with their true values; a bound is kept, a plan below it is never called optimal."""
    if plan.objective is None:
        return {}
    goals = goals_of(problem)
    stated = plan.objectives if len(plan.objectives) == len(goals) else (plan.objective,)
    found = tuple(_result(plan, goal, result) for goal, result in zip(goals, stated, strict=False))
    return {"objective": found[0], "objectives": found if len(found) > 1 else ()}


def _result(plan: Plan, goal: Goal, stated: ObjectiveResult) -> ObjectiveResult:
    value = round(goal.value(plan), 6)
    gap = round((value - stated.lower_bound) / value, 6) if value > 0 else 0.0
    proven = stated.status is SolveStatus.OPTIMAL and abs(gap) <= OPTIMAL_GAP
    status = SolveStatus.OPTIMAL if proven else SolveStatus.FEASIBLE
    parts = stated.gap_parts if value == stated.value else None
    return replace(
        stated, name=goal.name, unit=goal.unit, value=value, gap=max(gap, 0.0), status=status, gap_parts=parts
    )


def _override_findings(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Overrides that name what does not exist: a slip of the pen would otherwise set nothing aside, silently."""
    known = {*law.rule_ids(), *(item.rule.id for item in constraints.constraints())}
    subjects = _known_subjects(plan, problem)
    for override in problem.scenario.overrides:
        unknown = tuple(subject for subject in override.subjects if subject not in subjects)
        if override.rule not in known:
            sentence = f"Fraviket av «{override.rule}» i scenariet endrer ingenting: det finnes ingen slik regel."
            yield _slip(f"{sentence} Rett id-en.", (override.rule,))
        elif unknown:
            names = join([f"«{subject}»" for subject in unknown])
            sentence = f"Fraviket av {override.rule} i scenariet nevner {names}, som verken planen eller datasettet"
            yield _slip(f"{sentence} kjenner. Rett eller fjern det.", unknown)


def _slip(sentence: str, subjects: tuple[str, ...]) -> Finding:
    return Finding("overrides", Severity.WARNING, sentence, subjects, citation=OVERRIDES)


def _known_subjects(plan: Plan, problem: Problem) -> set[str]:
    """Ids of places, stations, vehicles and districts, and the dates that a finding can be about."""
    calendar = problem.calendar
    last = calendar.votes_in_by.value.date()
    first = calendar.registration_deadline.value
    dates = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {
        *(site.id + suffix for site in problem.dataset.sites for suffix in ("", STOP_SUFFIX)),
        *(station.id for station in plan.stations),
        *(vehicle.id for vehicle in problem.scenario.vehicles),
        *(vehicle.id for vehicle in plan.vehicles),
        *(item.id for item in problem.scenario.institutions or ()),
        *(district.id for district in problem.dataset.districts),
        *(day.isoformat() for day in dates),
    }


def _kappa_assumption(factor: float | None) -> Iterator[Assumption]:
    """κ of the equally-distributed minutes: the same before and after, and in every comparison of a scenario."""
    text = (
        "κ i likeverdige minutter (ede_minutes), satt én gang av dagens reisetider på etterspørselspunktene "
        "og ε (aversion)"
    )
    value = "ikke definert: alle reisetider i dag er 0" if factor is None else f"{factor:.6f}"
    yield Assumption("kappa", text, value, "per minutt", "beregnet, Kolm–Pollak", verified=True)


def _data_findings(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Stations whose travel times are only those of the nearest cell, or not known at all."""
    snapped = [station for station in open_stations(plan, problem) if station.snap_m is not None]
    near = tuple(station.id for station in snapped if (station.snap_m or 0.0) <= FARTHEST_SNAP_M)
    if near:
        yield Finding(
            "travel_times",
            Severity.INFO,
            f"{count(len(near), 'sted', 'steder')} står et annet sted enn datasettets steder; reisetidene dit er de "
            "til nærmeste bebodde rute (tilnærmet).",
            near,
            citation="datasettet",
        )
    for station in snapped:
        if station.snap_m is not None and station.snap_m > FARTHEST_SNAP_M:
            yield Finding(
                "travel_times",
                Severity.CANNOT_JUDGE,
                f"{station.id} ligger {station.snap_m / 1000:.1f} km fra nærmeste bebodde rute; reisetidene dit kan "
                "ikke vurderes. Sjekk koordinatene.".replace(".", ",", 1),
                (station.id,),
                measured=round(station.snap_m),
                limit=FARTHEST_SNAP_M,
                unit="m",
                citation="datasettet",
            )


def assumptions(problem: Problem) -> Iterator[Assumption]:
    """Everything the result rests on: the scenario's numbers, readings of the law, and the data."""
    yield from scenario_assumptions(problem.scenario)
    yield from law_parameters().assumptions(problem.scenario.election)
    yield from _model_assumptions(problem)
    yield from votes_assumptions(problem)
    yield from capacity_assumptions(problem)


def _model_assumptions(problem: Problem) -> Iterator[Assumption]:
    dataset = problem.dataset
    yield Assumption(
        "turnout", "frammøte per bydel er en stedfortreder for neste kommunevalg", dataset.turnout_source,
        source=dataset.turnout_source, verified=False,
    )  # fmt: skip
    yield Assumption(
        "mode_mean", "middelet over reisemåter overdriver minuttene, siden velgeren selv velger reisemåte",
        "middel", "minutter", "modellvalg",
    )  # fmt: skip
    yield Assumption(
        "presence_per_station", "to steder ved siden av hverandre regnes ikke sammen når tilstedeværelse telles",
        "per sted",
        source="modellvalg",
    )  # fmt: skip
    yield Assumption(
        "by_group", "datasettet har ingen tall per gruppe (alder, landbakgrunn); by_group er derfor tom", "ingen",
        source="datasettet", verified=True,
    )  # fmt: skip
    for number, note in enumerate(problem.notes):
        yield Assumption(f"note.{number}", note, "", source="scenariet", verified=True)

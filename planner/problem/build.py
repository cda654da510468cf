"""Joining dataset, scenario and calendar into one problem."""

from __future__ import annotations

import numpy as np

from planner.domain.dataset import Dataset
from planner.domain.errors import InputError
from planner.law.calendar import election_calendar
from planner.problem.early import early_hours, early_nok, early_pool_troubles
from planner.problem.edits import standing_schedules
from planner.problem.fleets import fleets_of
from planner.problem.mismatches import mismatches
from planner.problem.patterns import candidate_patterns, existing_schedules
from planner.problem.premises import with_facts
from planner.problem.types import Problem
from planner.problem.visits import visit_notes, visit_work
from planner.problem.weights import (
    admissible_dates,
    counted_districts,
    levels_of,
    low_turnout_districts,
    mixed_minutes,
    weights_of,
)
from planner.scenario import Scenario


def build_problem(dataset: Dataset, scenario: Scenario) -> Problem:
    """Join dataset, scenario and calendar; facts about premises in the scenario go before the dataset's.

    Raises:
        InputError: unknown sites or districts, contradictions, vehicles without a stop … all at once.
    """
    troubles = list(mismatches(dataset, scenario))
    if troubles:
        raise InputError(troubles)
    dataset = with_facts(dataset, scenario)
    calendar = election_calendar(scenario.election, two_days=scenario.two_election_days)
    dates = admissible_dates(calendar)
    class_share, needed, notes = levels_of(scenario, dates)
    existing = tuple(existing_schedules(dataset, scenario, dates))
    low = low_turnout_districts(dataset, scenario)
    cell_minutes = mixed_minutes(dataset, scenario)
    counted = counted_districts(dataset, scenario, low)
    weights, cell_weights = (
        weights_of(dataset, places, scenario, counted) for places in (dataset.points, dataset.cells)
    )
    early = early_hours(dataset, scenario, calendar)
    today = {schedule.site for schedule in existing}
    work = visit_work(dataset, scenario, dates)
    problem = Problem(
        dataset=dataset,
        scenario=scenario,
        calendar=calendar,
        dates=dates,
        class_share=class_share,
        level_share=np.array([level.share for level in scenario.presence]),
        needed_dates=needed,
        weights=weights,
        cell_weights=cell_weights,
        minutes=cell_minutes[dataset.point_cell],
        cell_minutes=cell_minutes,
        existing=existing,
        standing=tuple(standing_schedules(dataset, scenario, existing)),
        patterns=tuple(candidate_patterns(dataset, scenario, dates, existing)),
        fleets=fleets_of(dataset, scenario),
        low_turnout=low,
        before_nok=sum(schedule.nok for schedule in existing),
        notes=(*notes, *visit_notes(work)),
        early=early,
        early_nok=sum(early_nok(scenario, hours, today=hours.site in today) for hours in early),
        visits=work,
    )
    if troubles := list(early_pool_troubles(early, problem.pool_persons)):
        raise InputError(troubles)
    return problem

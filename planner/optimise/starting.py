"""Where the solver starts from, as values of the core's columns: what the scenario gives, and what is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner.law.calendar import day_type
from planner.modelling import VisitKey
from planner.optimise.access import build_core
from planner.optimise.model import StageOne
from planner.problem import Problem, Schedule, Slot
from planner.scenario import Edit


def given_start(problem: Problem) -> dict[int, float]:
    """Values of decisions that ``start`` and ``keep`` speak of; empty where neither says anything.

    A place that is open then runs the pattern that holds most of the hours given and least beside; the solver completes
    the rest, or leaves the start alone where it cannot be.
    """
    edits: list[Edit] = [*problem.scenario.keep, *problem.scenario.start]
    if not edits:
        return {}
    model = build_core(problem).model
    values: dict[int, float] = {}
    for site_id in dict.fromkeys(e.station for e in edits if e.station is not None):
        column = problem.site_index.get(site_id)
        runs = [p for p, schedule in enumerate(problem.patterns) if schedule.site == column]
        slots = [Slot(e.date, *e.span) for e in edits if e.station == site_id and e.date is not None]
        if runs:
            best = max(runs, key=lambda p: (_score(problem.patterns[p], slots), -p))
            values |= {model.runs[p]: float(p == best) for p in runs}
    return values | _visits(model, edits)


def _score(schedule: Schedule, slots: Iterable[Slot]) -> tuple[int, int]:
    """Minutes of the slots in which a pattern is open, and (less is better) those beside."""
    wanted = list(slots)
    shared = sum(
        max(0, min(o.end, s.end) - max(o.start, s.start)) for o in schedule.slots for s in wanted if o.day == s.day
    )
    return shared, -sum(o.end - o.start for o in schedule.slots)


def _visits(model: StageOne, edits: Iterable[Edit]) -> dict[int, float]:
    """Dates of every stop and block that are spoken of; fleets in order take as many as they have."""
    problem = model.problem
    asked: Counter[tuple[int | None, str, int, int]] = Counter()
    values: dict[int, float] = {}
    for edit in edits:
        if edit.stop is not None:
            column = problem.site_index.get(edit.stop)
            if column in model.chosen:
                values[model.chosen[column]] = 1.0
            if edit.date is not None:
                asked[column, day_type(edit.date), *edit.span] += 1
    for (column, kind, start, end), number in asked.items():
        for f, fleet in enumerate(problem.fleets):
            for b, block in enumerate(fleet.blocks):
                key = VisitKey(f, column if column is not None else -1, b)
                if key in model.visits and (block.day_type, block.start, block.end) == (kind, start, end):
                    taken = min(number, len(problem.dates_of(block.day_type)))
                    values[model.visits[key]] = float(taken)
                    number -= taken
    return values

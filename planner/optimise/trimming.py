"""A plan that costs too much when somebody waits for it: what is least missed is left out.

The proper repair chooses visits anew by a model (:mod:`planner.optimise.finish`), which takes seconds, and who has
cancelled a run waits for them. Stage 1 knows little of kilometres between stops, so its plans are over the budget by
a part of a vehicle-day or a few. What to leave out is chosen greedily: a heuristic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from planner.domain.plan import Plan
from planner.evaluate.cost import plan_cost
from planner.evaluate.tours import Visit, day_tour
from planner.optimise.tours import PlacedTour, without_rare
from planner.problem import Problem, Schedule

MOST_CUTS = 10
SHORTENED = 8
"""Vehicle-days, those that are missed least, of which also a part is left out."""


class Opened(NamedTuple):
    """What is open by choice: premises, and every vehicle-day."""

    premises: tuple[Schedule, ...]
    tours: tuple[PlacedTour, ...]


class Cut(NamedTuple):
    """Less than before, and what the goal says of it."""

    value: float
    number: int
    plan: Plan
    opened: Opened


def trimmed(
    problem: Problem,
    opened: Opened,
    made: Callable[[Opened], Plan],
    *,
    value: Callable[[Plan], float],
    good: Callable[[Plan], bool],
) -> Plan | None:
    """A plan within the budget that breaks nothing, None where leaving out finds none.

    Args:
        opened: what a plan over the budget has.
        made: the plan of what is open.
        value: of the goal.
        good: whether a plan keeps everything but the budget.
    """

    def ranked(cuts: Iterator[Opened]) -> list[Cut]:
        plans = ((number, made(less), less) for number, less in enumerate(cuts))
        return sorted((Cut(value(plan), number, plan, less) for number, plan, less in plans), key=lambda cut: cut[:2])

    def fits(cut: Cut) -> bool:
        return plan_cost(cut.plan, problem).total <= problem.budget_nok and good(cut.plan)

    for _ in range(MOST_CUTS):
        whole = ranked(_without_one(problem, opened))
        least = [cut.number for cut in whole if cut.number < len(opened.tours)][:SHORTENED]
        parts = ranked(cut for number in least for cut in _shortened(problem, opened, number))
        found = [cut for cut in (next(filter(fits, cuts), None) for cuts in (parts, whole)) if cut is not None]
        if found:
            return min(found, key=lambda cut: cut.value).plan
        following = next((cut for cut in whole if good(cut.plan)), None)
        if following is None:
            return None
        opened = following.opened
    return None


def _without_one(problem: Problem, opened: Opened) -> Iterator[Opened]:
    """Without each vehicle-day, then without each of the premises."""
    for number in range(len(opened.tours)):
        yield _with(problem, opened, number, ())
    for number in range(len(opened.premises)):
        yield opened._replace(premises=(*opened.premises[:number], *opened.premises[number + 1 :]))


def _shortened(problem: Problem, opened: Opened, number: int) -> Iterator[Opened]:
    """Without the first or the last visit of a vehicle-day."""
    visits = opened.tours[number].tour.visits
    if len(visits) > 1:
        yield _with(problem, opened, number, visits[1:])
        yield _with(problem, opened, number, visits[:-1])


def _with(problem: Problem, opened: Opened, number: int, visits: Sequence[Visit]) -> Opened:
    """A vehicle-day with other visits, or none; stops that then have too few are given up everywhere."""
    item = opened.tours[number]
    tours = [*opened.tours[:number], *opened.tours[number + 1 :]]
    if visits:
        fleet = next(f for f in problem.fleets if any(v.id == item.vehicle_id for v in f.vehicles))
        tour = day_tour(problem.ways(fleet.sample), fleet.sample, fleet.depot, visits)
        tours.insert(number, replace(item, tour=tour))
    return opened._replace(tours=tuple(without_rare(problem, tours)[0]))

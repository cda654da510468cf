"""``one_use``: a place is never pop-up premises and bus stop at the same time.

In the model, per stop s and block b: dates with a visit and dates on which the
place is open as premises at that time together are at most the dates there are.

    n_sb + Σ_p (dates of p that overlap b) x_p ≤ dates − dates of locked hours that overlap b
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from planner.constraints.requirement import constraint
from planner.domain.clock import clock_of
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.evaluate.access import station_site, station_slots
from planner.law.wording import join, long_date, named
from planner.modelling import Model
from planner.problem import Problem, Schedule, VisitBlock

CONSTRAINT = constraint("one_use", "Ett bruk av et sted om gangen", "stations og vehicles", overridable=False)


def build(model: Model) -> None:
    """Rows per place that could be both."""
    problem = model.problem
    at_site: dict[int, list[int]] = {}
    for p, schedule in enumerate(problem.patterns):
        at_site.setdefault(schedule.site, []).append(p)
    locked = {schedule.site: schedule for schedule in problem.standing}
    for key, visit in model.visits.items():
        block = problem.fleets[key.fleet].blocks[key.block]
        dates = len(problem.dates_of(block.day_type))
        at_block = ((p, _busy_dates(problem, problem.patterns[p], block)) for p in at_site.get(key.site, ()))
        terms = [(float(busy), model.runs[p]) for p, busy in at_block if busy]
        taken = _busy_dates(problem, locked[key.site], block) if key.site in locked else 0
        if terms or taken:
            name = f"one_use[{problem.dataset.sites[key.site].id}-{key.fleet}-{key.block}]"
            model.row(name, [(1.0, visit), *terms], "<=", dates - taken, slack=0.0)


def _busy_dates(problem: Problem, schedule: Schedule, block: VisitBlock) -> int:
    """Dates of a block's day type on which a schedule is open at the time of the block."""
    dates = problem.dates_of(block.day_type)
    return len({s.day for s in schedule.slots if s.day in dates and s.start < block.end and s.end > block.start})


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Openings at one place that overlap, of one station or of two."""
    at_site: dict[int, list[int]] = {}
    for number, station in enumerate(plan.stations):
        column = station_site(problem, station)
        if column is not None:
            at_site.setdefault(column, []).append(number)
    for numbers in at_site.values():
        uses = [(plan.stations[n], slot) for n in numbers for slot in station_slots(plan.stations[n])]
        for (here, slot), (there, other) in combinations(uses, 2):
            if slot.day == other.day and slot.start < other.end and other.start < slot.end:
                stations = dict.fromkeys([here, there])
                yield CONSTRAINT.finding(
                    f"{join([named(s) for s in stations])} bruker samme plass to ganger samtidig "
                    f"{long_date(slot.day)} fra kl. {clock_of(max(slot.start, other.start))}.",
                    tuple(s.id for s in stations),
                    measured=min(slot.end, other.end) - max(slot.start, other.start),
                    limit=0,
                    unit="minutter samtidig",
                )

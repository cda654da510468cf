"""``one_use``: a place is never pop-up premises and bus stop at the same time.

In the model, per stop s and block b: dates with a visit and dates on which the
place is open as premises at that time together are at most the dates there are.

    n_sb + Σ_p (dates of p that overlap b) x_p ≤ dates
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.constraints.requirement import constraint
from planner.domain.clock import clock_of
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.evaluate.access import station_site, station_slots
from planner.law.wording import long_date, named
from planner.modelling import Model
from planner.problem import Problem

CONSTRAINT = constraint("one_use", "Ett bruk av et sted om gangen", "stations og vehicles")


def build(model: Model) -> None:
    """Rows per place that could be both."""
    problem = model.problem
    at_site: dict[int, list[int]] = {}
    for p, schedule in enumerate(problem.patterns):
        at_site.setdefault(schedule.site, []).append(p)
    for key, visit in model.visits.items():
        block = problem.fleets[key.fleet].blocks[key.block]
        dates = problem.dates_of(block.day_type)
        terms = []
        for p in at_site.get(key.site, ()):
            slots = problem.patterns[p].slots
            busy = {s.day for s in slots if s.day in dates and s.start < block.end and s.end > block.start}
            if busy:
                terms.append((float(len(busy)), model.runs[p]))
        if terms:
            name = f"one_use[{problem.dataset.sites[key.site].id}-{key.fleet}-{key.block}]"
            model.row(name, [(1.0, visit), *terms], "<=", len(dates), slack=0.0)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Overlapping openings of two stations at one place."""
    at_site: dict[int, list[int]] = {}
    for number, station in enumerate(plan.stations):
        column = station_site(problem, station)
        if column is not None:
            at_site.setdefault(column, []).append(number)
    for numbers in at_site.values():
        for first, second in ((a, b) for a in numbers for b in numbers if a < b):
            here, there = plan.stations[first], plan.stations[second]
            for slot in station_slots(here):
                for other in station_slots(there):
                    if slot.day == other.day and slot.start < other.end and other.start < slot.end:
                        yield CONSTRAINT.finding(
                            f"{named(here)} og {named(there)} bruker samme plass samtidig {long_date(slot.day)} "
                            f"fra kl. {clock_of(max(slot.start, other.start))}.",
                            (here.id, there.id),
                            measured=min(slot.end, other.end) - max(slot.start, other.start),
                            limit=0,
                            unit="minutter samtidig",
                        )

"""``regular_hours``: a place keeps hours that voters can remember, where the scenario asks for it.

    Σ_{p of j irregular} x_p ≤ 0

The same hours on the same weekday from a place's first opening to its last; in the last ISO week it may be open longer.
Asked of premises that the plan chooses; today's locked stations have their own hours, and a vehicle's visits are
announced date by date.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.constraints.requirement import constraint
from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan
from planner.evaluate.access import station_site
from planner.evaluate.regular import irregular_dates
from planner.law.wording import count, long_date, named
from planner.modelling import Model, Term
from planner.problem import Problem, Slot

CONSTRAINT = constraint("regular_hours", "Faste tider velgerne kan huske", "stations.regular_hours")


def build(model: Model) -> None:
    """One row per place that could run hours that are not regular."""
    problem = model.problem
    if not problem.scenario.stations.regular_hours:
        return
    rows: dict[int, list[Term]] = {}
    for run, schedule in zip(model.runs, problem.patterns, strict=True):
        if irregular_dates(schedule.slots, problem.dates):
            rows.setdefault(schedule.site, []).append((1.0, run))
    for site, terms in rows.items():
        model.row(f"regular_hours[{problem.dataset.sites[site].id}]", terms, "<=", 0.0)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per place, with the first date that differs."""
    if not problem.scenario.stations.regular_hours:
        return
    standing = {schedule.site for schedule in problem.standing}
    for station in plan.stations:
        if station_site(problem, station) in standing:
            continue
        slots = [
            Slot(o.date, o.start_minute, o.end_minute)
            for o in station.opening
            if o.vehicle is None and o.phase is Phase.ORDINARY
        ]
        odd = irregular_dates(slots, problem.dates)
        if odd:
            yield CONSTRAINT.finding(
                f"{named(station)} har ikke de samme tidene på samme ukedag: {count(len(odd), 'dato', 'datoer')} "
                f"avviker, den første {long_date(odd[0])}. Gi stedet faste tider, eller la regular_hours være av.",
                (station.id,),
                measured=len(odd),
                limit=0,
                unit="datoer som avviker",
            )


def requirement(_problem: Problem) -> str:
    """What is asked, in words."""
    return "Hvert sted har de samme tidene på samme ukedag så lenge det er åpent (stations.regular_hours)."


def relaxed(_problem: Problem, _slack: float) -> str:
    """The least change, in words."""
    return "La stations.regular_hours være av, eller fravik kravet for stedene det gjelder (overrides)."

"""``crew_pool``: persons present at the same time never exceed the pool.

Premises count their crew while open, a vehicle its crew (the driver not counted)
while it is out, a visiting team from start to end, a home-voting team while it is out.
In the model, per date and stretch of the day

    Σ_{p open then} crew · x_p + crew_h · h_d ≤ pool

and, because the dates of visits are not known there, summed over the dates of a day type

    Σ_days (Σ_{p open then} crew · x_p + crew_h · h_d) + Σ_s crew_v · n_sb ≤ pool · dates

Visits may be at any time of a date: their person-minutes, with those of everybody else between
the first and the last moment of a visit, are no more than the pool's; and no team goes out that is
larger than the pool (:mod:`planner.constraints.team_day` has what the teams themselves can do).

Rows are of several dates, so dates that the scenario sets aside are left out here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from planner.constraints.requirement import Use, constraint
from planner.domain.clock import clock_of
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.evaluate.cost import beyond, crew_aboard, day_span, vehicle_dates
from planner.evaluate.team_days import day_rules, outings, teams_of
from planner.law.calendar import DayType, day_type
from planner.law.wording import count, long_date
from planner.modelling import Model, Term, Variable
from planner.problem import Problem, Slot, VisitWork
from planner.problem.home import home_slots

CONSTRAINT = constraint("crew_pool", "Personer på jobb samtidig", "crew_pool.persons")


def build(model: Model) -> None:
    """Rows per different set of patterns open together, and per vehicle block."""
    problem = model.problem
    crews = [float(problem.crew_of(schedule.site)) for schedule in problem.patterns]
    seen: set[tuple[frozenset[int], date | None, int]] = set()
    bound = [day for day in problem.dates if not problem.set_aside(CONSTRAINT.id, day.isoformat())]
    homes = home_slots(problem)
    for day in bound:
        slots = [slot for _, slot in problem.runs_on.get(day, ())]
        slots += [homes[day]] if day in homes else []
        slots += [slot for slot, _ in problem.reserved if slot.day == day]
        for start, _ in _stretches(slots):
            together = frozenset(_open_at(problem, day, start))
            home, most = _home_at(model, day, start)
            free = problem.free_persons(day, start)
            key = together, day if home else None, free
            if key not in seen and sum(crews[p] for p in together) + most > free:
                seen.add(key)
                terms = [*((crews[p], model.runs[p]) for p in sorted(together)), *home]
                model.row(f"crew_pool[{day}-{clock_of(start)}]", terms, "<=", free)
    for f in range(len(problem.fleets)):
        _fleet_out(model, f)
        _fleet_blocks(model, f, bound)
    _visits_out(model, bound)


def _home_at(model: Model, day: date, minute: int) -> tuple[list[Term], int]:
    """Home-voting persons at a moment, as terms, and how many there may be."""
    setting, slot = model.problem.scenario.home_voting, home_slots(model.problem).get(day)
    if setting is None or slot is None or not slot.start <= minute < slot.end:
        return [], 0
    return [(float(setting.crew), model.home[day])], setting.crew * setting.teams


def _fleet_blocks(model: Model, f: int, bound: Sequence[date]) -> None:
    """One row per block of a fleet, summed over the dates of its day type."""
    problem = model.problem
    crews = [float(problem.crew_of(schedule.site)) for schedule in problem.patterns]
    fleet = problem.fleets[f]
    for b, block in enumerate(fleet.blocks):
        days = problem.dates_of(block.day_type)
        terms = [
            (float(fleet.sample.crew), variable)
            for key, variable in model.visits.items()
            if key.fleet == f and key.block == b
        ]
        for day in days:
            terms += [(crews[p], model.runs[p]) for p in _open_at(problem, day, block.start)]
            terms += _home_at(model, day, block.start)[0]
        if set(days) <= set(bound):
            limit = sum(problem.free_persons(day, block.start) for day in days)
            model.row(f"crew_pool[{fleet.sample.id}-{b}]", terms, "<=", limit, slack=len(days))


def _visits_out(model: Model, bound: Sequence[date]) -> None:
    """Visiting teams: none larger than the pool, and no more person-minutes than there are."""
    problem, work = model.problem, model.problem.visits
    if work is None or not model.served or any(day not in bound for group in work.groups for day in group):
        return
    crew = teams_of(problem).crew
    if crew > problem.pool_persons:
        used = model.variable("used[visits]", high=1.0, integer=True)
        model.row("crew_pool[visits]", [(float(crew), used)], "<=", problem.pool_persons)
        visits = [(1.0, v) for v in model.served.values()]
        most = float(sum(need.days for need in work.needs))
        model.row("crew_pool[visits-out]", [*visits, (-most, used)], "<=", 0.0, slack=0.0)
    for kind in dict.fromkeys(day_type(group[0]) for group in work.groups):
        _visit_minutes(model, work, kind)


def _visit_minutes(model: Model, work: VisitWork, kind: DayType) -> None:
    """Person-minutes on the visits' dates of a day type, from the first moment of any visit to the last."""
    problem, rules, crew = model.problem, day_rules(model.problem), float(teams_of(model.problem).crew)
    groups = [g for g, group in enumerate(work.groups) if day_type(group[0]) is kind]
    days = [day for g in groups for day in work.groups[g]]
    spans = [(s, need.minutes) for need in work.needs for day in days for s in need.starts.get(day, ())]
    first = min(span[0] for span, _ in spans) - rules.before
    last = max(span[1] + minutes for span, minutes in spans) + rules.after
    terms: list[Term] = []
    for key, v in model.served.items():
        if key.group in groups:
            terms.append((crew * (rules.before + work.needs[key.need].minutes + rules.after), v))
    terms += [
        (float(persons), variable) for persons, variable in _others_minutes(model, kind, days, (first, last)) if persons
    ]
    limit = problem.pool_persons * len(days) * (last - first)
    model.row(f"crew_pool[visits-{kind}]", terms, "<=", limit, slack=len(days) * (last - first))


def _others_minutes(
    model: Model, kind: DayType, days: Sequence[date], span: tuple[int, int]
) -> Iterator[tuple[int, Variable]]:
    """Person-minutes of premises, home-voting teams and vehicles between two moments of some dates."""
    problem, (first, last) = model.problem, span
    for run, schedule in zip(model.runs, problem.patterns, strict=True):
        minutes = sum(max(0, min(s.end, last) - max(s.start, first)) for s in schedule.slots if s.day in days)
        yield problem.crew_of(schedule.site) * minutes, run
    homes, setting = home_slots(problem), problem.scenario.home_voting
    for day, out in model.home.items():
        if day in days and setting is not None:
            yield setting.crew * max(0, min(homes[day].end, last) - max(homes[day].start, first)), out
    if set(days) != set(problem.dates_of(kind)):
        return  # a vehicle may be out on the other dates
    for tour, out in model.tours.items():
        fleet = problem.fleets[tour.fleet]
        blocks = [fleet.blocks[b] for b in tour.blocks]
        if blocks[0].day_type is kind:
            minutes = max(0, min(blocks[-1].end, last) - max(blocks[0].start, first))
            yield fleet.sample.crew * minutes, out


def _fleet_out(model: Model, f: int) -> None:
    """A fleet whose crew alone is more than the pool never goes out: crew · used ≤ pool, Σ q ≤ days · used."""
    fleet = model.problem.fleets[f]
    tours = [(1.0, variable) for key, variable in model.tours.items() if key.fleet == f]
    freed = any(model.problem.set_aside(CONSTRAINT.id, day.isoformat()) for day in model.problem.dates)
    if tours and fleet.sample.crew > model.problem.pool_persons and not freed:
        used = model.variable(f"used[{fleet.sample.id}]", high=1.0, integer=True)
        most = len(fleet.vehicles) * len(model.problem.dates)
        model.row(f"crew_pool[{fleet.sample.id}]", [(float(fleet.sample.crew), used)], "<=", model.problem.pool_persons)
        model.row(f"crew_pool[{fleet.sample.id}-out]", [*tours, (-float(most), used)], "<=", 0.0, slack=0.0)


def _open_at(problem: Problem, day: date, minute: int) -> Iterator[int]:
    yield from dict.fromkeys(p for p, slot in problem.runs_on.get(day, ()) if slot.start <= minute < slot.end)


def _stretches(slots: Iterable[Slot]) -> list[tuple[int, int]]:
    """Stretches of the day between any start and any end."""
    moments = sorted({moment for slot in slots for moment in (slot.start, slot.end)})
    return list(pairwise(moments))


def presence(plan: Plan, problem: Problem) -> dict[date, list[tuple[float, float, int]]]:
    """Per date (start, end, persons) of everyone who is charged to the pool."""
    own = {problem.dataset.sites[s.site].id: s.slots for s in problem.standing}
    found: dict[date, list[tuple[float, float, int]]] = {}
    for station in plan.stations:
        for o in station.opening:
            if o.vehicle is None:
                for piece in beyond(Slot(o.date, o.start_minute, o.end_minute), own.get(station.id, ())):
                    found.setdefault(o.date, []).append((piece.start, piece.end, o.crew))
    for vehicle in problem.scenario.vehicles:
        crews = crew_aboard(plan, vehicle)
        for day, visits in vehicle_dates(plan, vehicle).items():
            start, end, _ = day_span(plan, problem, vehicle, day) or (visits[0][1].start, visits[-1][1].end, 0.0)
            found.setdefault(day, []).append((start, end, crews[day]))
    for outing in outings(plan, problem):
        found.setdefault(outing.day, []).append((outing.out, outing.back, outing.crew))
    return found


def peak(stretches: Iterable[tuple[float, float, int]]) -> tuple[int, float]:
    """Most persons at once, and the minute from which."""
    items = list(stretches)
    loads = [(sum(c for s, e, c in items if s <= start < e), -start) for start, _, _ in items]
    most, minus_start = max(loads, default=(0, 0.0))
    return most, -minus_start


def most_present(plan: Plan, problem: Problem) -> int:
    """Most persons at work at the same time on any date, of those who are charged to the pool."""
    return max((peak(stretches)[0] for stretches in presence(plan, problem).values()), default=0)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per date on which the pool is exceeded."""
    for day, stretches in sorted(presence(plan, problem).items()):
        most, since = peak(stretches)
        if most > problem.pool_persons:
            yield CONSTRAINT.finding(
                f"{long_date(day).capitalize()} fra kl. {clock_of(since)} trengs "
                f"{count(most, 'person', 'personer')} samtidig, men poolen har {problem.pool_persons}. "
                "Flytt eller kutt åpningstider, eller øk poolen.",
                (day.isoformat(),),
                measured=most,
                limit=problem.pool_persons,
                unit="personer",
            )


def use(plan: Plan, problem: Problem) -> Iterator[Use]:
    """Persons at once on the fullest date."""
    peaks = [(*peak(stretches), day) for day, stretches in sorted(presence(plan, problem).items())]
    if peaks:
        most = max(number for number, _, _ in peaks)
        since, day = next((since, day) for number, since, day in peaks if number == most)
        when = f"{long_date(day)} kl. {clock_of(since)}"
        often = sum(number == most for number, _, _ in peaks)
        more = f" og {count(often - 1, 'dato', 'datoer')} til" if often > 1 else ""
        yield Use(f"bemanningspoolen ({when}{more})", most, problem.pool_persons, "personer")


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    return f"Høyst {count(problem.pool_persons, 'person', 'personer')} er på jobb samtidig (crew_pool)."


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words."""
    return f"Øk poolen (crew_pool.persons) med minst {count(math.ceil(slack - 1e-6), 'person', 'personer')}."

"""All requirements of stage 1, and among them those that need to know dates.

Constraints and rules bind the model themselves. Dates on which the same patterns are
open at the same times are alike: a group g of |g| dates. Vehicles and premises share
each group's pool and places:

    Σ_g q_og = q_o,  Σ_o q_og ≤ vehicles · |g|,  Σ_g n_sbg = n_sb,  Σ_s n_sbg = Σ_{o ∋ b} q_og
    |g| load_S + Σ_{o out at t} crew_v · q_og + Σ_{d ∈ g, home teams out at t} crew_h · h_d ≤ pool · |g|
    load_S ≥ Σ_{p ∈ S} crew · x_p
    n_sbg ≤ a_bg,   n_sbg + Σ_{p open at s during b} |g| x_p ≤ |g|
    Σ_r (m_kr − m_k,r−1) z_skr ≤ Σ_g a_kg  and  ≤ Σ_g min(|g|, Σ_{b of class k} n_sbg)
    a_bg ≤ |g|,   a_bg ≤ Σ_{o ∋ b} q_og   (a_kg likewise)
    |D_g| Σ_{p open on g} x_p + Σ_o q_og ≥ |D_g|

==========  ====================================================================
q_og        of the tours with blocks o, how many go on dates of g
n_sbg       of the visits to stop s in block b, how many are on dates of g
a_bg, a_kg  dates of g on which a vehicle is out in block b (in a block of class k)
D_g         dates of g on which some place has to be open, and nothing that is locked is (P7, each weekday)
S(g, t)     patterns open at moment t of the dates of g
out at t    from set-up of the first block to take-down of the last, without any drive
==========  ====================================================================

Without these rows the pool counts vehicles summed over all dates only, and premises may
leave no date with a crew or a place for a bus. Every finished plan meets them, so a bound
found with them is a bound of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from planner.constraints import registry as constraints
from planner.domain.clock import clock_of
from planner.law import registry as law
from planner.law.calendar import day_type
from planner.law.rules import p7
from planner.modelling import TourKey, Variable, VisitKey
from planner.optimise.model import StageOne, add_decisions
from planner.problem import Problem
from planner.problem.home import home_slots

Opening = tuple[int, int, int]
"""Pattern, start and end (minutes after midnight)."""


class Group(NamedTuple):
    """Dates that are alike."""

    dates: tuple[date, ...]
    open: tuple[Opening, ...]


def build_requirements(model: StageOne) -> None:
    """Decisions, constraints and law, without the voters' ways: enough for questions of feasibility."""
    add_decisions(model)
    constraints.bind(model)
    law.bind(model)
    if model.tours and model.runs:  # where only vehicles are chosen, all dates are alike
        _bind_dates(model)


def groups_of(problem: Problem) -> list[Group]:
    """The planning period's dates, by what may be open on them."""
    alike: dict[tuple[str, tuple[Opening, ...]], list[date]] = {}
    opening: dict[date, list[Opening]] = {day: [] for day in problem.dates}
    for p, schedule in enumerate(problem.patterns):
        for slot in schedule.slots:
            opening[slot.day].append((p, slot.start, slot.end))
    for day in problem.dates:
        alike.setdefault((day_type(day), tuple(opening[day])), []).append(day)
    return [Group(tuple(dates), found) for (_, found), dates in alike.items()]


def _bind_dates(model: StageOne) -> None:
    groups = groups_of(model.problem)
    tours = model.grouped_tours = _tours_in_groups(model, groups)
    classes = range(len(model.problem.classes))
    counting: dict[int, list[tuple[float, Variable]]] = {k: [] for k in classes}
    for g, group in enumerate(groups):
        here = {key: v for (key, h), v in tours.items() if h == g}
        _bind_pool(model, group, here)
        _bind_open(model, group, list(here.values()))
        for k in classes:
            out = [v for key, v in here.items() if _counts(model.problem, key, k)]
            if out:
                counting[k].append((1.0, _dates_out(model, out, len(group.dates))))
    for k in classes:
        model.class_dates[k] = model.variable("dates", high=len(model.problem.dates))
        terms = [(1.0, model.class_dates[k]), *((-count, v) for count, v in counting[k])]
        model.row(f"calendar[class-{k}]", terms, "<=", 0.0, slack=0.0)


def _counts(problem: Problem, key: TourKey, k: int) -> bool:
    return any(problem.fleets[key.fleet].blocks[b].classes[k] for b in key.blocks)


def _tours_in_groups(model: StageOne, groups: list[Group]) -> dict[tuple[TourKey, int], Variable]:
    """q_og, its sum over groups, and the vehicles there are."""
    problem = model.problem
    found: dict[tuple[TourKey, int], Variable] = {}
    for f, fleet in enumerate(problem.fleets):
        vehicles = len(fleet.vehicles)
        tours = {key: v for key, v in model.tours.items() if key.fleet == f}
        for key, tour in tours.items():
            kind = fleet.blocks[key.blocks[0]].day_type
            for g, group in enumerate(groups):
                if day_type(group.dates[0]) == kind:
                    found[key, g] = model.variable("q", high=vehicles * len(group.dates), integer=True)
            terms = [(1.0, v) for (k, _), v in found.items() if k == key]
            model.row(f"calendar[tours-{tour}]", [*terms, (-1.0, tour)], "==", 0.0, slack=0.0)
        for g, group in enumerate(groups):
            terms = [(1.0, v) for (key, h), v in found.items() if key.fleet == f and h == g]
            if terms:
                model.row(f"calendar[vehicles-{f}-{g}]", terms, "<=", vehicles * len(group.dates), slack=0.0)
    return found


def least_span(problem: Problem, key: TourKey) -> tuple[int, int]:
    """Minutes of the day between which a tour is out at least."""
    fleet = problem.fleets[key.fleet]
    first, last = fleet.blocks[key.blocks[0]], fleet.blocks[key.blocks[-1]]
    vehicle = fleet.sample
    return first.start - vehicle.setup_minutes, last.end + vehicle.overrun_minutes + vehicle.takedown_minutes


def _bind_pool(model: StageOne, group: Group, tours: Mapping[TourKey, Variable]) -> None:
    """Rows at every moment at which more people may be at work than just before."""
    problem, days = model.problem, len(group.dates)
    spans = {key: least_span(problem, key) for key in tours}
    loads: dict[frozenset[int], Variable] = {}
    homes = {slot.start for day, slot in home_slots(problem).items() if day in group.dates}
    for moment in sorted({start for _, start, _ in group.open} | {start for start, _ in spans.values()} | homes):
        together = frozenset(p for p, start, end in group.open if start <= moment < end)
        out = [key for key, (start, end) in spans.items() if start <= moment < end]
        if not together or not out:
            continue
        if together not in loads:
            crews_of = {p: float(problem.crew_of(problem.patterns[p].site)) for p in sorted(together)}
            load = loads[together] = model.variable("load", high=sum(crews_of.values()))
            terms = [(crew, model.runs[p]) for p, crew in crews_of.items()]
            model.row(f"calendar[load-{load}]", [*terms, (-1.0, load)], "<=", 0.0, slack=0.0)
        crews = [(float(problem.fleets[key.fleet].sample.crew), tours[key]) for key in out]
        if any(problem.set_aside("crew_pool", day.isoformat()) for day in group.dates):
            continue
        name = f"crew_pool[{group.dates[0]}-{clock_of(moment)}-out]"
        crews += _home_out(model, group, moment)
        free = sum(problem.free_persons(day, moment) for day in group.dates)
        model.row(name, [(float(days), loads[together]), *crews], "<=", free, slack=days)


def _bind_open(model: StageOne, group: Group, tours: list[Variable]) -> None:
    """Where dates of a group need an open place, premises are open on all of them, or as many vehicle-days go."""
    needed = sum(dates <= set(group.dates) for _, dates in p7.uncovered(model.problem))
    premises = sorted({p for p, _, _ in group.open})
    if needed:
        terms = [*((float(needed), model.runs[p]) for p in premises), *((1.0, tour) for tour in tours)]
        model.row(f"P7[{group.dates[0]}-open]", terms, ">=", needed, slack=needed)


def _home_out(model: StageOne, group: Group, moment: int) -> Iterator[tuple[float, Variable]]:
    """Persons of home-voting teams at a moment of a group's dates."""
    setting = model.problem.scenario.home_voting
    for day, slot in home_slots(model.problem).items():
        if setting is not None and day in group.dates and slot.start <= moment < slot.end:
            yield float(setting.crew), model.home[day]


def _dates_out(model: StageOne, tours: Iterable[Variable], days: int) -> Variable:
    """Dates of a group on which at least one of some tours goes, as a relaxation."""
    out = model.variable("out", high=days)
    model.row(f"calendar[out-{out}]", [(1.0, out), *((-1.0, tour) for tour in tours)], "<=", 0.0, slack=0.0)
    return out


def bind_visits(model: StageOne) -> None:
    """A stop is visited on dates on which a vehicle is out then and its place is not in use.

    Many rows that hardly move the bound (measured: 8.2251 → 8.2260 on ``oslo-fri``), but
    without them most such plans cannot be put on dates: for models that make plans.
    """
    if not model.grouped_tours:
        return
    groups = groups_of(model.problem)
    parts: dict[tuple[VisitKey, int], Variable] = {}
    for f, fleet in enumerate(model.problem.fleets):
        for b in range(len(fleet.blocks)):
            stops = [key for key in model.visits if (key.fleet, key.block) == (f, b)]
            stops = [key for key in stops if not model.closed(model.visits[key])]
            for g, group in enumerate(groups):
                parts |= _visits_in_group(model, (f, b, g), group, stops)
    for key, visit in model.visits.items():
        terms = [(1.0, parts[key, g]) for g in range(len(groups)) if (key, g) in parts]
        if terms:
            model.row(f"calendar[visits-{visit}]", [*terms, (-1.0, visit)], "==", 0.0, slack=0.0)
    for (site, k), presence in model.presence.items():
        served = []
        for g, group in enumerate(groups):
            here = [v for (key, h), v in parts.items() if h == g and key.site == site and _serves(model, key, k)]
            if here:
                served.append((-1.0, _dates_out(model, here, len(group.dates))))
        if served:
            model.row(f"calendar[presence-{site}-{k}]", [*presence, *served], "<=", 0.0, slack=0.0)


def dated_visit_count(problem: Problem) -> int:
    """How many visits by stop, block and group of alike dates :func:`bind_visits` would add at most."""
    return len(groups_of(problem)) * sum(len(fleet.blocks) * len(fleet.stops) for fleet in problem.fleets)


def _serves(model: StageOne, key: VisitKey, k: int) -> bool:
    return model.problem.fleets[key.fleet].blocks[key.block].classes[k]


def _visits_in_group(
    model: StageOne, place: tuple[int, int, int], group: Group, stops: list[VisitKey]
) -> dict[tuple[VisitKey, int], Variable]:
    """n_sbg of one fleet, block and group; empty where no tour can go then."""
    f, b, g = place
    tours = [v for (key, h), v in model.grouped_tours.items() if key.fleet == f and b in key.blocks and h == g]
    if not tours:
        return {}
    days, block = len(group.dates), model.problem.fleets[f].blocks[b]
    out = _dates_out(model, tours, days)
    busy: dict[int, set[int]] = {}
    for p, start, end in group.open:
        if start < block.end and block.start < end:
            busy.setdefault(model.problem.patterns[p].site, set()).add(p)
    parts = {(key, g): model.variable("n", high=days, integer=True) for key in stops}
    for (key, _), part in parts.items():
        model.row(f"calendar[out-{part}]", [(1.0, part), (-1.0, out)], "<=", 0.0, slack=0.0)
        if key.site in busy:
            terms = [(float(days), model.runs[p]) for p in sorted(busy[key.site])]
            model.row(f"one_use[{part}]", [(1.0, part), *terms], "<=", days, slack=0.0)
    served = [(1.0, part) for part in parts.values()] + [(-1.0, tour) for tour in tours]
    model.row(f"calendar[served-{f}-{b}-{g}]", served, "==", 0.0, slack=0.0)
    return parts

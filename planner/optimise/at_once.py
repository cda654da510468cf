"""Vehicles that are out together on a date, as whole numbers, with the drives they have.

    Σ_{σ out during u} q_oσg ≤ |g| · out_fgu,   crew_f · out_fgu + Σ_{p open during u} crew · x_p ≤ pool
    Σ_g q_oσg = Σ_{t of o, out σ} t,   Σ_σ q_oσg = q_og

========  ============================================================================
u         stretch of the day between two moments at which premises may open or close
σ         first and last stretch of which a vehicle-day has some minutes, drives and all
out_fgu   most vehicles of fleet f that are out together during u of a date of group g
========  ============================================================================

:mod:`planner.optimise.requirements` sums the pool over a group's dates and counts a vehicle from set-up to
take-down only, because a bound must hold for every plan. Five persons left for crews of three on
ten dates are sixteen vehicle-days there, and ten in truth; a drive home past the hour at which evening's premises open
needs persons twice. Plans made without these rows lose such visits when they get dates.
Where the vehicle-days are not listed (``driven``) their least span stands for them, q_og for q_oσg.

A vehicle that is back before another leaves may be out in the same stretch: one crew does both, and these rows
ask for two. So they are for models that make plans. For a bound a vehicle counts only in stretches of which it
is out all the time, which begin and end with blocks too (``bound``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from planner.modelling import TourKey, Variable
from planner.optimise.model import StageOne
from planner.optimise.requirements import Group, groups_of, least_span
from planner.problem import Problem

Span = tuple[float, float]
"""Minutes of the day at which a vehicle leaves the depot and is back."""


class _Part(NamedTuple):
    """Vehicle-days that are out during the same stretches."""

    first: int
    last: int
    out: Variable


class _Clock(NamedTuple):
    """Moments that divide a day into stretches; stretch n ends with moment n.

    Attributes:
        bound: a vehicle is out in a stretch only if it is out all of it, else if it is out some of it.
    """

    moments: Sequence[int]
    bound: bool

    def stretches(self, span: Span) -> tuple[int, int]:
        """First and last stretch in which a vehicle is out; the first is after the last where it is out in none."""
        if self.bound:
            return sum(m < span[0] for m in self.moments) + 1, sum(m <= span[1] for m in self.moments) - 1
        return sum(m <= span[0] for m in self.moments), sum(m < span[1] for m in self.moments)


def bind_at_once(
    model: StageOne, f: int, listed: Mapping[TourKey, Sequence[tuple[Span, Variable]]], *, bound: bool = False
) -> None:
    """Add the rows of one fleet.

    Args:
        listed: of each tour, span and column of every vehicle-day that the model lists; empty where it lists none.
        bound: no more than what holds for every plan.
    """
    problem = model.problem
    if problem.fleets[f].sample.crew == 0 or not model.grouped_tours:
        return
    groups = dict(enumerate(groups_of(problem)))
    grouped = {(key, g): v for (key, g), v in model.grouped_tours.items() if key.fleet == f}
    clock = _Clock(_moments(problem, {key for key, _ in grouped} if bound else ()), bound)
    parts: dict[int, list[_Part]] = {g: [] for g in groups}
    for key in dict.fromkeys(key for key, _ in grouped):
        mine = {g: v for (k, g), v in grouped.items() if k == key}
        for g, part in _split(model, key, mine, listed.get(key, ()), clock):
            parts[g].append(part)
    for g, group in groups.items():
        if parts[g] and not any(problem.set_aside("crew_pool", day.isoformat()) for day in group.dates):
            _bind_group(model, f, group, parts[g], clock.moments)


def _moments(problem: Problem, tours: Iterable[TourKey]) -> list[int]:
    """When premises may open or close, on any date, and the least spans of some tours."""
    premises = {m for p in problem.patterns for slot in p.slots for m in (slot.start, slot.end)}
    return sorted(premises | {m for key in tours for m in least_span(problem, key)})


def _split(
    model: StageOne,
    key: TourKey,
    mine: Mapping[int, Variable],
    listed: Sequence[tuple[Span, Variable]],
    clock: _Clock,
) -> Iterator[tuple[int, _Part]]:
    """The vehicle-days of a tour on each group's dates, apart by when they are out."""
    alike: dict[tuple[int, int], list[Variable]] = {}
    for span, column in listed:
        alike.setdefault(clock.stretches(span), []).append(column)
    if len(alike) < 2:
        where = next(iter(alike), clock.stretches(least_span(model.problem, key)))
        yield from ((g, _Part(*where, v)) for g, v in mine.items())
        return
    sums: dict[int, list[Variable]] = {g: [] for g in mine}
    for (first, last), columns in sorted(alike.items()):
        here = {g: model.variable("q", high=model.columns[v].high, integer=True) for g, v in mine.items()}
        terms = [*((1.0, v) for v in here.values()), *((-1.0, column) for column in columns)]
        model.row(f"calendar[spans-{columns[0]}]", terms, "==", 0.0, slack=0.0)
        for g, v in here.items():
            sums[g].append(v)
            yield g, _Part(first, last, v)
    for g, total in mine.items():
        model.row(f"calendar[span-sum-{total}]", [*((1.0, v) for v in sums[g]), (-1.0, total)], "==", 0.0, slack=0.0)


def _bind_group(model: StageOne, f: int, group: Group, parts: Sequence[_Part], moments: Sequence[int]) -> None:
    """Whole vehicles beside the premises in every stretch of a group's dates; the same rows once."""
    problem, fleet = model.problem, model.problem.fleets[f]
    seen: set[tuple[frozenset[int], frozenset[Variable]]] = set()
    for u, (start, _) in enumerate(pairwise(moments), 1):
        premises = [p for p, opens, closes in group.open if opens <= start < closes and not model.closed(model.runs[p])]
        out = [part.out for part in parts if part.first <= u <= part.last]
        same = frozenset(premises), frozenset(out)
        if not premises or not out or same in seen:
            continue
        seen.add(same)
        at_once = model.variable("out", high=len(fleet.vehicles), integer=True)
        crews = [(float(problem.crew_of(problem.patterns[p].site)), model.runs[p]) for p in premises]
        free = max(problem.free_persons(day, start) for day in group.dates)
        model.row(f"calendar[crews-{at_once}]", [*crews, (float(fleet.sample.crew), at_once)], "<=", free, slack=0.0)
        terms = [*((1.0, v) for v in out), (-float(len(group.dates)), at_once)]
        model.row(f"calendar[at-once-{at_once}]", terms, "<=", 0.0, slack=0.0)

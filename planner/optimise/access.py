"""Voters' ways in the model: which decisions make a place suit, and minutes in radius form.

For a segment (i, k, r) let d_1 < d_2 < … be the different minutes of its candidate
stations and v_h = 1 if none of those within d_h suits (radius form; Cornuéjols,
Nemhauser and Wolsey 1980, sparse as in García, Labbé and Marín 2011):

    v_1 ≥ 1 − Σ_{j: t_ij = d_1} z_jkr,      v_h ≥ v_{h−1} − Σ_{j: t_ij = d_h} z_jkr
    minimise Σ ω a ρ [ f(d_1) + Σ_h (f(d_{h+1}) − f(d_h)) v_h ]

with f the goal's cost of minutes, and d beyond the last candidate that of the
quickest locked station that suits, else T. Its LP bound equals that of the model with
assignments y_ijkr, with far fewer columns because minutes repeat. Presence:

    premises  z_jkr = Σ x_jp over patterns with at least m_kr dates of class k
    stops     Σ_r (m_kr − m_k,r−1) z_skr ≤ Σ_{b of class k} n_sb,  z_sk1 ≥ z_sk2 ≥ …

Minutes that cost the same are one ring: of "within 15 minutes or not" there is one.

With a :class:`Scope` some decisions are closed and a segment lists candidates only up
to its reach; the next one's minutes stand for every one farther away. Such a model
finds plans; it proves nothing about the whole.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from planner.constraints import registry as constraints
from planner.domain.dataset import Floats
from planner.evaluate.access import scheduled_stations, segment_minutes, segment_shares
from planner.modelling import AccessSum, Expression, Term, Variable
from planner.optimise.aims import ROUNDING, Aim, aim_of
from planner.optimise.drives import Tours, bind_drives
from planner.optimise.model import StageOne
from planner.optimise.requirements import bind_visits, build_requirements
from planner.problem import Problem

Suit = list[list[dict[int, list[Variable]]]]
"""Per class and level: site → variables of which one at 1 makes the site suit."""


@dataclass(frozen=True, eq=False)
class Scope:
    """What a restricted model may use.

    Attributes:
        keep: (core columns,) False: closed.
        reach: (points, K, R) minutes up to which candidates are listed, one at least.
        tours: vehicle-days of the fleets whose tours are listed; None: all that can be driven.
    """

    keep: np.ndarray[tuple[int], np.dtype[np.bool_]]
    reach: Floats
    tours: Tours | None = None


@dataclass(frozen=True, eq=False)
class Core:
    """Decisions, requirements and presence: all of stage 1 but the voters' ways.

    Two cores of one problem have the same columns.

    Attributes:
        suit: variables that make a site suit.
        premises: z of premises → the runs it is the sum of.
    """

    model: StageOne
    suit: Suit
    premises: dict[Variable, tuple[Variable, ...]]


def build_core(problem: Problem) -> Core:
    """Everything that does not grow with the number of demand points, and what constraints ask of the voters' ways."""
    core = add_core(StageOne(problem))
    constraints.bind_access(core.model)
    core.model.core_columns = len(core.model.columns)
    return core


def add_core(model: StageOne) -> Core:
    """Decisions, requirements and presence in a model that is still empty."""
    build_requirements(model)
    premises: dict[Variable, tuple[Variable, ...]] = {}
    suit = _suit_variables(model, premises)
    fallback = fallback_minutes(model.problem)
    model.ways = partial(_ways, Core(model, suit, premises), fallback, None)
    return Core(model, suit, premises)


def build_stage_one(
    problem: Problem, scope: Scope | None = None, aim: Aim | None = None, *, dated: bool = False
) -> StageOne:
    """The whole model, or what a scope leaves of it, ready for a solver.

    Args:
        dated: visits have dates and vehicle-days drives, where those are few enough to be listed; a scope's always.
    """
    model = stage_one_rows(problem, scope, aim, dated=dated)
    model.close()
    return model


def stage_one_rows(
    problem: Problem, scope: Scope | None = None, aim: Aim | None = None, *, dated: bool = False
) -> StageOne:
    """The same, not yet handed to a solver."""
    core, aim = build_core(problem), aim_of(problem, aim)
    model, suit = core.model, core.suit
    if scope is not None:
        for column in (*model.runs, *model.visits.values(), *model.chosen.values()):
            if not scope.keep[column]:
                model.close_column(column)
    if dated or scope is not None:
        bind_dates(model, scope)
    if scope is not None:
        alive = {v: any(scope.keep[run] for run in core.premises.get(v, (v,))) for v in _variables(suit)}
        suit = [[{j: [v for v in vs if alive[v]] for j, vs in level.items()} for level in levels] for levels in suit]
        model.ways = partial(_ways, Core(model, suit, core.premises), fallback_minutes(problem), scope)
    bind_held(model, aim)
    model.minimise(aim.goal.expression(model))
    return model


def bind_dates(model: StageOne, scope: Scope | None = None) -> None:
    """Dates of the visits and drives of the vehicle-days; of the whole model all that can be driven."""
    bind_visits(model)
    bind_drives(model, None if scope is None else scope.tours, bound=scope is None)


def bind_held(model: StageOne, aim: Aim) -> None:
    """The earlier goals stay at most as bad as they may."""
    for number, held in enumerate(aim.held):
        name = f"goal[{number}]"
        if held.goal.steps is not None:
            held.goal.steps.keep(model, name, held.limit)
            continue
        kept = held.goal.expression(model)
        limit = held.goal.total(held.limit) - kept.constant
        model.row(name, kept.terms, "<=", limit + ROUNDING * abs(limit), slack=0.0)


def _ways(core: Core, fallback: Floats, scope: Scope | None, ways: AccessSum) -> Expression:
    """A sum over segments in radius form; minutes that cost the same are one ring."""
    constant, terms = 0.0, list[Term]()
    costs = ways.cost(core.model.problem.minutes)
    for part in _segments(core, fallback, scope, ways):
        sites = np.array([j for j, variables in part.suit.items() if variables], dtype=np.int64)
        for i in np.flatnonzero(part.weights):
            here = costs[i, sites]
            rings, rest = _rings(here, part.beyond[i], part.reach[i])
            values = part.weights[i] * np.array([*rings, rest])
            constant += float(values[0])
            near = [[v for j in sites[here == c] for v in part.suit[j]] for c in rings]
            terms += _segment(core.model, near, np.diff(values))
    return Expression(terms, constant)


class _Part(NamedTuple):
    """One segment of an access sum.

    Attributes:
        weights: (points,).
        beyond, reach: (points,) cost of the fallback, and up to which candidates are listed.
        suit: site → variables of which one at 1 makes it suit.
    """

    weights: Floats
    beyond: Floats
    reach: Floats
    suit: Mapping[int, list[Variable]]


def _segments(core: Core, fallback: Floats, scope: Scope | None, ways: AccessSum) -> Iterator[_Part]:
    """Every segment that a sum counts."""
    shares, beyond = segment_shares(core.model.problem), ways.cost(fallback)
    reach = np.full_like(beyond, np.inf) if scope is None else ways.cost(scope.reach)
    if ways.segment is None:
        for k, r in np.ndindex(*shares.shape):
            yield _Part(ways.weights * shares[k, r], beyond[:, k, r], reach[:, k, r], core.suit[k][r])
        return
    level, klass = ways.segment
    farthest = reach[:, :, level].max(axis=1) if klass is None else reach[:, klass, level]
    classes = range(len(shares)) if klass is None else [klass]
    suit = _suit_any(core, [core.suit[k][level] for k in classes])
    yield _Part(ways.weights, ways.segment.minutes(beyond), farthest, suit)


def _suit_any(core: Core, classes: Sequence[Mapping[int, list[Variable]]]) -> dict[int, list[Variable]]:
    """Per site what makes it suit any of some classes; runs themselves, of which a site has one."""
    found: dict[int, dict[Variable, None]] = {}
    for suit in classes:
        for j, variables in suit.items():
            found.setdefault(j, {}).update((run, None) for v in variables for run in core.premises.get(v, (v,)))
    return {j: list(variables) for j, variables in found.items()}


def ring_count(problem: Problem, aim: Aim | None = None) -> int:
    """How many rings the whole model would have at most."""
    aim = aim_of(problem, aim)
    sums = [goal.ways for goal in (aim.goal, *(held.goal for held in aim.held)) if goal.ways is not None]
    fallback = fallback_minutes(problem)
    sites = sorted({s.site for s in problem.patterns} | {s for fleet in problem.fleets for s in fleet.stops})
    return sum(_rings_of(problem, ways, fallback, sites) for ways in sums)


def _rings_of(problem: Problem, ways: AccessSum, fallback: Floats, sites: list[int]) -> int:
    counted = ways.weights > 0
    costs, beyond = ways.cost(problem.minutes[counted][:, sites]), ways.cost(fallback[counted])
    near = costs[:, :, None] < beyond.reshape(len(beyond), 1, -1)
    steps = len(np.unique(costs))  # of a cost with few steps many sites share a ring
    return int(np.minimum(near.sum(axis=1), steps).sum())


def fallback_minutes(problem: Problem) -> Floats:
    """(points, K, R) minutes to the quickest locked station that suits, at most T."""
    locked = scheduled_stations(problem, problem.standing)
    limit = float(problem.scenario.travel.unreached_minutes)
    return np.minimum(segment_minutes(problem, locked, cells=False), limit)


def _variables(suit: Suit) -> Iterator[Variable]:
    return (v for levels in suit for level in levels for variables in level.values() for v in variables)


def _rings(costs: Floats, fallback: float, reach: float) -> tuple[list[float], float]:
    """Different costs of the candidates that are listed, and what lies beyond them."""
    radii = [float(d) for d in np.unique(costs[costs < fallback])]
    listed = max(1, sum(d <= reach for d in radii))
    return radii[:listed], min([fallback, *radii[listed:]])


def _segment(model: StageOne, rings: list[list[Variable]], steps: Floats) -> Iterator[Term]:
    """One segment in radius form: variables at each radius, and what each radius and beyond adds.

    No v is above 1 in any optimum, but its limit must be said: HiGHS finds these columns to be whole, and lists
    what every value up to a thousand would cost for each that has no limit (nine tenths of its time at the root).
    """
    previous: Variable | None = None
    for near, step in zip(rings, steps, strict=True):
        beyond = model.variable("v", high=1.0)
        yield float(step), beyond
        terms = [(1.0, variable) for variable in near] + [(1.0, beyond)]
        if previous is not None:
            terms.append((-1.0, previous))
        model.row(f"access[{beyond}]", terms, ">=", 1.0 if previous is None else 0.0, slack=0.0)
        previous = beyond


def _suit_variables(model: StageOne, premises: dict[Variable, tuple[Variable, ...]]) -> Suit:
    problem = model.problem
    classes, levels = problem.needed_dates.shape
    suit: Suit = [[{} for _ in range(levels)] for _ in range(classes)]
    known: dict[tuple[int, ...], Variable] = {}
    for k, r in np.ndindex(classes, levels):
        enough: dict[int, list[int]] = {}
        for p, schedule in enumerate(problem.patterns):
            if schedule.class_dates[k] >= problem.needed_dates[k, r]:
                enough.setdefault(schedule.site, []).append(p)
        for site, patterns in enough.items():
            if tuple(patterns) not in known:
                known[tuple(patterns)] = _premises_suit(model, site, patterns, premises)
            suit[k][r].setdefault(site, []).append(known[tuple(patterns)])
    for site in model.chosen:
        for k in range(classes):
            for r, presence in enumerate(_stop_presence(model, site, k)):
                suit[k][r].setdefault(site, []).append(presence)
    return suit


def _premises_suit(
    model: StageOne, site: int, patterns: list[int], premises: dict[Variable, tuple[Variable, ...]]
) -> Variable:
    """Variable z of premises: the run itself where one pattern does, else one variable for their sum."""
    runs = tuple(model.runs[p] for p in patterns)
    if len(runs) == 1:
        return runs[0]
    z = model.variable(f"z[{site}]", high=1)
    premises[z] = runs
    terms = [(1.0, z), *((-1.0, run) for run in runs)]
    model.row(f"suits[{site}-{'-'.join(map(str, patterns))}]", terms, "<=", 0.0, slack=0.0)
    return z


def _stop_presence(model: StageOne, site: int, k: int) -> list[Variable]:
    """Variables z of a stop for one class, nested over the levels."""
    problem = model.problem
    serving = [
        (-1.0, visit)
        for key, visit in model.visits.items()
        if key.site == site and problem.fleets[key.fleet].blocks[key.block].classes[k]
    ]
    if not serving:
        return []
    levels = range(problem.needed_dates.shape[1])
    presence = [model.variable(f"z[{site},{k},{r}]", high=1, integer=True) for r in levels]
    for r, (lower, upper) in enumerate(itertools.pairwise(presence)):
        model.row(f"presence[{site}-{k}-{r}]", [(1.0, lower), (-1.0, upper)], ">=", 0.0, slack=0.0)
    steps = np.diff(problem.needed_dates[k], prepend=0)
    terms = [(float(step), z) for step, z in zip(steps, presence, strict=True)]
    model.row(f"presence[{site}-{k}]", terms + serving, "<=", 0.0, slack=0.0)
    model.presence[site, k] = terms
    if k in model.class_dates:
        model.row(f"presence[{site}-{k}-dates]", [*terms, (-1.0, model.class_dates[k])], "<=", 0.0, slack=0.0)
    return presence

"""Voters' ways in the model: which decisions make a place suit, and minutes in radius form.

For a segment (i, k, r) let d_1 < d_2 < … be the different minutes of its candidate
stations and v_h = 1 if none of those within d_h suits (radius form; Cornuéjols,
Nemhauser and Wolsey 1980, sparse as in García, Labbé and Marín 2011):

    v_1 ≥ 1 − Σ_{j: t_ij = d_1} z_jkr,      v_h ≥ v_{h−1} − Σ_{j: t_ij = d_h} z_jkr
    minimise Σ ω a ρ [ f(d_1) + Σ_h (f(d_{h+1}) − f(d_h)) v_h ]

with f the objective's value of minutes, and d beyond the last candidate that of the
quickest locked station that suits, else T. Its LP bound equals that of the model with
assignments y_ijkr, with far fewer columns because minutes repeat. Presence:

    premises  z_jkr = Σ x_jp over patterns with at least m_kr dates of class k
    stops     Σ_r (m_kr − m_k,r−1) z_skr ≤ Σ_{b of class k} n_sb,  z_sk1 ≥ z_sk2 ≥ …

With a :class:`Scope` some decisions are closed and a segment lists candidates only up
to its reach; the next one's minutes stand for every one farther away. Such a model
finds plans; it proves nothing about the whole.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import Floats
from planner.evaluate.access import scheduled_stations, segment_minutes, segment_shares
from planner.modelling import Variable
from planner.objectives.registry import objective_of
from planner.optimise.drives import bind_drives
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
    """

    keep: np.ndarray[tuple[int], np.dtype[np.bool_]]
    reach: Floats


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
    """Everything that does not grow with the number of demand points."""
    model = StageOne(problem)
    build_requirements(model)
    premises: dict[Variable, tuple[Variable, ...]] = {}
    suit = _suit_variables(model, premises)
    return Core(model, suit, premises)


def build_stage_one(problem: Problem, scope: Scope | None = None) -> StageOne:
    """The whole model, or what a scope leaves of it."""
    core = build_core(problem)
    model, suit = core.model, core.suit
    if scope is not None:
        for column in (*model.runs, *model.visits.values(), *model.chosen.values()):
            if not scope.keep[column]:
                model.close_column(column)
        bind_visits(model)
        bind_drives(model)
        alive = {v: any(scope.keep[run] for run in core.premises.get(v, (v,))) for v in _variables(suit)}
        suit = [[{j: [v for v in vs if alive[v]] for j, vs in level.items()} for level in levels] for levels in suit]
    objective, shares, fallback = objective_of(problem), segment_shares(problem), fallback_minutes(problem)
    total = problem.weights.sum()
    for k, r in np.ndindex(*shares.shape):
        weight = problem.weights * shares[k, r] / total
        sites = np.array([j for j, variables in suit[k][r].items() if variables], dtype=np.int64)
        for i in np.flatnonzero(weight):
            minutes = problem.minutes[i, sites]
            rings, beyond = _rings(minutes, fallback[i, k, r], scope.reach[i, k, r] if scope else np.inf)
            values = weight[i] * objective.expression(problem, np.array([*rings, beyond]))
            _segment(model, [[v for j in sites[minutes == d] for v in suit[k][r][j]] for d in rings], values)
    model.close()
    return model


def ring_count(problem: Problem) -> int:
    """How many rings the whole model would have at most."""
    fallback = fallback_minutes(problem)
    sites = sorted({s.site for s in problem.patterns} | {s for fleet in problem.fleets for s in fleet.stops})
    counted = problem.weights > 0
    near = problem.minutes[counted][:, sites, None] < fallback[counted].reshape(counted.sum(), 1, -1)
    return int(near.sum())


def fallback_minutes(problem: Problem) -> Floats:
    """(points, K, R) minutes to the quickest locked station that suits, at most T."""
    locked = scheduled_stations(problem, problem.existing) if problem.locked else ()
    limit = float(problem.scenario.travel.unreached_minutes)
    return np.minimum(segment_minutes(problem, locked, cells=False), limit)


def _variables(suit: Suit) -> Iterator[Variable]:
    return (v for levels in suit for level in levels for variables in level.values() for v in variables)


def _rings(minutes: Floats, fallback: float, reach: float) -> tuple[list[float], float]:
    """Different minutes of the candidates that are listed, and what lies beyond them."""
    radii = [float(d) for d in np.unique(minutes[minutes < fallback])]
    listed = max(1, sum(d <= reach for d in radii))
    return radii[:listed], min([fallback, *radii[listed:]])


def _segment(model: StageOne, rings: list[list[Variable]], values: Floats) -> None:
    """One segment in radius form: variables at each radius, and the value of each radius and beyond."""
    model.constant += float(values[0])
    previous: Variable | None = None
    for near, step in zip(rings, np.diff(values), strict=True):
        beyond = model.variable("v")
        model.cost(beyond, float(step))
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

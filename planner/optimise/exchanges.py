"""A plan made better piece by piece: the places around one are decided anew, all others stay as they are.

Large neighbourhood search (Shaw 1998) with the restricted model itself as the judge: drives, dates, pool and money
hold in every step. A piece is the places nearest by car to one of them, and some of those anywhere in which the plan
and the model's linear programme differ (Danna, Rothberg and Le Pape 2005). Pieces are small, so HiGHS solves most in a
second or two where the model as a whole takes it half a minute to find any better plan. It ends when no piece helps.

Measured on 600 points × 3 × 3, 120 stops, 2 buses: docs/planlegging-ytelse.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from planner.domain.dataset import Floats
from planner.optimise.cancelling import cancelled
from planner.optimise.model import StageOne
from planner.optimise.solver import Solution, Solver

NEAREST = 10
"""Places of a piece: the smaller, the quicker; with 25 a piece took ten seconds as often as one."""
ELSEWHERE = 0.2
"""Part of the places elsewhere in which plan and linear programme differ."""
GAP, NODES = 0.004, 1
"""With restarts HiGHS looked another five seconds for a plan that it had after two."""
MOST_ROUNDS = 10
"""Over all places; two or three are usual."""
BETTER = 1e-6
"""Least gain, as a part of the value."""


def exchanges(
    model: StageOne, here: Floats, value: Callable[[Floats], float], *, seed: int, deadline: float
) -> Iterator[Solution]:
    """Better and better plans, until no piece helps, the deadline (monotonic seconds), or the run is cancelled.

    Args:
        model: restricted, ready for a solver.
        here: (core columns,) the plan to begin with, one of the model's.
        value: of a plan's core columns, on all points.
        seed: of the solver and of the order of pieces.
    """
    solver, size = Solver(model, seed=seed), len(here)
    guide = solver.run_linear(time_limit=deadline - time.monotonic(), presolve=True).values
    if guide is None:
        return
    solver.whole()
    solver.never_restart()
    integers = [int(column) for column in model.integers()]
    start = {column: float(round(here[column])) for column in integers if column < size}
    where, rng, best = _places(model), np.random.default_rng(seed), value(here)
    for _ in range(MOST_ROUNDS):
        before = best
        for near in _pieces(model, where, rng):
            if time.monotonic() > deadline or cancelled():
                return
            differs = {c for c in where if abs(guide[c] - start[c]) > BETTER and rng.random() < ELSEWHERE}
            for column, site in where.items():
                free = site in near or column in differs
                solver.bound(column, *((0.0, 1.0) if free else (start[column], start[column])))
            solver.start_from(start)
            found = solver.run(gap=GAP, nodes=NODES, time_limit=deadline - time.monotonic())
            if found.values is None:
                continue
            after = value(found.values[:size])
            if after < best * (1 - BETTER):
                best, start = after, {column: float(round(found.values[column])) for column in integers}
                yield found
        if best == before:
            return


def _places(model: StageOne) -> dict[int, int]:
    """Open decisions on places (what runs, which stops are used, how often they suit) → the place."""
    runs = {int(run): s.site for run, s in zip(model.runs, model.problem.patterns, strict=True)}
    stops = {int(column): site for site, column in model.chosen.items() if not model.closed(column)}
    used = set(stops.values())
    presence = {int(z): site for (site, _), terms in model.presence.items() if site in used for _, z in terms}
    return {c: site for c, site in (runs | stops | presence).items() if model.columns[c].high != 0}


def _pieces(model: StageOne, where: dict[int, int], rng: np.random.Generator) -> Iterator[set[int]]:
    """For each place in turn, by chance which first, it and those nearest to it."""
    sites = np.array(sorted(set(where.values())), dtype=np.int64)
    away = model.problem.dataset.car_minutes_sites[np.ix_(sites, sites)]
    for centre in rng.permutation(len(sites)):
        yield set(sites[np.argsort(away[centre], kind="stable")[:NEAREST]].tolist())

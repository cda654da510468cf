"""A first plan by diving: the linear programme again and again, each time with more of the places decided.

For restricted models whose own linear programme is near the bound, but for which HiGHS takes long to find a plan (long
drives, many demand points). What the programme nearly opens is opened, a few decisions at a time, warm from the last
basis; a group that cannot be opened is tried by its first alone, which is else closed. Counts of visits and tours
follow in a small model at the end (Achterberg 2007, chapter 9, has such dives of many kinds).

Measured (CPU seconds): 15 000 points, 350 sites, 120 s of wall: 6.19 and a gap of 4 %, where HiGHS alone ended at 6.89
and 13.7 %. On 600 points dives were better than HiGHS in a minute on two seeds of five and worse on two, and on
``oslo-fri`` they ended at 8.87 where it finds 8.42: so they are for models with many points.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from planner.domain.dataset import Floats
from planner.modelling import Variable
from planner.optimise.cancelling import cancelled
from planner.optimise.model import StageOne
from planner.optimise.solver import Outcome, Solution, Solver

OPENED_FROM = (0.7, 0.6, 0.5)
"""What the programme opens so far is opened wholly: one dive for each, the best counts."""
AT_ONCE = 6
"""At most this part of what is undecided."""
WHOLE = 1e-6
LAST_GAP, LAST_NODES = 0.002, 50


def dive(model: StageOne, *, seed: int, deadline: float) -> Solution | None:
    """The best of a few dives as a plan of a closed model, None where none ends in one.

    Args:
        model: ready for a solver.
        seed: of the solver.
        deadline: monotonic seconds.
    """
    solver, columns = Solver(model, seed=seed), _places(model)
    first = solver.run_linear(time_limit=deadline - time.monotonic(), presolve=True)
    basis = solver.basis()
    best: Solution | None = None
    for opened_from in OPENED_FROM:
        if time.monotonic() > deadline or cancelled():
            break
        found = _dive(solver, columns, first, opened_from, deadline)
        if found is not None and (best is None or found.value < best.value):
            best = found
        for column in columns:
            solver.bound(column, 0.0, 1.0)
        solver.restore(basis)
    return best


def _dive(
    solver: Solver, columns: Sequence[int], here: Solution, opened_from: float, deadline: float
) -> Solution | None:
    """One dive from the linear programme's optimum."""
    decided = set[int]()
    while here.values is not None and (undecided := _between(here.values, columns, decided)):
        if time.monotonic() > deadline or cancelled():
            return None
        near = [column for column in undecided if here.values[column] >= opened_from] or undecided[:1]
        here = _decided(solver, near[: max(1, len(undecided) // AT_ONCE)], decided, here, deadline)
    if here.values is None:
        return None
    solver.fix({column: float(round(here.values[column])) for column in columns if column not in decided})
    solver.whole()
    last = solver.run(gap=LAST_GAP, nodes=LAST_NODES, time_limit=max(0.0, deadline - time.monotonic()))
    return last if last.values is not None else None


def _decided(solver: Solver, group: Sequence[int], decided: set[int], here: Solution, deadline: float) -> Solution:
    """The programme with a group opened; where that cannot be, its first alone opened, else closed, else left."""
    for columns, value in ((group, 1.0), (group[:1], 1.0), (group[:1], 0.0)):
        solver.fix(dict.fromkeys(columns, value))
        found = solver.run_linear(time_limit=deadline - time.monotonic())
        if found.values is not None:
            decided.update(columns)
            return found
        for column in columns:
            solver.bound(column, 0.0, 1.0)
        if found.outcome is not Outcome.INFEASIBLE:
            return found
    decided.add(group[0])
    return here


def _places(model: StageOne) -> list[int]:
    """Columns that say which places are used, and how often they suit: everything else follows from them."""
    return [int(column) for column in _decisions(model) if not model.closed(column)]


def _decisions(model: StageOne) -> Iterator[Variable]:
    yield from model.runs
    yield from model.chosen.values()
    for presence in model.presence.values():
        yield from (z for _, z in presence)


def _between(values: Floats, columns: Sequence[int], decided: set[int]) -> list[int]:
    """What is neither open nor closed, nearest to open first."""
    at = np.array([column for column in columns if column not in decided], dtype=np.int64)
    part = at[(values[at] > WHOLE) & (values[at] < 1 - WHOLE)]
    order = np.argsort(-values[part], kind="stable")
    return [int(column) for column in part[order]]

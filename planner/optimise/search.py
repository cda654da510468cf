"""Stage 1: the whole model where it is small enough, else a bound by multipliers and plans from restricted models.

Small enough: solved exactly, in one go. Else :mod:`planner.optimise.lagrangian` bounds
it, and models restricted to what the mean of its inner solutions favours are solved
one after the other, wider each time, from the best plan so far (:mod:`planner.optimise.parts`;
relaxation-enforced neighbourhoods; Danna, Rothberg and Le Pape 2005, Berthold 2014). They stop by nodes,
so that the same seed gives the same plan; only the time limit can change that. Where there are many
points and the first of them is too narrow (long drives, that the multipliers know nothing of), a dive
in a wider one comes first (:mod:`planner.optimise.diving`). Between small and large both: the whole
model begins with what the others have found.

Measured on ``oslo-fri`` (CPU seconds, one thread): bound 8.234 after 14, plans of 8.39
after 21 and 8.32 after 36 (finished 8.316, gap 1.0 %, 0.3 GB). The whole model with 12
candidates per point: gap 48 % after 60. Restricted models that keep more (mean ≥ 0.1,
0.05) were worse for longer, exchange of pairs of patterns in numpy gained 0.01 %.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TypedDict

import numpy as np

from planner.optimise.access import build_core, build_stage_one, ring_count
from planner.optimise.aims import Aim, aim_of
from planner.optimise.bisection import by_bisection
from planner.optimise.cancelling import cancelled
from planner.optimise.coarse import coarse
from planner.optimise.drives import bind_all
from planner.optimise.found import Found, as_today
from planner.optimise.lagrangian import Ascent, Ways, ascend, ascend_with_drives
from planner.optimise.model import StageOne
from planner.optimise.parts import Limits, Parts
from planner.optimise.requirements import dated_visit_count
from planner.optimise.solver import Outcome, Progress, Solution, Solver
from planner.optimise.tour_columns import Driven, Plain
from planner.problem import Problem

WHOLE_MODEL_RINGS = 40_000
"""Above this many rings the whole model's own LP takes longer than the multipliers (20 000: 4 s of CPU)."""
DATED_MODEL_SIZE = 15_000
"""The same with vehicles' dates and drives in it: rings, and ten for each visit by date. To 1 %: 8 600 rings took 4 s,
by multipliers 20; 18 000: 54 and 9. With 4 600 visits by date and a goal of money the bound was 791 048 for 800 115."""
VISIT_RINGS = 10
FIRST_SHARE = 0.5
"""Of the time, for multipliers and restricted models where the whole model may come after them."""
WHOLE_GAP_SHARE = 0.25
"""The whole model is solved to this part of the asked gap: tours may need the rest, and money is not left lying."""
STEPS = ((0.25, 0.004, 1), (0.15, 0.0025, 1), (-1.0, 0.01, 50))
"""Least mean of a decision that is kept, gap and nodes; the last one, everything, only as long as there is no plan."""
DIVE_SHARE = 0.75
"""Of the time that is left, that the dive may take."""
PARTS_GAP_SHARE = 0.9
TODAY_SECONDS = 5.0
ASCENT_SHARE = 0.5
"""Part of the time that the multipliers may take."""


def search(
    problem: Problem, *, gap: float, deadline: float, seed: int, tell: Progress, aim: Aim | None = None
) -> Found:
    """The best plan of stage 1 and its bound.

    Args:
        problem: the problem.
        gap: relative gap at which to stop.
        deadline: monotonic seconds.
        seed: of the solver.
        tell: called with value and bound of the goal's expression.
        aim: what to minimise and to keep; the scenario's first goal if None.
    """
    aim = aim_of(problem, aim)
    if aim.goal.steps is not None:
        stop, dated = gap * WHOLE_GAP_SHARE, dates_fit(problem, aim)
        return by_bisection(
            problem, aim.goal.steps, gap=stop, deadline=deadline, seed=seed, tell=tell, aim=aim, dated=dated
        )
    asked: _Asked = {"gap": gap, "seed": seed, "tell": tell, "aim": aim}
    rings = 0 if aim.goal.ways is None else ring_count(problem, aim)
    if rings > WHOLE_MODEL_RINGS:
        return in_parts(problem, deadline=deadline, **asked)
    visits = VISIT_RINGS * dated_visit_count(problem)
    if not rings or not visits or not visits <= DATED_MODEL_SIZE < visits + rings:
        return whole(problem, deadline=deadline, **asked)
    found = in_parts(problem, deadline=time.monotonic() + FIRST_SHARE * _left(deadline), **asked)
    if found.solution.outcome is Outcome.INFEASIBLE or cancelled() or _closed(found, gap, aim):
        return found
    return whole(problem, deadline=deadline, known=found, **asked)


def dates_fit(problem: Problem, aim: Aim) -> bool:
    """Whether there are vehicles, and the whole model is small enough to have their dates and drives."""
    rings = 0 if aim.goal.ways is None else ring_count(problem, aim)
    return bool(problem.fleets) and rings + VISIT_RINGS * dated_visit_count(problem) <= DATED_MODEL_SIZE


class _Asked(TypedDict):
    """What all ways are asked."""

    gap: float
    seed: int
    tell: Progress
    aim: Aim


def whole(
    problem: Problem,
    *,
    gap: float,
    deadline: float,
    seed: int,
    tell: Progress,
    aim: Aim | None = None,
    known: Found | None = None,
) -> Found:
    """The whole model in one go, with the dates of its visits and the drives of its vehicle-days where they fit.

    Args:
        gap, deadline, seed, tell, aim: as for :func:`search`.
        known: a plan to begin with, and a bound; they are returned unless this finds better ones.
    """
    aim = aim_of(problem, aim)
    dated = bool(problem.fleets) and (known is not None or dates_fit(problem, aim))
    model = build_stage_one(problem, aim=aim, dated=dated)
    solver = Solver(model, seed=seed)
    least = -np.inf if known is None else known.solution.bound
    solver.start_from((known.start() if known else {}) or aim.start or as_today(model))
    # Without beginning the root anew four runs of the equitable kin took 42 s for 53, four of the mean 23 for 19.
    solver.never_restart()
    share = WHOLE_GAP_SHARE if known is None else PARTS_GAP_SHARE
    stop = aim.goal.stop_gap(gap * share, model.constant)
    solution = solver.run(
        gap=stop, time_limit=_left(deadline), progress=lambda value, bound: tell(value, max(bound, least))
    )
    found = Found(model, solver, solution, dated=dated)
    return _or_today(problem, found if known is None else _better(known, found), seed, aim)


def _better(known: Found, found: Found) -> Found:
    """The better plan of two, with the better of their bounds and what that rests on."""
    if found.solution.outcome is Outcome.INFEASIBLE:
        return found if known.solution.values is None else known
    bounding = found if found.solution.bound > known.solution.bound else known
    kept = known if found.solution.values is None or known.solution.value <= found.solution.value else found
    bound = min(bounding.solution.bound, kept.solution.value)
    return replace(
        kept,
        solution=replace(kept.solution, bound=bound),
        multipliers=bounding.multipliers,
        drives=bounding.drives,
        dated=bounding.dated,
    )


def in_parts(
    problem: Problem, *, gap: float, deadline: float, seed: int, tell: Progress, aim: Aim | None = None
) -> Found:
    """A bound by multipliers, plans from restricted models.

    The bound leaves out the goals before this one: it holds with them too, but may be far below.
    """
    aim = aim_of(problem, aim)
    core = build_core(problem)
    core.model.close()
    ways = Ways(problem, core, aim.goal.ways)
    half = time.monotonic() + ASCENT_SHARE * _left(deadline)
    plain = ascend(ways, Plain(core.model, seed=seed), deadline=half, tell=tell)
    ascent = _with_drives(problem, ways, plain, seed, half, tell)
    outcome = Outcome.INFEASIBLE if ascent.infeasible else Outcome.NO_SOLUTION
    nothing = Found(core.model, Solver(core.model, seed=seed), Solution(outcome, None, np.inf, ascent.bound, 0.0))
    if ascent.infeasible:
        return nothing
    tell(np.inf, ascent.bound)
    parts = Parts(problem, ways, ascent, aim, seed)
    best = (
        parts.dived(time.monotonic() + DIVE_SHARE * _left(deadline)) if parts.is_narrow(STEPS[0][0], deadline) else None
    )
    if best is not None:
        tell(best.solution.value, best.solution.bound)
    # What is liked without drives makes smaller models, in which HiGHS has a first plan sooner.
    early = parts if ascent.tours is None else parts._replace(ascent=replace(ascent, mean=plain.mean, tours=None))
    for least, step_gap, nodes in _steps(best, ascent):
        if best is not None and best.solution.values is not None and (least < 0 or _closed(best, gap, aim)):
            break
        if cancelled() or (best is not None and _left(deadline) < 0):
            break
        limits = Limits(least, aim.goal.stop_gap(step_gap, ways.least()), nodes, deadline)
        best = early.restricted(best, limits)
        tell(best.solution.value, best.solution.bound)
    if best is not None and not _closed(best, gap, aim):
        for found in parts.exchanged(best, deadline):
            best = found
            tell(best.solution.value, best.solution.bound)
            if _closed(best, gap, aim):
                break
    found = best or nothing
    cut_short = cancelled() or _left(deadline) < 0
    if found.solution.values is None or (cut_short and _today_value(ways, core.model) < found.solution.value):
        today = _or_today(problem, nothing, seed, aim)
        found = min(found, today, key=lambda known: known.solution.value)
    return replace(found, multipliers=ascent.multipliers, drives=ascent.drives)


def _with_drives(problem: Problem, ways: Ways, plain: Ascent, seed: int, deadline: float, tell: Progress) -> Ascent:
    """The multipliers once more, with the tours that can be driven, where many cannot.

    Not with very many points: there it took 20 s and raised nothing (15 000 points, 350 sites: 5.949 both times).
    """
    if plain.infeasible or _left(deadline) < 0 or cancelled() or coarse(problem) is not problem:
        return plain
    driven = build_core(problem).model
    if not bind_all(driven):
        return plain
    return ascend_with_drives(ways, Driven(driven, seed=seed), plain, deadline=deadline, tell=tell)


def _steps(best: Found | None, ascent: Ascent) -> tuple[tuple[float, float, int], ...]:
    """The first plan, a better one, and what is tried while there is none; with drives exchanges are the better way."""
    steps = STEPS if best is None else STEPS[1:]
    return steps if ascent.tours is None else (*steps[:-2], steps[-1])


def _today_value(ways: Ways, model: StageOne) -> float:
    """The objective's sum with today's stations alone, whatever the requirements say."""
    values = np.zeros(len(model.columns))
    start = as_today(model)
    values[list(start)] = list(start.values())
    return ways.value(values)


def _or_today(problem: Problem, found: Found, seed: int, aim: Aim) -> Found:
    """Where the time was too short for any plan, or a good one: today's stations alone, if they meet the requirements.

    A later goal has the plan of the goal before it to fall back on.
    """
    if found.solution.values is not None or found.solution.outcome is Outcome.INFEASIBLE or aim.held:
        return found
    if aim.goal.ways is None:
        found.solver.fix(as_today(found.model))
        solution = found.solver.run(gap=0.0, time_limit=TODAY_SECONDS, grace=TODAY_SECONDS)
        bound = min(found.solution.bound, solution.value)
        feasible = replace(solution, outcome=Outcome.FEASIBLE, bound=bound)
        return found if solution.values is None else replace(found, solution=feasible)
    core = build_core(problem)
    core.model.close()
    solver = Solver(core.model, seed=seed)
    solver.fix(as_today(core.model))
    solution = solver.run(gap=0.0, time_limit=TODAY_SECONDS, grace=TODAY_SECONDS)
    if solution.values is None:
        return found
    value = Ways(problem, core, aim.goal.ways).value(solution.values)
    feasible = replace(solution, outcome=Outcome.FEASIBLE, value=value, bound=min(found.solution.bound, value))
    return Found(core.model, solver, feasible)


def _closed(found: Found, gap: float, aim: Aim) -> bool:
    if found.solution.values is None:
        return False
    value, bound = (aim.goal.figure(total) for total in (found.solution.value, found.solution.bound))
    return value - bound <= PARTS_GAP_SHARE * gap * value


def _left(deadline: float) -> float:
    return deadline - time.monotonic()

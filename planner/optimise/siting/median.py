"""The p-median: open p columns so that the weighted sum of minutes to the nearest is least."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.domain.errors import NoPlanError
from planner.optimise.siting import kernels
from planner.optimise.siting.certificate import Certificate
from planner.optimise.siting.cover import reach_all
from planner.optimise.siting.engine import Goal, Search, Watch
from planner.optimise.siting.given import Given, named, read_given
from planner.optimise.siting.instance import Instance, make_instance
from planner.optimise.siting.result import Siting
from planner.optimise.solver import OPTIMAL_GAP, Outcome

Progress = Callable[[float, float], None]
Answer = TypeVar("Answer", bound=Siting)


def p_median(
    minutes: Any,
    weights: Any,
    p: int,
    *,
    gap: float = 0.0,
    time_limit: float = 60.0,
    fixed: Sequence[int] = (),
    excluded: Sequence[int] = (),
    outside_minutes: float | None = None,
    seed: int = 0,
    callback: Progress | None = None,
    cancel: Any = None,
) -> Siting:
    """Open exactly p columns so that the weighted sum of minutes to the nearest open one is least.

        minimise Σ_i w_i min(T, min_{j open} t_ij)   with exactly p columns open

    Args:
        minutes: (I, J) t_ij, at least 0. Dense: inf is unreachable. scipy.sparse: stored entries are the pairs, an
            explicit 0 is 0 minutes, what is absent is unreachable.
        weights: (I,) w_i, at least 0. A row with weight 0 is no demand: it need not be reached.
        p: number of open columns, 1 … J.
        gap: stop at this relative gap; 0 asks for a proof.
        time_limit: wall seconds.
        fixed: columns that are open in any case.
        excluded: columns that are closed in any case.
        outside_minutes: T, what an unreached row counts; no row counts more. None: every row with weight has to be
            reached.
        seed: of random choices: the same seed, with no time limit hit, gives the same plan.
        callback: called now and then with (objective of the best plan, lower bound).
        cancel: a function that returns True when the run is to stop, or an event with ``is_set``. What there is by
            then is returned.

    Returns:
        See :class:`Siting`. ``status`` infeasible names the rows that cannot be reached.

    Raises:
        InputError: every mistake in the input at once.
        NoPlanError: time was up, or the run cancelled, before any plan that reaches every row.
    """
    watch = make_watch(time_limit, callback, cancel)
    started = time.monotonic()
    given = read_given(
        minutes, weights, p, fixed=fixed, excluded=excluded, outside_minutes=outside_minutes, gap=gap,
        time_limit=time_limit, seed=seed, more=[],
    )  # fmt: skip
    instance = instance_of(given)
    goal = Goal(float, float, gap, instance.parts)
    search = Search(instance, goal, watch, seed)
    missing = begin(search)
    if missing is not None:
        return impossible(Siting, given, missing, started)
    bound = search.run()
    objective = float(assign(instance, search.opened)[1] @ instance.weight)
    return answer(Siting, given, search, instance, started, objective=objective, bound=bound)


def make_watch(time_limit: float, callback: Progress | None, cancel: Any) -> Watch:
    """Clock, cancel and callback."""
    asked = getattr(cancel, "is_set", cancel)
    deadline = time.monotonic() + (time_limit if isinstance(time_limit, int | float) else 0.0)
    return Watch(deadline, asked or (lambda: False), callback or (lambda _value, _bound: None))


def instance_of(given: Given) -> Instance:
    """The instance of checked input."""
    return make_instance(
        given.minutes, given.weights, given.p, fixed=given.fixed, excluded=given.excluded,
        outside_minutes=given.outside_minutes,
    )  # fmt: skip


def assign(instance: Instance, opened: Any) -> tuple[Ints, Floats]:
    """Each row's nearest open column, −1 for none within ``cap``, and its minutes."""
    assigned, near = np.empty(len(instance.weight), np.int64), np.empty(len(instance.weight))
    kernels.assign(instance.start, instance.column, instance.minutes, instance.cap, opened, assigned, near)
    return assigned, near


def begin(search: Search) -> tuple[Ints, str] | None:
    """First plan; if none reaches every row: the rows (of the input) in question and why."""
    instance = search.instance
    alone = np.flatnonzero((np.diff(instance.start) == 0) & np.isinf(instance.cap))
    if len(alone):
        return instance.rows[alone], "ingen åpen kolonne kan nå rad"
    search.start()
    left = np.flatnonzero(np.isinf(assign(instance, search.opened)[1]))
    if not len(left):
        return None
    covering = reach_all(instance, search.watch)
    if covering is None:
        return instance.rows[left], f"{instance.p} kolonner kan ikke nå alle radene på én gang; uten dekning blir rad"
    search.improve(covering)
    if np.isinf(assign(instance, search.opened)[1]).any():
        raise NoPlanError("Tida tok slutt før noen plan som når alle rader, var funnet.")
    return None


def impossible(kind: type[Answer], given: Given, missing: tuple[Ints, str], started: float, **more: Any) -> Answer:
    """The answer where no plan reaches every row."""
    rows, why = missing
    return kind(
        open=np.zeros(0, np.int64), assigned=np.full(len(given.weights), -1), objective=np.inf, lower_bound=np.inf,
        mean_minutes=np.inf, gap=0.0, status=Outcome.INFEASIBLE, seconds=time.monotonic() - started, certificate=None,
        unreachable=tuple(int(row) for row in rows), reason=f"{why} {named(rows)}", **more,
    )  # fmt: skip


def certificate_of(given: Given, search: Search, transform: tuple[float, float] | None) -> Certificate:
    """The cases with multipliers for all rows of the input."""
    spread: dict[int, Floats] = {}

    def whole(u: Floats) -> Floats:
        if id(u) not in spread:
            spread[id(u)] = np.zeros(len(given.weights))
            spread[id(u)][search.instance.rows] = u
        return spread[id(u)]

    cases = tuple(
        case if case.multipliers is None else replace(case, multipliers=whole(case.multipliers))
        for case in search.cases
    )
    return Certificate(cases, whole(search.root_u), transform)


def answer(
    kind: type[Answer],
    given: Given,
    search: Search,
    instance: Instance,
    started: float,
    *,
    objective: float,
    bound: float,
    transform: tuple[float, float] | None = None,
    **more: Any,
) -> Answer:
    """Value (recomputed from the plan), bound and proof; ``instance`` in minutes, not in the engine's costs."""
    assigned = np.full(len(given.weights), -1)
    assigned[instance.rows], near = assign(instance, search.opened)
    low = min(max(bound, 0.0), objective)
    gap = (objective - low) / objective if objective > 0 else 0.0
    return kind(
        open=np.flatnonzero(search.opened), assigned=assigned, objective=objective, lower_bound=low,
        mean_minutes=float(near @ instance.weight / instance.weight.sum()), gap=gap,
        status=Outcome.OPTIMAL if gap <= OPTIMAL_GAP else Outcome.FEASIBLE, seconds=time.monotonic() - started,
        certificate=certificate_of(given, search, transform), **more,
    )  # fmt: skip

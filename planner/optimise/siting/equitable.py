"""The equitable p-median: least Kolm–Pollak equivalent of the minutes.

    EDE = ln(Σ_i w_i e^{κ t_i} / Σ_i w_i)/κ,   κ = ε Σ_i w_i t⁰_i / Σ_i w_i (t⁰_i)²

| symbol | meaning | unit |
|---|---|---|
| t_i | minutes to the nearest open column | minutes |
| t⁰_i | baseline: minutes today, or to the nearest of all columns | minutes |
| ε, κ | aversion to inequality; the same per minute | 1, 1/minutes |
| EDE | minutes which, if all had them, were as good | minutes |

Sources: Kolm (1976) and Pollak (1971) for the equivalent; Logan, Anderson, Williams and
Conrow (2021) and Horton, Logan, Skipper and Speakman (2024) for its use in siting.

The engine minimises Σ w_i (e^{κ(t_i − V)} − 1)/κ, V the EDE of a plan already found.
A pair that alone costs more than that plan is counted e times the plan: no better plan
uses it, and no exponent grows beyond ln(Σw/w_i) + 1.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.dataset import Floats
from planner.domain.errors import InputError, Problem
from planner.optimise.siting.certificate import Case
from planner.optimise.siting.engine import Goal, Search, Watch
from planner.optimise.siting.given import Given, is_sparse, named, read_given, read_number
from planner.optimise.siting.instance import Bools, Instance
from planner.optimise.siting.median import (
    Progress,
    answer,
    assign,
    begin,
    impossible,
    instance_of,
    make_watch,
)
from planner.optimise.siting.result import EquitableSiting

EXACT = 1e-3
"""κ from which e^x − 1 may be taken as it stands: costs err by less than 1e-12 minutes."""
COARSE = 10.0
"""κ × minutes between a plan and the reference beyond which costs are taken anew."""


@dataclass(frozen=True)
class Scale:
    """Costs of the engine and EDE minutes, each from the other.

    Attributes:
        kappa, reference: of the costs (e^{κ(t − reference)} − 1)/κ, reference in minutes.
        weight: of all rows.
    """

    kappa: float
    reference: float
    weight: float

    def minutes(self, cost: float) -> float:
        """EDE of a weighted sum of costs; no less than 0."""
        inside = self.kappa * cost / self.weight
        return max(0.0, self.reference + math.log1p(inside) / self.kappa) if inside > -1.0 else 0.0

    def cost(self, minutes: float) -> float:
        """Weighted sum of costs that has this EDE."""
        return self.weight * math.expm1(self.kappa * (minutes - self.reference)) / self.kappa


def ede_of(minutes: Floats, weight: Floats, kappa: float) -> float:
    """EDE of minutes, with no overflow however long they are."""
    top, total = float(minutes.max()), float(weight.sum())
    below = float(np.expm1(kappa * (minutes - top)) @ weight) / total
    if below > -0.5:  # exact also for a small κ
        return top + math.log1p(below) / kappa
    return top + math.log(float(np.exp(kappa * (minutes - top)) @ weight) / total) / kappa


def _nearest_of_all(minutes: Any) -> Floats:
    if not is_sparse(minutes):
        nearest: Floats = minutes.min(axis=1)
        return nearest
    nearest = np.full(minutes.shape[0], np.inf)
    filled = np.flatnonzero(np.diff(minutes.indptr) > 0)
    if len(filled):
        nearest[filled] = np.minimum.reduceat(minutes.data, minutes.indptr[filled])
    return nearest


def _kappa(given: Given, baseline: Floats | None, aversion: float) -> float:
    """κ; rows that can reach nothing count ``outside_minutes``, or not at all where there is none.

    Raises:
        InputError: no row with weight has a baseline over 0.
    """
    base = _nearest_of_all(given.minutes) if baseline is None else baseline
    if given.outside_minutes is not None:
        base = np.minimum(base, given.outside_minutes)
    used = np.isfinite(base) & (given.weights > 0)
    square = float(given.weights[used] @ base[used] ** 2)
    if used.any() and square <= 0:
        raise InputError(
            Problem(
                "alle radene har 0 minutter som utgangspunkt, så ulikhet kan ikke måles",
                place="baseline_minutes",
                remedy="gi minuttene slik de er i dag",
            )
        )
    return aversion * float(given.weights[used] @ base[used]) / square if used.any() else aversion


def _read_baseline(baseline: Any, minutes: Any, problems: list[Problem]) -> Floats | None:
    if baseline is None:
        return None
    try:
        read = np.asarray(baseline, dtype=np.float64)
    except (TypeError, ValueError):
        problems.append(Problem("minuttene er ikke tall", place="baseline_minutes"))
        return None
    rows = np.shape(minutes)[0] if len(np.shape(minutes)) == 2 else None
    if read.ndim != 1 or (rows is not None and len(read) != rows):
        problems.append(Problem("har feil form", place="baseline_minutes", value=str(read.shape)))
    wrong = np.isnan(read) | (read < 0)
    if wrong.any():
        where = f"baseline_minutes, rad {named(np.flatnonzero(wrong.ravel()))}"
        problems.append(Problem("må være minst 0", place=where))
    return read


def _transformed(instance: Instance, scale: Scale) -> Instance:
    most = np.log(scale.weight / instance.weight) + 1.0

    def costs(minutes: Floats, limit: Floats) -> Floats:
        power = np.minimum(scale.kappa * (minutes - scale.reference), limit)
        if scale.kappa > EXACT:  # several times as fast, and the costs are as exact as they need be
            made: Floats = (np.exp(power) - 1.0) / scale.kappa
            return made
        return np.asarray(np.expm1(power) / scale.kappa)

    cap = np.where(np.isinf(instance.cap), np.inf, costs(instance.cap, most))
    penalty = np.where(np.isinf(instance.cap), costs(np.full(len(most), np.inf), most), cap)
    minutes = costs(instance.minutes, np.repeat(most, np.diff(instance.start)))
    return replace(instance, minutes=minutes, cap=cap, penalty=penalty, parts=0)


def _search(
    instance: Instance, opened: Bools, kappa: float, gap: float, watch: Watch, seed: int
) -> tuple[Search, Scale, float]:
    """Search with the best plan's EDE as reference, anew when a plan is found that the costs hardly resolve."""
    weight = float(instance.weight.sum())
    bound = 0.0
    while True:
        reference = ede_of(assign(instance, opened)[1], instance.weight, kappa)
        scale = Scale(kappa, reference, weight)
        search = Search(_transformed(instance, scale), Goal(scale.minutes, scale.cost, gap, 0), watch, seed)
        search.improve(opened.copy())
        if not _better(instance, search, kappa, reference):
            bound = scale.minutes(search.run())
        if watch.over() or not _better(instance, search, kappa, reference):
            break
        opened = search.opened
    if not search.cases:  # stopped before the bound
        search.cases.append(Case((), search.root_u))
    return search, scale, bound


def _better(instance: Instance, search: Search, kappa: float, reference: float) -> bool:
    """Whether the plan is so much better than the reference that the costs tell it badly from others."""
    ede = ede_of(assign(instance, search.opened)[1], instance.weight, kappa)
    return kappa * (reference - ede) > COARSE


def equitable_p_median(
    minutes: Any,
    weights: Any,
    p: int,
    *,
    aversion: float = 1.0,
    baseline_minutes: Any = None,
    gap: float = 0.0,
    time_limit: float = 60.0,
    fixed: Sequence[int] = (),
    excluded: Sequence[int] = (),
    outside_minutes: float | None = None,
    seed: int = 0,
    callback: Progress | None = None,
    cancel: Any = None,
) -> EquitableSiting:
    """Open exactly p columns so that the Kolm–Pollak equivalent of the minutes is least.

    Args:
        aversion: ε, over 0: how much more a long way counts.
        baseline_minutes: (I,) t⁰, minutes today; by default those to the nearest of all columns, excluded ones
            too. A row's baseline counts at most ``outside_minutes``.
        minutes, weights, p, gap, time_limit, fixed, excluded, outside_minutes, seed, callback, cancel: as in
            :func:`p_median`; gap and callback are of EDE minutes.

    Returns:
        See :class:`EquitableSiting`.

    Raises:
        InputError: every mistake in the input at once; or every baseline is 0.
        NoPlanError: time was up, or the run cancelled, before any plan that reaches every row.
    """
    watch = make_watch(time_limit, callback, cancel)
    started = time.monotonic()
    problems: list[Problem] = []
    baseline = _read_baseline(baseline_minutes, minutes, problems)
    read_number("aversion", aversion, problems, over=0.0)
    given = read_given(
        minutes, weights, p, fixed=fixed, excluded=excluded, outside_minutes=outside_minutes, gap=gap,
        time_limit=time_limit, seed=seed, more=problems,
    )  # fmt: skip
    kappa = _kappa(given, baseline, aversion)
    instance = instance_of(given)
    plain = Search(instance, Goal(float, float, gap, 0), watch)
    missing = begin(plain)
    if missing is not None:
        return impossible(EquitableSiting, given, missing, started, ede=np.inf, kappa=kappa)
    search, scale, bound = _search(instance, plain.opened, kappa, gap, watch, seed)
    near = assign(instance, search.opened)[1]
    ede = ede_of(near, instance.weight, kappa)
    return answer(
        EquitableSiting, given, search, instance, started, objective=ede, bound=bound,
        transform=(kappa, scale.reference), ede=ede, kappa=kappa,
    )  # fmt: skip

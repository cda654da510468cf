"""Small instances, solved by trying everything, and the proof replayed without the engine."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse
from hypothesis import strategies as st

from planner.domain.dataset import Floats


def dense(minutes: Any) -> Floats:
    """The matrix with inf for absent pairs."""
    if not scipy.sparse.issparse(minutes):
        return np.asarray(minutes, dtype=np.float64)
    full = np.full(minutes.shape, np.inf)
    coo = minutes.tocoo()
    full[coo.row, coo.col] = coo.data
    return full


def brute(
    minutes: Floats, weights: Floats, p: int, *, fixed: Sequence[int] = (), excluded: Sequence[int] = (),
    outside: float | None = None,
) -> float:  # fmt: skip
    """Least weighted sum over every choice of p columns; inf if none reaches every row with weight."""
    least = np.inf
    rows = weights > 0
    for opened in itertools.combinations(range(minutes.shape[1]), p):
        if set(fixed) <= set(opened) and not set(excluded) & set(opened):
            near = np.minimum(minutes[:, opened].min(axis=1), np.inf if outside is None else outside)
            least = min(least, float(near[rows] @ weights[rows]))
    return least


def replay(
    certificate: Any, costs: Floats, weights: Floats, p: int, outside: Floats | float = np.inf,
    fixed: Sequence[int] = (), excluded: Sequence[int] = (),
) -> float:  # fmt: skip
    """The bound that the multipliers show: a few lines that know nothing of the engine."""
    least = np.inf
    for case in certificate.cases:
        limits = [(region, more) for region, more in case.path if not isinstance(region, int)]
        inside = [j for j, opened in case.path if isinstance(j, int) and opened] + list(fixed)
        closed = [j for j, opened in case.path if isinstance(j, int) and not opened] + list(excluded)
        free = np.setdiff1d(np.arange(costs.shape[1]), inside + closed)
        if case.multipliers is None or not 0 <= p - len(inside) <= len(free):
            empty = not 0 <= p - len(inside) <= len(free) or any(
                len(set(region.columns) - set(closed)) <= region.most
                if more
                else len(set(region.columns) & set(inside)) > region.most
                for region, more in limits
            )
            assert empty, "a case without multipliers that has plans"
            continue
        u = np.minimum(case.multipliers, outside)
        rho = (weights[:, None] * np.minimum(0.0, costs - u[:, None])).sum(axis=0)
        bound = weights @ u
        assert len(case.prices) <= len(limits)
        for (region, more), v in zip(limits, case.prices, strict=False):
            assert v >= 0.0 if more else v <= 0.0, "a price of the wrong sign"
            bound += v * (region.most + 1 if more else region.most)
            rho[list(region.columns)] -= v
        bound += rho[inside].sum() + np.sort(rho[free])[: p - len(inside)].sum()
        least = min(least, float(bound))
    return least


@st.composite
def instances(draw: st.DrawFn, *, most_columns: int = 8, holes: bool = True) -> dict[str, Any]:
    """Matrices full of ties, duplicates and holes; weights with zeros; fixed, excluded and an outside, or not."""
    rows, columns = draw(st.integers(1, 8)), draw(st.integers(1, most_columns))
    scale = draw(st.sampled_from([1.0, 0.002, 0.1234567]))
    entry = st.integers(0, draw(st.sampled_from([3, 40, 5000]))).map(lambda m: m * scale)
    if holes:
        entry = st.one_of(entry, entry, entry, st.just(np.inf))
    minutes = np.array(draw(st.lists(entry, min_size=rows * columns, max_size=rows * columns))).reshape(rows, columns)
    for a in range(columns):
        if draw(st.integers(0, 4)) == 0:
            minutes[:, a] = minutes[:, draw(st.integers(0, columns - 1))]
    weight = draw(
        st.sampled_from([st.integers(0, 3), st.integers(1, 399), st.floats(0.0, 10.0).map(lambda x: round(x, 3))])
    )
    weights = np.array(draw(st.lists(weight, min_size=rows, max_size=rows)), dtype=np.float64)
    if not weights.any():
        weights[draw(st.integers(0, rows - 1))] = 1.0
    p = draw(st.integers(1, columns))
    order = draw(st.permutations(range(columns)))
    opened = draw(st.integers(0, p)) if draw(st.booleans()) else 0
    closed = draw(st.integers(0, columns - p)) if draw(st.booleans()) else 0
    outside = draw(st.none() | st.sampled_from([0.0, 1.0, 7.0, 1e4]))
    return {
        "minutes": minutes, "weights": weights, "p": p, "fixed": order[:opened],
        "excluded": order[columns - closed :], "outside_minutes": outside,
    }  # fmt: skip


def sparse_of(minutes: Floats) -> Any:
    """The reachable pairs as a sparse matrix that keeps explicit zeros."""
    row, column = np.nonzero(np.isfinite(minutes))
    return scipy.sparse.coo_array((minutes[row, column], (row, column)), shape=minutes.shape)

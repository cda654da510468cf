"""What the two programmes that bound a part have in common: shares of columns, limits to regions, runs.

Columns of the programme: y_j, the share of column j that is open, then others of each programme's own; its first row
says that the y_j sum up to p. All costs in and out are those of the instance.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse

from planner.domain.dataset import Floats
from planner.optimise.growing import Corner, GrowingLp
from planner.optimise.siting.engine import Limits
from planner.optimise.siting.instance import CLOSED, OPEN, Bools, States
from planner.optimise.solver import SparseModel

SIZE = 1e6
"""The programme counts in parts of a plan: its value is about this."""
HAIR = 1e-3
"""Of the programme's value: how much more than enough it looks for, so that rounding leaves enough."""


def starting(p: int, columns: int, costs: Floats, low: Floats, rows: scipy.sparse.csr_array | None = None) -> GrowingLp:
    """The programme: ``costs`` and ``low`` of its other columns, ``rows`` ≥ 1 below the count."""
    others = len(costs)
    count = scipy.sparse.csr_array(np.append(np.ones(columns), np.zeros(others))[None, :])
    more = 0 if rows is None else rows.shape[0]
    model = SparseModel(
        costs=np.append(np.zeros(columns), costs),
        rows=count if rows is None else scipy.sparse.vstack([count, rows], format="csr"),
        row_low=np.append(float(p), np.ones(more)), row_high=np.append(float(p), np.full(more, np.inf)),
        low=np.append(np.zeros(columns), low), high=np.append(np.ones(columns), np.full(others, np.inf)),
        integer=np.zeros(columns + others, np.bool_),
    )  # fmt: skip
    return GrowingLp(model)


class Programme:
    """See the module; ``offset`` is what every plan costs besides the programme's value."""

    offset = 0.0

    def __init__(self, lp: GrowingLp, columns: int, size: float) -> None:
        self.lp, self._columns = lp, columns
        self._scale = scale_of(size)
        self._regions: dict[tuple[int, ...], int] = {}  # columns → row

    # Parts

    def part(self, state: States, limits: Limits = ()) -> None:
        """Look at the plans of a state only, and of limits to regions in view."""
        self.lp.bound((state == OPEN).astype(np.float64), (state != CLOSED).astype(np.float64))
        if not self._regions:
            return
        low, high = dict.fromkeys(self._regions, -np.inf), dict.fromkeys(self._regions, np.inf)
        for region, more in limits:
            if more:
                low[region.columns] = max(low[region.columns], region.most + 1.0)
            else:
                high[region.columns] = min(high[region.columns], float(region.most))
        rows = np.array(list(self._regions.values()))
        self.lp.limit(rows, np.array(list(low.values())), np.array(list(high.values())))

    def view(self, columns: tuple[int, ...]) -> None:
        """Have a row of a region, which :meth:`part` can limit."""
        if columns not in self._regions:
            self._regions[columns] = self._last_row() + 1
            self.lp.add(np.array([-np.inf]), np.zeros(1, np.int64), np.array(columns), np.ones(len(columns)))

    def _last_row(self) -> int:
        raise NotImplementedError

    def prices(self, corner: Corner, limits: Limits) -> tuple[float, ...]:
        """V of each limit: the price of the region's row goes to the tightest limit of its sign."""
        tightest: dict[tuple[tuple[int, ...], bool], int] = {}
        for n, (region, more) in enumerate(limits):
            key = (region.columns, more)
            before = limits[tightest[key]][0].most if key in tightest else None
            if before is None or (region.most > before if more else region.most < before):
                tightest[key] = n
        prices = [0.0] * len(limits)
        for (columns, more), n in tightest.items():
            price = float(corner.prices[self._regions[columns]]) / self._scale
            prices[n] = max(price, 0.0) if more else min(price, 0.0)
        return tuple(prices)

    def _forget(self, gone: Bools) -> None:
        """Drop rows."""
        if gone.any():
            self.lp.drop(np.flatnonzero(gone))
            place = np.cumsum(~gone) - 1
            self._regions = {columns: int(place[row]) for columns, row in self._regions.items() if not gone[row]}

    # Runs

    def run(self, *, time_limit: float, worth: float = np.inf, pivots: int | None = None) -> Corner:
        """Solve as it stands, up to a value worth no more."""
        return self.lp.run(time_limit=time_limit, worth=(worth - self.offset) * self._scale + HAIR, pivots=pivots)

    def value(self, corner: Corner) -> float:
        """Value of a corner."""
        return corner.value / self._scale + self.offset

    # Of each programme's own

    def multipliers(self, corner: Corner) -> Floats:
        """(R,) multipliers of a corner."""
        raise NotImplementedError

    def tidy(self, regions: set[tuple[int, ...]]) -> None:
        """Drop rows that are of no use, and those of all regions but those given."""
        raise NotImplementedError


def scale_of(size: float) -> float:
    """What the programme's costs are multiplied by, ``size`` being about what a plan costs."""
    return SIZE / size if size > 0 else 1.0

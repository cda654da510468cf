"""Travel minutes from the straight line, for places without streets in the data.

    minutes(d) = per_km · d / 1000 + detour · (1 − exp(−d / reach_m))

==========  ===========================================================================
``d``       straight-line metres between the two places
``per_km``  minutes per straight kilometre of a long way (speed and lasting detour)
``detour``  minutes lost on any way that is not short: round the block, to the crossing
``reach_m`` metres over which that loss builds up, so that a short way is short
==========  ===========================================================================

Zero at zero, rising, and the detour ratio falls with distance, as measured in Oslo.
The parameters are fitted to network minutes where there are streets. The same curve
gives driven kilometres from straight ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from planner.domain.dataset import Floats, Mode
from planner.domain.errors import InputError, Problem

REACHES_M = (50.0, 100.0, 200.0, 400.0, 800.0)
"""Candidates for ``reach_m``. Longer ones would bend the line far beyond the fitted distances."""

NEAR_M = 100.0
"""Pairs closer than this weigh as if this far apart: a few neighbours must not steer the fit."""

MIN_PAIRS = 30
"""Fewer pairs than this are no basis for three parameters."""


@dataclass(frozen=True, slots=True)
class LineModel:
    """A fitted line; see the module's formula.

    Attributes:
        mode: who travels.
        mean_error: mean absolute error in minutes (km for a km line) on the fitted pairs, weighted.
        pairs: number of fitted pairs; 0 means a default, not a fit.
    """

    mode: Mode
    per_km: float
    detour: float
    reach_m: float
    mean_error: float = float("nan")
    pairs: int = 0

    def __post_init__(self) -> None:
        finite = np.isfinite([self.per_km, self.detour, self.reach_m]).all()
        if not (finite and self.per_km > 0 and self.detour >= 0 and self.reach_m > 0):
            raise ValueError(f"not a rising line: {self}")

    def minutes(self, distance_m: npt.ArrayLike) -> Floats:
        """Minutes (kilometres for a km line) for straight-line metres of any shape."""
        metres = np.asarray(distance_m, dtype=np.float64)
        loss = self.detour * -np.expm1(-metres / self.reach_m)
        return np.asarray(self.per_km * metres / 1000 + loss)

    @classmethod
    def default(cls, mode: Mode) -> LineModel:
        """The line fitted in Oslo (population-weighted pairs of cells with streets), rounded.

        For a municipality without enough streets in the data to fit its own.
        """
        per_km, detour, reach_m = _OSLO[mode]
        return cls(mode=mode, per_km=per_km, detour=detour, reach_m=reach_m)

    @classmethod
    def calibrate(
        cls, mode: Mode, *, distance_m: npt.ArrayLike, minutes: npt.ArrayLike, weights: npt.ArrayLike | None = None
    ) -> LineModel:
        """Fit to pairs with known network minutes (or kilometres).

        Least squares with non-negative parameters, each pair weighted by ``weights``
        over its distance (the spread of detours grows with distance); of the candidate
        reaches the one with the least weighted mean absolute error is kept. Pairs of the
        same place, without a way or without weight are left out.

        Args:
            mode: who travels.
            distance_m: straight-line metres, any shape.
            minutes: network minutes without a limit, same shape.
            weights: importance of each pair, broadcast to that shape (people at both ends).

        Raises:
            InputError: too few pairs, or minutes that do not grow with distance.
        """
        metres, known = np.asarray(distance_m, dtype=np.float64), np.asarray(minutes, dtype=np.float64)
        weight = np.broadcast_to(np.asarray(1.0 if weights is None else weights, dtype=np.float64), metres.shape)
        use = (metres > 0) & np.isfinite(known) & (weight > 0)
        metres, known, weight = metres[use], known[use], weight[use]
        if len(metres) < MIN_PAIRS:
            raise InputError(_no_basis(mode, "for få par av steder med gatenett", str(len(metres))))
        root = np.sqrt(weight / np.maximum(metres, NEAR_M))
        best: LineModel | None = None
        for reach in REACHES_M:
            terms = np.column_stack([metres / 1000, -np.expm1(-metres / reach)])
            fitted, _ = nnls(terms * root[:, None], known * root)
            per_km, detour = (round(float(value), 4) for value in fitted)
            if per_km <= 0:
                continue
            error = float(np.average(np.abs(cls(mode, per_km, detour, reach).minutes(metres) - known), weights=weight))
            if best is None or round(error, 4) < best.mean_error:
                best = cls(mode, per_km, detour, reach, mean_error=round(error, 4), pairs=len(metres))
        if best is None:
            raise InputError(_no_basis(mode, "reisetiden i gatenettet øker ikke med avstanden", ""))
        return best

    def to_dict(self) -> dict[str, str | float | int | None]:
        """Plain values for YAML or JSON."""
        values: dict[str, str | float | int | None] = asdict(self)
        values["mode"] = self.mode.value
        values["mean_error"] = None if np.isnan(self.mean_error) else self.mean_error
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, str | float | int | None]) -> LineModel:
        """The opposite of :meth:`to_dict`.

        Raises:
            InputError: a value is missing or no number, or the line does not rise.
        """
        try:
            error = values.get("mean_error")
            return cls(
                mode=Mode(str(values["mode"])),
                per_km=float(values["per_km"] or 0),
                detour=float(values["detour"] or 0),
                reach_m=float(values["reach_m"] or 0),
                mean_error=float("nan") if error is None else float(error),
                pairs=int(values.get("pairs") or 0),
            )
        except (KeyError, TypeError, ValueError) as error:
            problem = Problem(
                "linjemodellen for reisetid kan ikke leses",
                place="linjemodell",
                value=str(dict(values)),
                remedy="bygg datasettet på nytt",
            )
            raise InputError(problem) from error


_OSLO: Mapping[Mode, tuple[float, float, float]] = {
    Mode.WALK: (14.4, 3.2, 800.0),
    Mode.BIKE: (4.9, 1.3, 400.0),
    Mode.CAR: (1.3, 2.7, 800.0),
}
"""Minutes per km, detour minutes, reach: fitted as :meth:`LineModel.default` says."""


def _no_basis(mode: Mode, message: str, value: str) -> Problem:
    return Problem(
        f"reisetid i rett linje ({mode.value}) kan ikke kalibreres: {message}",
        value=value,
        remedy=f"bruk et utsnitt med minst {MIN_PAIRS} par av steder, eller standardlinjen",
    )

"""How far off marked travel times are: streets that are known, taken as unknown.

Four cuts through the middle of the covered places (by residents) each take one half of
the streets away: the northern, southern, eastern and western. From what is left the
line is fitted and the border drawn anew; ways into, out of and within the other half are
computed by rule and compared with the true ones over all streets.

It is a measure inside the town. Suburbs have fewer streets and more hills, so that the
true error out there may be larger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from planner.domain.dataset import Floats
from planner.domain.errors import InputError
from planner.travel.border import SHARE, Border, Crossing
from planner.travel.cuts import SIDES, Cut
from planner.travel.line import LineModel
from planner.travel.network import Network
from planner.travel.places import LatLon

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Candidates for the share of the detour lost beyond the border."""

NEAR_M = 3000.0
"""Pairs shorter than this are reported once more by themselves: people vote near home."""

Blocks = list[tuple[tuple[npt.NDArray[Any], ...], Floats]]
"""Parts of the table of pairs and the minutes guessed for them."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Covered places with true ways over all streets.

    Attributes:
        origins: where ways start.
        destinations: where they end.
        minutes: (origins, destinations) over the network, without a limit.
        metres: (origins, destinations) straight.
        weights: (origins, destinations) importance (residents at both ends).
    """

    origins: LatLon
    destinations: LatLon
    minutes: Floats
    metres: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Error:
    """Mean absolute error in minutes, the mean over the cuts.

    Attributes:
        all: of pairs of any distance.
        near: of pairs under :data:`NEAR_M`; None without any.
        worst: of the worst cut, any distance.
    """

    all: float
    near: float | None
    worst: float


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What was measured for one mode.

    Attributes:
        cuts: number of cuts with enough pairs; the errors are None without any.
        share: share of the detour beyond the border with the least error over all cuts.
        partly: error of the border rule; each cut with the share that suits the other cuts best.
        partly_line: error on the same pairs of the plain line, for comparison.
        approximate: error of the line where neither end is known.
    """

    cuts: int
    share: float
    partly: Error | None
    partly_line: Error | None
    approximate: Error | None


def measure(network: Network, area: BaseGeometry, pairs: Pairs) -> HeldOut:
    """Errors of one mode on its covered pairs.

    Args:
        network: streets of the mode.
        area: where complete streets are in the data, WGS84.
        pairs: the true ways.
    """
    people = pairs.weights.sum(axis=0)
    cuts = [Cut.halving(side, pairs.destinations.xy(), people) for side in SIDES]
    found = [measured for cut in cuts if (measured := _errors(network, area, pairs, cut))]
    if not found:
        return HeldOut(0, SHARE, None, None, None)
    by_share = np.array([cut.by_share for cut in found])
    errors = by_share[:, :, 0]
    others = errors.sum(axis=0) - errors if len(found) > 1 else errors
    return HeldOut(
        cuts=len(found),
        share=SHARES[int(errors.sum(axis=0).argmin())],
        partly=_mean(by_share[np.arange(len(found)), others.argmin(axis=1)]),
        partly_line=_mean(np.array([cut.line for cut in found])),
        approximate=_mean(np.array([cut.approximate for cut in found])),
    )


def _mean(table: Floats) -> Error:
    """Of (cuts, [all, near])."""
    everywhere, near = table.T
    with_near = near[np.isfinite(near)]
    return Error(
        all=round(float(everywhere.mean()), 2),
        near=round(float(with_near.mean()), 2) if len(with_near) else None,
        worst=round(float(everywhere.max()), 2),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _CutErrors:
    """Errors [all, near] of one cut: per share, of the line on the same pairs, of the line within the lost half."""

    by_share: list[Floats]
    line: Floats
    approximate: Floats


def _errors(network: Network, area: BaseGeometry, pairs: Pairs, cut: Cut) -> _CutErrors | None:
    """Errors of one cut; None where too little is left on either side."""
    here, there = cut.keeps(pairs.origins.xy()), cut.keeps(pairs.destinations.xy())
    inside, beyond = np.ix_(here, there), np.ix_(~here, ~there)
    known = {"distance_m": pairs.metres[inside], "minutes": pairs.minutes[inside], "weights": pairs.weights[inside]}
    try:
        line = LineModel.calibrate(network.mode, **known)
    except InputError:
        return None
    streets = cut.streets(network)
    if not len(streets.streets.ends) or not pairs.weights[beyond].any():
        return None
    border = Border.of(streets, cut.area(area))
    origins, destinations = pairs.origins, pairs.destinations
    out = Crossing.of(streets, border, covered=origins.take(here), far=destinations.take(~there), outward=True)
    back = Crossing.of(streets, border, covered=destinations.take(there), far=origins.take(~here), outward=False)
    outer, inner = np.ix_(here, ~there), np.ix_(~here, there)

    def over_border(share: float) -> Blocks:
        return [(outer, out.minutes(line, share)), (inner, back.minutes(line, share).T)]

    plain = [(block, line.minutes(pairs.metres[block])) for block in (outer, inner, beyond)]
    by_share = [_error(pairs, over_border(share)) for share in SHARES]
    return _CutErrors(by_share, _error(pairs, plain[:2]), _error(pairs, plain[2:]))


def _error(pairs: Pairs, guesses: Blocks) -> Floats:
    """[all, near] weighted mean absolute error of guessed blocks of pairs; nan where no pair is near."""
    wrong = np.hstack([np.abs(guess - pairs.minutes[block]).ravel() for block, guess in guesses])
    weight, metres = (np.hstack([of[block].ravel() for block, _ in guesses]) for of in (pairs.weights, pairs.metres))
    near = weight * (metres < NEAR_M)
    return np.array([np.average(wrong, weights=own) if own.any() else np.nan for own in (weight, near)])

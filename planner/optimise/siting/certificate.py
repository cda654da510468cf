"""The proof behind a bound, and how to replay it with the input alone.

For multipliers u (minutes, one a row) every choice of p columns costs at least

    L(u) = Σ_i w_i u_i + Σ_{j open} ρ_j + Σ_{least of the free} ρ_j,   ρ_j = Σ_i w_i min(0, t_ij − u_i)

| symbol | meaning | unit |
|---|---|---|
| w_i, t_ij | weight; minutes (unreachable: inf) | weight, minutes |
| u_i | multiplier, at most ``outside_minutes`` where that is given | minutes |
| ρ_j | reduced cost of column j: what opening it can save | weight × minutes |

A case is one part of a division of all plans into those that open some columns and
not some others; a plan belongs to exactly one case. The bound is the least L(u)
over the cases, each with multipliers of its own. One case is a plain Lagrangian bound.

Source: Cornuéjols, Fisher and Nemhauser (1977), Management Science 23(8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.dataset import Floats

Path = tuple[tuple[int, bool], ...]


@dataclass(frozen=True, eq=False)
class Case:
    """One case of a proof.

    Attributes:
        path: (column, open or not) of every column that the case decides, in the order of the division.
        multipliers: (I,) minutes; 0 for rows without weight. None if no plan belongs to the case
            (more than p columns open, or fewer than p left).
    """

    path: Path
    multipliers: Floats | None


@dataclass(frozen=True, eq=False)
class Certificate:
    """What stands behind a bound.

    Attributes:
        cases: see :class:`Case`.
        multipliers: (I,) minutes of the whole problem undivided: the bound at the root.
        transform: where minutes are not the costs (the equitable kin), ``(kappa, reference)``: costs are
            (e^{κ(t − reference)} − 1)/κ, at most (e·Σw/w_i − 1)/κ in row i (what costs that much costs more than
            the reference, which a known plan attains); None where minutes are the costs.
    """

    cases: tuple[Case, ...]
    multipliers: Floats
    transform: tuple[float, float] | None = None


def divides(paths: Sequence[Path], depth: int = 0) -> bool:
    """Whether each plan belongs to exactly one of the paths."""
    if len(paths) == 1 and len(paths[0]) == depth:
        return True
    if any(len(path) <= depth for path in paths) or len({path[depth][0] for path in paths}) != 1:
        return False
    halves = [[path for path in paths if path[depth][1] == side] for side in (True, False)]
    return all(half and divides(half, depth + 1) for half in halves)

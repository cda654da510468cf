"""The proof behind a bound, and how to replay it with the input alone.

For multipliers u (minutes, one a row) every choice of p columns costs at least

    L(u, v) = Σ_i w_i u_i + Σ_r v_r n_r + Σ_{j open} ρ_j + Σ_{least of the free} ρ_j
    ρ_j = Σ_i w_i min(0, t_ij − u_i) − Σ_{r with j} v_r

| symbol | meaning | unit |
|---|---|---|
| w_i, t_ij | weight; minutes (unreachable: inf) | weight, minutes |
| u_i | multiplier, at most ``outside_minutes`` where that is given | minutes |
| r, n_r | region of columns of which the case opens at least or at most n_r | |
| v_r | multiplier of it: at least 0 for "at least", at most 0 for "at most" | weight × minutes |
| ρ_j | reduced cost of column j: what opening it can save | weight × minutes |

A case is one part of a division of all plans into those that open some columns and
not some others, and more or fewer of some regions; a plan belongs to exactly one case.
The bound is the least L(u, v) over the cases, each with multipliers of its own. One case
is a plain Lagrangian bound.

Source: Cornuéjols, Fisher and Nemhauser (1977), Management Science 23(8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planner.domain.dataset import Floats


@dataclass(frozen=True)
class Region:
    """A question that divides plans: are more than ``most`` of these ``columns`` open?"""

    columns: tuple[int, ...]
    most: int


Path = tuple[tuple[int | Region, bool], ...]
"""Answers in the order of the division: is this column open, has this region more than its most?"""


@dataclass(frozen=True, eq=False)
class Case:
    """One case of a proof.

    Attributes:
        path: (column, open or not) of every column that the case decides and (region, more or not) of every
            region, in the order of the division.
        multipliers: (I,) minutes; 0 for rows without weight. None if no plan belongs to the case, as a look at one
            count shows: of all columns, of which p are open, or of those of a region.
        prices: v of the path's regions, in its order; 0 for those beyond the end.
    """

    path: Path
    multipliers: Floats | None
    prices: tuple[float, ...] = ()


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


@dataclass
class _Fork:
    """A place in the tree of all paths: the question decided there, none at the end of a path."""

    question: int | Region | None = None
    ways: dict[bool, _Fork] = field(default_factory=dict)
    ends: int = 0


def divides(paths: Sequence[Path]) -> bool:
    """Whether each plan belongs to exactly one of the paths."""
    root, forks = _Fork(), []
    forks.append(root)
    for path in paths:
        at = root
        for question, side in path:
            if at.question not in (None, question):
                return False
            at.question = question
            if side not in at.ways:
                at.ways[side] = _Fork()
                forks.append(at.ways[side])
            at = at.ways[side]
        at.ends += 1
    return all(fork.ends + len(fork.ways) / 2 == 1 for fork in forks)

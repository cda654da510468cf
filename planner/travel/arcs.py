"""Arcs of a search: directed street pieces, and places tied to the street they lie at.

An arc is a row of four numbers: from, to, minutes, driven (or walked) metres. Each
place becomes a node of its own beside the streets, joined to both ends of its edge
where the edge's direction allows, and to the other places at the same edge. Passing
over a place is never shorter than the street itself, so no way runs through one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.travel.speeds import WALK_M_PER_MIN


@dataclass(frozen=True, eq=False)
class Snap:
    """Where places meet the network.

    Attributes:
        edge: (places,) row of the nearest edge in ``Streets.ends``.
        along: (places,) share of that edge behind the foot point, 0 to 1.
        metres: (places,) straight distance from place to edge.
    """

    edge: Ints
    along: Floats
    metres: Floats


@dataclass(frozen=True, eq=False)
class Streets:
    """Street pieces between two nodes each.

    Attributes:
        ends: (edges, 2) end nodes, first < second.
        minutes: (edges, 2) minutes along (first to second) and against; inf where closed.
        metres: (edges, 2) length along and against, of the quickest of parallel pieces.
    """

    ends: Ints
    minutes: Floats
    metres: Floats

    def arcs(self) -> Floats:
        """(arcs, 4) of every open direction."""
        both = [
            np.column_stack([ends, self.minutes[:, side], self.metres[:, side]])
            for side, ends in ((0, self.ends), (1, self.ends[:, ::-1]))
        ]
        return _open(np.vstack(both))

    def place_arcs(self, snap: Snap, *, first_id: int) -> Floats:
        """(arcs, 4) between places (numbered from ``first_id``), their edge's ends and each other."""
        place = first_id + np.arange(len(snap.edge))
        first, second = self.ends[snap.edge].T
        behind, ahead = snap.along, 1 - snap.along
        return _open(
            np.vstack(
                [
                    np.column_stack([place, second, *self._way(snap, ahead, 0)]),
                    np.column_stack([place, first, *self._way(snap, behind, 1)]),
                    np.column_stack([first, place, *self._way(snap, behind, 0)]),
                    np.column_stack([second, place, *self._way(snap, ahead, 1)]),
                    self._neighbour_arcs(snap, first_id),
                ]
            )
        )

    def _way(self, snap: Snap, share: Floats, side: int) -> tuple[Floats, Floats]:
        """Minutes (snap leg included) and metres over a share of each place's edge."""
        minutes = _part(share, self.minutes[snap.edge, side])
        return snap.metres / WALK_M_PER_MIN + minutes, _part(share, self.metres[snap.edge, side])

    def _neighbour_arcs(self, snap: Snap, first_id: int) -> Floats:
        """(arcs, 4) between places at the same edge, which need not go by its ends."""
        order = np.lexsort((snap.along, snap.edge))
        groups = np.split(order, np.flatnonzero(np.diff(snap.edge[order])) + 1)
        pairs = [pair for group in groups for pair in combinations(group.tolist(), 2)]
        if not pairs:
            return np.empty((0, 4))
        behind, ahead = np.array(pairs, dtype=np.int64).T
        share = snap.along[ahead] - snap.along[behind]
        legs = (snap.metres[behind] + snap.metres[ahead]) / WALK_M_PER_MIN
        edge = snap.edge[behind]
        rows = [
            np.column_stack(
                [
                    first_id + start,
                    first_id + end,
                    legs + _part(share, self.minutes[edge, side]),
                    _part(share, self.metres[edge, side]),
                ]
            )
            for start, end, side in ((behind, ahead, 0), (ahead, behind, 1))
        ]
        return np.vstack(rows)


def _part(share: Floats, whole: Floats) -> Floats:
    """A share of minutes or metres; nothing for no share, also where the direction is closed (inf)."""
    return np.where(share > 0, np.maximum(share, np.finfo(np.float64).tiny) * whole, 0.0)


def _open(arcs: Floats) -> Floats:
    """Only the arcs that can be travelled."""
    return arcs[np.isfinite(arcs[:, 2])]

"""The model as constraints, rules and objectives see it: variables, rows, nothing of a solver.

Only :mod:`planner.optimise.model` makes the decision variables; a constraint asks
for them here and adds rows. Row names are stable: ``<constraint id>[<place>]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, NewType, Protocol

from planner.domain.dataset import Floats
from planner.problem import Problem

Variable = NewType("Variable", int)
"""Handle of a variable: its column."""

Term = tuple[float, Variable]
Sense = Literal["<=", ">=", "=="]


class Segment(NamedTuple):
    """Voters of one presence level (index) and one availability class, or whichever class has the shortest way."""

    level: int
    klass: int | None = None

    def minutes(self, minutes: Floats) -> Floats:
        """(points,) minutes of this segment, of (points, K, R)."""
        level: Floats = minutes[:, :, self.level]
        return level.min(axis=1) if self.klass is None else level[:, self.klass]


@dataclass(frozen=True, eq=False)
class AccessSum:
    """``Σ weight · a · ρ · cost(minutes)`` over segments: everybody's way to the quickest station that suits.

    Attributes:
        weights: (points,) share of each demand point.
        cost: what minutes add, element by element; non-negative and non-decreasing.
        segment: the only one that counts, then with all of the weight; None: all of them, by their shares.
    """

    weights: Floats
    cost: Callable[[Floats], Floats]
    segment: Segment | None = None


class Expression(NamedTuple):
    """``Σ coefficient · variable + constant``."""

    terms: Iterable[Term]
    constant: float = 0.0


class VisitKey(NamedTuple):
    """Stop ``site`` served by fleet ``fleet`` in its block ``block`` (index into ``Fleet.blocks``)."""

    fleet: int
    site: int
    block: int


class TourKey(NamedTuple):
    """A vehicle-day of fleet ``fleet`` that serves one stop in each of ``blocks``, all of one day type."""

    fleet: int
    blocks: tuple[int, ...]


class ServedKey(NamedTuple):
    """Need ``need`` of ``problem.visits`` on the dates ``group`` of its groups."""

    need: int
    group: int


class Model(Protocol):
    """What a ``build(model)`` may use.

    Attributes:
        problem: the problem the model is built from.
        runs: per pattern of ``problem.patterns``, binary: the site runs it.
        visits: integer: dates on which a stop is served in a block.
        first_at, last_at: continuous: of those visits, how many are the first (last) of their vehicle-day.
        chosen: binary: the stop is used at all.
        tours: integer: vehicle-days that serve just these blocks.
        served: continuous: visits of an institution or a prison on dates that are alike.
        home: integer: home-voting teams that are out on a date.
    """

    @property
    def problem(self) -> Problem:
        """The problem the model is built from."""

    @property
    def runs(self) -> Sequence[Variable]:
        """Per pattern of ``problem.patterns``, binary: the site runs it."""

    @property
    def visits(self) -> Mapping[VisitKey, Variable]:
        """Integer: number of dates on which a stop is served in a block."""

    @property
    def first_at(self) -> Mapping[VisitKey, Variable]:
        """Of the visits, how many are the first of their vehicle-day."""

    @property
    def last_at(self) -> Mapping[VisitKey, Variable]:
        """Of the visits, how many are the last of their vehicle-day."""

    @property
    def chosen(self) -> Mapping[int, Variable]:
        """Per stop site, binary: the stop is used at all."""

    @property
    def tours(self) -> Mapping[TourKey, Variable]:
        """Integer: number of vehicle-days that serve just these blocks."""

    @property
    def served(self) -> Mapping[ServedKey, Variable]:
        """How many visits an institution or a prison gets on dates that are alike; continuous."""

    @property
    def home(self) -> Mapping[date, Variable]:
        """Integer: home-voting teams that are out on a date."""

    def variable(self, name: str, *, low: float = 0.0, high: float | None = None, integer: bool = False) -> Variable:
        """A helper variable of one constraint."""

    def row(self, name: str, terms: Iterable[Term], sense: Sense, rhs: float, *, slack: float = 1.0) -> None:
        """Add ``Σ coefficient · variable  sense  rhs``; terms of one variable are added up.

        Args:
            name: ``<constraint id>`` or ``<constraint id>[<place>]``.
            slack: by how much ``rhs`` gives way when the constraint's own number is relaxed by one
                (used to find the cheapest relaxation of an impossible scenario).
        """


class AccessModel(Model, Protocol):
    """A model that also knows how voters get to what is open."""

    def access(self, ways: AccessSum) -> Expression:
        """A sum of ways, never more than what the decisions make of it.

        Its terms have non-negative coefficients: to be minimised, or bounded from above.
        """

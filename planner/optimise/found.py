"""What stage 1 ends with, and what it starts from."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.dataset import Floats
from planner.modelling import VisitKey
from planner.optimise.model import StageOne
from planner.optimise.solver import Solution, Solver


@dataclass(frozen=True, eq=False)
class Found:
    """A model, its solver and the solution to go on from; its bound holds for the whole problem.

    Attributes:
        multipliers: (counted, K, R) of the Lagrangian whose bound it is.
        drives: whether that bound knows which tours can be driven.
        dated: whether it is that of the whole model with the dates of visits and the drives of vehicle-days.
    """

    model: StageOne
    solver: Solver
    solution: Solution
    multipliers: Floats | None = None
    drives: bool = False
    dated: bool = False

    def start(self) -> dict[int, float]:
        """The plan's whole decisions, as columns of the core; none where there is no plan."""
        values = self.solution.values
        if values is None:
            return {}
        size = min(self.model.core_columns, len(values))
        return {int(c): float(round(values[c])) for c in self.model.integers() if c < size}

    def tours(self) -> frozenset[tuple[VisitKey, ...]]:
        """Vehicle-days that it drives, where its model lists them."""
        values = self.solution.values
        driven = {} if values is None else self.model.driven
        return frozenset(keys for column, keys in driven.items() if values is not None and values[column] > 0.5)


def as_today(model: StageOne) -> dict[int, float]:
    """A first plan: every integer decision 0 but the patterns of today's stations."""
    values = dict.fromkeys((*model.runs, *model.visits.values(), *model.chosen.values(), *model.tours.values()), 0.0)
    for run, schedule in zip(model.runs, model.problem.patterns, strict=True):
        values[run] = float(schedule.pattern_id == "today")
    return {int(column): value for column, value in values.items()}

"""A small linear model of whole numbers, for the stages after siting; :mod:`planner.optimise.solver` solves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pulp

from planner.modelling import Sense

SENSES = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "==": pulp.LpConstraintEQ}


@dataclass
class SmallModel:
    """Whole variables by number, rows, costs; constant is what no decision changes."""

    lp: pulp.LpProblem = field(init=False)
    columns: list[pulp.LpVariable] = field(default_factory=list)
    constant: float = 0.0
    _costs: list[float] = field(default_factory=list)
    _rows: int = 0

    def __post_init__(self) -> None:
        self.lp = pulp.LpProblem("valgplan", pulp.LpMinimize)

    @property
    def variables(self) -> list[pulp.LpVariable]:
        """The columns, for PuLP."""
        return self.columns

    def variable(self, *, low: float = 0.0, high: float | None = None) -> int:
        """A new whole variable; its number."""
        self.columns.append(self.lp.add_variable(f"c{len(self.columns)}", low, high, pulp.LpInteger))
        self._costs.append(0.0)
        return len(self.columns) - 1

    def close_column(self, column: int) -> None:
        """Fix a variable at 0."""
        self.columns[column].upBound = 0

    def cost(self, column: int, coefficient: float) -> None:
        """Add to a variable's coefficient in the objective."""
        self._costs[column] += coefficient

    def row(self, terms: Iterable[tuple[float, int]], sense: Sense, rhs: float) -> None:
        """Add ``Σ coefficient · variable  sense  rhs``; no variable stands in it twice."""
        expression = pulp.LpAffineExpression({self.columns[column]: coefficient for coefficient, column in terms})
        self.lp.addConstraint(pulp.LpConstraint(expression, SENSES[sense], f"r{self._rows}", rhs))
        self._rows += 1

    def close(self) -> None:
        """Hand the objective to PuLP."""
        self.lp.setObjective(pulp.LpAffineExpression(dict(zip(self.columns, self._costs, strict=True))))

"""The rows of stage 1 that no constraint owns, compared with readable text files in ``golden/``.

A wanted change: write the files anew, look at the difference, commit it::

    VALGPLAN_WRITE_GOLDEN=1 python -m pytest tests/optimise/test_golden.py

Letters: x a run · n, f, l visits, the first and last of their day · w stop used · q vehicle-days · z presence · v a
segment with no station that suits within a ring (``v17``: column 17). Two points with weight, one class of voters,
two levels, today's stations to choose or leave, one pop-up site with two patterns, one stop.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny import BUS, PATTERNS, tiny_dataset, tiny_problem

from planner.modelling import Variable
from planner.objectives.registry import goals_of
from planner.optimise.access import add_core, bind_held
from planner.optimise.aims import Aim, Held
from planner.optimise.model import StageOne
from planner.problem import Problem

GOLDEN = Path(__file__).parent / "golden"
SETTINGS: dict[str, Any] = {
    "mean_minutes": "mean_minutes",
    "share_within": {"name": "share_within", "minutes": 15},
    "districts_within": {"name": "districts_within", "minutes": 15, "share": 0.9, "districts": "all"},
    "max_minutes": "max_minutes",
}
OWN = ("access", "suits", "presence", "one_pattern", "goal", "shortfall", "longest", "most")


@dataclass
class Named(StageOne):
    """Stage 1 that remembers what its columns were called."""

    names: list[str] = field(default_factory=list)

    def variable(self, name: str, *, low: float = 0.0, high: float | None = None, integer: bool = False) -> Variable:
        self.names.append(name if "[" in name else f"{name}{len(self.columns)}")
        return super().variable(name, low=low, high=high, integer=integer)

    def text(self) -> str:
        """The objective and the rows, one a line."""
        costs = {Variable(v): cost for v, cost in enumerate(self.costs()) if cost}
        lines = [f"minimise: {self._sum(costs)} + {_number(self.constant)}"]
        for name, row in self.rows.items():
            if name.partition("[")[0] in OWN:
                lines.append(f"{name}: {self._sum(row.terms)} {row.sense} {_number(row.rhs)}")
        return "\n".join(lines) + "\n"

    def _sum(self, terms: dict[Variable, float]) -> str:
        parts = [f"{'-' if c < 0 else '+'} {_number(abs(c))} {self.names[v]}" for v, c in terms.items()]
        return " ".join(parts).removeprefix("+ ") or "0"


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def problem_of(setting: Any) -> Problem:
    dataset = tiny_dataset()
    points = dataset.points
    eligible = {
        name: np.where(np.isin(np.arange(6), (2, 4)), persons, 0.0) for name, persons in points.eligible.items()
    }
    return tiny_problem(
        replace(dataset, points=replace(points, eligible=eligible)),
        objective=setting,
        availability=[{"id": "dag", "name": "dag", "days": "weekday", "share": 1.0}],
        presence=[{"share": 0.4, "dates": {"dag": 1}}, {"share": 0.6, "dates": {"dag": 4}}],
        stations__existing="free",
        stations__popup_sites=["e0102"],
        stations__patterns=[PATTERNS[0], PATTERNS[1]],
        vehicles=[{**BUS, "stops": ["e0201"]}],
    )


@pytest.mark.parametrize("name", SETTINGS)
def test_rows_are_the_golden_ones(name: str) -> None:
    problem = problem_of(SETTINGS[name])
    (goal,) = goals_of(problem)
    model = Named(problem)
    add_core(model)
    model.minimise(goal.expression(model))
    _compare(name, model.text())


@pytest.mark.parametrize("name", SETTINGS)
def test_an_earlier_goal_is_kept_by_the_golden_rows(name: str) -> None:
    problem = problem_of(SETTINGS[name])
    (goal,) = goals_of(problem)
    model = Named(problem)
    add_core(model)
    limit = {"mean_minutes": 12.0, "share_within": 0.3, "districts_within": 0.1, "max_minutes": 12.0}[name]
    bind_held(model, Aim(goal, (Held(goal, limit),)))
    _compare(f"{name}-kept", model.text())


def _compare(name: str, text: str) -> None:
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("VALGPLAN_WRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")

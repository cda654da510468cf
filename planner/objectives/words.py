"""Figures of goals in Norwegian."""

from __future__ import annotations

from planner.domain.plan import ObjectiveResult
from planner.objectives.registry import objectives


def figure_text(value: float, unit: str) -> str:
    """``10,41 minutter``, ``21,34 %``, ``350 000 kr``."""
    if unit == "andel":
        return f"{100 * value:.2f} %".replace(".", ",")
    if unit == "kr":
        return f"{value:,.0f} kr".replace(",", " ")
    return f"{value:.2f}".replace(".", ",") + f" {unit}"


def bounded_plans(result: ObjectiveResult) -> str:
    """Which plans a bound speaks of: «(ingen) plan i scenariets katalog …»."""
    staffed = " med nok folk til køene" if result.bound_staffed else ""
    return f"plan i scenariets katalog{staffed}"


def objective_title(name: str) -> str:
    """What an objective is called; its id where it is no longer known."""
    known = objectives().get(name)
    return known.title if known else name

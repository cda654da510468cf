"""Finds the objectives by itself.

A module in this package with ``OBJECTIVE`` (an :class:`Objective`) is one. Every access
objective is non-decreasing in each segment's minutes, so the model only needs to know
what a segment's minutes add (``segment_costs``) and how the sum becomes a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from planner import objectives as package
from planner.domain.dataset import Floats
from planner.domain.discovery import modules_defining
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.problem import Problem
from planner.scenario import HERE, Scenario


@dataclass(frozen=True)
class Objective:
    """One goal.

    Attributes:
        expression: (problem, minutes) → what one unit of a segment's share adds to the sum.
        figure: (problem, sum) → the objective in its unit; increasing in the sum.
        value: (problem, (points, K, R) minutes) → the objective recomputed without the model.
    """

    name: str
    title: str
    unit: str
    expression: Callable[[Problem, Floats], Floats]
    figure: Callable[[Problem, float], float]
    value: Callable[[Problem, Floats], float]


@cache
def objectives() -> dict[str, Objective]:
    """Every objective, by name."""
    found = [module.OBJECTIVE for module in modules_defining(package, "OBJECTIVE", helpers=("registry",))]
    return {objective.name: objective for objective in sorted(found, key=lambda o: o.name)}


def objective_of(problem: Problem) -> Objective:
    """The scenario's goal.

    Raises:
        InputError: no objective of that name.
    """
    unknown = list(unknown_objective(problem.scenario))
    if unknown:
        raise InputError(unknown)
    return objectives()[problem.scenario.objective]


def unknown_objective(scenario: Scenario) -> Iterator[Trouble]:
    """What is wrong with the scenario's goal."""
    if scenario.objective not in objectives():
        remedy = f"velg blant {', '.join(objectives())}"
        yield Trouble("ukjent mål", HERE, "objective", scenario.objective, remedy)

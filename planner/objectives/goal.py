"""A goal: one objective applied to one problem, as the model and the audit use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import Floats
from planner.domain.plan import Plan
from planner.evaluate.access import open_stations, segment_minutes, segment_shares
from planner.modelling import AccessModel, AccessSum, Expression
from planner.problem import Problem
from planner.scenario import GoalSetting


@dataclass(frozen=True)
class Objective:
    """What can be minimised.

    Attributes:
        title: in Norwegian, for a sentence.
        goal: (problem, setting) → the goal; raises InputError where the problem does not allow it.
        needs: fields of the setting that it must be given.
        takes: fields that it may be given; it takes no others.
    """

    name: str
    title: str
    unit: str
    goal: Callable[[Problem, GoalSetting], Goal]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Steps:
    """A goal that can have few values, and is solved by asking which of them can be had.

    Attributes:
        values: (steps,) every figure a plan of the model can have, rising; the last one can always be had.
        keep: (model, row name, limit) adds rows that hold just where the figure is at most the limit.
        beyond: (model, limit) → an expression of whole value that is 0 just where the figure is at most the limit.
        most_asked: limits of ``beyond`` are below this.
    """

    values: Floats
    keep: Callable[[AccessModel, str, float], None]
    beyond: Callable[[AccessModel, float], Expression]
    most_asked: float


@dataclass(frozen=True, eq=False)
class Goal:
    """One objective of one problem; minimised.

    Attributes:
        setting: as the scenario gives it.
        title: in Norwegian, with its numbers.
        value: the figure of a finished plan, recomputed without the model.
        expression: what the model minimises.
        figure, total: the expression's value as a figure in the objective's unit, and back; both increasing.
        ways: the expression where it is one sum over voters' ways.
        steps: where the goal is solved by bisection.
    """

    name: str
    unit: str
    title: str
    setting: GoalSetting
    value: Callable[[Plan], float]
    expression: Callable[[AccessModel], Expression]
    figure: Callable[[float], float] = float
    total: Callable[[float], float] = float
    ways: AccessSum | None = None
    steps: Steps | None = None

    def stop_gap(self, gap: float, least: float) -> float:
        """A relative gap of the expression that is small enough for a relative gap of the figure.

        Args:
            least: a value of the expression that no plan is below.
        """
        figure = self.figure(least)
        if figure <= 0:
            return gap
        # The figure of a convex cost gives way less than the cost itself, and the more so the higher it is.
        better = self.total((1 - gap) * figure)
        return max(gap, round((least - better) / least, 9)) if least > 0 else gap


def plan_minutes(problem: Problem, plan: Plan) -> Floats:
    """(points, K, R) minutes with a plan."""
    return segment_minutes(problem, open_stations(plan, problem), cells=False)


def sum_of_ways(problem: Problem, ways: AccessSum, minutes: Floats) -> float:
    """An access sum of (points, K, R) minutes."""
    shares = segment_shares(problem)
    counted = ways.weights > 0
    total = (ways.weights[counted, None, None] * shares * ways.cost(minutes[counted])).sum()
    return float(np.asarray(total))


def share_of_weight(problem: Problem) -> Floats:
    """(points,) each point's share of all that count."""
    shares: Floats = problem.weights / problem.weights.sum()
    return shares

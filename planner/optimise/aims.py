"""What one run of stage 1 minimises, and what it must keep of the goals before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.domain.plan import Plan
from planner.objectives.goal import Goal
from planner.objectives.registry import goals_of
from planner.problem import Problem

ROUNDING = 1e-7
"""Part of a limit that is no worsening of the goal."""


@dataclass(frozen=True, eq=False)
class Held:
    """An earlier goal and the worst figure that is allowed: that of the finished plan, plus its tolerance."""

    goal: Goal
    limit: float

    def met(self, plan: Plan) -> bool:
        """Whether a finished plan keeps the goal."""
        return self.goal.value(plan) <= self.limit * (1 + ROUNDING) + ROUNDING


@dataclass(frozen=True, eq=False)
class Aim:
    """A goal, and the goals before it in order.

    Attributes:
        start: values of decisions (columns of the core) of the plan so far, to start from.
    """

    goal: Goal
    held: tuple[Held, ...] = ()
    start: Mapping[int, float] = field(default_factory=dict)

    def then(self, goal: Goal, value: float, start: Mapping[int, float]) -> Aim:
        """The next aim, when this one ended with a value in the finished plan."""
        return Aim(goal, (*self.held, Held(self.goal, value * (1 + self.goal.setting.tolerance))), start)


def aim_of(problem: Problem, aim: Aim | None = None) -> Aim:
    """The aim, else the scenario's first goal."""
    return aim or Aim(goals_of(problem)[0])

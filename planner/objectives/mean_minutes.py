"""``mean_minutes``: weighted mean minutes to the quickest station that suits.

    Σ ω a ρ t y / Σ ω a ρ

=====  =================================================================
ω      weight of a demand point (persons)
a, ρ   shares of availability class and presence level; sum to 1
t      minutes of the segment's quickest station that suits, at most T
=====  =================================================================
"""

from __future__ import annotations

from planner.domain.dataset import Floats
from planner.domain.plan import Plan
from planner.evaluate.access import mean_minutes
from planner.modelling import AccessModel, AccessSum, Expression
from planner.objectives.goal import Goal, Objective, plan_minutes, share_of_weight
from planner.problem import Problem
from planner.scenario import GoalSetting


def goal(problem: Problem, setting: GoalSetting) -> Goal:
    """A minute adds a minute; the sum over shares that add up to 1 is the mean itself."""
    ways = AccessSum(share_of_weight(problem), _minutes)

    def expression(model: AccessModel) -> Expression:
        return model.access(ways)

    def value(plan: Plan) -> float:
        return mean_minutes(problem, plan_minutes(problem, plan), problem.weights)

    return Goal(OBJECTIVE.name, OBJECTIVE.unit, OBJECTIVE.title, setting, value, expression, ways=ways)


def _minutes(minutes: Floats) -> Floats:
    return minutes


OBJECTIVE = Objective("mean_minutes", "gjennomsnittlig reisetid", "minutter", goal)

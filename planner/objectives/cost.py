"""``cost``: what is charged to the budget, NOK excl. VAT.

The model counts a proven minimum (:mod:`planner.evaluate.least_cost`: no kilometres between
stops); the value is that of the finished plan, so part of the gap may be driving.
"""

from __future__ import annotations

from planner.domain.plan import Plan
from planner.evaluate.cost import plan_cost
from planner.evaluate.least_cost import cost_terms, given_nok
from planner.modelling import AccessModel, Expression
from planner.objectives.goal import Goal, Objective
from planner.problem import Problem
from planner.scenario import GoalSetting


def goal(problem: Problem, setting: GoalSetting) -> Goal:
    """Fixed hours of tidligstemming, and what is proven of visits as a whole, are constants."""

    def expression(model: AccessModel) -> Expression:
        return Expression(cost_terms(model), given_nok(problem))

    def value(plan: Plan) -> float:
        return plan_cost(plan, problem).total

    return Goal(OBJECTIVE.name, OBJECTIVE.unit, OBJECTIVE.title, setting, value, expression)


OBJECTIVE = Objective("cost", "kostnad", "kr", goal)

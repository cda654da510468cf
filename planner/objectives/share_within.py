"""``share_within``: the share of weight that is *not* within X minutes of a station that suits.

    Σ ω a ρ [t > X] y / Σ ω a ρ

=====  =================================================================
ω      weight of a demand point (persons)
a, ρ   shares of availability class and presence level; sum to 1
t, X   minutes of the segment's quickest station that suits; ``minutes``
=====  =================================================================
"""

from __future__ import annotations

from functools import partial

from planner.domain.plan import Plan
from planner.evaluate.district_ways import beyond
from planner.modelling import AccessModel, AccessSum, Expression
from planner.objectives.goal import Goal, Objective, plan_minutes, share_of_weight, sum_of_ways
from planner.problem import Problem
from planner.scenario import GoalSetting


def goal(problem: Problem, setting: GoalSetting) -> Goal:
    """A step at X minutes."""
    ways = AccessSum(share_of_weight(problem), partial(beyond, setting.minutes or 0))

    def expression(model: AccessModel) -> Expression:
        return model.access(ways)

    def value(plan: Plan) -> float:
        return sum_of_ways(problem, ways, plan_minutes(problem, plan))

    title = f"andelen som har mer enn {setting.minutes} minutter"
    return Goal(OBJECTIVE.name, OBJECTIVE.unit, title, setting, value, expression, ways=ways)


OBJECTIVE = Objective("share_within", "andelen som ikke er innen grensen", "andel", goal, needs=("minutes",))

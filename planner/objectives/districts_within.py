"""``districts_within``: the largest shortfall of any of some districts from a share within X minutes.

    minimise s,   s ≥ share − share_d   for every district d,   s ≥ 0

=========  =====================================================================
share_d    of the district's weight, within ``minutes`` of a station that suits
share      asked for; ``districts`` says of whom
=========  =====================================================================

As a requirement instead of a goal: ``targets`` in the scenario.
"""

from __future__ import annotations

from planner.domain.plan import Plan
from planner.evaluate.district_ways import district_ways
from planner.modelling import AccessModel, Expression
from planner.objectives.goal import Goal, Objective, plan_minutes
from planner.problem import Problem
from planner.scenario import GoalSetting


def goal(problem: Problem, setting: GoalSetting) -> Goal:
    """One variable for the shortfall, one row per district."""
    share = setting.share or 0.0
    ways = list(district_ways(problem, setting.districts, setting.minutes or 0))

    def expression(model: AccessModel) -> Expression:
        shortfall = model.variable("shortfall", high=1.0)
        for district in ways:
            far = model.access(district.ways)
            terms = [*far.terms, (-1.0, shortfall)]
            model.row(f"shortfall[{shortfall}-{district.index}]", terms, "<=", 1 - share - far.constant, slack=0.0)
        return Expression([(1.0, shortfall)])

    def value(plan: Plan) -> float:
        minutes = plan_minutes(problem, plan)
        return max([0.0, *(share - 1 + district.beyond(problem, minutes) for district in ways)])

    title = f"største avvik fra {100 * share:g} % innen {setting.minutes} minutter i noen bydel"
    return Goal(OBJECTIVE.name, OBJECTIVE.unit, title.replace(".", ","), setting, value, expression)


OBJECTIVE = Objective(
    "districts_within",
    "største avvik fra ønsket andel innen grensen i noen bydel",
    "andel",
    goal,
    needs=("minutes", "share", "districts"),
)

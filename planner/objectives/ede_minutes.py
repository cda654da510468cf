"""``ede_minutes``: Kolm–Pollak equally-distributed equivalent minutes; long ways count more than the mean lets them.

    minimise Σ ω a ρ e^{κ(t−T)} y,   EDE = T + ln(Σ ω a ρ e^{κ(t−T)} / Σ ω a ρ) / κ

Written here as Σ s (e^{κt} − 1)/κ · e^{−κE₀} with s the shares and E₀ today's EDE: the same
minimisers, but 0 at no minutes, the plain minutes as κ → 0, and one minute of EDE near today's
is about one of the sum, so that the solver's tolerances mean the same as for the mean.

==========  ======================================================================
κ           ε Σ ω a ρ t⁰ / Σ ω a ρ (t⁰)² on demand points, t⁰ today's minutes (at most T)
ε, T        aversion, minutes counted where no station suits
==========  ======================================================================

κ does not depend on the plan or the budget, and the figures of the report (on cells) use
the same one. Sheriff and Maguire (2020); Horton et al. (2024).
"""

from __future__ import annotations

import math

import numpy as np

from planner.domain.dataset import Floats
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan
from planner.evaluate.access import ede_minutes, fixed_kappa, minutes_today
from planner.modelling import AccessModel, AccessSum, Expression
from planner.objectives.goal import Goal, Objective, plan_minutes, share_of_weight
from planner.problem import Problem
from planner.scenario import HERE, GoalSetting

LARGEST_KAPPA_T = 13.8
"""e^13.8 is about a million: beyond it the nearest voters' minutes are lost in a solver's tolerances."""


def goal(problem: Problem, setting: GoalSetting) -> Goal:
    """κ is fixed here, from today's minutes.

    Raises:
        InputError: all of today's minutes are 0, or the aversion is too large.
    """
    kappa = _kappa(problem)
    today = ede_minutes(problem, minutes_today(problem, cells=False), problem.weights, kappa) or 0.0
    scale = math.exp(-kappa * today)

    def cost(minutes: Floats) -> Floats:
        costs: Floats = np.expm1(kappa * minutes) * (scale / kappa)
        return costs

    def total(figure: float) -> float:
        return math.expm1(kappa * figure) * scale / kappa

    def figure(sum_of_costs: float) -> float:
        # No plan's sum is negative; that of a bound may be.
        return math.log1p(max(kappa * sum_of_costs / scale, 0.0)) / kappa

    ways = AccessSum(share_of_weight(problem), cost)

    def expression(model: AccessModel) -> Expression:
        return model.access(ways)

    def value(plan: Plan) -> float:
        return ede_minutes(problem, plan_minutes(problem, plan), problem.weights, kappa) or 0.0

    return Goal(OBJECTIVE.name, OBJECTIVE.unit, OBJECTIVE.title, setting, value, expression, figure, total, ways)


def _kappa(problem: Problem) -> float:
    kappa = fixed_kappa(problem)
    if kappa is None:
        message = "likeverdige minutter er ikke definert: alle reisetider i dag er 0"
        raise InputError([Trouble(message, HERE, "objective", OBJECTIVE.name, "velg mean_minutes")])
    scenario = problem.scenario
    steepness = kappa * scenario.travel.unreached_minutes
    if steepness > LARGEST_KAPPA_T:
        most = math.floor(scenario.aversion * LARGEST_KAPPA_T / steepness * 1000) / 1000
        message = f"for stor ulikhetsaversjon: κT = {steepness:.1f}, høyst {LARGEST_KAPPA_T}".replace(".", ",")
        remedy = f"velg høyst {most:g}"
        raise InputError([Trouble(message, HERE, "aversion", f"{scenario.aversion:g}", remedy)])
    return kappa


OBJECTIVE = Objective("ede_minutes", "likeverdige minutter (Kolm–Pollak)", "minutter", goal)

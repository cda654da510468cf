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
from planner.evaluate.access import mean_minutes
from planner.objectives.registry import Objective
from planner.problem import Problem


def expression(problem: Problem, minutes: Floats) -> Floats:
    """A minute adds a minute."""
    return minutes


def figure(problem: Problem, total: float) -> float:
    """The sum over shares that add up to 1 is the mean itself."""
    return total


def value(problem: Problem, minutes: Floats) -> float:
    """Recomputed from segment minutes on demand points."""
    return mean_minutes(problem, minutes, problem.weights)


OBJECTIVE = Objective("mean_minutes", "gjennomsnittlig reisetid", "minutter", expression, figure, value)

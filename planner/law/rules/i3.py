"""I3: inmates can vote in their prison (vl 7-2(3), V 5.3).

The guide gives no minimum; one visit to each prison is our reading. Judged by the list of
institutions in the scenario; see :mod:`planner.law.visits`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan, StationKind
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType
from planner.law.visits import Visits, bind_visits, judge_visits, visits_relaxed, visits_requirement

if TYPE_CHECKING:
    from planner.modelling import Model
    from planner.problem import Problem

RULE = Rule("I3", "Stemming i fengsler", "vl 7-2(3), V 5.3", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One hard finding per prison; measured is its openings."""
    least = law_parameters().number("prison_visits", problem.calendar.election)
    basis = (
        f"Innsatte skal kunne stemme der; minst {least} besøk i hvert fengsel er vår lesning, for veilederen gir ikke "
        "noe tall."
    )
    duty = Visits(RULE, StationKind.PRISON, "fengsel", "fengsler", ("besøk", "besøk"), False, basis)
    yield from judge_visits(duty, plan, problem, least)


def build(model: Model) -> None:
    """Rows ``I3[<id>]``; see :mod:`planner.law.visits`."""
    bind_visits(RULE, StationKind.PRISON, model)


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    return visits_requirement(RULE, "Hvert fengsel", problem, StationKind.PRISON)


def relaxed(problem: Problem, _slack: float) -> str:
    """The least change, in words."""
    return visits_relaxed(problem, StationKind.PRISON)

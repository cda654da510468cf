"""I1: every health and care institution has at least one day of voting, none left out (vl 7-2(3), V 5.2).

Judged by the list of institutions in the scenario; see :mod:`planner.law.visits`. That two workers
receive the votes there too is rule S2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan, StationKind
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType
from planner.law.visits import Visits, bind_visits, judge_visits, visits_relaxed, visits_requirement
from planner.law.wording import count

if TYPE_CHECKING:
    from planner.modelling import Model
    from planner.problem import Problem

RULE = Rule("I1", "Alle helse- og omsorgsinstitusjoner", "vl 7-2(3), V 5.2", RuleType.HARD)
DAYS = ("dag", "dager")


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One hard finding per institution; measured is its dates with voting."""
    least = law_parameters().number("institution_days", problem.calendar.election)
    basis = f"Det skal være mulig å stemme minst {count(least, *DAYS)} på hver institusjon; ingen kan utelates."
    duty = Visits(
        RULE,
        StationKind.INSTITUTION,
        "helse- og omsorgsinstitusjon",
        "helse- og omsorgsinstitusjoner",
        DAYS,
        True,
        basis,
    )
    yield from judge_visits(duty, plan, problem, least)


def build(model: Model) -> None:
    """Rows ``I1[<id>]``; see :mod:`planner.law.visits`."""
    bind_visits(RULE, StationKind.INSTITUTION, model)


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    return visits_requirement(RULE, "Hver helse- og omsorgsinstitusjon", problem, StationKind.INSTITUTION)


def relaxed(problem: Problem, _slack: float) -> str:
    """The least change, in words."""
    return visits_relaxed(problem, StationKind.INSTITUTION)

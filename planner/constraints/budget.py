"""``budget``: what is charged stays within the budget.

    least cost of the choice ≤ B − given

=======  ==========================================================================
given    fixed hours of tidligstemming, and what visits cost beyond what each costs by itself
=======  ==========================================================================

The least cost stands in :mod:`planner.evaluate.least_cost`; it leaves out kilometres
between stops. The finished plan's budget is checked with them.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.constraints.requirement import Use, constraint, nok
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.evaluate.cost import plan_cost
from planner.evaluate.least_cost import cost_terms, given_nok
from planner.modelling import Model
from planner.problem import Problem

CONSTRAINT = constraint("budget", "Budsjett", "budget_nok")
TOLERANCE_NOK = 1.0
"""Rounding of cost lines to øre."""


def build(model: Model) -> None:
    """One row."""
    model.row("budget", cost_terms(model), "<=", model.problem.budget_nok - given_nok(model.problem))


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Total of the recomputed cost lines against the budget."""
    total, limit = plan_cost(plan, problem).total, problem.budget_nok
    if total > limit + TOLERANCE_NOK:
        yield CONSTRAINT.finding(
            f"Planen koster {nok(total)}, som er {nok(total - limit)} over budsjettet på {nok(limit)}. "
            "Kutt dager eller steder, eller øk budsjettet.",
            measured=total,
            limit=limit,
            unit="kr",
        )


def use(plan: Plan, problem: Problem) -> Iterator[Use]:
    """What is charged of the budget."""
    yield Use("budsjettet", plan_cost(plan, problem).total, problem.budget_nok, "kr")


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    bound = f", og {nok(problem.early_nok)} går til faste tider for tidligstemming" if problem.early_nok else ""
    return f"Budsjettet er {nok(problem.budget_nok)} (budget_nok){bound}."


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words."""
    return f"Øk budsjettet (budget_nok) med minst {nok(slack + 0.5)}, til {nok(problem.budget_nok + slack + 0.5)}."

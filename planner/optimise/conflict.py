"""Why no plan exists: an irreducible set of requirements in conflict, and the cheapest relaxations.

Requirements are the constraints and rules whose numbers a planner can change. One
after the other is left out (deletion filter, Chinneck 1991); what cannot be left out
without the conflict going away, stays. Then each of those is made elastic alone and
its slack minimised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.constraints.registry import constraints
from planner.domain.errors import InfeasibleError
from planner.law.registry import rules
from planner.modelling import Sense, Term, Variable
from planner.optimise.model import StageOne, build_requirements
from planner.optimise.solver import Outcome, Solver
from planner.problem import Problem

SECONDS_PER_QUESTION = 20.0


@dataclass
class _Relaxable(StageOne):
    """A model in which some requirements are left out and one may be elastic."""

    without: frozenset[str] = frozenset()
    elastic: str = ""
    give: Variable | None = None

    def row(self, name: str, terms: Iterable[Term], sense: Sense, rhs: float, *, slack: float = 1.0) -> None:
        requirement = name.partition("[")[0]
        if slack and requirement in self.without:
            return
        given = list(terms)
        if slack and requirement == self.elastic:
            if self.give is None:
                self.give = self.variable("give")
                self.cost(self.give, 1.0)
            given.append((slack if sense == ">=" else -slack, self.give))
        super().row(name, given, sense, rhs, slack=slack)


def explain(problem: Problem) -> InfeasibleError:
    """The error that says which requirements cannot hold together and what would do."""
    present = _requirements(problem)
    conflict = list(present)
    for requirement in present:
        rest = frozenset(present) - (frozenset(conflict) - {requirement})
        if _slack(problem, rest) is None:
            conflict.remove(requirement)
    left_out = frozenset(present) - frozenset(conflict)
    relaxations = []
    words = {item.rule.id: item for item in constraints()}
    for requirement in conflict:
        slack = _slack(problem, left_out, elastic=requirement)
        item = words.get(requirement)
        if slack is not None and item is not None and item.relaxed is not None:
            relaxations.append(item.relaxed(problem, slack))
    return InfeasibleError([_sentence(problem, requirement) for requirement in conflict], relaxations)


def _requirements(problem: Problem) -> list[str]:
    """Ids of the requirements that have a row that can give way."""
    model = StageOne(problem)
    build_requirements(model)
    return list(dict.fromkeys(name.partition("[")[0] for name, slack in model.row_slack.items() if slack))


def _sentence(problem: Problem, requirement: str) -> str:
    for item in constraints():
        if item.rule.id == requirement and item.requirement is not None:
            return item.requirement(problem)
    rule = next(r.rule for r in rules() if r.rule.id == requirement)
    return f"{rule.id}: {rule.title} ({rule.citation})."


def _slack(problem: Problem, without: frozenset[str], elastic: str = "") -> float | None:
    """Least slack of the elastic requirement (0 where nothing is elastic), None if infeasible even so."""
    model = _Relaxable(problem, without=without, elastic=elastic)
    build_requirements(model)
    model.close()
    solution = Solver(model).run(gap=1e-6, time_limit=SECONDS_PER_QUESTION)
    if solution.outcome is Outcome.INFEASIBLE or solution.values is None:
        return None
    return float(solution.values[model.give]) if model.give is not None else 0.0

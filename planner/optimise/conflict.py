"""Why no plan exists: an irreducible set of requirements in conflict, and the cheapest relaxations.

Requirements are the constraints and rules whose numbers a planner can change. One
after the other is left out (deletion filter, Chinneck 1991); what cannot be left out
without the conflict going away, stays. Then each of those is made elastic alone and
its slack minimised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from planner.constraints.registry import RegisteredConstraint, bind_access, constraints
from planner.constraints.requirement import decimal
from planner.domain.errors import InfeasibleError
from planner.law.registry import RegisteredRule, rules
from planner.modelling import Sense, Term, Variable
from planner.optimise.access import add_core
from planner.optimise.model import StageOne
from planner.optimise.requirements import build_requirements
from planner.optimise.solver import OPTIMAL_GAP, Outcome, Solver
from planner.problem import Problem

SECONDS_PER_QUESTION = 20.0
PERHAPS_LESS = "(nok, men ikke bevist at det er det minste: gap {gap} %)"
NOT_ALL = "(løser denne konflikten, men andre krav er også i konflikt)"


@dataclass
class _Relaxable(StageOne):
    """A model in which every requirement can give way: one variable each, by how much."""

    gives: dict[str, Variable] = field(default_factory=dict)

    def row(self, name: str, terms: Iterable[Term], sense: Sense, rhs: float, *, slack: float = 1.0) -> None:
        given = list(terms)
        if slack:
            requirement = name.partition("[")[0]
            if requirement not in self.gives:
                self.gives[requirement] = self.variable("give")
            given.append((slack if sense == ">=" else -slack, self.gives[requirement]))
        super().row(name, given, sense, rhs, slack=slack)


class Slack(NamedTuple):
    """How much a requirement must give way, and how much less is proven not to do."""

    value: float
    bound: float

    @property
    def gap(self) -> float:
        """Share of the value that is not proven needed."""
        return (self.value - self.bound) / self.value if self.value > 0 else 0.0

    @property
    def words(self) -> str:
        """What is to be said of a gap; "" where the value is proven least."""
        return "" if self.gap <= OPTIMAL_GAP else f" {PERHAPS_LESS.format(gap=decimal(100 * self.gap))}"


class _Questions:
    """One model, asked again and again with other requirements left out or elastic."""

    def __init__(self, problem: Problem) -> None:
        model = _Relaxable(problem)
        if problem.scenario.targets:  # only they ask how voters get there
            add_core(model)
            bind_access(model)
        else:
            build_requirements(model)
        model.close()
        self.gives = model.gives
        self._solver = Solver(model)

    def slack(self, without: frozenset[str], elastic: str = "") -> Slack | None:
        """Least slack of the elastic requirement (0 where nothing is elastic), None if infeasible even so."""
        for requirement, give in self.gives.items():
            free = requirement in without or requirement == elastic
            self._solver.bound(give, 0.0, np.inf if free else 0.0)
            self._solver.price(give, 1.0 if requirement == elastic else 0.0)
        solution = self._solver.run(gap=1e-6, time_limit=SECONDS_PER_QUESTION)
        if solution.outcome is Outcome.INFEASIBLE or solution.values is None:
            return None
        if not elastic:
            return Slack(0.0, 0.0)
        value = float(solution.values[self.gives[elastic]])
        # The slack is the whole objective, and never below nothing.
        bound = value if solution.outcome is Outcome.OPTIMAL else min(max(solution.bound, 0.0), value)
        return Slack(value, bound)


def explain(problem: Problem) -> InfeasibleError:
    """The error that says which requirements cannot hold together and what would do."""
    questions = _Questions(problem)
    present = list(questions.gives)
    conflict = list(present)
    for requirement in present:
        rest = frozenset(present) - (frozenset(conflict) - {requirement})
        if questions.slack(rest) is None:
            conflict.remove(requirement)
    sentences = [_sentence(problem, requirement) for requirement in conflict]
    enough = _relaxations(problem, questions, conflict, frozenset())
    if enough:
        return InfeasibleError(sentences, enough)
    # There are more conflicts than this one: what solves it alone is told, and that it is not all.
    left_out = frozenset(present) - frozenset(conflict)
    partial = _relaxations(problem, questions, conflict, left_out)
    return InfeasibleError(sentences, [f"{text} {NOT_ALL}" for text in partial])


def _relaxations(problem: Problem, questions: _Questions, conflict: list[str], without: frozenset[str]) -> list[str]:
    """The least change of each requirement of a conflict that makes a plan possible."""
    found = []
    for item in _registered():
        if item.rule.id in conflict and item.relaxed is not None:
            slack = questions.slack(without, elastic=item.rule.id)
            if slack is not None:
                found.append(f"{item.relaxed(problem, slack.value)}{slack.words}")
    return found


def _sentence(problem: Problem, requirement: str) -> str:
    item = next(item for item in _registered() if item.rule.id == requirement)
    if item.requirement is not None:
        return item.requirement(problem)
    return f"{item.rule.id}: {item.rule.title} ({item.rule.citation})."


def _registered() -> list[RegisteredConstraint | RegisteredRule]:
    return [*constraints(), *rules()]

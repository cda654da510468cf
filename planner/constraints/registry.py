"""Finds the constraints by itself, builds them into a model and checks any plan by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from planner import constraints as package
from planner.constraints.requirement import Use
from planner.domain.discovery import modules_defining
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.law.overrides import apply_overrides, override_notes
from planner.law.rule import Check, Relaxed, Rule, Sentence
from planner.modelling import AccessModel, Model
from planner.problem import Problem


@dataclass(frozen=True, slots=True)
class RegisteredConstraint:
    """A constraint with its functions; None where it has none."""

    rule: Rule
    check: Check
    build: Callable[[Model], None] | None
    requirement: Sentence | None
    relaxed: Relaxed | None
    build_access: Callable[[AccessModel], None] | None = None
    use: Callable[[Plan, Problem], Iterator[Use]] | None = None

    def why_not(self, _finding: Finding | None) -> str:
        """Why it may not be set aside; empty where it may."""
        return self.rule.refusal


@cache
def constraints() -> tuple[RegisteredConstraint, ...]:
    """Every constraint, by id."""
    found = [
        RegisteredConstraint(
            module.CONSTRAINT,
            module.check,
            getattr(module, "build", None),
            getattr(module, "requirement", None),
            getattr(module, "relaxed", None),
            getattr(module, "build_access", None),
            getattr(module, "use", None),
        )
        for module in modules_defining(package, "CONSTRAINT", helpers=("registry", "requirement"))
    ]
    return tuple(sorted(found, key=lambda item: item.rule.id))


def bind(model: Model) -> None:
    """Let every constraint that binds the model add its rows."""
    for item in constraints():
        if item.build is not None:
            item.build(model)


def bind_access(model: AccessModel) -> None:
    """Let every constraint on how voters get there add its rows."""
    for item in constraints():
        if item.build_access is not None:
            item.build_access(model)


def uses(plan: Plan, problem: Problem) -> tuple[Use, ...]:
    """How near the plan is to each limit that the scenario sets, the tightest first."""
    found = [use for item in constraints() if item.use is not None for use in item.use(plan, problem)]
    return tuple(sorted(found, key=lambda use: (-use.share, use.what)))


def judge(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """All findings of all constraints, with the scenario's overrides applied."""
    found = [finding for item in constraints() for finding in item.check(plan, problem)]
    overrides = problem.scenario.overrides
    refusals = {item.rule.id: item.why_not for item in constraints()}
    yield from apply_overrides(found, overrides, refusals)
    yield from override_notes(found, overrides, refusals)

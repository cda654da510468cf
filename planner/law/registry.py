"""Finds the rules of law by itself and judges a plan by all of them.

A rule is one module in :mod:`planner.law.rules` with ``RULE``, ``check(plan, problem)``
and, where it binds the model, ``build(model)``, and for impossible scenarios then
``requirement(problem)`` and ``relaxed(problem, slack)``. Where it may be set aside only for some of its
findings, it has ``refusal(plan, finding)``. Adding the file is all there is to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from types import ModuleType
from typing import TYPE_CHECKING

from planner.domain.discovery import modules_defining
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.law import rules as rules_package
from planner.law.overrides import apply_overrides, override_notes
from planner.law.rule import Build, Check, Refusal, Relaxed, Rule, Sentence

if TYPE_CHECKING:
    from planner.modelling import Model
    from planner.problem import Problem


@dataclass(frozen=True, slots=True)
class RegisteredRule:
    """A rule with its functions; None where it has none."""

    rule: Rule
    check: Check
    module: str
    build: Build | None = None
    requirement: Sentence | None = None
    relaxed: Relaxed | None = None
    refusal: Refusal | None = None

    def why_not(self, plan: Plan, finding: Finding | None) -> str:
        """Why it may not be set aside at all (None), or not for a finding; empty where it may."""
        if finding is None or self.refusal is None:
            return self.rule.refusal
        return self.rule.refusal or self.refusal(plan, finding)


@cache
def rules() -> tuple[RegisteredRule, ...]:
    """Every rule, by id (P1, P5, P6, P7, S1 …).

    Raises:
        TypeError: a module without ``RULE`` or ``check``, or an id used twice (our fault).
    """
    found = [_registered(module) for module in modules_defining(rules_package, "RULE")]
    ids = [registered.rule.id for registered in found]
    if len(set(ids)) < len(ids):
        raise TypeError(f"rule ids used twice: {sorted({i for i in ids if ids.count(i) > 1})}")
    return tuple(sorted(found, key=lambda registered: _order(registered.rule.id)))


def rule_ids() -> frozenset[str]:
    """Ids of every rule, for whoever wants to know whether an override names one."""
    return frozenset(registered.rule.id for registered in rules())


def judge(plan: Plan, problem: Problem) -> tuple[Finding, ...]:
    """All findings of all rules, with the scenario's overrides applied."""
    found = [finding for registered in rules() for finding in registered.check(plan, problem)]
    overrides = problem.scenario.overrides
    refusals: dict[str, Callable[[Finding | None], str]] = {r.rule.id: partial(r.why_not, plan) for r in rules()}
    return (*apply_overrides(found, overrides, refusals), *override_notes(found, overrides, refusals))


def bind(model: Model) -> None:
    """Let every rule that binds the model add its rows."""
    for registered in rules():
        if registered.build is not None:
            registered.build(model)


def _registered(module: ModuleType) -> RegisteredRule:
    rule, check = getattr(module, "RULE", None), getattr(module, "check", None)
    if not isinstance(rule, Rule) or not callable(check):
        raise TypeError(f"{module.__name__} must define RULE and check(plan, problem)")
    optional = {name: getattr(module, name, None) for name in ("build", "requirement", "relaxed", "refusal")}
    return RegisteredRule(rule, check, module.__name__.rpartition(".")[2], **optional)


def _order(rule_id: str) -> tuple[bool, str, int]:
    """Rules of the table first, by letter and number; checks that are no provision last."""
    match = re.fullmatch(r"([A-Z])(\d+)", rule_id)
    return (False, match[1], int(match[2])) if match else (True, rule_id, 0)

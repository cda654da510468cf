"""What the constraints found, in short, for tests to compare."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest

from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.problem import Problem


def _findings(constraint_id: str, plan: Plan, problem: Problem) -> list[Finding]:
    """Findings of one constraint; every one carries its id, its citation and a sentence."""
    module = import_module(f"planner.constraints.{constraint_id}")
    found = list(module.check(plan, problem))
    for finding in found:
        assert finding.rule == constraint_id
        assert finding.citation == module.CONSTRAINT.citation
        assert finding.sentence.endswith(".")
    return found


@pytest.fixture
def findings() -> Callable[[str, Plan, Problem], list[Finding]]:
    return _findings


@pytest.fixture
def measured() -> Callable[[str, Plan, Problem], list[tuple[object, ...]]]:
    """(subjects, measured, limit, unit) of each finding."""

    def of(constraint_id: str, plan: Plan, problem: Problem) -> list[tuple[object, ...]]:
        return [(f.subjects, f.measured, f.limit, f.unit) for f in _findings(constraint_id, plan, problem)]

    return of

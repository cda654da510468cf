"""A plan file audited."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.audit import hard_first, judge
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan
from planner.planfile import read_plan
from planner.services.certificates import CERTIFICATE_FILE, certificate_findings
from planner.services.joining import problem_of


@dataclass(frozen=True)
class AuditResult:
    """An audited plan file."""

    plan: Plan
    findings: tuple[Finding, ...]


def audit_file(path: Path, *, data: Path | None = None) -> AuditResult:
    """Recompute rules and constraints of a plan file, wherever it lies, and the certificate of its bound beside it.

    Raises:
        InputError: the plan, its scenario or its dataset cannot be read.
    """
    plan = read_plan(path)
    problem = problem_of(plan, path, data=data)
    proofs = certificate_findings(plan, problem, path.parent / CERTIFICATE_FILE)
    return AuditResult(plan, hard_first([*judge(plan, problem), *proofs]))


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """The worst severity among findings."""
    order = list(Severity)
    return min((finding.severity for finding in findings), key=order.index, default=None)

"""The certificate beside a plan: what the audit says of it, and of one that has been tampered with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny import tiny_problem

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan
from planner.optimise.certificate import Certificate
from planner.optimise.solve import solve_problem
from planner.problem import Problem
from planner.services.certificates import certificate_bytes, certificate_findings

Tamper = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def made() -> tuple[Problem, Plan, bytes]:
    problem = tiny_problem(goals=["mean_minutes", "cost"], roster={"make": False})
    found: list[Certificate] = []
    plan = solve_problem(problem, gap=0.0, time_limit=60, seed=0, certified=found.append)
    return problem, plan, certificate_bytes(found[0])


def judged(made: tuple[Problem, Plan, bytes], folder: Path, content: bytes | None, plan: Plan | None = None) -> Any:
    file = folder / "certificate.json"
    if content is not None:
        file.write_bytes(content)
    return list(certificate_findings(plan or made[1], made[0], file))


def test_one_that_holds_is_told_of(made: tuple[Problem, Plan, bytes], tmp_path: Path) -> None:
    _, plan, content = made
    found: list[Finding] = judged(made, tmp_path, content)
    assert [(f.severity, f.rule, f.subjects) for f in found] == [
        (Severity.INFO, "certificate", ("mean_minutes",)),
        (Severity.INFO, "certificate", ("cost",)),
    ]
    for finding, result in zip(found, plan.objectives, strict=True):
        assert result.certified_bound is not None
        assert result.certified_bound == pytest.approx(finding.measured, abs=2e-6)
        assert 0 < result.certified_bound <= result.lower_bound + 1e-6
        assert finding.limit == result.lower_bound
    assert plan.objective == plan.objectives[0]


def test_where_there_is_none_nothing_is_said(made: tuple[Problem, Plan, bytes], tmp_path: Path) -> None:
    assert judged(made, tmp_path, None) == []


def _bound(plain: dict[str, Any]) -> None:
    plain["goals"][0]["bound"] += 0.01


def _dual(plain: dict[str, Any]) -> None:
    values = plain["goals"][0]["duals"][0]["values"]
    values[:] = [0.5 * value for value in values]


def _row(plain: dict[str, Any]) -> None:
    plain["goals"][0]["rows"] += 1


def _scenario(plain: dict[str, Any]) -> None:
    plain["scenario_sha256"] = "0" * 64


def _goal(plain: dict[str, Any]) -> None:
    plain["goals"].pop()


def _key(plain: dict[str, Any]) -> None:
    plain["goals"][0]["trust"] = True


def _limit(plain: dict[str, Any]) -> None:
    plain["goals"][1]["limits"] = [0.5 * plain["goals"][1]["limits"][0]]


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (_bound, "holder ikke"), (_dual, "holder ikke"), (_row, "passer ikke"), (_scenario, "et annet scenario"),
        (_goal, "1 mål, planen 2"), (_key, "ikke et gyldig sertifikat"), (_limit, "forutsetter bedre verdier"),
    ],
)  # fmt: skip
def test_tampering_is_found(tamper: Tamper, words: str, made: tuple[Problem, Plan, bytes], tmp_path: Path) -> None:
    plain = json.loads(made[2])
    tamper(plain)
    found = judged(made, tmp_path, json.dumps(plain).encode())
    told = [f.sentence for f in found if f.severity is Severity.WARNING]
    assert any(words in sentence for sentence in told), told


def test_a_plan_that_says_more_than_its_certificate_is_found_out(
    made: tuple[Problem, Plan, bytes], tmp_path: Path
) -> None:
    _, plan, content = made
    first, second = plan.objectives
    lying = replace(first, certified_bound=first.value)
    found = judged(made, tmp_path, content, replace(plan, objective=lying, objectives=(lying, second)))
    assert [f.severity for f in found] == [Severity.WARNING, Severity.INFO]


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"version": "2"}', b"[1]"])
def test_something_else_by_that_name(content: bytes, made: tuple[Problem, Plan, bytes], tmp_path: Path) -> None:
    (finding,) = judged(made, tmp_path, content)
    assert finding.severity is Severity.WARNING
    assert "ikke et gyldig sertifikat" in finding.sentence

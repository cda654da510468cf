from __future__ import annotations

from dataclasses import replace

import pytest
from tiny import tiny_dataset, tiny_plan, tiny_problem, with_station

from planner.domain.findings import Finding
from planner.domain.plan import Plan, StationKind
from planner.evaluate.places import place_checklist
from planner.law.rules import e2
from planner.problem import Problem


def problem_with(**coverage: str) -> Problem:
    """Good coverage everywhere but where given."""
    dataset = tiny_dataset()
    sites = tuple(replace(s, mobile_coverage=coverage.get(s.id, "good")) for s in dataset.sites)
    return tiny_problem(replace(dataset, sites=sites))


def check(problem: Problem, plan: Plan | None = None) -> list[Finding]:
    return list(e2.check(plan or tiny_plan(), problem))


def test_known_good_coverage_passes() -> None:
    assert check(problem_with()) == []


def test_poor_and_unknown_are_told_apart() -> None:
    poor, unknown = check(problem_with(e0101="poor", f0101="unknown", f0102="unknown"))
    assert (poor.severity, poor.subjects, poor.measured, poor.limit) == ("warning", ("e0101",), 1, 0)
    assert (unknown.severity, unknown.subjects, unknown.measured) == ("warning", ("f0101", "f0102"), 2)
    assert "kan ikke delegeres" in poor.sentence
    assert "2 steder er ukjent" in unknown.sentence


def test_home_teams_have_no_place_to_measure() -> None:
    plan = with_station(tiny_plan(), "e0202", kind=StationKind.HOME_TEAM, lat=None, lon=None)
    assert check(problem_with(e0202="poor"), plan) == []


@pytest.mark.parametrize("coverage", ["good", "poor", "unknown"])
@pytest.mark.parametrize("lat", [59.9, 59.95])
def test_the_checklist_asks_where_the_rule_warns(coverage: str, lat: float) -> None:
    problem, plan = problem_with(e0101=coverage), with_station(tiny_plan(), "e0101", lat=lat)
    warned = [subject for finding in check(problem, plan) for subject in finding.subjects]
    asked = [item.text for item in place_checklist(plan, problem) if item.rule == "E2"]
    assert warned == (["e0101"] if asked else [])
    assert all("(e0101)" in text for text in asked)

"""Whatever is registered as a constraint or an objective has a test file, and its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny import tiny_plan, tiny_problem

from planner.constraints import registry
from planner.constraints.requirement import decimal, nok
from planner.domain.findings import Severity
from planner.law.rule import RuleType
from planner.objectives.registry import objectives

HERE = Path(__file__).parent
CONSTRAINTS = {item.rule.id: item for item in registry.constraints()}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_constraint_has_a_test_file(name: str) -> None:
    assert (HERE / f"test_{name}.py").is_file(), f"write tests/constraints/test_{name}.py"


@pytest.mark.parametrize("name", [name for name, item in CONSTRAINTS.items() if item.build or item.build_access])
def test_every_constraint_that_binds_the_model_has_golden_rows(name: str) -> None:
    assert (HERE / "golden" / f"{name}.txt").is_file(), (
        f"write tests/constraints/golden/{name}.txt (see test_golden.py)"
    )


@pytest.mark.parametrize("name", objectives())
def test_every_objective_has_a_test_file(name: str) -> None:
    assert (HERE.parent / "objectives" / f"test_{name}.py").is_file(), f"write tests/objectives/test_{name}.py"


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in (HERE / "golden").glob("*.txt")} <= set(CONSTRAINTS)


@pytest.mark.parametrize("item", CONSTRAINTS.values(), ids=CONSTRAINTS)
def test_a_constraint_is_a_hard_requirement_with_words(item: registry.RegisteredConstraint) -> None:
    assert item.rule.type is RuleType.HARD
    assert item.rule.title
    assert item.rule.citation.startswith(("scenariet", "datasettet"))
    assert (item.requirement is None) == (item.relaxed is None)


def test_a_good_plan_passes_them_all() -> None:
    assert list(registry.judge(tiny_plan(), tiny_problem())) == []


def test_an_override_turns_hard_into_a_warning_with_its_reason() -> None:
    overrides = [{"rule": "budget", "reason": "bystyret betaler"}]
    (finding,) = registry.judge(tiny_plan(), tiny_problem(budget_nok=1, overrides=overrides))
    assert (finding.rule, finding.severity) == ("budget", Severity.WARNING)
    assert finding.override is not None
    assert finding.override.reason == "bystyret betaler"
    assert "bystyret betaler" in finding.sentence


def test_an_override_for_others_sets_nothing_aside_and_says_so() -> None:
    overrides = [{"rule": "min_visits", "subjects": ["e0202"], "reason": "prøves ut"}]
    found = list(registry.judge(tiny_plan(), tiny_problem(min_visits=2, overrides=overrides)))
    assert [(f.severity, f.subjects) for f in found] == [
        (Severity.HARD, ("e0101",)),
        (Severity.HARD, ("e0201",)),
        (Severity.INFO, ("e0202",)),
    ]


def test_numbers_in_norwegian() -> None:
    assert (nok(1234567.4), nok(0), decimal(7.25), decimal(3, 2)) == ("1 234 567 kr", "0 kr", "7,2", "3,00")

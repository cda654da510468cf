"""The rules as readable YAML cases: a fragment of a plan, and what the rule says of it.

One file per rule in ``tests/law_cases/rules``. Every case starts from the municipality and the
lawful plan of ``tests/tiny.py`` and changes what it names:

=============  ====================================================================================
``scenario``   fields of the scenario, ``{stations__crew: 2}`` for a field of a part
``sites``      columns of sites in the dataset, by site id
``change``     fields of ``plan.json`` by dotted path; an element of a list by its id or its place,
               ``*`` for all (``stations.f0101.opening.*.crew: 1``)
``remove``     paths to leave out
``add``        elements to add to a list of the plan, by path
``expect``     all findings of the file's rule: ``severity``, and ``subjects`` and ``says`` (a part
               of the sentence) where given
``also``       ids of other hard rules that the change itself breaks; none but these may be hard
=============  ====================================================================================
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tiny import tiny_dataset, tiny_plan, tiny_problem

from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.law.registry import judge, rules
from planner.law.rule import RuleType
from planner.planfile import parse_plan, plan_bytes

FOLDER = Path(__file__).parents[1] / "law_cases" / "rules"
FILES = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))}
CASES = [
    pytest.param(rule, case, id=f"{rule}-{case['name']}") for rule, file in FILES.items() for case in file["cases"]
]
KEYS = {"name", "scenario", "sites", "change", "remove", "add", "expect", "also"}


def changed_plan(case: dict[str, Any]) -> Plan:
    """The lawful plan with the case's changes, read back from plain values as a plan file would be."""
    plain = json.loads(plan_bytes(tiny_plan()))
    for path, value in case.get("change", {}).items():
        parents, last = _walk(plain, path)
        for parent in parents:
            for key in _keys(parent, last):
                parent[key] = copy.deepcopy(value)
    for path, elements in case.get("add", {}).items():
        parents, last = _walk(plain, path)
        for parent in parents:
            (key,) = _keys(parent, last)
            parent.setdefault(key, []).extend(copy.deepcopy(elements))
    for path in case.get("remove", []):
        parents, last = _walk(plain, path)
        for parent in parents:
            for key in sorted(_keys(parent, last), reverse=True):
                del parent[key]
    return parse_plan(json.loads(json.dumps(plain, default=str)))


def _walk(plain: Any, path: str) -> tuple[list[Any], str]:
    *way, last = path.split(".")
    places = [plain]
    for part in way:
        places = [place[key] for place in places for key in _keys(place, part)]
    return places, last


def _keys(place: Any, part: str) -> list[Any]:
    if isinstance(place, dict):
        return [part]
    if part == "*":
        return list(range(len(place)))
    if part.isdecimal():
        return [int(part)]
    found = [n for n, element in enumerate(place) if part in (element.get("id"), element.get("date"))]
    assert found, f"the plan has no «{part}»"
    return found


def _matches(finding: Any, expected: dict[str, Any]) -> Iterator[bool]:
    yield finding.severity == expected["severity"]
    if "subjects" in expected:
        yield list(finding.subjects) == expected["subjects"]
    if "says" in expected:
        yield expected["says"] in finding.sentence


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule: str, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    problem = tiny_problem(tiny_dataset(sites=case.get("sites")), **case.get("scenario", {}))
    findings = judge(changed_plan(case), problem)
    found = [finding for finding in findings if finding.rule == rule]
    assert len(found) == len(case["expect"]), found
    for finding, expected in zip(found, case["expect"], strict=True):
        assert all(_matches(finding, expected)), finding
    hard = {f.rule for f in findings if f.severity is Severity.HARD} - {rule}
    assert hard == set(case.get("also", []))


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_of_a_rule(name: str) -> None:
    assert FILES[name]["rule"] == name
    assert name in {registered.rule.id for registered in rules()}


@pytest.mark.parametrize("rule", [registered.rule for registered in rules()], ids=lambda rule: rule.id)
def test_every_rule_has_cases_and_every_hard_rule_both_outcomes(rule: Any) -> None:
    assert rule.id in FILES, f"write tests/law_cases/rules/{rule.id}.yaml"
    outcomes = [{expected["severity"] for expected in case["expect"]} for case in FILES[rule.id]["cases"]]
    assert any("hard" not in outcome for outcome in outcomes), "a case that passes"
    if rule.type is RuleType.HARD:
        assert any("hard" in outcome for outcome in outcomes), "a case that fails"
    else:
        assert any(outcomes), "a case that says something"

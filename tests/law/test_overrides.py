from __future__ import annotations

from types import SimpleNamespace

import pytest

from planner.domain.findings import Finding, Override, Severity
from planner.law.overrides import Refusals, apply_overrides, covering, override_notes
from planner.law.registry import judge
from planner.law.rule import Rule, RuleType

HARD = Finding("A1", Severity.HARD, "Trappen.", ("f0101", "f0102"), citation="vf 6-2")
FREE: Refusals = dict.fromkeys(("A1", "P7", "S1"), lambda _finding: "")
"""Rules that may all be set aside."""


@pytest.mark.parametrize("subjects", [(), ("f0101", "f0102"), ("f0103", "f0102", "f0101")])
def test_a_hard_finding_becomes_a_warning_with_its_reason(make: SimpleNamespace, subjects: tuple[str, ...]) -> None:
    (found,) = apply_overrides([HARD], [make.override("A1", *subjects)], FREE)
    assert (found.severity, found.override) == (Severity.WARNING, Override("vedtatt i valgstyret"))
    assert found.sentence.startswith("Trappen. ")
    assert "vedtatt i valgstyret" in found.sentence
    assert (found.rule, found.subjects, found.citation) == (HARD.rule, HARD.subjects, HARD.citation)


def test_an_override_that_does_not_cover_it_leaves_it_hard(make: SimpleNamespace) -> None:
    for override in (make.override("A1", "f0101"), make.override("P7"), make.override("A1", reason="  ")):
        assert apply_overrides([HARD], [override], FREE) == (HARD,)
    bare = Finding("A1", Severity.HARD, "x", ())
    assert apply_overrides([bare], [make.override("A1", "f0101")], FREE) == (bare,)


@pytest.mark.parametrize("severity", [Severity.CANNOT_JUDGE, Severity.INFO, Severity.WARNING])
def test_only_hard_findings_are_set_aside(make: SimpleNamespace, severity: Severity) -> None:
    finding = Finding("A1", severity, "Ukjent.", ("f0101",))
    assert apply_overrides([finding], [make.override("A1")], FREE) == (finding,)


def test_applying_twice_changes_nothing(make: SimpleNamespace) -> None:
    overrides = [make.override("A1"), make.override("A1", reason="en annen grunn")]
    once = apply_overrides([HARD], overrides, FREE)
    assert apply_overrides(once, overrides, FREE) == once


def test_an_override_without_effect_is_told_of(make: SimpleNamespace) -> None:
    overrides = [make.override("A1"), make.override("S1"), make.override("A1", reason=""), make.override("budget")]
    found = list(override_notes([HARD], overrides, FREE))
    assert [(f.rule, f.severity) for f in found] == [("S1", Severity.INFO), ("A1", Severity.INFO)]
    assert "ingen brudd i planen" in found[0].sentence
    assert "mangler begrunnelse" in found[1].sentence


def test_the_judge_applies_them(make: SimpleNamespace) -> None:
    problem = make.problem(overrides=(make.override("P7"), make.override("A1")))
    found = [(f.rule, f.severity) for f in judge(make.plan(), problem) if f.rule in ("A1", "P7")]
    assert found == [("P7", Severity.WARNING), ("A1", Severity.INFO)]


def test_two_overrides_may_cover_the_subjects_together(make: SimpleNamespace) -> None:
    overrides = [make.override("A1", "f0101", reason="rampe bestilt"), make.override("A1", "f0102", reason="bare i år")]
    (found,) = apply_overrides([HARD], overrides, FREE)
    assert found.override == Override("rampe bestilt; bare i år")
    assert list(override_notes([HARD], overrides, FREE)) == []


def test_a_provision_stays_hard_and_the_override_is_refused(make: SimpleNamespace) -> None:
    overrides = (make.override("S2", "f0101"), make.override("A2"))
    plan = make.plan(make.station(opening=(make.opening(crew=1),)))
    found = [f for f in judge(plan, make.problem(overrides=overrides)) if f.rule in ("A2", "S2")]
    assert [(f.rule, f.severity) for f in found] == [
        ("A2", Severity.HARD),
        ("S2", Severity.HARD),
        ("S2", Severity.WARNING),
        ("A2", Severity.WARNING),
    ]
    assert "gjelder ikke: kommunen kan ikke fravike vl 6-3" in found[2].sentence


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule("A", "t", "vl 1-1", RuleType.HARD), "kommunen kan ikke fravike vl 1-1"),
        (Rule("A", "t", "scenariet: vehicles", RuleType.HARD), "praktisk mulig"),
        (Rule("A", "t", "V 1", RuleType.WARNING), "ingenting å fravike"),
        (Rule("A", "t", "V 1", RuleType.HARD, overridable=True), ""),
    ],
)
def test_why_a_rule_may_not_be_set_aside(rule: Rule, why: str) -> None:
    assert why in rule.refusal
    assert bool(rule.refusal) == (not rule.overridable)


def test_one_finding_may_be_refused_where_another_is_not(make: SimpleNamespace) -> None:
    refusals: Refusals = {"A1": lambda f: "nei" if f is not None and "f0102" in f.subjects else ""}
    findings = [Finding("A1", Severity.HARD, "Trapp.", (name,)) for name in ("f0101", "f0102")]
    found = apply_overrides(findings, [make.override("A1")], refusals)
    assert [f.severity for f in found] == [Severity.WARNING, Severity.HARD]
    (note,) = override_notes(findings, [make.override("A1")], refusals)
    assert (note.severity, "gjelder ikke: nei" in note.sentence) == (Severity.WARNING, True)


@pytest.mark.parametrize(("subject", "named"), [("f0101", "f0101-b"), ("f0101-b", "f0101"), ("f0101", "f0101")])
def test_a_place_and_its_stop_are_one_place(make: SimpleNamespace, subject: str, named: str) -> None:
    assert len(covering("A1", subject, [make.override("A1", named), make.override("A1", "f0102")])) == 1
    assert covering("A1", None, [make.override("A1", named)]) == []

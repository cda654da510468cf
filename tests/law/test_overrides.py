from __future__ import annotations

from types import SimpleNamespace

import pytest

from planner.domain.findings import Finding, Override, Severity
from planner.law.overrides import apply_overrides, unused_overrides
from planner.law.registry import judge

HARD = Finding("A1", Severity.HARD, "Trappen.", ("f0101", "f0102"), citation="vf 6-2")


@pytest.mark.parametrize("subjects", [(), ("f0101", "f0102"), ("f0103", "f0102", "f0101")])
def test_a_hard_finding_becomes_a_warning_with_its_reason(make: SimpleNamespace, subjects: tuple[str, ...]) -> None:
    (found,) = apply_overrides([HARD], [make.override("A1", *subjects)])
    assert (found.severity, found.override) == (Severity.WARNING, Override("vedtatt i valgstyret"))
    assert found.sentence.startswith("Trappen. ")
    assert "vedtatt i valgstyret" in found.sentence
    assert (found.rule, found.subjects, found.citation) == (HARD.rule, HARD.subjects, HARD.citation)


def test_an_override_that_does_not_cover_it_leaves_it_hard(make: SimpleNamespace) -> None:
    for override in (make.override("A1", "f0101"), make.override("P7"), make.override("A1", reason="  ")):
        assert apply_overrides([HARD], [override]) == (HARD,)
    bare = Finding("A1", Severity.HARD, "x", ())
    assert apply_overrides([bare], [make.override("A1", "f0101")]) == (bare,)


@pytest.mark.parametrize("severity", [Severity.CANNOT_JUDGE, Severity.INFO, Severity.WARNING])
def test_only_hard_findings_are_set_aside(make: SimpleNamespace, severity: Severity) -> None:
    finding = Finding("A1", severity, "Ukjent.", ("f0101",))
    assert apply_overrides([finding], [make.override("A1")]) == (finding,)


def test_applying_twice_changes_nothing(make: SimpleNamespace) -> None:
    overrides = [make.override("A1"), make.override("A1", reason="en annen grunn")]
    once = apply_overrides([HARD], overrides)
    assert apply_overrides(once, overrides) == once


def test_an_override_without_effect_is_told_of(make: SimpleNamespace) -> None:
    overrides = [make.override("A1"), make.override("S1"), make.override("A1", reason=""), make.override("budget")]
    found = list(unused_overrides([HARD], overrides, {"A1", "S1"}))
    assert [(f.rule, f.severity) for f in found] == [("S1", Severity.INFO), ("A1", Severity.INFO)]
    assert "ingen brudd i planen" in found[0].sentence
    assert "mangler begrunnelse" in found[1].sentence


def test_the_judge_applies_them(make: SimpleNamespace) -> None:
    problem = make.problem(overrides=(make.override("P7"), make.override("A1")))
    found = judge(make.plan(), problem)
    told = [(f.rule, f.severity) for f in found if f.severity is not Severity.CANNOT_JUDGE]
    assert told == [("P7", Severity.WARNING), ("A1", Severity.INFO)]


def test_two_overrides_may_cover_the_subjects_together(make: SimpleNamespace) -> None:
    overrides = [make.override("A1", "f0101", reason="rampe bestilt"), make.override("A1", "f0102", reason="bare i år")]
    (found,) = apply_overrides([HARD], overrides)
    assert found.override == Override("rampe bestilt; bare i år")
    assert list(unused_overrides([HARD], overrides, {"A1"})) == []

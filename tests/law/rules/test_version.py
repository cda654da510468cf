from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from planner.domain.plan import PlanStatus, Version
from planner.law.rules import version
from planner.seals import content_sha256

DECIDED = Version(status=PlanStatus.DECIDED, decided_on=date(2027, 3, 1), case_number="2027/1")


def check(make: SimpleNamespace, block: Version, *, sealed: bool = True) -> list:
    plan = make.plan(make.station(opening=(make.opening(),)), version=block)
    if sealed:
        plan = replace(plan, version=replace(block, content_sha256=content_sha256(plan)))
    return [(f.severity, f.sentence) for f in version.check(plan, make.problem())]


def test_a_draft_and_a_sealed_plan_are_whole(make: SimpleNamespace) -> None:
    assert check(make, Version(), sealed=False) == check(make, DECIDED) == []


def test_without_a_seal_it_cannot_be_judged(make: SimpleNamespace) -> None:
    ((severity, sentence),) = check(make, DECIDED, sealed=False)
    assert severity == "cannot_judge"
    assert "segl" in sentence


def test_another_content_than_the_decided_one_is_hard(make: SimpleNamespace) -> None:
    ((severity, sentence),) = check(make, replace(DECIDED, content_sha256="0" * 64), sealed=False)
    assert severity == "hard"
    assert "2027/1" in sentence


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"case_number": " "}, "saksnummeret"),
        ({"decided_on": None}, "decided_on mangler"),
        ({"decided_on": date(2027, 9, 14)}, "etter valgdagen"),
        ({"registered_on": date(2027, 3, 2)}, "registered_on er 2027-03-02"),
        ({"number": 0}, "det første er 1"),
        ({"number": 2}, "mangler forelder"),
        ({"number": 2, "parent_sha256": "abc"}, "64 sifre"),
        ({"parent_sha256": "a" * 64}, "Versjon 1 kan ikke"),
        ({"parent_announced_on": date(2027, 2, 1)}, "ingen parent_sha256"),
        ({"change_notified_on": date(2027, 4, 1)}, "ingen tidligere utgave er kunngjort"),
    ],
)
def test_what_cannot_be_so_is_a_warning(make: SimpleNamespace, change: dict, says: str) -> None:
    ((severity, sentence),) = check(make, replace(DECIDED, **change))
    assert severity == "warning"
    assert says in sentence

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from planner.domain.plan import Plan, PlanStatus, Version
from planner.law.rules import r5
from planner.seals import times_sha256

CHANGED = Version(
    number=2,
    status=PlanStatus.ANNOUNCED,
    announced_on=date(2027, 6, 25),
    parent_announced_on=date(2027, 6, 20),
    parent_announced_sha256="0" * 64,
)


def plan_with(make: SimpleNamespace, version: Version) -> Plan:
    plan: Plan = make.plan(make.station(opening=(make.opening(),)), version=version)
    return plan


def check(make: SimpleNamespace, version: Version) -> list:
    return list(r5.check(plan_with(make, version), make.problem()))


def test_a_change_announced_without_notices_is_hard(make: SimpleNamespace) -> None:
    (found,) = check(make, CHANGED)
    assert (found.rule, found.severity) == ("R5", "hard")
    assert "søndag 20. juni 2027" in found.sentence
    assert "--notify" in found.sentence


def test_what_was_announced_is_not_known_counts_as_a_change(make: SimpleNamespace) -> None:
    assert len(check(make, replace(CHANGED, parent_announced_sha256=None))) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"change_notified_on": date(2027, 6, 25)},
        {"parent_announced_on": None},
        {"status": PlanStatus.REGISTERED},
        {"status": PlanStatus.DECIDED},
        {"status": PlanStatus.DRAFT},
    ],
)
def test_no_finding(make: SimpleNamespace, change: dict) -> None:
    assert check(make, replace(CHANGED, **change)) == []


def test_the_same_places_and_times_need_no_notice(make: SimpleNamespace) -> None:
    same = times_sha256(plan_with(make, Version()))
    assert check(make, replace(CHANGED, parent_announced_sha256=same)) == []

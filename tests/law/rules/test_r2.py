from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from planner.domain.plan import Version
from planner.law.rules import r2


def check(make: SimpleNamespace, **version: date) -> list:
    return list(r2.check(make.plan(version=Version(**version)), make.problem()))


def test_open_or_in_time(make: SimpleNamespace) -> None:
    assert check(make) == check(make, announced_on=date(2027, 6, 30)) == []


def test_too_late_is_a_warning_with_days(make: SimpleNamespace) -> None:
    (found,) = check(make, announced_on=date(2027, 7, 1))
    assert (found.severity, found.measured, found.unit) == ("warning", 1, "dager etter fristen")
    assert "1 dag etter fristen onsdag 30. juni 2027" in found.sentence


def test_the_first_announcement_counts(make: SimpleNamespace) -> None:
    assert check(make, announced_on=date(2027, 8, 1), parent_announced_on=date(2027, 6, 30)) == []
    assert len(check(make, parent_announced_on=date(2027, 7, 1))) == 1

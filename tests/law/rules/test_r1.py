from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from planner.domain.plan import Version
from planner.law.rules import r1


def check(make: SimpleNamespace, election: date = date(2027, 9, 13), **version: date) -> list:
    return list(r1.check(make.plan(version=Version(**version)), make.problem(election)))


@pytest.mark.parametrize("day", [None, date(2027, 5, 31)])
def test_open_or_in_time(make: SimpleNamespace, day: date | None) -> None:
    assert check(make, **({"registered_on": day} if day else {})) == []


def test_too_late_is_a_warning_with_days(make: SimpleNamespace) -> None:
    (found,) = check(make, registered_on=date(2027, 6, 2))
    assert (found.severity, found.measured, found.limit) == ("warning", 2, 0)
    assert "onsdag 2. juni 2027, 2 dager etter fristen mandag 31. mai 2027" in found.sentence


def test_a_deadline_on_a_saturday_stands(make: SimpleNamespace) -> None:
    election = date(2025, 9, 8)
    assert check(make, election, registered_on=date(2025, 5, 31)) == []
    (found,) = check(make, election, registered_on=date(2025, 6, 1))
    assert found.measured == 1


def test_the_first_registration_counts(make: SimpleNamespace) -> None:
    assert check(make, registered_on=date(2027, 8, 1), parent_registered_on=date(2027, 5, 30)) == []

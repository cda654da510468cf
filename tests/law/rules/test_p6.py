from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from planner.domain.plan import Phase
from planner.law.rules import p6

SUNDAY_YEAR, SATURDAY_YEAR, TUESDAY_YEAR = date(2025, 9, 8), date(2019, 9, 9), date(2027, 9, 13)


def check(make: SimpleNamespace, day: date, election: date, phase: Phase = Phase.ORDINARY) -> list:
    return list(p6.check(make.plan(make.station(opening=(make.opening(day, phase=phase),))), make.problem(election)))


@pytest.mark.parametrize(
    ("day", "election"),
    [
        (date(2025, 8, 11), SUNDAY_YEAR), (date(2025, 8, 9), SUNDAY_YEAR),
        (date(2019, 8, 12), SATURDAY_YEAR), (date(2019, 8, 9), SATURDAY_YEAR), (date(2027, 8, 10), TUESDAY_YEAR),
    ],
)  # fmt: skip
def test_passes(make: SimpleNamespace, day: date, election: date) -> None:
    assert check(make, day, election) == []


@pytest.mark.parametrize(
    ("day", "election", "days"),
    [(date(2025, 8, 10), SUNDAY_YEAR, 1), (date(2019, 8, 10), SATURDAY_YEAR, 2), (date(2019, 8, 11), SATURDAY_YEAR, 1)],
)
def test_ordinary_opening_on_the_weekend(make: SimpleNamespace, day: date, election: date, days: int) -> None:
    (found,) = check(make, day, election)
    assert (found.rule, found.severity, found.measured, found.limit) == ("P6", "hard", days, 0)
    assert f"først mandag {day.day + days}. august" in found.sentence
    assert "Merk åpningen som tidligstemming" in found.sentence
    assert "21-4(3)" in found.citation


def test_tidligstemming_may_be_open_that_weekend(make: SimpleNamespace) -> None:
    assert check(make, date(2025, 8, 10), SUNDAY_YEAR, Phase.EARLY) == []

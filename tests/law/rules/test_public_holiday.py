from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from planner.domain.plan import Phase
from planner.law.rules import public_holiday

SPRING = date(2028, 5, 22)  # its ordinary period runs from August to May


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2028, 5, 16), None),
        (date(2028, 5, 17), "onsdag 17. mai 2028 (grunnlovsdag)"),
        (date(2028, 5, 18), None),
        (date(2027, 12, 26), "søndag 26. desember 2027 (andre juledag)"),
    ],
)
def test_only_on_the_day_itself(make: SimpleNamespace, day: date, name: str | None, phase: Phase) -> None:
    plan = make.plan(make.station(opening=(make.opening(day, phase=phase),)))
    found = list(public_holiday.check(plan, make.problem(SPRING)))
    assert [(f.rule, f.severity, f.measured) for f in found] == ([("public_holiday", "warning", 1)] if name else [])
    assert all(str(name) in f.sentence for f in found)


def test_one_finding_per_station_counts_days(make: SimpleNamespace) -> None:
    days = [date(2027, 12, 25), date(2027, 12, 25), date(2027, 12, 26)]
    plan = make.plan(make.station(opening=tuple(make.opening(day) for day in days)), make.station("f0102"))
    (found,) = public_holiday.check(plan, make.problem(SPRING))
    assert (found.subjects, found.measured) == (("f0101",), 2)

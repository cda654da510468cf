from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from planner.domain.plan import Phase
from planner.law.rules import election_day


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize(("day", "days"), [(date(2027, 9, 13), 0), (date(2027, 9, 15), 2)])
def test_on_election_day_or_after(make: SimpleNamespace, day: date, days: int, phase: Phase) -> None:
    plan = make.plan(make.station(opening=(make.opening(day, phase=phase),)))
    (found,) = election_day.check(plan, make.problem())
    assert (found.rule, found.severity, found.measured) == ("election_day", "hard", days)
    assert "det er valg mandag 13. september 2027" in found.sentence


@pytest.mark.parametrize(("day", "days"), [(11, None), (12, 0), (13, 1), (14, 2)])
def test_the_sunday_of_two_election_days(make: SimpleNamespace, day: int, days: int | None) -> None:
    plan = make.plan(make.station(opening=(make.opening(date(2027, 9, day)),)))
    found = list(election_day.check(plan, make.problem(two_days=True)))
    assert [f.measured for f in found] == ([] if days is None else [days])
    assert all("søndag 12. september 2027 og mandag 13. september 2027" in f.sentence for f in found)


def test_the_day_before_is_not_its_matter(make: SimpleNamespace) -> None:
    plan = make.plan(make.station(opening=(make.opening(date(2027, 9, 12)),)))
    assert list(election_day.check(plan, make.problem())) == []

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from planner.domain.plan import Phase
from planner.law.rules import p5


def check(
    make: SimpleNamespace, *days: date, election: date = date(2027, 9, 13), phase: Phase = Phase.ORDINARY
) -> list:
    plan = make.plan(make.station(opening=tuple(make.opening(day, phase=phase) for day in days)))
    return list(p5.check(plan, make.problem(election)))


def test_within_the_period_passes(make: SimpleNamespace) -> None:
    assert check(make, date(2027, 8, 10), date(2027, 9, 10)) == []


def test_before_the_start(make: SimpleNamespace) -> None:
    (found,) = check(make, date(2027, 8, 9))
    assert (found.rule, found.severity, found.measured, found.limit) == ("P5", "hard", 1, 0)
    assert "Biblioteket (f0101) har ordinær åpning mandag 9. august 2027 kl. 10:00–16:00" in found.sentence
    assert "Merk åpningen som tidligstemming" in found.sentence


def test_after_the_last_friday(make: SimpleNamespace) -> None:
    (found,) = check(make, date(2027, 9, 11), date(2027, 9, 12))
    assert (found.measured, found.unit) == (2, "dager etter perioden")
    assert "Flytt åpningen til fredag 10. september 2027 eller tidligere" in found.sentence


def test_the_weekend_before_a_moved_start_is_p6s_matter(make: SimpleNamespace) -> None:
    assert check(make, date(2025, 8, 10), election=date(2025, 9, 8)) == []
    (found,) = check(make, date(2025, 8, 9), election=date(2025, 9, 8))
    assert "mandag 11. august 2025" in found.sentence


def test_early_openings_are_not_its_matter(make: SimpleNamespace) -> None:
    assert check(make, date(2027, 8, 9), phase=Phase.EARLY) == []

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from planner.domain.plan import Phase
from planner.law.rules import p1


def check(make: SimpleNamespace, *days: date, phase: Phase = Phase.EARLY) -> list:
    plan = make.plan(make.station(opening=tuple(make.opening(day, phase=phase) for day in days)))
    return list(p1.check(plan, make.problem()))


def test_within_the_period_passes(make: SimpleNamespace) -> None:
    assert check(make, date(2027, 7, 1), date(2027, 8, 9)) == []


def test_before_1_july(make: SimpleNamespace) -> None:
    (found,) = check(make, date(2027, 6, 30), date(2027, 6, 28), date(2027, 7, 1))
    assert (found.rule, found.severity, found.subjects) == ("P1", "hard", ("f0101",))
    assert (found.measured, found.limit, found.unit) == (3, 0, "dager før perioden")
    assert found.citation == "vl 7-1(2), V 3.1"
    for part in (
        "Biblioteket (f0101)",
        "onsdag 30. juni 2027 kl. 10:00–16:00",
        "Flytt åpningen til torsdag 1. juli 2027",
    ):
        assert part in found.sentence


def test_after_ordinary_voting_has_begun(make: SimpleNamespace) -> None:
    (found,) = check(make, date(2027, 8, 11))
    assert found.measured == 2
    assert "til og med mandag 9. august 2027" in found.sentence
    assert "Merk åpninger fra tirsdag 10. august 2027 som ordinære" in found.sentence


def test_both_sides_are_two_findings(make: SimpleNamespace) -> None:
    assert len(check(make, date(2027, 6, 30), date(2027, 8, 11))) == 2


def test_ordinary_openings_are_not_its_matter(make: SimpleNamespace) -> None:
    assert check(make, date(2027, 6, 30), phase=Phase.ORDINARY) == []

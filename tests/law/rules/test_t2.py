"""T2 on single stations; its dates and severities stand in ``law_cases/rules/T2.yaml``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from planner.domain.findings import Severity
from planner.domain.plan import Plan, StationKind
from planner.law.rules import t2

SATURDAY = date(2027, 9, 4)


def test_a_dispatch_on_every_date_passes(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    assert list(t2.check(lawful(), make.problem())) == []


def test_nothing_received_is_nothing_to_send(make: SimpleNamespace) -> None:
    assert list(t2.check(make.plan(), make.problem())) == []
    outside = make.station(opening=(make.opening(date(2027, 9, 20)),))
    assert list(t2.check(make.plan(outside, shipping=()), make.problem())) == []


def test_an_institution_receives_votes_too(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    visit = make.station("i1", (make.opening(SATURDAY),), kind=StationKind.INSTITUTION, public=False)
    plan = replace(lawful(), stations=(*lawful().stations, visit))
    (finding,) = t2.check(plan, make.problem())
    assert (finding.severity, finding.subjects) == (Severity.HARD, ("2027-09-04",))
    assert (finding.measured, finding.limit) == (5, 6)
    sent = replace(plan, shipping=(*(plan.shipping or ()), make.dispatch(SATURDAY, from_station="i1")))
    assert list(t2.check(sent, make.problem())) == []


def test_what_comes_in_after_the_pick_up_goes_with_the_next(make: SimpleNamespace) -> None:
    day = date(2027, 8, 31)
    station = make.station(opening=(make.opening(day, "10:00", "19:00"),))
    early, late = make.dispatch(day, "12:00"), make.dispatch(date(2027, 9, 1), "12:00")
    assert list(t2.check(make.plan(station, shipping=(early, late)), make.problem())) == []
    (finding,) = t2.check(make.plan(station, shipping=(early,)), make.problem())
    assert finding.sentence.startswith("Ingen forsendelse tar stemmene")


def test_a_file_that_does_not_say_cannot_be_judged(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    (finding,) = t2.check(replace(lawful(), shipping=None), make.problem())
    assert finding.severity is Severity.CANNOT_JUDGE

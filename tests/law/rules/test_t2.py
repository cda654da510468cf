"""T2 on single stations; its dates and severities stand in ``law_cases/rules/T2.yaml``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

from planner.domain.findings import Severity
from planner.domain.plan import Plan, StationKind
from planner.law.rules import t2

FRIDAY = date(2027, 9, 3)


def test_a_dispatch_on_every_date_passes(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    assert list(t2.check(lawful(), make.problem())) == []


def test_nothing_received_is_nothing_to_send(make: SimpleNamespace) -> None:
    assert list(t2.check(make.plan(), make.problem())) == []
    outside = make.station(opening=(make.opening(date(2027, 9, 20)),))
    assert list(t2.check(make.plan(outside, shipping=()), make.problem())) == []


def test_an_institution_receives_votes_too(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    visit = make.station("i1", (make.opening(FRIDAY),), kind=StationKind.INSTITUTION, public=False)
    own = tuple(replace(d, from_station="f0101") if d.date == FRIDAY else d for d in lawful().shipping or ())
    plan = replace(lawful(), stations=(*lawful().stations, visit), shipping=own)
    (finding,) = t2.check(plan, make.problem())
    assert (finding.severity, finding.subjects) == (Severity.HARD, ("2027-09-03",))
    assert (finding.measured, finding.limit) == (4, 5)
    sent = replace(plan, shipping=(*own, make.dispatch(FRIDAY, from_station="i1")))
    assert list(t2.check(sent, make.problem())) == []


def test_a_saturday_goes_with_the_next_workday(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    visit = make.station("i1", (make.opening(FRIDAY + timedelta(1)),), kind=StationKind.INSTITUTION, public=False)
    assert list(t2.check(replace(lawful(), stations=(*lawful().stations, visit)), make.problem())) == []


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

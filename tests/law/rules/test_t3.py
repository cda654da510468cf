"""T3 on single stations; its dates and severities stand in ``law_cases/rules/T3.yaml``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.domain.supply import ShippingMethod
from planner.law.rules import t3

MONDAY, FRIDAY = date(2027, 9, 6), date(2027, 9, 10)


def test_express_after_closing_passes(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    assert list(t3.check(lawful(), make.problem())) == []


def test_nothing_received_in_the_last_week_is_nothing_to_send(make: SimpleNamespace) -> None:
    station = make.station(opening=(make.opening(date(2027, 9, 3)),))
    assert list(t3.check(make.plan(station), make.problem())) == []


def test_mail_at_noon_takes_the_morning_s_votes(make: SimpleNamespace) -> None:
    """A later express does not bring them back."""
    station = make.station(opening=(make.opening(MONDAY),))
    noon = make.dispatch(MONDAY, "12:00", method=ShippingMethod.MAIL)
    (finding,) = t3.check(make.plan(station, shipping=(make.dispatch(MONDAY), noon)), make.problem())
    assert (finding.severity, finding.subjects) == (Severity.HARD, ("2027-09-06",))
    assert "ordinær brevpost" in finding.sentence


def test_mail_that_carries_nothing_harms_nobody(make: SimpleNamespace) -> None:
    station = make.station(opening=(make.opening(MONDAY),))
    empty = make.dispatch(FRIDAY, method=ShippingMethod.MAIL)
    plan = make.plan(station, shipping=(make.dispatch(MONDAY), empty))
    assert list(t3.check(plan, make.problem())) == []


def test_another_station_s_dispatch_does_not_help(make: SimpleNamespace) -> None:
    station = make.station(opening=(make.opening(FRIDAY),))
    plan = make.plan(station, shipping=(make.dispatch(FRIDAY, from_station="f0102"),))
    (finding,) = t3.check(plan, make.problem())
    assert (finding.subjects, finding.measured, finding.limit) == (("2027-09-10",), 0, 1)


def test_a_file_that_does_not_say_cannot_be_judged(make: SimpleNamespace, lawful: Callable[[], Plan]) -> None:
    (finding,) = t3.check(replace(lawful(), shipping=None), make.problem())
    assert (finding.severity, finding.measured) == (Severity.CANNOT_JUDGE, 5)

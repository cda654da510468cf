"""The shipping plan passes rules T2 and T3 for any plan and takes every vote for another municipality."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import evening_week, make_plan, station, tiny_plan, tiny_problem

from planner.domain.plan import Opening, Phase
from planner.domain.supply import ShippingMethod
from planner.evaluate.shipping import shipping_plan, with_votes
from planner.evaluate.votes import expected_votes
from planner.law.rules import t2, t3

PROBLEM = tiny_problem(votes__expected_total=8400)
FIRST = date(2027, 7, 1)


def test_the_dispatches_of_a_plan() -> None:
    made = {d.date: (d.method, d.sent) for d in shipping_plan(tiny_plan(), PROBLEM)}
    assert made[date(2027, 8, 27)] == (ShippingMethod.MAIL, "15:30")
    assert date(2027, 8, 28) not in made
    assert date(2027, 8, 26) not in made
    week = [date(2027, 8, 30) + timedelta(n) for n in range(5)]
    assert {made[day] for day in week} == {(ShippingMethod.MAIL, "15:30")}
    assert date(2027, 9, 4) not in made, "a Saturday: our reading counts workdays"
    assert date(2027, 9, 5) not in made
    assert made[date(2027, 9, 6)] == made[date(2027, 9, 10)] == (ShippingMethod.EXPRESS, "20:00")
    assert max(made) == date(2027, 9, 10)


def test_nothing_received_is_nothing_sent() -> None:
    assert shipping_plan(make_plan([]), PROBLEM) == ()


def test_what_is_left_after_the_last_pick_up_is_sent_all_the_same() -> None:
    thursday = date(2027, 8, 12)
    plan = make_plan([station("e0202", [Opening(thursday, "10:00", "19:00", crew=3)])])
    (only,) = shipping_plan(plan, PROBLEM)
    assert (only.date, only.method, only.sent) == (thursday, ShippingMethod.EXPRESS, "20:00")


def test_votes_received_after_a_pick_up_are_in_the_next_dispatch() -> None:
    days = (date(2027, 8, 30), date(2027, 8, 31))
    plan = make_plan([station("e0202", [Opening(day, "15:00", "16:00", crew=3) for day in days])])
    votes = expected_votes(plan, PROBLEM)
    assert votes is not None
    first, second, rest = with_votes(shipping_plan(plan, PROBLEM), plan, PROBLEM, votes)
    other = 0.05 * votes.stations[0].total
    assert [first.votes, second.votes, rest.votes] == pytest.approx([other / 4, other / 2, other / 4], abs=0.1)
    assert {d.votes for d in with_votes((first, second), plan, PROBLEM, None)} == {None}


DAYS = st.integers(0, 71).map(lambda n: FIRST + timedelta(n))
SPANS = st.sampled_from([("00:00", "24:00"), ("08:00", "10:00"), ("10:00", "15:30"), ("16:00", "19:00")])


def opening(day: date, span: tuple[str, str]) -> Opening:
    return Opening(day, *span, phase=Phase.EARLY if day < date(2027, 8, 10) else Phase.ORDINARY, crew=3)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(DAYS, SPANS, max_size=12), st.dictionaries(DAYS, SPANS, max_size=3))
def test_every_plan_gets_a_shipping_plan_that_passes(one: dict, other: dict) -> None:
    stations = [
        station(site, [opening(day, spans[day]) for day in sorted(spans)])
        for site, spans in (("e0202", one), ("f0101", other))
        if spans
    ]
    plan = make_plan(stations)
    votes = expected_votes(plan, PROBLEM)
    assert votes is not None
    dispatches = with_votes(shipping_plan(plan, PROBLEM), plan, PROBLEM, votes)
    shipped = replace(plan, shipping=dispatches)
    assert [*t2.check(shipped, PROBLEM), *t3.check(shipped, PROBLEM)] == []
    sent = sum(d.votes or 0 for d in dispatches)
    assert sent == pytest.approx(0.05 * sum(s.total for s in votes.stations), abs=0.05 * (len(dispatches) + 1))


def test_a_day_too_few_is_found_out() -> None:
    made = shipping_plan(tiny_plan(evening_week(), without=["e0202"]), PROBLEM)
    for missing, rule in ((date(2027, 9, 1), t2), (date(2027, 9, 10), t3)):
        plan = tiny_plan(shipping=tuple(d for d in made if d.date != missing))
        assert [f.subjects for f in rule.check(plan, PROBLEM)] == [(missing.isoformat(),)]

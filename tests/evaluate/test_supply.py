"""Stock and shipping of a plan: made where missing, brought up to date, and stale figures told of."""

from __future__ import annotations

import json
from dataclasses import replace

from tiny import tiny_plan, tiny_problem, tiny_shipping

from planner.audit import complete, judge
from planner.evaluate.supply import stale_supply, supplied
from planner.planfile import parse_plan, plan_bytes

PROBLEM = tiny_problem(votes__expected_total=8400)


def test_a_plan_without_dispatches_gets_them() -> None:
    made = supplied(tiny_plan(shipping=None), PROBLEM)
    assert made.shipping
    assert len(made.stock) == len(made.stations)
    assert not list(stale_supply(made, PROBLEM))


def test_dispatches_of_a_plan_are_kept_and_counted_anew() -> None:
    found = supplied(tiny_plan(), PROBLEM)
    assert [replace(d, votes=None) for d in found.shipping or ()] == list(tiny_shipping())
    assert abs(sum(d.votes or 0 for d in found.shipping or ()) - 420) < 2
    assert supplied(tiny_plan(shipping=()), PROBLEM).shipping == ()


def test_without_a_number_of_votes_there_is_no_stock() -> None:
    found = supplied(tiny_plan(), tiny_problem())
    assert found.stock == ()
    assert {d.votes for d in found.shipping or ()} == {None}
    complete_plan = complete(tiny_plan(), tiny_problem())
    (why,) = [a for a in complete_plan.assumptions if a.id == "votes.expected_total"]
    assert (why.value, why.verified) == ("ukjent", False)


def test_stale_figures_are_told_of() -> None:
    true = complete(tiny_plan(), PROBLEM)
    assert not [f for f in judge(true, PROBLEM) if f.rule == "stored_figures"]
    other = replace(true, stock=(replace(true.stock[0], own=1.0), *true.stock[1:-1]))
    (finding,) = stale_supply(other, PROBLEM)
    assert set(finding.subjects) == {true.stock[0].station, true.stock[-1].station}
    shipping = true.shipping or ()
    moved = replace(true, shipping=(replace(shipping[0], votes=999.0), *shipping[1:]))
    (finding,) = stale_supply(moved, PROBLEM)
    assert finding.subjects == (shipping[0].date.isoformat(),)


def test_completing_twice_changes_nothing_and_a_file_brings_it_back() -> None:
    once = complete(tiny_plan(shipping=None), PROBLEM)
    assert complete(once, PROBLEM) == once
    read = parse_plan(json.loads(plan_bytes(once)))
    assert read == once
    bare = json.loads(plan_bytes(tiny_plan(shipping=None)))
    assert "shipping" not in bare
    assert "stock" not in bare
    assert parse_plan(bare).shipping is None

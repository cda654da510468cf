"""What can be shown of a plan's expected votes is decided once, over everything that is published of them."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from planner.domain.capacity import OpeningNeed, StationCapacity
from planner.domain.plan import Plan, StationKind
from planner.domain.supply import StationStock
from planner.exporters.voter_numbers import ADDED, COVER, EMERGENCY, OTHER, OWN, TOTAL, VoterNumbers


def plan_with(sample: ModuleType, own: dict[str, float], openings: dict[str, list[float]] | None = None) -> Plan:
    plan = sample.sample_plan()
    stock = tuple(StationStock(s, n, n * 0.05, n * 0.02, n * 0.01, ()) for s, n in own.items())
    day = sample.LAST
    needs = tuple(
        StationCapacity(s, False, False, tuple(
            OpeningNeed(day, f"{10 + n}:00", f"{11 + n}:00", 1.05 * votes, votes, 3, 1, 2, 1)
            for n, votes in enumerate(parts)))
        for s, parts in (openings or {}).items()
    )  # fmt: skip
    return replace(plan, stock=stock, shipping=(), capacity=replace(plan.capacity, stations=needs))


def test_a_small_station_takes_one_with_it_and_everything_in_proportion(sample: ModuleType) -> None:
    shown = VoterNumbers(plan_with(sample, {"f0101": 9000.0, "f0102": 2000.0, "f0103": 3.0}))
    assert shown.votes("f0103", OWN) is None
    assert shown.votes("f0102", OWN) is None
    assert shown.votes("f0101", OWN) == 9000
    # A hundred for other municipalities would give back its two thousand own.
    assert [shown.votes("f0102", field) for field in (OTHER, COVER, EMERGENCY)] == [None] * 3
    assert shown.votes(TOTAL, OWN) == 11003
    assert shown.votes(TOTAL, COVER) is None
    assert shown.votes("f0101", COVER) == 180


def test_the_places_a_plan_adds_are_a_sum_of_their_own(sample: ModuleType) -> None:
    plan = plan_with(sample, {"f0101": 9000.0, "f0102": 30.0, "e0901": 3.0, "e1502": 50.0})
    assert {s.kind for s in plan.stations if s.id in ("e0901", "e1502")} == {StationKind.POPUP, StationKind.MOBILE_STOP}
    shown = VoterNumbers(plan)
    # The smallest other station would do for the sum of all, not for that of the added ones.
    assert (shown.votes("e0901", OWN), shown.votes("e1502", OWN)) == (None, None)
    assert shown.votes(ADDED, OWN) == 53
    assert shown.votes("f0102", OWN) == 30


def test_the_openings_of_a_station_add_up_to_it(sample: ModuleType) -> None:
    own, parts = {"f0101": 9000.0, "f0102": 153.0}, {"f0102": [3.0, 50.0, 100.0]}
    plan = plan_with(sample, own, parts)
    shown = VoterNumbers(plan)
    left_out = [shown.opening_is_left_out("f0102", sample.LAST, f"{hour}:00") for hour in (10, 11, 12)]
    assert left_out == [True, True, False]
    assert shown.votes("f0102", OWN) == 153


def test_nothing_is_left_out_where_all_are_many(sample: ModuleType) -> None:
    shown = VoterNumbers(plan_with(sample, {"f0101": 9000.0, "f0102": 8000.0}))
    assert not shown.some_hidden
    assert shown.votes(TOTAL, COVER) == 340


def test_dispatches_are_whole_votes_and_a_lone_small_one_is_not_alone(sample: ModuleType) -> None:
    plan = plan_with(sample, {"f0101": 9000.0, "f0102": 8000.0})
    mail, express = sample.shipping()
    parts = [replace(mail, votes=3.2), express, replace(express, votes=7.4)]
    assert VoterNumbers(plan).dispatched(parts) == ([None, 81, None], 91)

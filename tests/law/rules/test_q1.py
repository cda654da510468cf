from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from planner.law.rules import q1

BLOCKS = (("10:00", "12:30"), ("13:45", "16:15"))


def check(
    make: SimpleNamespace, *vehicles: Any, blocks: tuple[tuple[str, str], ...] = BLOCKS[:1], **changes: Any
) -> list:
    openings = tuple(make.opening(start=s, end=e, vehicle=changes.get("vehicle", "buss1")) for s, e in blocks)
    plan = make.plan(make.station("stopp", opening=openings), vehicles=vehicles)
    return list(q1.check(plan, make.problem()))


def drives(make: SimpleNamespace, *departures: str, **changes: Any) -> Any:
    return make.legs(("depot", "stopp", "09:20", "09:40"), *(("stopp", "x", d, "23:00") for d in departures), **changes)


@pytest.mark.parametrize("departure", ["12:45", "13:00"])
def test_staying_for_the_queue_passes(make: SimpleNamespace, departure: str) -> None:
    assert check(make, drives(make, departure)) == []


@pytest.mark.parametrize(("departure", "stays"), [("12:44", 14), ("12:30", 0), ("12:00", -30)])
def test_leaving_too_early(make: SimpleNamespace, departure: str, stays: int) -> None:
    (found,) = check(make, drives(make, departure))
    assert (found.rule, found.severity, found.subjects) == ("Q1", "hard", ("stopp", "buss1"))
    assert (found.measured, found.limit) == (stays, 15)
    assert f"kl. {departure}" in found.sentence
    assert "Kjør tidligst kl. 12:45" in found.sentence


def test_premises_have_nothing_to_check(make: SimpleNamespace) -> None:
    assert check(make, vehicle=None) == []


def test_without_legs_it_cannot_be_judged(make: SimpleNamespace) -> None:
    (found,) = check(make, blocks=BLOCKS)
    assert (found.severity, found.subjects, found.measured) == ("cannot_judge", ("buss1", "stopp"), 2)
    assert "når det drar fra stedet" in found.sentence


def test_legs_of_another_date_or_place_do_not_help(make: SimpleNamespace) -> None:
    other_day = drives(make, "12:45", day=make.election)
    assert [f.severity for f in check(make, other_day)] == ["cannot_judge"]
    only_arrives = make.legs(("depot", "stopp", "09:20", "09:40"))
    assert [f.severity for f in check(make, only_arrives)] == ["cannot_judge"]


def test_a_vehicle_the_scenario_does_not_know(make: SimpleNamespace) -> None:
    (found,) = check(make, drives(make, "12:45", vehicle="buss9"), vehicle="buss9")
    assert found.severity == "cannot_judge"
    assert "står ikke i scenariet" in found.sentence


def test_a_vehicle_that_stays_over_two_blocks_leaves_after_the_second(make: SimpleNamespace) -> None:
    assert check(make, drives(make, "16:30"), blocks=BLOCKS) == []
    (found,) = check(make, drives(make, "16:20"), blocks=BLOCKS)
    assert found.measured == 5


def test_each_block_has_its_own_departure(make: SimpleNamespace) -> None:
    back = make.legs(
        ("stopp", "x", "12:35", "12:50"), ("x", "stopp", "13:00", "13:15"), ("stopp", "depot", "16:30", "16:45")
    )
    (found,) = check(make, back, blocks=BLOCKS)
    assert found.measured == 5
    assert "kl. 10:00–12:30" in found.sentence

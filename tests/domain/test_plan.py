"""The plan's own types: frozen, with clock times that are clock times."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest
from tiny import BUS_LEGS, tiny_dataset, tiny_plan

from planner.domain.dataset import Mark
from planner.domain.plan import Opening

DAY = date(2027, 8, 24)


def test_an_opening_knows_its_minutes_and_hours() -> None:
    opening = Opening(DAY, "13:45", "16:15")
    assert (opening.start_minute, opening.end_minute, opening.hours) == (825, 975, 2.5)


@pytest.mark.parametrize(("start", "end"), [("10:00", "10:00"), ("16:00", "10:00"), ("x", "10:00"), ("10:00", "24:01")])
def test_an_opening_that_never_is_cannot_be_made(start: str, end: str) -> None:
    with pytest.raises(ValueError, match=r"2027-08-24|klokkeslett"):
        Opening(DAY, start, end)


@pytest.mark.parametrize("change", [{"depart": "9.30"}, {"arrive": "25:10"}])
def test_a_drive_has_clock_times(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="klokkeslett"):
        replace(BUS_LEGS[0], **change)


def test_nothing_changes_in_place() -> None:
    plan = tiny_plan()
    with pytest.raises(FrozenInstanceError):
        plan.stations = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        plan.stations[0].opening[0].start = "00:00"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("covered", "other", "mark"),
    [
        (True, True, Mark.NETWORK),
        (True, False, Mark.PARTLY),
        (False, True, Mark.PARTLY),
        (False, False, Mark.APPROXIMATE),
    ],
)
def test_marks_of_travel_times(covered: bool, other: bool, mark: Mark) -> None:
    assert tiny_dataset().mark(covered, other) is mark

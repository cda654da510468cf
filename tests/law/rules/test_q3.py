from __future__ import annotations

from types import SimpleNamespace

import pytest

from planner.domain.plan import Phase, StationKind
from planner.law.rules import q3


def check(
    make: SimpleNamespace, *hours: tuple[str, str], kind: StationKind = StationKind.FIXED, **changes: object
) -> list:
    opening = tuple(make.opening(start=start, end=end, **changes) for start, end in hours)
    return list(q3.check(make.plan(make.station(kind=kind, opening=opening)), make.problem()))


@pytest.mark.parametrize(
    "hours",
    [
        [("10:00", "16:00")],
        [("10:00", "13:00"), ("13:00", "16:00")],
        [("10:00", "16:00"), ("11:00", "12:00"), ("15:00", "17:00")],
    ],
)
def test_one_stretch_passes(make: SimpleNamespace, hours: list[tuple[str, str]]) -> None:
    assert check(make, *hours) == []


def test_a_gap_is_a_warning(make: SimpleNamespace) -> None:
    (found,) = check(make, ("13:01", "16:00"), ("10:00", "13:00"))
    assert (found.severity, found.subjects, found.measured, found.limit) == ("warning", ("f0101",), 1, 0)
    assert "1 sted har delte åpningstider" in found.sentence
    assert "1 gang i alt" in found.sentence


def test_buses_and_tidligstemming_are_not_meant(make: SimpleNamespace) -> None:
    split = [("10:00", "12:30"), ("17:30", "19:30")]
    assert check(make, *split, kind=StationKind.MOBILE_STOP, vehicle="buss1") == []
    assert check(make, *split, phase=Phase.EARLY) == []

"""team_day: one day of one visiting team, changed by hand in every way that it must not be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tiny import make_plan, tiny_plan, tiny_problem
from visiting import FIRST, place, visiting

from planner.constraints.team_day import relaxed, requirement
from planner.domain.plan import Leg, Opening, Plan, Station, StationKind, VehicleDay, VehiclePlan

PROBLEM = visiting(place(1), place(2))
LEGS = (
    Leg("f0101", "s1", "09:45", "09:55", 10.0, 4.0),
    Leg("s1", "s2", "10:40", "10:50", 10.0, 4.0),
    Leg("s2", "f0101", "11:35", "11:55", 20.0, 8.0),
)
"""Open 10:00–10:30 and 10:55–11:25; no minute to spare."""


def plan(*legs: Leg, second: str = "10:55", end: str = "11:25", other: str = "s2") -> Plan:
    """The day, its second visit and its drives as given."""

    def home(home_id: str, start: str, close: str) -> Station:
        opening = (Opening(FIRST, start, close, vehicle="besokslag-1", crew=2),)
        return Station(home_id, "Hjem", StationKind.INSTITUTION, 59.9, 10.7, "", None, public=False, opening=opening)

    days = (VehicleDay(FIRST, legs),) if legs else ()
    return make_plan([home("s1", "10:00", "10:30"), home(other, second, end)], [VehiclePlan("besokslag-1", days)])


def leg(number: int, **changes: Any) -> tuple[Leg, ...]:
    return tuple(replace(found, **changes) if n == number else found for n, found in enumerate(LEGS))


def test_a_day_without_a_minute_to_spare(measured: Any) -> None:
    assert measured("team_day", plan(*LEGS), PROBLEM) == []


def test_too_little_time_between_two_visits(measured: Any) -> None:
    legs = leg(1, depart="10:35", arrive="10:45")
    found = measured("team_day", plan(*legs, second="10:50", end="11:20"), PROBLEM)
    assert found[0] == (("besokslag-1", "s1", "s2"), 5, 0, "minutter for lite")


def test_two_places_at_once(measured: Any) -> None:
    assert measured("team_day", plan(second="10:15", end="10:45"), PROBLEM)[0][1] == 40


@pytest.mark.parametrize(
    "legs",
    [
        leg(0, depart="09:46"), leg(0, depart="09:50", arrive="10:00"), leg(1, depart="10:39", arrive="10:49"),
        leg(2, arrive="11:54"),
    ],
)  # fmt: skip
def test_a_drive_too_short_too_late_or_too_early(legs: tuple[Leg, ...], findings: Any) -> None:
    (found,) = findings("team_day", plan(*legs), PROBLEM)
    assert found.severity == "hard"
    assert "går ikke opp" in found.sentence


def test_drives_to_other_places(findings: Any) -> None:
    (found,) = findings("team_day", plan(*leg(1, to="f0101")), PROBLEM)
    assert "går ikke mellom de stedene" in found.sentence
    (fewer,) = findings("team_day", plan(*LEGS[:2]), PROBLEM)
    assert fewer.severity == "hard"


def test_no_drives_is_a_warning(findings: Any) -> None:
    (found,) = findings("team_day", plan(), PROBLEM)
    assert found.severity == "warning"


def test_a_day_too_long(measured: Any) -> None:
    early = leg(0, depart="06:00", arrive="06:10")
    assert (("besokslag-1",), 5.9167, 2, "timer") in measured(
        "team_day", plan(*early), visiting(place(1), place(2), teams={"max_out_hours": 2})
    )


def test_a_long_day_needs_a_break(findings: Any) -> None:
    problem = visiting(place(1), place(2), teams={"max_out_hours": 9})
    late = (LEGS[0], Leg("s1", "s2", "10:40", "10:50", 10.0, 4.0), Leg("s2", "f0101", "15:35", "15:55", 20.0, 8.0))
    (found,) = findings("team_day", plan(*late, end="15:25"), problem)
    assert (found.measured, found.limit) == (0, 30)
    moved = leg(1, depart="10:40", arrive="11:20")[:2]
    rested = (*moved, Leg("s2", "f0101", "15:35", "15:55", 20.0, 8.0))
    assert findings("team_day", plan(*rested, second="11:25", end="15:25"), problem) == []


def test_a_place_that_is_not_on_the_list_cannot_be_judged(findings: Any) -> None:
    (found,) = findings("team_day", plan(other="s9"), PROBLEM)
    assert (found.severity, found.subjects) == ("cannot_judge", ("besokslag-1", "s9"))


def test_nothing_to_say_without_teams(findings: Any) -> None:

    assert findings("team_day", tiny_plan(), tiny_problem()) == []


def test_words_of_a_conflict() -> None:
    assert "1 besøkslag" in requirement(PROBLEM)
    assert "fra 1 til minst 3" in relaxed(PROBLEM, 1.2)

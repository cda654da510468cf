"""vehicle_day: the tiny plan's bus day has not a minute to spare between its two stops."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tiny import (
    BUS,
    BUS_DAY,
    BUS_LEGS,
    bus_day,
    bus_stop,
    make_plan,
    tiny_dataset,
    tiny_plan,
    tiny_problem,
    with_station,
)

from planner.constraints.vehicle_day import relaxed, requirement
from planner.domain.findings import Severity
from planner.domain.plan import Leg

PROBLEM = tiny_problem()


def bus_problem(**changes: Any) -> Any:
    return tiny_problem(vehicles=[{**BUS, **changes}])


def with_legs(*legs: Leg) -> Any:
    return tiny_plan(vehicles=(bus_day(legs=legs),))


def test_a_day_without_a_minute_to_spare(measured: Any) -> None:
    assert measured("vehicle_day", tiny_plan(), PROBLEM) == []


def test_too_little_time_between_two_stops(findings: Any) -> None:
    found = findings("vehicle_day", tiny_plan(), bus_problem(setup_minutes=22))
    tight = found[0]
    assert (tight.subjects, tight.measured, tight.limit) == (("buss", "e0101", "e0201"), 2, 0)
    assert tight.unit == "minutter for lite"
    assert "mangler 2 minutter" in tight.sentence


def test_two_places_at_once(measured: Any) -> None:
    plan = tiny_plan(bus_stop("e0102", "12:00", "12:30"), vehicles=())
    found = measured("vehicle_day", plan, PROBLEM)
    assert (("buss", "e0101", "e0102"), 30, 0, "minutter samtidig") in found
    # One mistake is told once: no drive is too short between stops that overlap.
    assert sum(subjects == ("buss", "e0101", "e0102") for subjects, *_ in found) == 1


@pytest.mark.parametrize(("hours", "found"), [(7 + 50 / 60, []), (7.8, [(("buss",), 7.8333, 7.8, "timer")])])
def test_time_out(hours: float, found: list[Any], measured: Any) -> None:
    """Out 9:30–17:20: 7 h 50."""
    assert measured("vehicle_day", tiny_plan(), bus_problem(max_out_hours=hours)) == found


@pytest.mark.parametrize(("hours", "found"), [(4 + 50 / 60, []), (4.5, [(("buss",), 4.8333, 4.5, "timer")])])
def test_longest_shift(hours: float, found: list[Any], measured: Any) -> None:
    """A change of crew at 12:30 leaves 4 h 50."""
    assert measured("vehicle_day", tiny_plan(), bus_problem(max_person_hours=hours)) == found


@pytest.mark.parametrize(("km", "found"), [(28, []), (27.9, [(("buss",), 28, 27.9, "km")])])
def test_kilometres_of_the_day(km: float, found: list[Any], measured: Any) -> None:
    """4 km out, 10 between, 14 home."""
    assert measured("vehicle_day", tiny_plan(), bus_problem(max_km_per_day=km)) == found


def test_kilometres_as_written_count_where_they_are_longer(measured: Any) -> None:
    detour = (replace(BUS_LEGS[0], km=5.1), *BUS_LEGS[1:])
    assert measured("vehicle_day", with_legs(*detour), bus_problem(max_km_per_day=29)) == []
    assert measured("vehicle_day", with_legs(*detour), bus_problem(max_km_per_day=28.9)) == [
        (("buss",), 28.95, 28.9, "km")
    ]


def test_the_written_drives_count_not_the_tightest_ones(measured: Any) -> None:
    loose = (replace(BUS_LEGS[0], depart="05:00", arrive="05:10"), *BUS_LEGS[1:])
    assert measured("vehicle_day", with_legs(*loose), PROBLEM) == [(("buss",), 12.3333, 11, "timer")]


def test_stops_a_vehicle_may_not_use(measured: Any) -> None:
    assert measured("vehicle_day", tiny_plan(), bus_problem(stops=["e0101", "e0102"])) == [
        (("buss", "e0201"), None, None, "")
    ]


def test_a_vehicle_nobody_knows(measured: Any) -> None:
    plan = make_plan([bus_stop("e0101", "10:00", "12:30", vehicle="båt")])
    assert measured("vehicle_day", plan, PROBLEM) == [(("båt",), None, None, "")]


def test_a_stop_that_is_no_site_cannot_be_judged(findings: Any) -> None:
    plan = with_station(tiny_plan(), "e0201", lon=10.9)
    (finding,) = findings("vehicle_day", plan, PROBLEM)
    assert finding.severity is Severity.CANNOT_JUDGE
    assert (finding.subjects, finding.measured, finding.limit) == (("buss", "e0201"), 1, 0)


def test_a_stop_without_a_road_is_out_of_reach(measured: Any) -> None:
    minutes = tiny_dataset().car_minutes_sites.copy()
    minutes[:, 0] = minutes[0, :] = np.inf
    problem = tiny_problem(tiny_dataset(car_minutes_sites=minutes))
    subjects = [found[0] for found in measured("vehicle_day", tiny_plan(vehicles=()), problem)]
    assert ("buss", "e0101", "e0201") in subjects
    assert subjects.count(("buss",)) == 3  # too long out, too long a shift, no drives written


# --- the written drives ----------------------------------------------------------------------------------------------


def test_no_drives_written_is_a_warning(findings: Any) -> None:
    (finding,) = findings("vehicle_day", tiny_plan(vehicles=()), PROBLEM)
    assert finding.severity is Severity.WARNING
    assert finding.sentence.startswith("Kjøreplanen for Bussen tirsdag 24. august 2027 mangler")


def test_a_removed_drive_is_hard(findings: Any) -> None:
    (finding,) = findings("vehicle_day", with_legs(BUS_LEGS[0], BUS_LEGS[2]), PROBLEM)
    assert (finding.severity, finding.subjects) == (Severity.HARD, ("buss",))
    assert "går ikke mellom de stedene" in finding.sentence


@pytest.mark.parametrize(
    ("number", "change", "minutes"),
    [
        (0, {"arrive": "09:39"}, (9, 10)),  # too quick
        (0, {"depart": "09:31", "arrive": "09:41"}, (10, 10)),  # too late to set up
        (1, {"depart": "12:59", "arrive": "13:24"}, (25, 25)),  # leaves before it is packed
        (1, {"depart": "09:45", "arrive": "10:10"}, (25, 25)),  # leaves before it has opened
        (1, {"depart": "13:25", "arrive": "13:00"}, (-25, 25)),  # backwards
        (2, {"depart": "16:44"}, (36, 35)),
        (2, {"arrive": "17:19"}, (34, 35)),
    ],
)
def test_a_drive_that_does_not_add_up(
    number: int, change: dict[str, str], minutes: tuple[int, int], measured: Any
) -> None:
    legs = [replace(leg, **change) if n == number else leg for n, leg in enumerate(BUS_LEGS)]
    found = measured("vehicle_day", with_legs(*legs), PROBLEM)
    assert found == [(("buss", legs[number].from_, legs[number].to), *minutes, "minutter")]


def test_drives_may_be_early_and_wait(measured: Any) -> None:
    legs = (replace(BUS_LEGS[0], depart="09:00", arrive="09:20"), BUS_LEGS[1], replace(BUS_LEGS[2], arrive="17:40"))
    assert measured("vehicle_day", with_legs(*legs), PROBLEM) == []


def test_coming_back_to_a_stop_later_in_the_day(measured: Any) -> None:
    """e0101, e0102, e0101 again: each departure is judged by the visit before it."""
    again = replace(
        bus_stop("e0101", "10:00", "12:30"),
        opening=(*bus_stop("e0101", "10:00", "12:30").opening, *bus_stop("e0101", "17:30", "19:30").opening),
    )
    legs = [
        Leg("f0101", "e0101", "09:30", "09:40", 10, 4.0),
        Leg("e0101", "e0102", "13:00", "13:10", 10, 4.0),
        Leg("e0102", "e0101", "16:45", "16:55", 10, 4.0),
        Leg("e0101", "f0101", "20:00", "20:10", 10, 4.0),
    ]
    plan = make_plan([again, bus_stop("e0102", "13:45", "16:15")], [bus_day(legs=legs)])
    assert measured("vehicle_day", plan, PROBLEM) == []
    too_soon = [*legs[:3], replace(legs[3], depart="19:59", arrive="20:10")]
    plan = replace(plan, vehicles=(bus_day(legs=too_soon),))
    assert [found[1:3] for found in measured("vehicle_day", plan, PROBLEM)] == [(11, 10)]


def test_words() -> None:
    assert "1 kjøretøy kan bare være ett sted om gangen" in requirement(PROBLEM)
    assert relaxed(PROBLEM, 3.0).startswith("3 dager til i perioden")
    assert BUS_DAY.weekday() == 1

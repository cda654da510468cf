"""The timetable of a vehicle's day, by hand: 5 minutes and 2 km a step, set-up 20, overrun 15, take-down 15."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tiny import BUS_DAY, BUS_LEGS, COLUMN, SATURDAY, tiny_dataset, tiny_problem, tiny_scenario

from planner.domain.clock import clock_of, minute_of
from planner.evaluate.tours import DayTour, Visit, day_tour, depot_of, legs_of, longest_shift, out_nok, persons_aboard
from planner.problem import Ways, ways_of

DATASET = tiny_dataset()
WAYS = ways_of(DATASET, tiny_scenario().vehicles[0])
VEHICLE = tiny_scenario().vehicles[0]
DEPOT = COLUMN["f0101"]


def tour(*visits: tuple[str, str, str], **changes: Any) -> DayTour:
    vehicle = VEHICLE.model_copy(update=changes)
    return day_tour(WAYS, vehicle, DEPOT, [Visit(COLUMN[s], minute_of(a), minute_of(b)) for s, a, b in visits])


def table(day: DayTour) -> list[tuple[str, str, float]]:
    return [(clock_of(drive.depart), clock_of(drive.arrive), drive.km) for drive in day.drives]


def test_one_visit() -> None:
    day = tour(("e0101", "10:00", "12:30"))
    # In place 20 minutes before opening, 10 minutes from the depot; free 15 + 15 minutes after closing.
    assert table(day) == [("09:30", "09:40", 4.0), ("13:00", "13:10", 4.0)]
    assert (day.out, day.back, day.km, day.shortfalls) == (570, 790, 8.0, ())


def test_two_stops_drive_as_late_as_possible() -> None:
    day = tour(("e0101", "10:00", "12:30"), ("e0102", "13:45", "16:15"))
    assert table(day) == [("09:30", "09:40", 4.0), ("13:15", "13:25", 4.0), ("16:45", "17:05", 8.0)]


def test_not_a_minute_to_spare_and_one_too_few() -> None:
    """From e0101, free at 13:00, it is 25 minutes to e0201, where set-up begins at 13:25 for 13:45."""
    assert tour(("e0101", "10:00", "12:30"), ("e0201", "13:45", "16:15")).shortfalls == ()
    assert tour(("e0101", "10:00", "12:30"), ("e0201", "13:44", "16:15")).shortfalls == ((1, 1.0),)
    assert tour(("e0101", "10:00", "12:30"), ("e0202", "13:45", "16:15")).shortfalls == ((1, 10.0),)


@pytest.mark.parametrize(
    ("changes", "short"),
    [({"setup_minutes": 21}, 1.0), ({"overrun_minutes": 17}, 2.0), ({"takedown_minutes": 18}, 3.0)],
)
def test_every_minute_of_setup_overrun_and_takedown_counts(changes: dict[str, int], short: float) -> None:
    assert tour(("e0101", "10:00", "12:30"), ("e0201", "13:45", "16:15"), **changes).shortfalls == ((1, short),)


def test_staying_at_a_stop_moves_nothing() -> None:
    day = tour(("e0101", "10:00", "12:30"), ("e0101", "12:30", "16:15"), ("e0101", "17:30", "19:30"))
    assert table(day) == [("09:30", "09:40", 4.0), ("20:00", "20:10", 4.0)]
    assert day.shortfalls == ()


def test_overlapping_blocks_at_one_stop_are_a_shortfall() -> None:
    assert tour(("e0101", "10:00", "12:30"), ("e0101", "12:00", "14:00")).shortfalls == ((1, 30.0),)


def test_visits_are_put_in_time_order() -> None:
    late, early = ("e0102", "13:45", "16:15"), ("e0101", "10:00", "12:30")
    assert tour(late, early) == tour(early, late)
    assert tour(late, early).visits[0].start == 600


def test_a_stop_without_a_road_can_never_be_reached() -> None:
    minutes, km = DATASET.car_minutes_sites.copy(), DATASET.car_km_sites.copy()
    minutes[DEPOT, :] = minutes[:, DEPOT] = km[DEPOT, :] = km[:, DEPOT] = np.inf
    day = day_tour(Ways(minutes, km), VEHICLE, DEPOT, [Visit(COLUMN["e0101"], 600, 750)])
    assert (day.back - day.out) / 60 > 24
    assert not np.isfinite(day.km)


def test_longest_shift_changes_once_at_the_end_of_a_block() -> None:
    # Out 9:30, back 17:20 (7 h 50): a change at 12:30 gives 3 h and 4 h 50.
    day = tour(("e0101", "10:00", "12:30"), ("e0201", "13:45", "16:15"))
    assert longest_shift(day) == pytest.approx(4 + 50 / 60)
    # One block only: a change at 12:30 gives 3 h and 40 minutes.
    assert longest_shift(tour(("e0101", "10:00", "12:30"))) == pytest.approx(3)
    # Three blocks, out 9:30, back 20:10: ends at 12:30, 16:15, 19:30; the middle one is best: 6 h 45.
    whole = tour(("e0101", "10:00", "12:30"), ("e0101", "13:45", "16:15"), ("e0101", "17:30", "19:30"))
    assert longest_shift(whole) == pytest.approx(6.75)
    assert longest_shift(whole, out=5 * 60) == pytest.approx(7 + 40 / 60)  # 5:00–12:30, 12:30–20:10
    assert longest_shift(whole, back=24 * 60) == pytest.approx(7.75)


def test_legs_for_the_plan_file() -> None:
    day = tour(("e0101", "10:00", "12:30"), ("e0201", "13:45", "16:15"))
    assert legs_of(day, ["e0101", "e0201"], "f0101") == BUS_LEGS


def test_everyone_aboard_is_paid_from_depot_to_depot() -> None:
    prices = tiny_scenario().prices
    assert persons_aboard(VEHICLE) == 3
    assert out_nok(prices, VEHICLE, BUS_DAY, 15 * 60, 17 * 60) == 3 * (350 + 450)
    assert out_nok(prices, VEHICLE, SATURDAY, 15 * 60, 17 * 60) == 3 * 2 * 600
    assert depot_of(tiny_problem(), VEHICLE) == DEPOT

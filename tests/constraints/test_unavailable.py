"""unavailable: schools on weekdays from 16 August, and what unavailable.csv says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tiny import BUS_DAY, SATURDAY, WEEKDAYS, bus_stop, make_plan, station, tiny_dataset, tiny_problem

from planner.domain.dataset import Unavailable
from planner.domain.plan import Opening

FRIDAY_BEFORE, MONDAY = date(2027, 8, 13), date(2027, 8, 16)


def opened(site: str, day: date, start: str, end: str) -> Any:
    return make_plan([station(site, [Opening(day, start, end, crew=3)])])


@pytest.mark.parametrize(
    ("site", "day", "start", "end"),
    [
        ("e0101", FRIDAY_BEFORE, "10:00", "16:00"),
        ("e0101", MONDAY, "16:00", "19:00"),
        ("e0101", MONDAY, "06:00", "07:00"),
        ("e0101", SATURDAY, "10:00", "14:00"),
        ("e0102", MONDAY, "10:00", "16:00"),
    ],
)
def test_free(site: str, day: date, start: str, end: str, measured: Any) -> None:
    assert measured("unavailable", opened(site, day, start, end), tiny_problem()) == []


@pytest.mark.parametrize(
    ("day", "start", "end"), [(MONDAY, "10:00", "16:00"), (MONDAY, "15:59", "19:00"), (BUS_DAY, "06:00", "07:01")]
)
def test_a_school_at_work(day: date, start: str, end: str, measured: Any) -> None:
    assert measured("unavailable", opened("e0101", day, start, end), tiny_problem()) == [(("e0101",), 1, 0, "åpninger")]


def test_a_bus_in_the_yard_does_not_use_the_building(measured: Any) -> None:
    assert measured("unavailable", make_plan([bus_stop("e0101", "10:00", "12:30")]), tiny_problem()) == []


def test_reasons_of_the_dataset(findings: Any) -> None:
    taken = Unavailable("e0102", BUS_DAY, BUS_DAY.replace(day=26), WEEKDAYS, "12:00", "18:00", "konsert", verified=True)
    problem = tiny_problem(tiny_dataset(unavailable=[taken]))
    openings = [Opening(BUS_DAY.replace(day=d), "10:00", "16:00", crew=3) for d in (23, 24, 25, 27)]
    (finding,) = findings("unavailable", make_plan([station("e0102", openings)]), problem)
    assert (finding.measured, finding.limit, finding.unit) == (2, 0, "åpninger")
    assert "tirsdag 24. august–onsdag 25. august 2027): konsert" in finding.sentence
    assert findings("unavailable", opened("e0102", BUS_DAY, "10:00", "12:00"), problem) == []

"""crew_pool: who is at work at the same time beside the locked stations' own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tiny import (
    BUS_DAY,
    LAST_WEEK,
    bus_day,
    bus_stop,
    evening_week,
    make_plan,
    station,
    tiny_plan,
    tiny_problem,
    todays_stations,
)

from planner.constraints.crew_pool import peak, relaxed, requirement
from planner.domain.plan import Opening, Phase, StationKind


def test_the_pool_is_just_enough(measured: Any) -> None:
    """Three persons at the pop-up in the evenings, two in the bus on another day."""
    assert measured("crew_pool", tiny_plan(), tiny_problem(crew_pool__persons=3)) == []
    assert measured("crew_pool", tiny_plan(), tiny_problem(crew_pool__persons=2)) == [
        ((day.isoformat(),), 3, 2, "personer") for day in LAST_WEEK
    ]


def test_a_vehicle_counts_from_depot_to_depot_without_its_driver(measured: Any) -> None:
    """The bus is back at 17:20; a pop-up from 17:00 meets it, one from 17:20 does not."""
    problem = tiny_problem(crew_pool__persons=4)
    for start, expected in (("17:20", []), ("17:00", [((BUS_DAY.isoformat(),), 5, 4, "personer")])):
        late = station("e0202", [Opening(BUS_DAY, start, "19:00", crew=3)])
        stops = [bus_stop("e0101", "10:00", "12:30"), bus_stop("e0201", "13:45", "16:15")]
        assert measured("crew_pool", make_plan([*stops, late], [bus_day()]), problem) == expected


def test_locked_hours_are_in_no_pool_but_what_lies_beyond_is(measured: Any) -> None:
    problem = tiny_problem(crew_pool__persons=2)
    own = next(s for s in todays_stations() if s.id == "f0101")
    assert measured("crew_pool", make_plan(todays_stations()), problem) == []
    # The same hours written as two openings are still the same hours.
    halves = [half for o in own.opening for half in (replace(o, end="12:00"), replace(o, start="12:00"))]
    assert measured("crew_pool", make_plan([replace(own, opening=tuple(halves))]), problem) == []
    longer = tuple(replace(o, end="18:00") if o.date == BUS_DAY else o for o in own.opening)
    found = measured("crew_pool", make_plan([replace(own, opening=longer)]), problem)
    assert found == [((BUS_DAY.isoformat(),), 3, 2, "personer")]


def test_visits_teams_and_tidligstemming_draw_on_the_pool(measured: Any) -> None:
    """Two at the institution, two in the team at the same time; early hours on their own date."""
    hours = [Opening(BUS_DAY, "10:00", "12:00", crew=2)]
    inside = replace(station("e0202", hours), id="s1", kind=StationKind.INSTITUTION, public=False)
    team = replace(inside, id="lag1", kind=StationKind.HOME_TEAM, lat=None, lon=None)
    early = station("e0202", [Opening(date(2027, 7, 1), "10:00", "12:00", Phase.EARLY, crew=4)])
    plan = make_plan([inside, team, early])
    assert measured("crew_pool", plan, tiny_problem(crew_pool__persons=4)) == []
    assert measured("crew_pool", plan, tiny_problem(crew_pool__persons=3)) == [
        (("2027-07-01",), 4, 3, "personer"),
        ((BUS_DAY.isoformat(),), 4, 3, "personer"),
    ]


@pytest.mark.parametrize(("persons", "include", "limit"), [(30, False, 30), (30, True, 39), (0, True, 9)])
def test_free_stations_draw_on_the_pool(persons: int, include: bool, limit: int, measured: Any) -> None:
    changes = {"crew_pool__persons": persons, "crew_pool__include_existing": include, "stations__existing": "free"}
    problem = tiny_problem(**changes)
    assert problem.pool_persons == limit
    crowd = [replace(s, opening=tuple(replace(o, crew=20) for o in s.opening)) for s in todays_stations()]
    first = measured("crew_pool", make_plan(crowd), problem)[0]
    assert first == (("2027-08-10",), 60, limit, "personer")


def test_words(findings: Any) -> None:
    problem = tiny_problem(crew_pool__persons=2)
    finding = findings("crew_pool", make_plan([evening_week()]), problem)[0]
    assert finding.sentence.startswith("Mandag 6. september 2027 fra kl. 16:00 trengs 3 personer samtidig")
    assert requirement(problem) == "Høyst 2 personer er på jobb samtidig (crew_pool)."
    assert "minst 2 personer" in relaxed(problem, 1.2)
    assert "minst 1 person." in relaxed(problem, 1.0000001)


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ([], (0, 0)),
        ([(600, 700, 3)], (3, 600)),
        ([(600, 700, 3), (700, 800, 2)], (3, 600)),
        ([(600, 700, 3), (650, 800, 2), (690, 900, 1)], (6, 690)),
    ],
)
def test_peak(stretches: list[tuple[float, float, int]], expected: tuple[int, float]) -> None:
    assert peak(stretches) == expected

"""The problem: dataset, scenario and calendar joined; the numbers are those drawn in tiny.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny import BUS, BUS_DAY, COLUMN, LAST_WEEK, SATURDAY, tiny_dataset, tiny_problem, tiny_scenario

from planner.dataset import load_dataset
from planner.domain.dataset import District, Unavailable, WeeklyHours
from planner.domain.errors import InputError
from planner.law.calendar import DayType, day_type
from planner.problem import (
    Problem,
    Slot,
    build_problem,
    class_dates,
    merged_slots,
    mixed_minutes,
    premises_nok,
    site_is_free,
    unavailable_reason,
)
from planner.problem.slots import some_date
from planner.scenario import load_scenario

ROOT = Path(__file__).parents[1]
PROBLEM = tiny_problem()
CLASSES = PROBLEM.classes


def days_of(problem: Problem, site: str) -> set[date]:
    return {slot.day for s in problem.existing if s.site == COLUMN[site] for slot in s.slots}


def patterns_of(problem: Problem, site: str) -> dict[str, int]:
    """Pattern → number of slots."""
    return {s.pattern_id: len(s.slots) for s in problem.patterns if s.site == COLUMN[site]}


def slots(day: date, *texts: str) -> list[Slot]:
    """``10:00-12:30`` … on one day."""
    found = []
    for text in texts:
        a, _, b = text.partition("-")
        found.append(Slot(day, *(int(t[:2]) * 60 + int(t[3:]) for t in (a, b))))
    return found


# --- calendar, classes, levels ---------------------------------------------------------------------------------------


def test_dates_are_weekdays_and_saturdays_of_the_ordinary_period() -> None:
    assert (PROBLEM.dates[0], PROBLEM.dates[-1]) == (date(2027, 8, 10), date(2027, 9, 10))
    assert len(PROBLEM.dates_of(DayType.WEEKDAY)) == 24
    assert [day.day for day in PROBLEM.dates_of(DayType.SATURDAY)] == [14, 21, 28, 4]
    assert PROBLEM.dates_of(DayType.SUNDAY) == ()


@pytest.mark.parametrize(
    ("day", "texts", "counts"),
    [
        (BUS_DAY, ["13:45-16:15"], (1, 0, 0)),
        (BUS_DAY, ["10:00-19:00"], (1, 1, 0)),
        (BUS_DAY, ["15:00-16:59"], (1, 0, 0)),
        (BUS_DAY, ["15:00-17:00"], (1, 1, 0)),
        (BUS_DAY, ["15:01-17:00"], (0, 1, 0)),
        (BUS_DAY, ["17:30-19:30"], (0, 1, 0)),
        (BUS_DAY, ["10:00-10:45", "11:00-11:45"], (0, 0, 0)),
        (BUS_DAY, ["10:00-10:45", "11:00-12:00"], (1, 0, 0)),
        (BUS_DAY, ["10:00-12:30", "13:45-16:15"], (1, 0, 0)),
        (SATURDAY, ["10:00-14:00"], (0, 0, 1)),
        (SATURDAY + timedelta(days=1), ["10:00-14:00"], (0, 0, 0)),
    ],
)
def test_a_date_counts_for_a_class_with_an_hour_in_its_time(
    day: date, texts: list[str], counts: tuple[int, ...]
) -> None:
    assert class_dates(slots(day, *texts), CLASSES, 60) == counts


def test_dates_are_counted_once_however_often_it_opens() -> None:
    found = [s for day in LAST_WEEK for s in slots(day, "10:00-12:30", "13:45-16:15", "17:30-19:30")]
    assert class_dates(found, CLASSES, 60) == (5, 5, 0)
    assert class_dates(found, CLASSES, 150) == (5, 0, 0)
    assert class_dates(found, CLASSES, 151) == (0, 0, 0)  # 10:00–12:30 and 13:45–16:00 do not add up


def test_levels_are_capped_at_what_a_class_has() -> None:
    assert PROBLEM.needed_dates.tolist() == [[1, 4, 10], [1, 4, 10], [1, 2, 4]]
    # Three Saturdays in 2025, so the highest level asks for three.
    assert tiny_problem(election=date(2025, 9, 8)).needed_dates.tolist() == [[1, 4, 10], [1, 4, 10], [1, 2, 3]]


def test_a_class_without_dates_is_spread_over_the_others_and_told_of() -> None:
    """An election on Wednesday 18 August leaves 10–13 August: four weekdays, no Saturday."""
    problem = tiny_problem(election=date(2027, 8, 18))
    assert len(problem.dates) == 4
    np.testing.assert_allclose(problem.class_share, [0.55 / 0.85, 0.30 / 0.85, 0])
    assert problem.notes == ("Klassen «lørdag» har ingen dato i perioden; andelen 15% er spredt på de andre.",)
    assert problem.needed_dates[0].tolist() == [1, 4, 4]
    assert PROBLEM.notes == ()


def test_no_class_with_a_date_is_an_error() -> None:
    only = [{"id": "lør", "name": "lør", "days": "saturday", "share": 1}]
    with pytest.raises(InputError, match="ingen av klassene har en dato"):
        tiny_problem(election=date(2027, 8, 18), availability=only, presence=[{"share": 1, "dates": {"lør": 1}}])


@pytest.mark.parametrize(
    ("election", "weekdays", "saturdays"),
    [(date(2025, 9, 8), 20, 3), (date(2023, 9, 11), 22, 4), (date(2029, 9, 10), 21, 4), (date(2031, 9, 8), 20, 3)],
)
def test_other_elections(election: date, weekdays: int, saturdays: int) -> None:
    problem = tiny_problem(election=election)
    counts = [len(problem.dates_of(kind)) for kind in (DayType.WEEKDAY, DayType.SATURDAY)]
    assert counts == [weekdays, saturdays]
    assert all(day.year == election.year for schedule in problem.existing for day, *_ in schedule.slots)
    assert problem.before_nok > 0


# --- today's stations ------------------------------------------------------------------------------------------------


def test_todays_stations_on_the_calendar() -> None:
    assert [(s.class_dates, s.nok) for s in PROBLEM.existing] == [
        ((24, 0, 4), 212_000),
        ((20, 0, 4), 182_000),
        ((24, 24, 0), 291_600),
    ]
    assert PROBLEM.before_nok == sum(s.nok for s in PROBLEM.existing) == 685_600
    assert PROBLEM.existing_sites == {COLUMN["f0101"], COLUMN["f0102"], COLUMN["f0201"]}


def test_closed_days_keep_their_dates_in_another_year() -> None:
    closed = {date(2027, 8, day) for day in range(16, 20)}
    assert days_of(PROBLEM, "f0101") - days_of(PROBLEM, "f0102") == closed
    later = tiny_problem(election=date(2029, 9, 10))
    assert days_of(later, "f0101") - days_of(later, "f0102") == {date(2029, 8, day) for day in (16, 17, 18)}


def test_hours_that_touch_or_overlap_are_counted_once() -> None:
    """Mon–Fri 10–13, 12–16 and 16–17 is 10–17: seven hours, one of them in the evening."""
    lines = [
        WeeklyHours(frozenset(range(5)), a, b) for a, b in (("12:00", "16:00"), ("10:00", "13:00"), ("16:00", "17:00"))
    ]
    problem = tiny_problem(tiny_dataset(sites={"f0101": {"hours": tuple(lines)}}))
    today = next(s for s in problem.existing if s.site == COLUMN["f0101"])
    assert today.slots[0] == Slot(date(2027, 8, 10), 600, 1020)
    assert (len(today.slots), today.class_dates) == (24, (24, 24, 0))
    assert today.nok == 24 * (6 * 1250 + 200 + 3 * 450)


def test_a_place_without_hours_is_no_station_today() -> None:
    problem = tiny_problem(tiny_dataset(sites={"f0102": {"hours": ()}}))
    assert COLUMN["f0102"] not in problem.existing_sites
    assert patterns_of(problem, "f0102") == {}


@pytest.mark.parametrize(("existing", "budget"), [("locked", 685_600), ("free", 685_600)])
def test_the_budget_before_is_what_todays_stations_cost(existing: str, budget: float) -> None:
    assert tiny_problem(budget_nok="before", stations__existing=existing).budget_nok == budget
    assert PROBLEM.budget_nok == 100_000


@pytest.mark.parametrize(
    ("existing", "include", "persons"),
    [("free", True, 39), ("free", False, 30), ("locked", False, 30), ("locked", True, 30)],
)
def test_the_pool(existing: str, include: bool, persons: int) -> None:
    """Locked stations keep their own crews: these cannot be at work elsewhere."""
    changes = {"stations__existing": existing, "crew_pool__include_existing": include}
    assert tiny_problem(**changes).pool_persons == persons


# --- the catalogue ---------------------------------------------------------------------------------------------------


def test_patterns_are_cut_where_a_school_is_at_work() -> None:
    assert patterns_of(PROBLEM, "e0102") == {"dag": 24, "kveld-siste": 5, "lordag": 4}
    assert patterns_of(PROBLEM, "e0101") == {"dag": 4, "kveld-siste": 5, "lordag": 4}
    day = next(s for s in PROBLEM.patterns if (s.site, s.pattern_id) == (COLUMN["e0101"], "dag"))
    assert [slot.day.day for slot in day.slots] == [10, 11, 12, 13]
    assert day.slots[0] == Slot(date(2027, 8, 10), 600, 960)  # two blocks joined


def test_patterns_that_come_to_the_same_are_listed_once() -> None:
    again = [
        {"id": "a", "name": "a", "weekday": ["10:00-16:00"]},
        {"id": "b", "name": "b", "weekday": ["13:00-16:00", "10:00-13:00"]},
        {"id": "c", "name": "c", "weekday": ["10:00-16:00", "16:00-19:00"]},
        {"id": "d", "name": "d", "weekday": ["16:00-19:00"]},
    ]
    problem = tiny_problem(stations__patterns=again)
    assert patterns_of(problem, "e0102") == {"a": 24, "c": 24, "d": 24}
    # At a school a differs from c after the cut, but only because the evenings are free.
    assert patterns_of(problem, "e0101") == {"a": 4, "c": 24, "d": 24}


def test_a_pattern_of_the_last_weeks() -> None:
    last = [{"id": "l", "name": "l", "weekday": ["10:00-16:00"], "saturday": ["10:00-14:00"], "last_weeks": 2}]
    (schedule,) = [s for s in tiny_problem(stations__patterns=last).patterns if s.site == COLUMN["e0102"]]
    assert schedule.slots[0].day == date(2027, 8, 30)
    assert schedule.class_dates == (10, 0, 1)


def test_a_pattern_that_is_cut_away_altogether_is_left_out() -> None:
    taken = Unavailable("e0102", date(2027, 8, 1), date(2027, 9, 30), frozenset({5}), "00:00", "24:00", "opptatt", True)
    assert patterns_of(tiny_problem(tiny_dataset(unavailable=[taken])), "e0102") == {"dag": 24, "kveld-siste": 5}


@pytest.mark.parametrize(
    ("share", "left"),
    [(0.5, {"kveld-siste": 5, "lordag": 4}), (0.17, {"kveld-siste": 5, "lordag": 4}), (0.16, None), (0, None)],
)
def test_a_pattern_of_which_too_little_is_left_is_none(share: float, left: dict[str, int] | None) -> None:
    """Four of 24 days are left before it is taken in the daytime: a sixth of its open time."""
    weekdays = frozenset(range(5))
    taken = Unavailable("e0102", date(2027, 8, 16), date(2027, 9, 30), weekdays, "07:00", "16:00", "opptatt", True)
    found = patterns_of(tiny_problem(tiny_dataset(unavailable=[taken]), stations__min_pattern_share=share), "e0102")
    assert found == (left or {"dag": 4, "kveld-siste": 5, "lordag": 4})


def test_a_pattern_of_which_much_is_taken_is_there_where_it_is_pinned() -> None:
    weekdays = frozenset(range(5))
    taken = Unavailable("e0102", date(2027, 8, 16), date(2027, 9, 30), weekdays, "07:00", "16:00", "opptatt", True)
    pin = {"station": "e0102", "date": "2027-08-11", "block": "10:00-13:00"}
    found = patterns_of(tiny_problem(tiny_dataset(unavailable=[taken]), pins=[pin]), "e0102")
    assert "pinned" in found


def test_prices_of_patterns() -> None:
    evening = next(s for s in PROBLEM.patterns if (s.site, s.pattern_id) == (COLUMN["e0202"], "kveld-siste"))
    assert evening.nok == 5000 + 15 * 200 + 45 * 450
    assert premises_nok(PROBLEM.scenario, evening.slots, 3, popup=False) == evening.nok - 5000


def test_locked_stations_are_in_no_catalogue_and_free_ones_keep_within_their_hours() -> None:
    assert {s.site for s in PROBLEM.patterns} == {COLUMN[s] for s in ("e0101", "e0102", "e0201", "e0202")}
    free = tiny_problem(stations__existing="free")
    assert patterns_of(free, "f0101") == {"today": 28, "dag": 24, "lordag": 4}
    # 9–15: of the blocks 10–13 and 13–16 only the first lies within it.
    f0102 = next(s for s in free.patterns if (s.site, s.pattern_id) == (COLUMN["f0102"], "dag"))
    assert {(slot.start, slot.end) for slot in f0102.slots} == {(600, 780)}
    assert len(f0102.slots) == 20
    assert f0102.nok == 20 * 3 * 1250
    # All it can run of a catalogue with just its own hours is what it does today.
    own = [{"id": "own", "name": "own", "weekday": ["10:00-19:00"]}]
    assert patterns_of(tiny_problem(stations__existing="free", stations__patterns=own), "f0201") == {"today": 24}


def test_which_places_may_be_popups() -> None:
    some = tiny_problem(stations__popup_sites=["e0101", "e0202"], forbid=[{"station": "e0202"}, {"stop": "e0202"}])
    assert {s.site for s in some.patterns} == {COLUMN["e0101"]}


def test_slots_are_joined_where_they_touch() -> None:
    found = merged_slots(
        [*slots(BUS_DAY, "13:00-16:00", "10:00-13:00", "17:00-18:00"), *slots(SATURDAY, "09:00-10:00")]
    )
    assert found == (*slots(BUS_DAY, "10:00-16:00", "17:00-18:00"), *slots(SATURDAY, "09:00-10:00"))
    assert merged_slots(slots(BUS_DAY, "10:00-16:00", "11:00-12:00")) == (Slot(BUS_DAY, 600, 960),)


@pytest.mark.parametrize(
    ("day", "text", "free"),
    [
        (date(2027, 8, 13), "10:00-16:00", True),
        (date(2027, 8, 16), "10:00-16:00", False),
        (date(2027, 8, 16), "15:00-19:00", False),
        (date(2027, 8, 16), "16:00-19:00", True),
        (date(2027, 8, 16), "06:00-07:00", True),
        (date(2027, 8, 21), "10:00-16:00", True),
    ],
)
def test_the_school_rule(day: date, text: str, free: bool) -> None:
    dataset = PROBLEM.dataset
    (slot,) = slots(day, text)
    school, hall = dataset.sites[COLUMN["e0101"]], dataset.sites[COLUMN["e0102"]]
    assert site_is_free(dataset, PROBLEM.scenario, school, slot) is free
    assert site_is_free(dataset, PROBLEM.scenario, hall, slot)
    assert ("skolen" in (unavailable_reason(dataset, PROBLEM.scenario, school, slot) or "")) is not free
    # An election in March 2028 has its ordinary period from August 2027.
    assert site_is_free(dataset, tiny_scenario(election=date(2028, 3, 6)), school, slot) is free
    later = tiny_scenario(stations__school={"month_day": "08-23", "types": ["school"]})
    assert site_is_free(dataset, later, school, Slot(date(2027, 8, 20), 600, 960))


# --- vehicles --------------------------------------------------------------------------------------------------------


def test_a_school_yard_is_a_stop_all_the_same() -> None:
    (fleet,) = PROBLEM.fleets
    assert fleet.stops == (0, 1, 2, 3)
    assert [(b.start, b.end, b.classes) for b in fleet.blocks] == [
        (600, 750, (True, False, False)),
        (825, 975, (True, False, False)),
        (1050, 1170, (False, True, False)),
        (600, 780, (False, False, True)),
        (855, 1035, (False, False, True)),
    ]


def test_blocks_are_in_time_order_however_they_are_written() -> None:
    written = {**BUS, "weekday": ["17:30-19:30", "10:00-12:30"], "saturday": []}
    (fleet,) = tiny_problem(vehicles=[written]).fleets
    assert [(b.index, b.start) for b in fleet.blocks] == [(0, 600), (1, 1050)]


def test_vehicles_alike_are_one_fleet() -> None:
    buses = [{**BUS, "id": "a"}, {**BUS, "id": "b", "name": "B"}, {**BUS, "id": "c", "crew": 4}]
    problem = tiny_problem(vehicles=buses)
    assert [[v.id for v in fleet.vehicles] for fleet in problem.fleets] == [["a", "b"], ["c"]]
    assert problem.vehicle("c") is problem.scenario.vehicles[2]
    assert problem.vehicle("d") is None


def test_forbidden_places_are_no_stops() -> None:
    for stops in ("all", ["e0101", "e0202"]):
        problem = tiny_problem(vehicles=[{**BUS, "stops": stops}], forbid=[{"station": "e0101"}, {"stop": "e0101"}])
        assert COLUMN["e0101"] not in problem.fleets[0].stops


# --- minutes and weights ---------------------------------------------------------------------------------------------


def test_minutes_are_the_mean_over_modes() -> None:
    assert PROBLEM.cell_minutes[0, COLUMN["f0201"]] == 65  # 0.6 · 90 + 0.1 · 44 + 0.3 · 22
    assert PROBLEM.cell_minutes[0, COLUMN["e0101"]] == 14
    np.testing.assert_array_equal(PROBLEM.minutes, PROBLEM.cell_minutes[::2])
    walking = tiny_scenario(travel={"walk": 1, "bike": 0, "car": 0, "unreached_minutes": 45})
    minutes = mixed_minutes(PROBLEM.dataset, walking)
    assert minutes[0, COLUMN["e0102"]] == 40
    assert minutes[0, COLUMN["f0102"]] == minutes[0, COLUMN["f0201"]] == 45


@pytest.mark.parametrize(
    ("changes", "nord", "sor"),
    [
        ({}, 20, 40),
        ({"demand__weight": "eligible"}, 100, 100),
        ({"demand__eligible": "storting"}, 30, 60),
        ({"demand__districts": ["01"]}, 20, 0),
        ({"demand__districts": "low_turnout"}, 0, 40),
    ],
)
def test_weights(changes: dict[str, Any], nord: float, sor: float) -> None:
    problem = tiny_problem(**changes)
    np.testing.assert_allclose(problem.cell_weights, [nord] * 6 + [sor] * 6)
    np.testing.assert_allclose(problem.weights, [2 * nord] * 3 + [2 * sor] * 3)
    assert PROBLEM.dataset.cells.eligible["local"].tolist() == [100] * 12  # not written over


def districts(*turnouts: tuple[float, float]) -> Iterable[District]:
    for n, (turnout, electorate) in enumerate(turnouts):
        electorates = {"local": electorate, "storting": 1.0}
        yield District(f"{n:02d}", f"D{n}", turnout, turnout_is_municipal=False, electorate=electorates)


@pytest.mark.parametrize(
    ("share", "low"), [(0.0, ()), (0.01, (2,)), (0.10, (2,)), (0.11, (0, 2)), (0.40, (0, 2)), (0.41, (0, 1, 2))]
)
def test_low_turnout_is_the_fewest_lowest_that_hold_the_share(share: float, low: tuple[int, ...]) -> None:
    """Lowest first: D2 holds 10 %, D0 30 %, D1 60 %."""
    dataset = tiny_dataset(districts=tuple(districts((0.7, 300.0), (0.8, 600.0), (0.6, 100.0))))
    assert tiny_problem(dataset, demand__low_turnout_share=share).low_turnout == low


def test_a_district_with_the_municipalitys_turnout_is_not_low() -> None:
    first, second = districts((0.6, 500.0), (0.7, 500.0))
    dataset = tiny_dataset(districts=(replace(first, turnout_is_municipal=True), second))
    assert tiny_problem(dataset).low_turnout == (1,)


def test_low_turnout_districts_of_oslo() -> None:
    dataset = load_dataset(ROOT / "data" / "oslo")
    problem = build_problem(dataset, load_scenario(ROOT / "scenarios" / "oslo.yaml"))
    low = [dataset.districts[index] for index in problem.low_turnout]
    assert {d.name for d in low} == {"Stovner", "Alna", "Grorud", "Søndre Nordstrand", "Bjerke"}
    electorate = sum(d.electorate["local"] for d in dataset.districts)
    held = [d.electorate["local"] for d in sorted(low, key=lambda d: d.turnout)]
    assert sum(held) >= electorate / 4 > sum(held[:-1])
    assert len(problem.existing) == 28
    assert sum(s.nok for s in problem.existing) == problem.before_nok


# --- what cannot be joined -------------------------------------------------------------------------------------------


def test_every_unknown_name_is_listed_at_once() -> None:
    with pytest.raises(InputError) as caught:
        tiny_problem(
            pins=[{"station": "x1"}, {"station": "e0101"}],
            forbid=[{"station": "x2"}, {"station": "e0101"}],
            stations__popup_sites=["x3"],
            votes__envelope_stations=["x6", "f0101"],
            demand__districts=["01", "99"],
            vehicles=[{**BUS, "depot": "x4", "stops": ["x5"]}, {**BUS, "id": "tom", "stops": []}],
        )
    found = {(t.place, t.value, t.message) for t in caught.value.problems}
    assert found == {
        ("pins.0.station", "x1", "ukjent sted"),
        ("forbid.0.station", "x2", "ukjent sted"),
        ("stations.popup_sites", "x3", "ukjent sted"),
        ("votes.envelope_stations", "x6", "ukjent sted"),
        ("vehicles.0.depot", "x4", "ukjent sted"),
        ("vehicles.0.stops", "x5", "ukjent sted"),
        ("vehicles.1.stops", "", "kjøretøyet har ingen stopp"),
        ("pins.1", "e0101", "stedet er både låst (pins) og forbudt (forbid)"),
        ("demand.districts", "99", "ukjent bydel"),
    }


def test_what_the_dataset_does_not_have() -> None:
    cells = tiny_dataset().cells
    only_storting = tiny_dataset(cells=replace(cells, eligible={"storting": cells.eligible["storting"]}))
    with pytest.raises(InputError, match="anslaget finnes ikke i datasettet"):
        tiny_problem(only_storting)
    with pytest.raises(InputError, match="datasettet kjenner reisetider til 60 minutter"):
        tiny_problem(tiny_dataset(minutes_limit=60))


def test_nobody_to_plan_for_is_an_error() -> None:
    with pytest.raises(InputError, match="ingen velgere å planlegge for"):
        tiny_problem(demand__districts="low_turnout", demand__low_turnout_share=0)


def test_a_free_place_may_be_forbidden() -> None:
    problem = tiny_problem(stations__existing="free", forbid=[{"station": "f0101"}, {"stop": "f0101"}])
    assert patterns_of(problem, "f0101") == {}


@pytest.mark.parametrize("kind", [DayType.WEEKDAY, DayType.SATURDAY])
def test_some_date_of_a_day_type_is_no_public_holiday(kind: DayType) -> None:
    assert day_type(some_date(kind)) is kind


def test_a_public_holiday_is_no_date_to_plan_on() -> None:
    """An election in May has a period with Christmas and 17 May in it."""
    problem = tiny_problem(election=date(2028, 5, 22))
    assert date(2028, 5, 16) in problem.dates
    assert not {date(2028, 5, 17), date(2027, 12, 25)} & set(problem.dates)
    assert {day_type(day) for day in problem.dates} == {DayType.WEEKDAY, DayType.SATURDAY}


def test_two_election_days_reach_the_calendar() -> None:
    problem = tiny_problem(two_election_days=True)
    assert problem.calendar.election_day_sunday is not None
    assert problem.calendar.election_day_sunday.value == date(2027, 9, 12)
    assert problem.dates == PROBLEM.dates

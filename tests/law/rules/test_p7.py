from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.plan import Phase, StationKind
from planner.law.calendar import election_calendar
from planner.law.rules import p7
from planner.modelling import TourKey

CALENDAR = election_calendar(date(2027, 9, 13))
WEEKDAYS = CALENDAR.ordinary_weekdays()
FRIDAYS = [day for day in WEEKDAYS if day.weekday() == 4]


def check(make: SimpleNamespace, days: Iterable[date], reading: str = "every_weekday", **changes: Any) -> list:
    phase = changes.pop("phase", Phase.ORDINARY)
    station = make.station(opening=tuple(make.opening(day, phase=phase) for day in days), **changes)
    return list(p7.check(make.plan(station), make.problem(reading=reading)))


def test_every_weekday_open_passes(make: SimpleNamespace) -> None:
    assert check(make, WEEKDAYS) == []


def test_two_stations_may_share_the_days(make: SimpleNamespace) -> None:
    stations = [make.station(f"s{n}", opening=tuple(make.opening(d) for d in WEEKDAYS[n::2])) for n in (0, 1)]
    assert list(p7.check(make.plan(*stations), make.problem())) == []


def test_gaps_are_listed(make: SimpleNamespace) -> None:
    gaps = [date(2027, 8, 13), date(2027, 8, 16), date(2027, 9, 1)]
    (found,) = check(make, set(WEEKDAYS) - set(gaps))
    assert (found.rule, found.severity, found.measured, found.limit) == ("P7", "hard", 21, 24)
    assert found.subjects == ("2027-08-13", "2027-08-16", "2027-09-01")
    assert "fredag 13. august–mandag 16. august 2027 og onsdag 1. september 2027" in found.sentence
    assert "en forutsetning, ikke en bestemmelse" in found.sentence
    assert "Åpne minst ett sted disse dagene" in found.sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"public": False},
        {"kind": StationKind.HOME_TEAM},
        {"kind": StationKind.INSTITUTION},
        {"kind": StationKind.PRISON},
        {"phase": Phase.EARLY},
    ],
    ids=["not public", "home team", "institution", "prison", "early"],
)
def test_places_not_open_to_all_do_not_count(make: SimpleNamespace, changes: dict[str, Any]) -> None:
    (found,) = check(make, WEEKDAYS, **changes)
    assert found.measured == 0


def test_one_day_each_week(make: SimpleNamespace) -> None:
    (info,) = check(make, FRIDAYS, "some_day_each_week")
    assert (info.severity, info.measured, info.limit) == ("info", 5, 24)
    assert "liten kommune" in info.sentence
    hard, info = check(make, FRIDAYS[1:], "some_day_each_week")
    assert (hard.severity, hard.measured, hard.limit) == ("hard", 4, 5)
    assert "uke 32 2027" in hard.sentence
    assert hard.subjects == ("2027-08-10", "2027-08-11", "2027-08-12", "2027-08-13")


def test_a_saturday_is_some_day_of_its_week(make: SimpleNamespace) -> None:
    (info,) = check(make, [date(2027, 8, 14), *FRIDAYS[1:]], "some_day_each_week")
    assert info.severity == "info"


def test_all_weekdays_open_says_nothing_by_either_reading(make: SimpleNamespace) -> None:
    assert check(make, WEEKDAYS, "some_day_each_week") == []


@settings(deadline=None)
@given(st.sets(st.sampled_from(WEEKDAYS)))
def test_hard_exactly_if_a_weekday_is_closed(days: set[date]) -> None:
    opening = SimpleNamespace
    station = SimpleNamespace(
        open_to_all=True,
        kind=StationKind.FIXED,
        opening=tuple(opening(date=day, phase=Phase.ORDINARY) for day in days),
    )
    scenario = SimpleNamespace(p7=SimpleNamespace(reading="every_weekday", reason=""))
    problem: Any = SimpleNamespace(calendar=CALENDAR, scenario=scenario)
    found = list(p7.check(SimpleNamespace(stations=(station,)), problem))  # type: ignore[arg-type]
    assert [f.subjects for f in found] == (
        [tuple(d.isoformat() for d in WEEKDAYS if d not in days)] if len(days) < 24 else []
    )


BUS_WEEKDAY, BUS_SATURDAY = TourKey(0, (0,)), TourKey(0, (1,))
MONDAY = date(2027, 8, 30)


def best_helpers(model: Any, runs: dict[int, float]) -> dict[int, float]:
    """Let the bus cover just what the chosen patterns leave."""
    values = dict(runs)
    for coefficients, sense, _ in model.rows.values():
        if sense == ">=":
            (helper,) = set(coefficients) & set(model.helpers)
            values[helper] = 0.0 if any(values.get(c) for c in coefficients if c != helper) else 1.0
    return values


def test_one_row_per_weekday_and_one_for_the_vehicles(make: SimpleNamespace) -> None:
    model = make.model([(0, [MONDAY]), (1, [MONDAY, FRIDAYS[0]])], tours=(BUS_WEEKDAY, BUS_SATURDAY))
    p7.build(model)
    assert list(model.rows) == [*(f"P7[{day}]" for day in WEEKDAYS), "P7[vehicle_days]"]
    coefficients, sense, rhs = model.rows[f"P7[{MONDAY}]"]
    assert (sense, rhs) == (">=", 1.0)
    assert set(coefficients) - set(model.helpers) == {0, 1}
    coefficients, sense, rhs = model.rows["P7[vehicle_days]"]
    assert (sense, rhs) == ("<=", 0.0)
    assert {c: coefficients[c] for c in set(coefficients) - set(model.helpers)} == {model.tours[BUS_WEEKDAY]: -1.0}


def test_locked_stations_need_no_rows_free_ones_do(make: SimpleNamespace) -> None:
    locked, free = (make.model([], existing=WEEKDAYS, locked=locked) for locked in (True, False))
    p7.build(locked)
    p7.build(free)
    assert locked.rows == {}
    assert len(free.rows) == 25


def test_overridden_dates_need_no_rows(make: SimpleNamespace) -> None:
    some = make.model([], overrides=(make.override("P7", MONDAY.isoformat()),))
    everything = make.model([], overrides=(make.override("P7"),))
    p7.build(some)
    p7.build(everything)
    assert f"P7[{MONDAY}]" not in some.rows
    assert len(some.rows) == 24
    assert everything.rows == {}


def test_rows_of_the_milder_reading(make: SimpleNamespace) -> None:
    saturday = date(2027, 8, 14)
    model = make.model([(0, [saturday])], reading="some_day_each_week", tours=(BUS_WEEKDAY, BUS_SATURDAY))
    p7.build(model)
    assert list(model.rows) == [*(f"P7[2027-W{week}]" for week in range(32, 37)), "P7[vehicle_days]"]
    assert 0 in model.rows["P7[2027-W32]"][0]
    assert set(model.tours.values()) <= set(model.rows["P7[vehicle_days]"][0])


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # «make» holds no state
@given(
    patterns=st.lists(st.sets(st.sampled_from(CALENDAR.ordinary_dates())), max_size=4),
    bus=st.sets(st.sampled_from(WEEKDAYS), max_size=24),
    reading=st.sampled_from(["every_weekday", "some_day_each_week"]),
)
def test_a_plan_that_passes_satisfies_the_rows(
    make: SimpleNamespace, patterns: list[set[date]], bus: set[date], reading: str
) -> None:
    model = make.model([(n, sorted(days)) for n, days in enumerate(patterns)], tours=(BUS_WEEKDAY,), reading=reading)
    p7.build(model)
    values: dict[int, float] = dict.fromkeys(model.runs, 1.0) | {model.tours[BUS_WEEKDAY]: float(len(bus))}
    stations = [make.station(f"s{n}", opening=tuple(make.opening(d) for d in days)) for n, days in enumerate(patterns)]
    stations.append(make.station("bus", kind=StationKind.MOBILE_STOP, opening=tuple(make.opening(d) for d in bus)))
    passes = not [f for f in p7.check(make.plan(*stations), make.problem(reading=reading)) if f.severity == "hard"]
    holds = model.holds(best_helpers(model, values))
    assert holds or not passes
    if not bus:
        assert holds == passes

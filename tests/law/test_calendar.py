from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.errors import InputError
from planner.domain.plan import Phase
from planner.law.calendar import Calendar, DayType, day_type, election_calendar

ANY_DAY = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MONDAY, THURSDAY, FRIDAY = 0, 3, 4
KEYS = [
    "early_start", "early_end", "ordinary_start", "ordinary_end", "registration_deadline", "opening_hours_deadline",
    "home_voting_deadline", "votes_in_by", "daily_shipping_from", "last_week_from", "election_day",
]  # fmt: skip


def first_mondays(year: int) -> st.SearchStrategy[date]:
    days = (date(year, 9, day) for day in range(1, 31))
    return st.sampled_from([day for day in days if day.weekday() == MONDAY])


USUAL_DAY = st.sampled_from(range(2001, 2101, 2)).flatmap(first_mondays)


@settings(deadline=None)  # shared cores
@given(ANY_DAY)
def test_periods_are_well_ordered(election: date) -> None:
    calendar = election_calendar(election)
    start, end = calendar.ordinary_start.value, calendar.ordinary_end.value
    assert calendar.early_start.value <= calendar.early_end.value
    assert calendar.early_end.value + timedelta(days=1) == start <= end < election == calendar.election
    assert calendar.registration_deadline.value < calendar.opening_hours_deadline.value < calendar.early_start.value


@settings(deadline=None)  # shared cores
@given(ANY_DAY)
def test_start_and_end_fall_on_lawful_weekdays(election: date) -> None:
    calendar = election_calendar(election)
    start = calendar.ordinary_start.value
    assert day_type(start) is DayType.WEEKDAY
    assert timedelta(0) <= start - calendar.nominal_start <= timedelta(days=2)
    assert (calendar.nominal_start.month, calendar.nominal_start.day) == (8, 10)
    assert calendar.ordinary_end.value.weekday() == FRIDAY
    assert election - calendar.ordinary_end.value <= timedelta(days=7)
    assert calendar.home_voting_deadline.value.weekday() == THURSDAY


@settings(deadline=None)  # shared cores
@given(ANY_DAY)
def test_weeks_begin_on_mondays_and_hold_the_last_day(election: date) -> None:
    calendar = election_calendar(election)
    last_week = calendar.last_week_from.value
    assert last_week.weekday() == MONDAY
    assert calendar.daily_shipping_from.value == last_week - timedelta(days=7)
    assert last_week <= calendar.ordinary_end.value < last_week + timedelta(days=7)


@settings(deadline=None)  # shared cores
@given(ANY_DAY)
def test_every_ordinary_date_has_the_phase_and_no_other(election: date) -> None:
    calendar = election_calendar(election)
    assert {calendar.phase_of(day) for day in calendar.ordinary_dates()} == {Phase.ORDINARY}
    assert {calendar.phase_of(day) for day in calendar.early_dates()} == {Phase.EARLY}
    assert calendar.phase_of(election) is None
    assert set(calendar.ordinary_weekdays()) <= set(calendar.ordinary_dates())


@settings(deadline=None)  # shared cores
@given(ANY_DAY)
def test_json_is_complete_and_plain(election: date) -> None:
    found = json.loads(json.dumps(election_calendar(election).to_json()))
    assert list(found) == KEYS
    for entry in found.values():
        assert {"value", "citation"} <= set(entry) <= {"value", "citation", "note"}
        assert entry["citation"]
        assert entry.get("note", "x")
    for name in ("home_voting_deadline", "votes_in_by"):
        assert datetime.fromisoformat(found[name]["value"]).utcoffset() is not None


@settings(deadline=None)  # shared cores
@given(USUAL_DAY)
def test_usual_election_days(election: date) -> None:
    calendar = election_calendar(election)
    assert "ikke en mandag" not in calendar.election_day.note
    assert {entry.value.year for entry in calendar.entries().values()} == {election.year}
    assert calendar.home_voting_deadline.value.date() == calendar.ordinary_end.value - timedelta(days=1)
    assert calendar.votes_in_by.value.isoformat().endswith("T17:00:00+02:00")


@pytest.mark.parametrize("election", [date(2027, 9, 14), date(2026, 9, 14), date(2027, 8, 30), date(2027, 10, 4)])
def test_unusual_election_days_are_taken_with_a_note(election: date) -> None:
    assert "er ikke en mandag i september i et oddetallsår" in election_calendar(election).election_day.note


@pytest.mark.parametrize(("election", "year"), [(date(2027, 8, 13), 2026), (date(2027, 8, 14), 2027)])
def test_no_room_for_an_ordinary_period_takes_the_year_before(election: date, year: int) -> None:
    calendar = election_calendar(election)
    assert calendar.ordinary_start.value == date(year, 8, 10)
    assert ("regnet fra 2026" in calendar.election_day.note) is (year == 2026)


def test_dates_no_calendar_can_hold_are_an_input_error() -> None:
    for election in (date.min, date.max):
        with pytest.raises(InputError, match="valgdagen kan ikke regnes ut"):
            election_calendar(election)


def test_a_calendar_cannot_be_changed() -> None:
    calendar = election_calendar(date(2027, 9, 13))
    assert isinstance(calendar, Calendar)
    with pytest.raises(AttributeError):
        calendar.ordinary_start = calendar.ordinary_end  # type: ignore[misc]

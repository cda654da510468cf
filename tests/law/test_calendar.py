from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.errors import InputError
from planner.domain.plan import Phase
from planner.law.calendar import Calendar, election_calendar
from planner.law.days import DayType, day_type, is_workday, workday_before
from planner.law.parameters import law_parameters
from planner.law.wording import short_date

ANY_DAY = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MONDAY, THURSDAY, FRIDAY, SUNDAY = 0, 3, 4, 6
FIXED_KEYS = [
    "early_start", "early_end", "ordinary_start", "ordinary_end", "registration_deadline", "opening_hours_deadline",
    "home_voting_deadline", "votes_in_by", "daily_shipping_from", "last_week_from", "election_day",
]  # fmt: skip
MORE_KEYS = ["daily_shipping_to", "last_week_to", "shipping_days", "ordinary_mail_until"]
FROM_2024 = st.dates(date(2024, 1, 1), date(2100, 12, 31))


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
    assert start.weekday() <= FRIDAY
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
    assert {day_type(day) for day in calendar.ordinary_weekdays()} == {DayType.WEEKDAY}


@settings(deadline=None)  # shared cores
@given(FROM_2024)
def test_order_of_the_entries(election: date) -> None:
    calendar = election_calendar(election)
    names = ["registration_deadline", "opening_hours_deadline", "early_start", "early_end", "ordinary_start"]
    days = [calendar.entries()[name].value for name in names]
    assert days == sorted(set(days))
    weeks = ["daily_shipping_from", "daily_shipping_to", "last_week_from", "last_week_to", "election_day"]
    days = [calendar.entries()[name].value for name in weeks]
    assert days == sorted(set(days))
    assert calendar.last_week_to.value == calendar.ordinary_end.value
    assert calendar.home_voting_deadline.value.date() < election < calendar.votes_in_by.value.date()


@settings(deadline=None)  # shared cores
@given(FROM_2024)
def test_votes_are_sent_on_the_workdays_of_two_weeks(election: date) -> None:
    calendar = election_calendar(election)
    first, last = calendar.daily_shipping_from.value, calendar.ordinary_end.value
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert list(calendar.shipping_days.value) == [day for day in days if is_workday(day)]
    assert is_workday(calendar.ordinary_mail_until.value)
    assert calendar.ordinary_mail_until.value < calendar.last_week_from.value


@settings(deadline=None)  # shared cores
@given(FROM_2024)
def test_a_deadline_on_a_day_off_says_when_at_the_latest(election: date) -> None:
    calendar = election_calendar(election)
    for deadline in (calendar.registration_deadline, calendar.opening_hours_deadline):
        off = not is_workday(deadline.value)
        assert bool(deadline.note) is off
        assert (short_date(workday_before(deadline.value)) in deadline.note) is off


@settings(deadline=None)  # shared cores
@given(FROM_2024)
def test_two_days_add_a_sunday_and_change_nothing_else(election: date) -> None:
    one, two = election_calendar(election).entries(), election_calendar(election, two_days=True).entries()
    sunday = two.pop("election_day_sunday")
    assert one == two
    assert sunday.value.weekday() == SUNDAY
    assert timedelta(0) < election - sunday.value <= timedelta(days=7)
    assert ("kontroller valgdagen" in sunday.note) is (sunday.value + timedelta(days=1) != election)


def test_the_other_reading_of_two_days_counts_from_the_sunday(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, "two_day_reading", "first_day")
    election = date(2027, 9, 13)
    assert election_calendar(election).votes_in_by.value.date() == date(2027, 9, 14)
    calendar = election_calendar(election, two_days=True)
    assert calendar.votes_in_by.value.date() == date(2027, 9, 13)
    assert (calendar.ordinary_end.value, calendar.election) == (date(2027, 9, 10), election)


def test_the_other_reading_of_every_day_sends_on_weekends(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, "daily_shipping_days", "every_day")
    sent = election_calendar(date(2027, 9, 13)).shipping_days
    assert len(sent.value) == 12
    assert "sendes første hverdag etter" not in sent.note


def test_a_public_holiday_stops_the_mail_and_is_told_of() -> None:
    calendar = election_calendar(date(2028, 5, 22))  # the last week has 17 May in it
    assert date(2028, 5, 16) in calendar.shipping_days.value
    assert date(2028, 5, 17) not in calendar.shipping_days.value
    assert date(2028, 5, 18) in calendar.shipping_days.value
    assert "Ingen postgang onsdag 17. mai (grunnlovsdag)." in calendar.shipping_days.note
    assert date(2028, 5, 17) not in calendar.ordinary_weekdays()


@pytest.mark.parametrize(("election", "closed"), [(date(2029, 5, 18), True), (date(2027, 9, 13), False)])
def test_what_comes_in_on_a_day_off_needs_somebody_there(election: date, closed: bool) -> None:
    calendar = election_calendar(election)
    assert ("torsdag 17. mai er grunnlovsdag: sørg for" in calendar.home_voting_deadline.note.lower()) is closed
    assert ("lørdag 19. mai er en lørdag: sørg for" in calendar.votes_in_by.note.lower()) is closed


def test_an_election_day_that_is_a_holiday_and_years_without_known_holidays_are_told_of() -> None:
    assert "Valgdagen er grunnlovsdag." in election_calendar(date(2029, 5, 17)).election_day.note
    assert "Helligdagene i 2500 er ikke kjent" in election_calendar(date(2500, 9, 13)).election_day.note
    assert "Helligdagene" not in election_calendar(date(2027, 9, 13)).election_day.note


def read_as(monkeypatch: pytest.MonkeyPatch, name: str, reading: str) -> None:
    """Another reading of the law, as if the parameter's file said so."""
    law = law_parameters()
    parameter = law.by_id[name]
    values = (parameter.values[0].model_copy(update={"value": reading}),)
    changed = replace(law, by_id={**law.by_id, name: parameter.model_copy(update={"values": values})})
    monkeypatch.setattr("planner.law.calendar.law_parameters", lambda: changed)


@settings(deadline=None)  # shared cores
@given(ANY_DAY)
def test_json_is_complete_and_plain(election: date) -> None:
    found = json.loads(json.dumps(election_calendar(election).to_json()))
    assert list(found) == FIXED_KEYS + MORE_KEYS
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
    assert {entry.first_day().year for entry in calendar.entries().values()} == {election.year}
    assert len(calendar.shipping_days.value) == 10
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

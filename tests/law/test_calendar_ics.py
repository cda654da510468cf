from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.law.calendar import OSLO, election_calendar
from planner.law.calendar_ics import PERIODS, calendar_ics
from planner.law.decisions import decisions

GOLDEN = Path(__file__).with_name("golden")
ELECTION = date(2027, 9, 13)


def ics_of(election: date = ELECTION, *, two_days: bool = False) -> bytes:
    calendar = election_calendar(election, two_days=two_days)
    return calendar_ics(calendar, decisions(calendar))


def events_of(content: bytes) -> dict[str, Any]:
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    found = {str(event["uid"]).partition("-")[0]: event for event in events}
    assert len(found) == len(events), "UIDs are unique"
    return found


@pytest.mark.parametrize(("name", "two_days"), [("calendar-2027", False), ("calendar-2027-two-days", True)])
def test_golden_file(name: str, two_days: bool) -> None:
    """After a wanted change: write the file anew, and read what changed."""
    golden = (GOLDEN / f"{name}.ics").read_text(encoding="utf-8")
    assert ics_of(two_days=two_days).decode().replace("\r\n", "\n") == golden


def test_lines_are_as_the_standard_wants_them() -> None:
    content = ics_of()
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@settings(deadline=None)  # shared cores
@given(st.dates(date(2024, 1, 1), date(2100, 12, 31)), st.booleans())
def test_everything_comes_back(election: date, two_days: bool) -> None:
    calendar = election_calendar(election, two_days=two_days)
    decided = decisions(calendar)
    events = events_of(calendar_ics(calendar, decided))
    for name, (_, start, end) in PERIODS.items():
        first, last = calendar.entries()[start].value, calendar.entries()[end].value
        assert (events[name].decoded("dtstart"), events[name].decoded("dtend")) == (first, last + timedelta(days=1))
    for decision in decided:
        event = events[f"decision_{decision.id}"]
        assert event.decoded("dtstart") == decision.due.value
        assert decision.citation in str(event["description"])
        assert decision.text in str(event["description"])
    for day in calendar.shipping_days.value:
        assert events[f"shipping_days_{day:%Y%m%d}"].decoded("dtstart") == day
    assert ("election_day_sunday" in events) is two_days


def test_moments_are_in_utc_and_days_have_no_clock() -> None:
    events = events_of(ics_of())
    deadline = events["home_voting_deadline"].decoded("dtstart")
    assert deadline == datetime(2027, 9, 9, 12, tzinfo=OSLO)
    assert deadline.utcoffset() == timedelta(0)
    assert b"DTSTART:20270914T150000Z" in ics_of()
    assert events["registration_deadline"].decoded("dtstart") == date(2027, 5, 31)


def test_description_has_note_and_provision() -> None:
    text = str(events_of(ics_of(date(2025, 9, 8)))["registration_deadline"]["description"])
    assert "gjør det senest fredag 30. mai" in text
    assert text.endswith("Hjemmel: vf 4-1(1) g og h, V 2.2.1")


def test_nothing_depends_on_the_day_it_is_written() -> None:
    assert ics_of() == ics_of()
    stamps = {event.decoded("dtstamp") for event in events_of(ics_of()).values()}
    assert stamps == {datetime(2026, 11, 23, tzinfo=UTC)}


def test_another_election_has_other_uids() -> None:
    one, other = (icalendar.Calendar.from_ical(ics_of(day)).walk("VEVENT") for day in (ELECTION, date(2025, 9, 8)))
    assert {str(event["uid"]) for event in one}.isdisjoint(str(event["uid"]) for event in other)

"""Calendars: a file per station, vehicle and person, stable UIDs, local times with their zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from planner.domain.plan import Opening, PlanStatus, Version
from planner.exporters import ExportContext, ics

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def files(sample: ModuleType) -> dict[str, bytes]:
    return ics.export(sample.sample_plan(), ExportContext.of(sample.sample_dataset()))


def events(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_a_file_per_station_vehicle_and_person(files: dict[str, bytes], sample: ModuleType) -> None:
    assert {f"sted-{s.id}.ics" for s in sample.stations()} <= set(files)
    assert "kjoretoy-buss1.ics" in files
    assert sum(name.startswith("person-") for name in files) == len({e.person for e in sample.roster()})
    assert all(name.isascii() for name in files)
    assert all(b"\r\n" in content and b"\n" not in content.replace(b"\r\n", b"") for content in files.values())


def test_a_person_has_every_shift_and_nobody_elses(files: dict[str, bytes], sample: ModuleType) -> None:
    person = "=1+1 stilling 10"
    found = events(files[ics.file_name("person", person)])
    mine = [entry for entry in sample.roster() if entry.person == person]
    assert [(e.decoded("dtstart").date().isoformat(), str(e["summary"])) for e in found] == [
        ("2027-08-28", "Vakt (leder): Tøyen"),
        ("2027-08-30", "Vakt (nestleder): Tøyen"),
    ]
    assert len(found) == len(mine)


def test_a_vehicle_has_its_drives_and_stops_in_order(files: dict[str, bytes]) -> None:
    found = events(files["kjoretoy-buss1.ics"])
    assert [str(e["summary"]) for e in found][:5] == [
        "Kjøring: e9999 – Mortensrud skole",
        "Åpent: Mortensrud skole",
        "Kjøring: Mortensrud skole – Bjørndal skole",
        "Åpent: Bjørndal skole",
        "Kjøring: Bjørndal skole – e9999",
    ]


def test_the_common_calendar_has_public_stations_only(files: dict[str, bytes], sample: ModuleType) -> None:
    wanted = sum(len(s.opening) for s in sample.stations() if s.open_to_all)
    found = events(files[ics.ALL])
    assert len(found) == wanted
    assert not any("sykehjem" in str(e["summary"]) or "Hjemme" in str(e["summary"]) for e in found)


def test_uids_are_unique_and_stay_while_a_plan_goes_on(files: dict[str, bytes], sample: ModuleType) -> None:
    for content in files.values():
        uids = [str(event["uid"]) for event in events(content)]
        assert len(uids) == len(set(uids))
    plan = sample.sample_plan()
    step = Version(1, PlanStatus.DECIDED, date(2027, 3, 1), "1")
    stop = plan.stations[4]
    longer = replace(stop, opening=tuple(replace(o, end="18:00") if o.end == "13:00" else o for o in stop.opening))
    later = replace(plan, version=step, stations=(*plan.stations[:4], longer, *plan.stations[5:]))
    other = ics.export(later, ExportContext.of(sample.sample_dataset()))["sted-e1502.ics"]
    assert [e["uid"] for e in events(other)] == [e["uid"] for e in events(files["sted-e1502.ics"])]
    assert {e.decoded("dtstamp").isoformat() for e in events(other)} == {"2027-02-28T23:00:00+00:00"}


def _last_sunday(year: int, month: int) -> datetime:
    days = (datetime(year, month, day) for day in range(25, 32))  # noqa: DTZ001 - local
    return max(day for day in days if day.weekday() == 6)


@given(st.datetimes(datetime(1997, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001 - local times
def test_the_zone_has_the_offsets_of_oslo(when: datetime) -> None:
    zone = ics._zone()
    march, october = (_last_sunday(when.year, month) for month in (3, 10))
    summer = march + timedelta(hours=2) <= when < october + timedelta(hours=3)
    parts = {part["tzname"]: part.decoded("tzoffsetto") for part in zone.subcomponents}
    gap = march + timedelta(hours=2) <= when < march + timedelta(hours=3)
    twice = october + timedelta(hours=2) <= when < october + timedelta(hours=3)
    if not (gap or twice):
        assert parts["CEST" if summer else "CET"] == when.replace(tzinfo=OSLO).utcoffset()


def test_midnight_and_the_night_when_summer_time_ends(sample: ModuleType) -> None:
    opening = (Opening(date(2027, 10, 30), "22:00", "24:00"), Opening(date(2027, 10, 31), "01:00", "04:00"))
    plan = sample.sample_plan()
    plan = replace(plan, stations=(replace(plan.stations[0], opening=opening),))
    content = ics.export(plan, ExportContext())["sted-f0101.ics"]
    assert b"DTEND;TZID=Europe/Oslo:20271031T000000" in content
    long = events(content)[1]
    assert long.decoded("dtend").timestamp() - long.decoded("dtstart").timestamp() == 4 * 3600


@given(st.text(max_size=80), st.text(max_size=80))
def test_file_names_are_safe_and_unlike(one: str, other: str) -> None:
    name = ics.file_name("person", one)
    assert name.isascii()
    assert not set(name) & set('\\/:*?"<>| ')
    assert len(name) < 100
    assert (name.casefold() == ics.file_name("person", other).casefold()) == (one == other)

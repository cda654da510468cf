"""Plans as hypothesis makes them, and readers of every published form, written without the code that wrote it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from icalendar import Calendar

from planner.domain.plan import DatasetReference, Opening, Phase, Plan, Station, StationKind

OSLO = ZoneInfo("Europe/Oslo")
Hours = dict[date, set[int]]
"""Per date the minutes after midnight in which it is open."""


class Place(NamedTuple):
    name: str
    lat: float
    lon: float
    hours: Hours


# Weeks of August, and the nights in which summer time ends and begins.
DAYS = [date(2027, 8, 9) + timedelta(n) for n in range(30)] + [date(2027, 10, 29), date(2027, 10, 30)]
DAYS += [date(2027, 10, 31), date(2027, 11, 1), date(2028, 3, 25), date(2028, 3, 26), date(2028, 3, 27)]
NAME = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@st.composite
def openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    days = draw(st.lists(st.sampled_from(DAYS), max_size=10, unique=True))
    found = []
    for day in sorted(days):
        for start in sorted(draw(st.sets(st.sampled_from([0, 90, 600, 780, 960, 1200]), min_size=1, max_size=3))):
            end = start + draw(st.sampled_from([30, 180, 240]))
            phase = draw(st.sampled_from(Phase))
            found.append(Opening(day, _clock(start), _clock(min(end, 1440)), phase, draw(st.sampled_from([None, "b"]))))
    return tuple(found)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    stations = [
        Station(
            station_id,
            draw(NAME),
            draw(st.sampled_from(StationKind)),
            draw(st.floats(57, 71).map(lambda x: round(x, 6))),
            draw(st.floats(4, 31).map(lambda x: round(x, 6))),
            draw(st.sampled_from(["", "Gata 1", "Gata 1, 0190 Oslo", "=1+1"])),
            draw(st.sampled_from([True, False, None])),
            draw(st.booleans()),
            draw(openings()),
        )
        for station_id in draw(st.lists(st.from_regex(r"[ef][0-9]{4}(-b)?", fullmatch=True), max_size=4, unique=True))
    ]
    return Plan({"election": "2027-09-13"}, DatasetReference("x", "1", "", "", ()), tuple(stations))


def wanted(plan: Plan, ids: Mapping[str, str], *, everyone: bool = False) -> dict[str, Place]:
    """What a reader should find, by id in EVA: the stations for all voters, or everyone's."""
    own = {StationKind.INSTITUTION, StationKind.PRISON, StationKind.HOME_TEAM}
    return {
        ids[s.id]: Place(s.name, round(s.lat or 0, 6), round(s.lon or 0, 6), hours_of(s))
        for s in plan.stations
        if everyone or (s.public and s.kind not in own and s.lat is not None)
    }


def hours_of(station: Station) -> Hours:
    found: Hours = {}
    for o in station.opening:
        found.setdefault(o.date, set()).update(range(o.start_minute, o.end_minute))
    return found


def _add(hours: Hours, day: date, start: str, end: str) -> None:
    first, last = (int(c[:2]) * 60 + int(c[3:5]) + (c[6:8] == "59") for c in (start, end))
    new = set(range(first, last))
    assert new, (start, end)
    assert not new & hours.get(day, set()), "stretches overlap"
    hours.setdefault(day, set()).update(new)


def _text(cell: str) -> str:
    """A guarded cell as it was."""
    return cell[1:] if re.match("'[=+@＝＋－＠-]", cell) else cell


def read_open(rows: list[dict[str, str]], *, guarded: bool) -> dict[str, Place]:
    found = {}
    for row in rows:
        moments = [m for m in row["opening_hours"].split(",") if m]
        hours: Hours = {}
        for start, end in zip(moments[::2], moments[1::2], strict=True):
            assert start[:10] == end[:10]
            _add(hours, date.fromisoformat(start[:10]), start[11:], end[11:])
        lat, lon = map(float, row["gps_coordinates"].split(","))
        name = row["polling_place_name"]
        found[row["polling_place_id"]] = Place(_text(name) if guarded else name, lat, lon, hours)
    return found


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def read_geojson(content: bytes, ids: Mapping[str, str]) -> dict[str, Place]:
    found = {}
    for feature in json.loads(content)["features"]:
        facts, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"]
        hours: Hours = {}
        for o in facts["opening"]:
            first, last = (int(o[k][:2]) * 60 + int(o[k][3:]) for k in ("start", "end"))
            hours.setdefault(date.fromisoformat(o["date"]), set()).update(range(first, last))
        found[ids[feature["id"]]] = Place(facts["name"], lat, lon, hours)
    return found


def _schedule(hours: Hours, start: str, end: str, first: str, last: str) -> None:
    """Add a VIP schedule; its times carry the offset that holds then."""
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        for clock in (start, end):
            minutes = int(clock[:2]) * 60 + int(clock[3:5])
            local = datetime(day.year, day.month, day.day, tzinfo=OSLO) + timedelta(minutes=minutes)
            assert local.isoformat()[-6:] == clock[8:], (day, clock)
        _add(hours, day, start, end)
        day += timedelta(1)


def read_vip_csv(files: Mapping[str, bytes]) -> dict[str, Place]:
    tables = {name: read_csv(content) for name, content in files.items()}
    every = [row["id"] for rows in tables.values() for row in rows]
    assert len(every) == len(set(every)), "an id is used twice"
    places = tables["polling_location.txt"]
    hours: dict[str, Hours] = {row["hours_open_id"]: {} for row in places if row["hours_open_id"]}
    for row in tables["schedule.txt"]:
        _schedule(hours[row["hours_open_id"]], row["start_time"], row["end_time"], row["start_date"], row["end_date"])
    assert tables["locality.txt"][0]["polling_location_ids"].split() == [row["id"] for row in places]
    return {
        row["id"].removeprefix("pl"): Place(
            _text(row["name"]), float(row["latitude"]), float(row["longitude"]), hours.get(row["hours_open_id"], {})
        )
        for row in places
    }


def read_vip_xml(content: bytes) -> dict[str, Place]:
    root = ElementTree.fromstring(content)  # noqa: S314 - our own file
    every = [item.get("id") for item in root.iter() if item.get("id")]
    assert len(every) == len(set(every)), "an id is used twice"
    references = " ".join(
        item.text or "" for tag in ("StateId", "PollingLocationIds", "HoursOpenId") for item in root.iter(tag)
    ).split()
    assert set(references) <= set(every)
    hours: dict[str | None, Hours] = {}
    for item in root.iter("HoursOpen"):
        mine, ranges = hours.setdefault(item.get("id"), {}), []
        for schedule in item.iter("Schedule"):
            first, last = schedule.findtext("StartDate", ""), schedule.findtext("EndDate", "")
            ranges.append((first, last))
            for part in schedule.iter("Hours"):
                _schedule(mine, part.findtext("StartTime", ""), part.findtext("EndTime", ""), first, last)
        assert all(a[1] < b[0] for a, b in pairwise(ranges)), "date ranges overlap"
    found = {}
    for item in root.iter("PollingLocation"):
        name, key = item.findtext("Name", ""), item.findtext("HoursOpenId")
        lat, lon = (float(item.findtext(f"LatLng/{what}", "")) for what in ("Latitude", "Longitude"))
        found[str(item.get("id")).removeprefix("pl")] = Place(name, lat, lon, hours.get(key, {}))
    return found


def read_ics(content: bytes) -> Hours:
    hours: Hours = {}
    for event in Calendar.from_ical(content).walk("VEVENT"):
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        assert event["dtstart"].params["TZID"] == "Europe/Oslo"
        last = 1440 if end.date() > start.date() else end.hour * 60 + end.minute
        hours.setdefault(start.date(), set()).update(range(start.hour * 60 + start.minute, last))
    return hours


WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
RULE = re.compile(
    r"(\d{4} \w{3} \d\d)(?:-(\d{4} \w{3} \d\d))?(?: ((?:Mo|Tu|We|Th|Fr|Sa|Su)[\w,-]*))? ([\d:,-]+)", re.ASCII
)


def read_osm(text: str) -> Hours:
    """The part of OpenStreetMap's grammar that we write."""
    hours: Hours = {}
    for rule in text.split("; ") if text != "off" else []:
        match = RULE.fullmatch(rule)
        assert match, rule
        first, last = (datetime.strptime(t or match[1], "%Y %b %d").date() for t in (match[1], match[2]))  # noqa: DTZ007
        days = set(WEEK)
        if match[3]:
            days = set()
            for part in match[3].split(","):
                ends = part.split("-")
                days |= set(WEEK[WEEK.index(ends[0]) : WEEK.index(ends[-1]) + 1])
        day = first
        while day <= last:
            if WEEK[day.weekday()] in days:
                for span in match[4].split(","):
                    _add(hours, day, *span.split("-"))
            day += timedelta(1)
    return hours


def read_schema_org(content: bytes) -> dict[str, Place]:
    found = {}
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    for place in json.loads(content)["@graph"]:
        hours: Hours = {}
        for item in place["openingHoursSpecification"] + place["specialOpeningHoursSpecification"]:
            day = date.fromisoformat(item["validFrom"])
            while day <= date.fromisoformat(item["validThrough"]):
                if names[day.weekday()] in item["dayOfWeek"]:
                    _add(hours, day, item["opens"], item["closes"])
                day += timedelta(1)
        geo = place["geo"]
        found[place["identifier"]] = Place(place["name"], geo["latitude"], geo["longitude"], hours)
    return found

"""OpenStreetMap's notation: exact, with years, and honest about its length."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType

from hypothesis import given, settings
from published import openings, read_osm

from planner.domain.plan import Opening
from planner.exporters import ExportContext, osm_hours


def test_the_sample(sample: ModuleType) -> None:
    found = json.loads(osm_hours.export(sample.sample_plan(), ExportContext.of(sample.sample_dataset())))
    by_id = {station["id"]: station for station in found["stations"]}
    assert set(by_id) == {s.id for s in sample.stations() if s.open_to_all}
    assert by_id["f0102"]["opening_hours"] == (
        "2027 Aug 10-2027 Sep 10 Mo-Fr 10:00-19:00; 2027 Aug 10-2027 Sep 10 Sa 10:00-14:00"
    )
    assert by_id["e1502"]["opening_hours"] == "2027 Aug 24 10:00-12:30; 2027 Sep 04 10:00-13:00"
    assert by_id["f0102"]["ref"] == "0102"
    assert all(station["fits_tag"] for station in by_id.values())


@settings(deadline=None)
@given(openings())
def test_it_is_open_then_and_never_else(items: tuple[Opening, ...]) -> None:
    wanted: dict[date, set[int]] = {}
    for o in items:
        wanted.setdefault(o.date, set()).update(range(o.start_minute, o.end_minute))
    assert read_osm(osm_hours.opening_hours(items)) == wanted


def test_never_open_is_off_and_a_long_one_is_whole(sample: ModuleType) -> None:
    assert osm_hours.opening_hours(()) == "off"
    days = [Opening(date(2027, 8, 10) + timedelta(3 * n), "10:00", f"12:{n:02d}") for n in range(14)]
    plan = sample.sample_plan()
    plan = replace(plan, stations=(replace(plan.stations[0], opening=tuple(days)),))
    (station,) = json.loads(osm_hours.export(plan, ExportContext()))["stations"]
    assert station["fits_tag"] is False
    assert len(station["opening_hours"].split("; ")) == len(days)
    assert len(station["opening_hours"]) > osm_hours.MAX_TAG

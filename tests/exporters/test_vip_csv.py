"""VIP 6.0 flat files: headings of the specification, times with the offset that holds, no overlap, safe cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest
from published import read_csv

from planner.domain.plan import Opening, PlanStatus, Version
from planner.exporters import ExportContext, vip_csv


@pytest.fixture
def context(sample: ModuleType) -> ExportContext:
    return ExportContext.of(sample.sample_dataset(), county_name="Oslo")


def test_files_and_headings(sample: ModuleType, context: ExportContext) -> None:
    files = vip_csv.export(sample.sample_plan(), context)
    assert sorted(files) == [
        "election.txt", "locality.txt", "polling_location.txt", "schedule.txt", "source.txt", "state.txt",
    ]  # fmt: skip
    heads = {name: content.decode().splitlines()[0].split(",") for name, content in files.items()}
    assert {"id", "name", "address_line", "directions", "hours_open_id", "is_drop_box", "is_early_voting"} <= set(
        heads["polling_location.txt"]
    )
    assert heads["polling_location.txt"][-3:] == ["latitude", "longitude", "latlng_source"]
    assert heads["schedule.txt"] == [
        "id", "start_time", "end_time", "is_only_by_appointment", "is_or_by_appointment", "is_subject_to_change",
        "start_date", "end_date", "hours_open_id",
    ]  # fmt: skip
    assert [row["vip_id"] for row in read_csv(files["source.txt"])] == ["0301"]
    place = next(row for row in read_csv(files["polling_location.txt"]) if row["id"] == "pl0101")
    assert place["address_line"] == "Platous gate 16, 0190 OSLO"
    assert (place["is_early_voting"], place["is_drop_box"]) == ("true", "false")


def test_offsets_follow_summer_time_to_the_hour(sample: ModuleType, context: ExportContext) -> None:
    """The night to 31 October 2027, and days on either side of it."""
    days = [(30, "23:00", "24:00"), (31, "01:00", "04:00"), (31, "22:00", "24:00")]
    opening = tuple(Opening(date(2027, 10, day), start, end) for day, start, end in days)
    plan = sample.sample_plan()
    plan = replace(plan, stations=(replace(plan.stations[0], opening=opening),))
    rows = read_csv(vip_csv.export(plan, context)["schedule.txt"])
    assert [(row["start_date"], row["start_time"], row["end_time"]) for row in rows] == [
        ("2027-10-30", "23:00:00+02:00", "24:00:00+02:00"),
        ("2027-10-31", "01:00:00+02:00", "04:00:00+01:00"),
        ("2027-10-31", "22:00:00+01:00", "24:00:00+01:00"),
    ]


def test_same_hours_on_both_sides_of_the_change_are_two_schedules(sample: ModuleType, context: ExportContext) -> None:
    opening = tuple(Opening(date(2027, 10, day), "10:00", "12:00") for day in (29, 30, 31))
    plan = sample.sample_plan()
    plan = replace(plan, stations=(replace(plan.stations[0], opening=opening),))
    rows = read_csv(vip_csv.export(plan, context)["schedule.txt"])
    assert [(row["start_date"], row["end_date"], row["start_time"]) for row in rows] == [
        ("2027-10-29", "2027-10-30", "10:00:00+02:00"),
        ("2027-10-31", "2027-10-31", "10:00:00+01:00"),
    ]


def test_the_time_of_the_feed_is_the_plans_last_step(sample: ModuleType, context: ExportContext) -> None:
    plan = sample.sample_plan()

    def told(version: Version) -> str:
        return read_csv(vip_csv.export(replace(plan, version=version), context)["source.txt"])[0]["date_time"]

    assert told(Version()) == "1970-01-01T00:00:00+00:00"
    registered = Version(1, PlanStatus.REGISTERED, date(2027, 3, 1), "1", date(2027, 5, 20))
    assert told(registered) == "2027-05-20T00:00:00+02:00"
    assert told(replace(registered, status=PlanStatus.DECIDED, registered_on=None)) == "2027-03-01T00:00:00+01:00"


def test_no_cell_of_free_text_is_a_formula(sample: ModuleType, context: ExportContext) -> None:
    rows = read_csv(vip_csv.export(sample.sample_plan(), context)["polling_location.txt"])
    assert "'=HYPERLINK(1), 0190 OSLO" in {row["address_line"] for row in rows}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())

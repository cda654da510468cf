"""VIP 6.0 flat files: headings of the specification, times with the offset that holds, no overlap, safe cells."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

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


XSD = Path(__file__).resolve().parents[3] / "shared" / "reference" / "vip_spec_v6.0.xsd"
XS = "{http://www.w3.org/2001/XMLSchema}"
NOT_ELEMENTS = {"id", "version"}
"""Columns of the flat form for what is an attribute in XML."""
FLATTENED = re.compile(r"(external_identifier|structured|latlng)_|^(latitude|longitude|hours_open_id)$")
"""Columns for what is an element within an element in XML, or a link to one."""
TABLES = {
    "source": "Source",
    "election": "Election",
    "state": "State",
    "locality": "Locality",
    "polling_location": "PollingLocation",
    "schedule": "Schedule",
}


@pytest.mark.skipif(not XSD.is_file(), reason="vip_spec_v6.0.xsd is not at hand: columns are not held against it")
@pytest.mark.parametrize("table", list(TABLES))
def test_columns_are_elements_of_the_schema_and_the_required_are_filled_in(
    table: str, sample: ModuleType, context: ExportContext
) -> None:
    """The 6.0 schema has no flat form of its own; what it demands of XML must be in the tables too."""
    found = _elements(TABLES[table])
    rows = read_csv(vip_csv.export(sample.sample_plan(), context)[f"{table}.txt"])
    assert rows
    for column in rows[0]:
        assert column in NOT_ELEMENTS or FLATTENED.search(column) or _camel(column) in found, column
    for name in (name for name, required in found.items() if required):
        column = next(column for column in rows[0] if _camel(column) == name)
        assert all(row[column] for row in rows), name
    # One of AddressStructured and AddressLine, by the comment in the schema.
    assert all(row.get("address_line", "-") for row in rows)


def _elements(name: str) -> dict[str, bool]:
    """Elements of a type of the schema, those in repeated groups too; whether each is required."""
    root = ElementTree.parse(XSD).getroot()  # noqa: S314 - a file of the workplace, not from outside
    types = [e for e in root.iter(f"{XS}complexType") if e.get("name") == name]
    types += [e for e in root.iter(f"{XS}element") if e.get("name") == name and e.find(f"{XS}complexType") is not None]
    choices = {id(part) for choice in types[0].iter(f"{XS}choice") for part in choice.iter(f"{XS}element")}
    inner = [part for part in types[0].iter(f"{XS}element") if part is not types[0]]
    return {str(p.get("name")): p.get("minOccurs") != "0" and id(p) not in choices for p in inner if p.get("type")}


def _camel(column: str) -> str:
    return "".join(part.capitalize() for part in column.split("_"))

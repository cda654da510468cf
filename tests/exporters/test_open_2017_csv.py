"""The 2017 columns: exact header, codes with their zeros, hours that read back, no formulas."""

from __future__ import annotations

import csv
import io
import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.clock import clock_of
from planner.domain.plan import DatasetReference, Opening, Phase, Plan, Station, StationKind
from planner.exporters import ExportContext, open_2017_csv
from planner.exporters.context import PlaceFacts
from planner.exporters.place_rows import opening_hours, parse_opening_hours
from planner.exporters.public_info import MAX_INFO, info_text
from planner.exporters.spreadsheet import text_cell

EMPTY = Plan(scenario={}, dataset=DatasetReference("prøve", "1", "prøve", "0" * 64, ()), stations=())
HEADER = (
    "county_id,county_name,municipality_id,municipality_name,borough_id,borough_name,polling_place_id,"
    "polling_place_name,address_line,postal_code,area,info_text,gps_coordinates,election_day_voting,opening_hours"
)


@st.composite
def spans_of_time(draw: st.DrawFn) -> list[Opening]:
    found = []
    for _ in range(draw(st.integers(0, 12))):
        day = date(2027, 8, 10) + timedelta(draw(st.integers(0, 31)))
        start, length = draw(st.integers(0, 1380)), draw(st.integers(1, 600))
        found.append(Opening(day, clock_of(start), clock_of(min(start + length, 1440))))
    return found


def _minutes(spans: list[tuple[datetime, datetime]]) -> dict[date, set[int]]:
    found: dict[date, set[int]] = defaultdict(set)
    for start, end in spans:
        last = end.hour * 60 + end.minute + (end.second == 59)
        found[start.date()] |= set(range(start.hour * 60 + start.minute, last))
    return found


@given(spans_of_time())
def test_opening_hours_read_back_as_the_same_minutes(items: list[Opening]) -> None:
    spans = parse_opening_hours(opening_hours(items))
    wanted: dict[date, set[int]] = defaultdict(set)
    for item in items:
        wanted[item.date] |= set(range(item.start_minute, item.end_minute))
    assert _minutes(spans) == wanted
    assert spans == sorted(spans)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))


def _rows(sample: ModuleType, context: ExportContext | None = None) -> list[dict[str, str]]:
    context = context or ExportContext.of(sample.sample_dataset())
    text = open_2017_csv.export(sample.sample_plan(), context).decode("utf-8")
    assert text.splitlines()[0] == HEADER
    return list(csv.DictReader(io.StringIO(text)))


def test_rows_of_the_sample(sample: ModuleType) -> None:
    rows = {row["polling_place_id"]: row for row in _rows(sample)}
    assert sorted(rows) == ["0101", "0102", "0103", "0104", "0201", "0202"]
    row = rows["0101"]
    assert row["municipality_id"] == "0301"
    assert row["borough_id"] == "030101"
    assert row["postal_code"] == "0190"
    assert row["gps_coordinates"] == "59.912633,10.761945"
    assert {r["election_day_voting"] for r in rows.values()} == {"0"}
    assert row["opening_hours"].startswith(
        "2027-07-05 09:30:00,2027-07-05 15:00:00,2027-08-10 10:00:00,2027-08-10 19:00:00"
    )


def test_postal_code_and_town_are_not_said_twice(sample: ModuleType) -> None:
    context = ExportContext.of(sample.sample_dataset())
    station = replace(sample.stations()[0], address="Platous gate 16, 0190 Oslo")
    assert context.street(station) == "Platous gate 16"
    assert context.street(replace(station, address="Platous gate 16")) == "Platous gate 16"
    assert ExportContext().street(station) == "Platous gate 16, 0190 Oslo"


def test_institutions_and_home_teams_are_not_published(sample: ModuleType) -> None:
    names = {row["polling_place_name"] for row in _rows(sample)}
    assert not names & {"Furuset sykehjem", "Hjemmestemming øst"}


def test_an_institution_marked_as_public_is_not_published_either(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    marked = replace(plan, stations=tuple(replace(s, public=True) for s in plan.stations))
    assert open_2017_csv.export(marked, ExportContext()) == open_2017_csv.export(plan, ExportContext())


def test_what_is_unknown_stays_empty(sample: ModuleType) -> None:
    row = _rows(sample, ExportContext())[0]
    unknown = ("county_id", "county_name", "municipality_id", "borough_id", "postal_code", "area")
    assert {row[column] for column in unknown} == {""}
    assert len(row["polling_place_id"]) == 4


def test_formulas_are_made_text_and_text_survives(sample: ModuleType) -> None:
    row = next(row for row in _rows(sample) if row["polling_place_id"] == "0104")
    assert row["address_line"] == "'=HYPERLINK(1)"
    assert row["polling_place_name"] == sample.HOSTILE


@given(st.text())
def test_no_cell_of_free_text_is_a_formula(text: str) -> None:
    cell = text_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", " "))
    assert len(cell.splitlines()) <= 1


@pytest.mark.parametrize("district", ["", "00"])
def test_a_place_outside_every_bydel_has_no_borough(sample: ModuleType, district: str) -> None:
    facts = {"f0101": PlaceFacts("0101", "0190", "OSLO", district, "Uten bydel", advance=True)}
    rows = _rows(sample, ExportContext("0301", "Oslo", "03", "Oslo", facts))
    row = next(r for r in rows if r["polling_place_id"] == "0101")
    assert (row["borough_id"], row["borough_name"]) == ("", "")


@given(st.sampled_from(StationKind), st.sampled_from([True, False, None]), st.lists(st.sampled_from(Phase), max_size=3))
def test_the_info_text_is_whole_and_fits_eva(kind: StationKind, accessible: bool | None, phases: list[Phase]) -> None:
    opening = tuple(Opening(date(2027, 8, 10), "10:00", "12:00", phase) for phase in phases)
    text = info_text(Station("a", "x", kind, 59.9, 10.7, "", accessible, True, opening), EMPTY)
    assert len(text) <= MAX_INFO
    assert ";" not in text
    assert text.endswith("Ta med legitimasjon.")
    assert ("hjelp" in text) == (accessible is False)
    assert ("idligstemming" in text) == (Phase.EARLY in phases)


@pytest.mark.parametrize(
    ("vehicles", "said"),
    [(("bat",), "Valgbåten ligger her"), (("buss",), "Valgbussen står her"), (("bat", "buss"), "Valgbussen står her")],
)
def test_a_boat_is_called_a_boat(vehicles: tuple[str, ...], said: str) -> None:
    known = [{"id": "bat", "kind": "boat"}, {"id": "buss", "kind": "bus"}]
    opening = tuple(Opening(date(2027, 8, 10), "10:00", "12:00", vehicle=vehicle) for vehicle in vehicles)
    stop = Station("a", "x", StationKind.MOBILE_STOP, 59.9, 10.7, "", True, True, opening)
    assert info_text(stop, replace(EMPTY, scenario={"vehicles": known})).startswith(said)

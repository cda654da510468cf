"""A reason for setting a requirement aside goes with whatever it is about, in every export."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from dataclasses import replace
from types import ModuleType

import pypdf
import pytest
from openpyxl import load_workbook

from planner.domain.findings import Finding, Override, Severity
from planner.domain.plan import Plan
from planner.evaluate.reasons import plan_reasons, station_reasons
from planner.exporters import ExportContext, exporter, exporters, geojson, open_2017_csv, packing

PREPARED, STATES, PAYS, MARKET = (
    *("eneste lokale; rampe er bestilt", "prøves ut, med nye tider"),
    *("bystyret betaler", "markedsdager i uke 33"),
)


FOR_VOTERS = {"open-2017-csv", "open-2017-json", "vip-csv", "vip-xml", "schema-org", "leaflets"}
"""They read the reason, and no rule id."""


def aside(rule: str, reason: str, *subjects: str) -> Finding:
    return Finding(rule, Severity.WARNING, f"Brudd. {reason}", subjects, override=Override(reason))


@pytest.fixture
def plan(sample: ModuleType) -> Plan:
    found: Plan = replace(
        sample.sample_plan(),
        findings=(
            aside("A1", PREPARED, "f0102", "f0103"),
            aside("A1", PREPARED, "f0102"),
            aside("min_visits", STATES, "e1502"),
            aside("budget", PAYS),
            aside("P7", MARKET, "2027-08-16"),
            Finding("S1", Severity.HARD, "Ingen leder.", ("f0102",)),
        ),
    )
    return found


def test_each_reason_once_and_where_it_belongs(plan: Plan) -> None:
    assert station_reasons(plan, "f0102") == [("A1", PREPARED)]
    assert station_reasons(plan, "f0101") == []
    assert plan_reasons(plan) == [("budget", PAYS), ("P7", MARKET)]


def test_geojson_has_them_on_the_station_and_on_the_whole(plan: Plan) -> None:
    found = json.loads(geojson.export(plan, ExportContext()))
    by_id = {feature["id"]: feature["properties"]["overrides"] for feature in found["features"]}
    assert by_id["f0103"] == [{"rule": "A1", "reason": PREPARED}]
    assert by_id["f0101"] == []
    assert [entry["rule"] for entry in found["overrides"]] == ["budget", "P7"]
    bare = json.loads(geojson.export(replace(plan, findings=()), ExportContext()))
    assert "overrides" not in bare


def test_the_packing_workbook_has_them_on_a_sheet_of_their_own(plan: Plan) -> None:
    book = load_workbook(io.BytesIO(packing.export(plan, ExportContext())))
    found = list(book["Fravik"].iter_rows(min_row=2, values_only=True))
    assert (None, "hele planen", "P7", MARKET) in found
    assert ("f0102", "Tøyen", "A1", PREPARED) in found
    assert len(found) == 5
    bare = load_workbook(io.BytesIO(packing.export(replace(plan, findings=()), ExportContext())))
    said = [cell for row in bare["Fravik"].iter_rows(values_only=True) for cell in row if cell]
    assert any("Ingen krav er fraveket" in str(text) for text in said)


@pytest.mark.parametrize("name", list(exporters()))
def test_every_export_has_every_reason(name: str, plan: Plan, sample: ModuleType) -> None:
    """Of each station that it tells of, and of the whole plan; what is not set aside is not said to be."""
    tame = {station.id: station for station in sample.tame_plan().stations}
    if name in {"eva-keying"}:
        plan = replace(plan, stations=tuple(tame[station.id] for station in plan.stations if station.id in tame))
    made = exporter(name).export(plan, ExportContext.of(sample.sample_dataset()))
    files = [made] if isinstance(made, bytes) else list(made.values())
    text = "\n".join(map(words_of, files))
    expected = [PREPARED, STATES, PAYS, MARKET] if name != "driving" else [STATES, PAYS, MARKET]
    assert [reason for reason in expected if reason not in text] == []
    if name in FOR_VOTERS:
        assert not re.search(r"min_visits|overrides|\bP7\b|\bbudget\b", text)
    bare = exporter(name).export(replace(plan, findings=()), ExportContext.of(sample.sample_dataset()))
    said = "\n".join(map(words_of, [bare] if isinstance(bare, bytes) else bare.values()))
    assert not any(reason in said for reason in (PREPARED, STATES, PAYS, MARKET))


def words_of(content: bytes) -> str:
    """The words of a file of any of the formats, white space as single spaces."""
    if content.startswith(b"%PDF"):
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            text = " ".join(parts.read(part).decode(errors="replace") for part in parts.namelist())
    elif content.startswith(b"BEGIN:VCALENDAR"):
        text = content.decode().replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";")
    else:
        text = content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text) if "<" in text else text).split())


def test_the_published_list_says_it_in_whole_sentences(plan: Plan) -> None:
    rows = list(csv.DictReader(io.StringIO(open_2017_csv.export(plan, ExportContext()).decode())))
    info = {row["polling_place_name"]: row["info_text"] for row in rows}
    whole = " ".join(f"Unntak fra et krav til hele planen: {reason}." for reason in (PAYS, MARKET))
    assert info["Mortensrud skole"] == (
        "Valgbussen står her bare i åpningstidene. Ta med legitimasjon. "
        f"Unntak fra et krav her: prøves ut, med nye tider. {whole}"
    )
    assert info["Tøyen"] == (
        "Du kan trenge hjelp for å komme inn. Ta med legitimasjon. "
        f"Unntak fra et krav her: eneste lokale; rampe er bestilt. {whole}"
    )


def test_a_long_reason_is_whole_and_does_not_break_the_limit_of_eva(plan: Plan, sample: ModuleType) -> None:
    """EVA's 150 characters are for the info text; the reason has a column and a sheet of its own."""
    long = " ".join(["lang grunn"] * 40)
    tame = replace(sample.tame_plan(), findings=(aside("A1", long, "f0102"),))
    book = load_workbook(io.BytesIO(exporter("eva-keying").export(tame, ExportContext.of(sample.sample_dataset()))))
    assert ("f0102", "Tøyen", "A1", long) in list(book["Fravik"].iter_rows(min_row=2, values_only=True))
    row = next(r for r in book.worksheets[0].iter_rows(values_only=True) if "Tøyen" in r)
    assert long in row

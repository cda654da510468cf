"""A reason for setting a requirement aside goes with whatever it is about, in every export."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from types import ModuleType

import pytest
from openpyxl import load_workbook

from planner.domain.findings import Finding, Override, Severity
from planner.domain.plan import Plan
from planner.evaluate.reasons import plan_reasons, station_reasons
from planner.exporters import ExportContext, geojson, open_2017_csv, packing


def aside(rule: str, reason: str, *subjects: str) -> Finding:
    return Finding(rule, Severity.WARNING, f"Brudd. {reason}", subjects, override=Override(reason))


@pytest.fixture
def plan(sample: ModuleType) -> Plan:
    found: Plan = replace(
        sample.sample_plan(),
        findings=(
            aside("A1", "eneste lokale; rampe er bestilt", "f0102", "f0103"),
            aside("A1", "eneste lokale; rampe er bestilt", "f0102"),
            aside("min_visits", "prøves ut", "e1502"),
            aside("budget", "bystyret betaler"),
            aside("P7", "markedsdager", "2027-08-16"),
            Finding("S1", Severity.HARD, "Ingen leder.", ("f0102",)),
        ),
    )
    return found


def test_each_reason_once_and_where_it_belongs(plan: Plan) -> None:
    assert station_reasons(plan, "f0102") == [("A1", "eneste lokale; rampe er bestilt")]
    assert station_reasons(plan, "f0101") == []
    assert plan_reasons(plan) == [("budget", "bystyret betaler"), ("P7", "markedsdager")]


def test_geojson_has_them_on_the_station_and_on_the_whole(plan: Plan) -> None:
    found = json.loads(geojson.export(plan, ExportContext()))
    by_id = {feature["id"]: feature["properties"]["overrides"] for feature in found["features"]}
    assert by_id["f0103"] == [{"rule": "A1", "reason": "eneste lokale; rampe er bestilt"}]
    assert by_id["f0101"] == []
    assert [entry["rule"] for entry in found["overrides"]] == ["budget", "P7"]
    bare = json.loads(geojson.export(replace(plan, findings=()), ExportContext()))
    assert "overrides" not in bare


def test_the_packing_workbook_has_them_on_a_sheet_of_their_own(plan: Plan) -> None:
    book = load_workbook(io.BytesIO(packing.export(plan, ExportContext())))
    found = list(book["Fravik"].iter_rows(min_row=2, values_only=True))
    assert (None, "hele planen", "P7", "markedsdager") in found
    assert ("f0102", "Tøyen", "A1", "eneste lokale; rampe er bestilt") in found
    assert len(found) == 5
    bare = load_workbook(io.BytesIO(packing.export(replace(plan, findings=()), ExportContext())))
    said = [cell for row in bare["Fravik"].iter_rows(values_only=True) for cell in row if cell]
    assert any("Ingen krav er fraveket" in str(text) for text in said)


def test_the_published_list_keeps_rules_and_reasons_from_the_voters(plan: Plan) -> None:
    rows = list(csv.DictReader(io.StringIO(open_2017_csv.export(plan, ExportContext()).decode())))
    info = {row["polling_place_name"]: row["info_text"] for row in rows}
    assert info["Mortensrud skole"] == "Valgbussen står her bare i åpningstidene. Ta med legitimasjon."
    assert info["Tøyen"] == "Du kan trenge hjelp for å komme inn. Ta med legitimasjon."
    assert not any(word in text for text in info.values() for word in ("Fravik", "A1", "min_visits", "rampe", "…", ";"))

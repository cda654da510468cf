"""The same rows as the CSV, in the documented shape."""

from __future__ import annotations

import csv
import io
import json
from types import ModuleType

from planner.exporters import ExportContext, open_2017_csv, open_2017_json


def test_the_rows_are_those_of_the_csv(sample: ModuleType) -> None:
    plan, context = sample.tame_plan(), ExportContext.of(sample.sample_dataset())
    found = json.loads(open_2017_json.export(plan, context))
    rows = list(csv.DictReader(io.StringIO(open_2017_csv.export(plan, context).decode())))
    assert found["polling_places"] == rows
    assert found["columns"] == list(rows[0])
    assert found["format"] == "open-2017"


def test_text_stands_as_it_is(sample: ModuleType) -> None:
    content = open_2017_json.export(sample.sample_plan(), ExportContext.of(sample.sample_dataset()))
    places = {place["polling_place_id"]: place for place in json.loads(content)["polling_places"]}
    assert places["0104"]["address_line"] == "=HYPERLINK(1)"
    assert places["0104"]["polling_place_name"] == sample.HOSTILE
    assert "Tøyen".encode() in content

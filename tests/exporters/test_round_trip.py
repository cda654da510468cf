"""Every published form, read back, gives the same stations and hours: on generated plans and on a plan for Oslo."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from published import (
    Place,
    plans,
    read_csv,
    read_geojson,
    read_ics,
    read_open,
    read_osm,
    read_schema_org,
    read_vip_csv,
    read_vip_xml,
    wanted,
)
from small import OSLO, ROOT, write_scenario

from planner.cli import main
from planner.dataset import load_dataset
from planner.domain.plan import Plan
from planner.exporters import ExportContext, exporter
from planner.exporters.ics import file_name
from planner.exporters.place_ids import place_ids
from planner.planfile import read_plan

Reader = Callable[[Plan, ExportContext], dict[str, Place]]
GENERATED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def _made(name: str, plan: Plan, context: ExportContext) -> bytes:
    content = exporter(name).export(plan, context)
    assert isinstance(content, bytes)
    return content


def _osm(plan: Plan, context: ExportContext) -> dict[str, Place]:
    return {
        s["ref"]: Place(s["name"], s["lat"], s["lon"], read_osm(s["opening_hours"]))
        for s in json.loads(_made("osm-hours", plan, context))["stations"]
    }


READERS: dict[str, Reader] = {
    "open-2017-csv": lambda p, c: read_open(read_csv(_made("open-2017-csv", p, c)), guarded=True),
    "open-2017-json": lambda p, c: read_open(
        json.loads(_made("open-2017-json", p, c))["polling_places"], guarded=False
    ),
    "vip-csv": lambda p, c: read_vip_csv(exporter("vip-csv").export(p, c)),  # type: ignore[arg-type]
    "vip-xml": lambda p, c: read_vip_xml(_made("vip-xml", p, c)),
    "osm-hours": _osm,
    "schema-org": lambda p, c: read_schema_org(_made("schema-org", p, c)),
}


@pytest.fixture(scope="module")
def oslo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, ExportContext]:
    folder = tmp_path_factory.mktemp("oslo")
    assert main(["plan", str(write_scenario(folder)), "--out", str(folder / "out"), "--quiet"]) == 0
    return read_plan(folder / "out" / "plan.json"), ExportContext.of(load_dataset(OSLO))


def _check(name: str, plan: Plan, context: ExportContext) -> None:
    assert READERS[name](plan, context) == wanted(plan, place_ids(plan, context))


def _check_everyone(plan: Plan, context: ExportContext) -> None:
    """Forms that show every station: GeoJSON, and a calendar of each."""
    ids = place_ids(plan, context)
    everyone = wanted(plan, ids, everyone=True)
    assert read_geojson(_made("geojson", plan, context), ids) == everyone
    files = exporter("ics").export(plan, context)
    assert isinstance(files, dict)
    for station in plan.stations:
        assert read_ics(files[file_name("sted", station.id)]) == everyone[ids[station.id]].hours


@pytest.mark.parametrize("name", READERS)
@GENERATED
@given(plan=plans())
def test_generated_plans(name: str, plan: Plan) -> None:
    _check(name, plan, ExportContext())


@GENERATED
@given(plan=plans())
def test_generated_plans_with_every_station(plan: Plan) -> None:
    _check_everyone(plan, ExportContext())


def _keyed_hours(plan: Plan, context: ExportContext) -> dict[str, dict[date, set[int]]]:
    """Opening hours by id, as somebody types them from the keying sheet."""
    page = openpyxl.load_workbook(io.BytesIO(_made("eva-keying", plan, context)))["Åpningstider"]
    found: dict[str, dict[date, set[int]]] = {}
    for number, _, day, _, start, end, *_ in page.iter_rows(min_row=2, values_only=True):
        if number is None:
            break
        first, last = (int(str(clock)[:2]) * 60 + int(str(clock)[3:]) for clock in (start, end))
        found.setdefault(str(number), {}).setdefault(day.date(), set()).update(range(first, last))  # type: ignore[union-attr]
    return found


def _check_every_form(plan: Plan, context: ExportContext) -> None:
    assert len(plan.stations) > 28
    for name in READERS:
        _check(name, plan, context)
    _check_everyone(plan, context)
    everyone = wanted(plan, place_ids(plan, context), everyone=True)
    assert _keyed_hours(plan, context) == {number: place.hours for number, place in everyone.items()}


def test_a_plan_of_oslo(oslo: tuple[Plan, ExportContext]) -> None:
    _check_every_form(*oslo)


@pytest.mark.long
def test_the_plan_that_make_plan_makes(tmp_path: Path) -> None:
    assert main(["plan", str(ROOT / "scenarios" / "oslo.yaml"), "--out", str(tmp_path), "--quiet"]) == 0
    _check_every_form(read_plan(tmp_path / "plan.json"), ExportContext.of(load_dataset(OSLO)))


def test_files_of_the_oslo_plan_have_unlike_names_on_every_system(oslo: tuple[Plan, ExportContext]) -> None:
    files = exporter("ics").export(*oslo)
    assert len({name.casefold() for name in files}) == len(files)
    assert all(Path(name).name == name and name.isascii() for name in files)  # type: ignore[union-attr]

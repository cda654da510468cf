"""Driving sheets: every vehicle's every day, with what is known and what is not."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from types import ModuleType

import pypdf
import pytest
from tiny import BUS_DAY, SATURDAY, station, tiny_dataset, tiny_plan, tiny_problem

from planner.domain.plan import Opening, Plan, Role, RosterEntry, StationKind
from planner.exporters import ExportContext, exporter
from planner.exporters.driving import ALL, NO_VEHICLES
from planner.exporters.printed.driving_sheet import NO_DRIVES, NO_MAP, NO_SETTINGS, STRAIGHT

PROBLEM = tiny_problem(tiny_dataset(sites={"e0101": {"contact": "Kari <99>", "power": True}}))


def sheets(plan: Plan, context: ExportContext | None = None) -> dict[str, bytes]:
    context = context or replace(ExportContext.of(PROBLEM.dataset), problem=PROBLEM)
    return dict(exporter("driving").export(plan, context))


def day(plan: Plan) -> str:
    return sheets(plan)["buss-2027-08-24.html"].decode()


def test_one_sheet_per_vehicle_and_day_and_all_in_one_to_print() -> None:
    saturday = [Opening(SATURDAY, "12:00", "14:00", vehicle="buss", crew=2)]
    ward = station("e0102", saturday, StationKind.INSTITUTION, public=False)
    files = sheets(replace(tiny_plan(ward), scenario={"vehicles": [{"id": "buss", "name": "Bussen"}]}))
    assert sorted(files) == [ALL, "buss-2027-08-24.html", "buss-2027-08-28.html"]
    assert NO_DRIVES in files["buss-2027-08-28.html"].decode()
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files[ALL])).pages]
    assert pages[0].lstrip().startswith("Bussen, ")
    assert sum("Om bord" in text for text in pages) == 2
    # Each day begins a sheet of its own.
    assert all(text.count("Om bord") <= 1 for text in pages)


def test_times_addresses_and_kilometres() -> None:
    told = day(tiny_plan())
    assert "Ut kl. 9.30, tilbake kl. 17.20 (7 t 50 min ute)" in told
    assert "Kjøring i alt: 28,0 km, 70 minutter" in told
    rows = re.findall(r"<tr>(.*?)</tr>", told)
    assert any(re.sub("<[^>]+>", "|", row) == "|9.40||10.00||Rigg||1 Sted e0101|||" for row in rows)
    assert "Sted f0101 → 1 Sted e0101" in told
    assert "Kari &lt;99&gt;" in told
    assert "Åpent (2 som tar imot stemmer)" in told


def test_who_is_on_board_is_the_roster_or_room_to_write() -> None:
    assert "Vaktlista har ingen her" in day(tiny_plan())
    driver = RosterEntry(BUS_DAY, "e0101", "09:30", "13:00", Role.DRIVER, "Åse")
    elsewhere = replace(driver, station="f0101", person="Per")
    told = day(tiny_plan(roster=(driver, elsewhere)))
    assert "<td>Åse</td><td>sjåfør</td><td>9.30</td><td>13.00</td>" in told
    assert "Per" not in told


def test_the_map_shows_the_order_and_needs_no_network() -> None:
    told = day(tiny_plan())
    assert "stroke-dasharray" in told
    assert STRAIGHT in told
    assert {">0<", ">1<", ">2<"} <= set(re.findall(r">\d<", told))
    assert "size: A4" in told
    assert not re.search(r"(src|href)=|url\(|<script", told)
    # The depot, two stops and the depot again.
    (path,) = re.findall(r'd="(M[^"]+)" fill="none" stroke="#1a1a1a" stroke-width="3" stroke-dasharray', told)
    assert path.count("L") == 3


def test_what_is_not_known_is_said(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    told = sheets(plan, ExportContext())["buss1-2027-08-24.html"].decode()
    assert NO_MAP in told
    assert NO_SETTINGS in told
    empty = sheets(replace(plan, stations=(), vehicles=()), ExportContext())
    assert NO_VEHICLES in pypdf.PdfReader(io.BytesIO(empty[ALL])).pages[0].extract_text()


@pytest.mark.parametrize("name", ["../buss", "buss 1", "bøss"])
def test_any_vehicle_id_makes_a_safe_file_name(name: str) -> None:
    stop = station("e0101", [Opening(BUS_DAY, "10:00", "12:00", vehicle=name)])
    (file, _) = sorted(set(sheets(tiny_plan(stop))) - {"buss-2027-08-24.html"}, key=lambda f: f == ALL)
    assert re.fullmatch(r"[A-Za-z0-9_-]+\.html", file)


def test_a_team_s_sheet_says_with_whom_the_visit_is_agreed() -> None:
    home = {"id": "i1", "name": "Solheim", "kind": "institution", "lat": 59.9, "lon": 10.72, "contact": "Åse & Bo"}
    problem = tiny_problem(institutions=[home], visits={"teams": 1})
    visit = [Opening(BUS_DAY, "12:00", "14:00", vehicle="besokslag-1", crew=2)]
    ward = station("f0101", visit, StationKind.INSTITUTION, id="i1", name="Solheim", public=False)
    context = replace(ExportContext.of(problem.dataset), problem=problem)
    told = sheets(tiny_plan(ward), context)["besokslag-1-2027-08-24.html"].decode()
    assert "Besøkslag 1, tirsdag 24. august 2027" in told
    assert "Besøkslag med bil" in told
    assert "Åse &amp; Bo" in told
    assert NO_SETTINGS not in told

"""The page as text: whole, in Norwegian, deterministic, harmless, and without an address to fetch."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from planner.dataset import load_dataset
from planner.domain.dataset import Dataset
from planner.domain.errors import InputError
from planner.domain.findings import Override, Severity
from planner.domain.plan import Plan
from planner.exporters.hours import hours_lines
from planner.mapview.mapinput import MapInput
from planner.mapview.panel import HIDDEN_ON_MAP
from planner.mapview.render import render_map

MEGABYTE = 1_000_000
OSLO = Path(__file__).parents[2] / "data" / "oslo"


def map_input(plan: Plan, dataset: Dataset, **changes: Any) -> MapInput:
    n = len(dataset.points)
    before = np.linspace(3, 40, n)
    before[1] = np.nan
    placed = [s.id for s in plan.stations if s.lat is not None]
    given = MapInput(
        point_minutes_before=before,
        point_minutes_after=before - 2,
        point_station=tuple(placed[row % len(placed)] if row % 9 else None for row in range(n)),
        point_weight=np.linspace(5, 50, n),
        hours_text=hours_lines,
        stations_before=plan.stations[:1],
        messages=("Avstand er <b>ikke</b> problemet i Gamle Oslo.", "Veien er lang til Bjørndal."),
    )
    return replace(given, **changes)


@pytest.fixture(scope="module")
def page(sample: ModuleType) -> str:
    plan, dataset = sample.sample_plan(), sample.sample_dataset()
    return render_map(plan, dataset, map_input(plan, dataset), generated_on=sample.GENERATED_ON)


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', page, re.DOTALL)
    assert found
    result: dict[str, Any] = json.loads(found[1])
    return result


class Tags(HTMLParser):
    """Every tag with its attributes, and all text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_data(self, data: str) -> None:
        if self.inside not in {"script", "style"}:
            self.text += data


def test_nothing_is_fetched(page: str) -> None:
    for tag, attributes in Tags(page).tags:
        assert "src" not in attributes, tag
        assert tag not in {"img", "iframe", "object", "embed"}
        if tag == "link":
            assert attributes["href"] == "data:,"
    assert "sourceMappingURL" not in page
    assert not re.search(r"@import|url\((?!#default)", page)


def test_leaflet_carries_its_licence(page: str) -> None:
    assert "Redistribution and use in source and binary forms" in page
    assert "Volodymyr Agafonkin" in page


def test_language_title_date_sources_and_approximations(page: str, sample: ModuleType) -> None:
    parsed = Tags(page)
    assert parsed.tags[0] == ("html", {"lang": "nb"})
    wanted = (
        "Prøveplan Øst", "1. mars 2027", "Valgdag 13. september 2027", "utkast", "OpenStreetMap (ODbL)",
        "Stortingsvalget 2025", "stiplet ring", "Kjøring: 10 kr/km", "Leaflet (BSD 2-Clause)", "Hjemmestemming øst",
        "Veien er lang til Bjørndal.",
    )  # fmt: skip
    for text in wanted:
        assert text in parsed.text, text


def test_hostile_text_is_only_text(page: str, sample: ModuleType) -> None:
    assert "<script>alert" not in page
    assert "ikke</b>" not in page
    assert "Avstand er <b>ikke</b> problemet" in Tags(page).text
    names = [station["name"] for station in data_of(page)["stations"]]
    assert sample.HOSTILE in names
    assert [tag for tag, _ in Tags(page).tags].count("script") == 4


def test_a_hostile_title_is_only_text(sample: ModuleType) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset()
    plan = replace(plan, scenario=plan.scenario | {"name": "</title><script>x()</script>"})
    page = render_map(plan, dataset, map_input(plan, dataset), generated_on=sample.GENERATED_ON)
    assert "<script>x()" not in page


def test_policy_allows_our_scripts_by_hash_and_one_tile_host(page: str) -> None:
    policy = next(a["content"] for _, a in Tags(page).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy
    assert "default-src 'none'" in policy
    assert "img-src data: https://cache.kartverket.no;" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL):
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy


def test_same_plan_same_bytes(page: str, sample: ModuleType) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset()
    assert page == render_map(plan, dataset, map_input(plan, dataset), generated_on=sample.GENERATED_ON)


def test_data_of_the_page(page: str) -> None:
    data = data_of(page)
    stations = {station["id"]: station for station in data["stations"]}
    assert "h0001" not in stations
    assert (stations["f0101"]["accessible"], stations["f0102"]["accessible"], stations["f0103"]["accessible"]) == (
        "ja", "nei", "ukjent",
    )  # fmt: skip
    assert stations["f0101"]["today"] is True
    assert stations["f0102"]["today"] is False
    assert stations["f0101"]["hours"][-1] == "10.8.–10.9.: man–fre 10–19, lør 10–14"
    assert stations["f0101"]["crew"] == "2–3"
    assert data["points"]["before"][1] is None
    assert {-1} < set(data["points"]["station"])
    assert {0, 1} == set(data["points"]["covered"])
    assert data["districts"][0] == {
        "name": "Gamle Oslo", "turnout": 80.8, "municipal": False, "voters": 9102, "before": 13.2, "after": 12.9,
    }  # fmt: skip


def test_bus_days_hold_their_drives_in_order(page: str) -> None:
    first, second = data_of(page)["busDays"]
    assert (first["date"], first["label"], len(first["legs"])) == ("2027-08-24", "tir 24.8.", 3)
    assert first["legs"][0]["from"] == [59.93, 10.84]  # the depot is a site that is no station
    assert (second["label"], len(second["legs"])) == ("lør 4.9.", 2)


def test_todays_station_that_is_left_out_is_drawn(sample: ModuleType) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset()
    gone = replace(plan.stations[0], id="f0999", name="Nedlagt bibliotek")
    given = map_input(plan, dataset, stations_before=(gone,))
    page = render_map(plan, dataset, given, generated_on=sample.GENERATED_ON)
    assert [place["name"] for place in data_of(page)["closed"]] == ["Nedlagt bibliotek"]


@pytest.mark.parametrize("with_areas", [True, False])
def test_first_view_holds_every_station_and_not_the_far_forest(sample: ModuleType, with_areas: bool) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset(20)
    dataset = replace(dataset, areas=dataset.areas if with_areas else {})
    dataset.points.lat[5] = 61.0
    weights = np.ones(len(dataset.points))
    weights[5] = 0.01
    page = render_map(plan, dataset, map_input(plan, dataset, point_weight=weights), generated_on=sample.GENERATED_ON)
    (south, west), (north, east) = data_of(page)["view"]
    assert north < 60
    for station in plan.stations:
        if station.lat is not None:
            assert south <= station.lat <= north
            assert west <= station.lon <= east


def test_a_bare_plan_is_drawn_too(sample: ModuleType) -> None:
    full, dataset = sample.sample_plan(), sample.sample_dataset()
    plan = Plan({}, full.dataset, ())
    given = map_input(full, dataset, stations_before=(), messages=())
    page = render_map(plan, dataset, given, generated_on=sample.GENERATED_ON)
    assert "<title>oslo" in page
    assert data_of(page)["districts"][0]["before"] is None


def test_size_with_as_many_points_as_oslo(sample: ModuleType) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset(29)
    page = render_map(plan, dataset, map_input(plan, dataset), generated_on=sample.GENERATED_ON)
    assert len(page.encode()) < MEGABYTE


def test_columns_of_the_wrong_length_are_all_named(sample: ModuleType) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset()
    given = map_input(plan, dataset, point_station=(), point_weight=np.ones(3))
    with pytest.raises(InputError, match=r"point_weight.*point_station"):
        render_map(plan, dataset, given, generated_on=sample.GENERATED_ON)


@pytest.mark.skipif(not OSLO.is_dir(), reason="DATA/OSLO IS MISSING: the map of the real dataset was not drawn")
def test_the_real_oslo_fits_in_a_mail_and_shows_the_city_not_the_forest(sample: ModuleType) -> None:
    plan, dataset = sample.sample_plan(), load_dataset(OSLO)
    page = render_map(plan, dataset, map_input(plan, dataset), generated_on=sample.GENERATED_ON)
    data = data_of(page)
    assert len(page.encode()) < 2.5 * MEGABYTE
    assert {area["name"] for area in data["areas"] if area["district"] >= 0} >= {"Stovner", "Frogner"}
    assert len(data["roads"]) > 10
    assert {name["rank"] for name in data["names"]} == {1, 2}
    (south, west), (north, east) = data["view"]
    assert north - south < 0.2  # Marka reaches 0.35 degrees
    assert east - west < 0.4


def test_a_station_carries_the_reasons_for_what_is_set_aside(sample: ModuleType) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset()
    finding = replace(
        plan.findings[0], rule="A1", severity=Severity.WARNING, override=Override("rampe </script> bestilt")
    )
    plan = replace(plan, findings=(finding,))
    data = data_of(render_map(plan, dataset, map_input(plan, dataset), generated_on=sample.GENERATED_ON))
    set_aside = {station["id"]: station["setAside"] for station in data["stations"]}
    assert set_aside["f0102"] == ["A1: rampe </script> bestilt"]
    assert set_aside["f0101"] == []


def test_what_is_set_aside_for_the_whole_plan_stands_in_the_panel(sample: ModuleType) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset()
    assert "Fraveket for hele planen" not in render_map(
        replace(plan, findings=()), dataset, map_input(plan, dataset), generated_on=sample.GENERATED_ON
    )
    finding = replace(plan.findings[0], rule="P7", subjects=("2027-08-16",), override=Override("<b>marked</b>"))
    plan = replace(plan, findings=(finding,))
    page = render_map(plan, dataset, map_input(plan, dataset), generated_on=sample.GENERATED_ON)
    assert "<li>P7: &lt;b&gt;marked&lt;/b&gt;</li>" in page


def test_tidligstemming_is_named_on_its_day(page: str) -> None:
    """The library's early opening of the sample plan; the home team has no place and is only listed."""
    days = {day["date"]: day["open"] for day in data_of(page)["days"]}
    assert [hours for _, hours in days["2027-07-05"]] == ["09:30–15:00 (tidligstemming)"]
    assert not [hours for _, hours in days["2027-09-01"] if "tidligstemming" in hours]
    assert "h0001" not in {station["id"] for station in data_of(page)["stations"]}


@pytest.mark.parametrize("few", [3.0, 4.0])
def test_few_voters_of_a_point_or_a_district_are_not_told(sample: ModuleType, few: float) -> None:
    plan, dataset = sample.sample_plan(), sample.sample_dataset()
    weights = np.full(len(dataset.points), 50.0)
    first, second, *_ = np.flatnonzero(dataset.points.district == 0)
    weights[[first, second]] = few, 40 - few
    page = render_map(plan, dataset, map_input(plan, dataset, point_weight=weights), generated_on=sample.GENERATED_ON)
    shown = data_of(page)["points"]["weight"]
    assert (shown[first], shown[second]) == (None, None)
    assert [weight for row, weight in enumerate(shown) if row not in (first, second)] == [50] * (len(weights) - 2)
    assert HIDDEN_ON_MAP in html.unescape(page)
    pair = plan.accessibility
    assert pair is not None
    small = {name: replace(m, weight=few) for name, m in pair.before.by_district.items() if name == "Gamle Oslo"}
    fewer = replace(pair, before=replace(pair.before, by_district=pair.before.by_district | small))
    data = data_of(
        render_map(
            replace(plan, accessibility=fewer),
            dataset,
            map_input(plan, dataset, point_weight=weights),
            generated_on=sample.GENERATED_ON,
        )
    )
    # The other district is left out with it, for their sum would give it back; so are the points of both.
    assert [(d["voters"], d["before"], d["after"]) for d in data["districts"]] == [(None, None, None)] * 2
    assert set(data["points"]["weight"]) == {None}


def test_the_map_tells_nothing_of_few_where_all_are_many(page: str) -> None:
    assert HIDDEN_ON_MAP not in html.unescape(page)

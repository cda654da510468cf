"""GeoJSON: valid by RFC 7946, one point per station with a place, all text intact."""

from __future__ import annotations

import json
from dataclasses import replace
from types import ModuleType

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import DatasetReference, Plan, Station, StationKind
from planner.exporters import ExportContext, geojson

SCHEMA = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "crs": False,
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties", "id"],
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": {
                        "type": "object",
                        "required": ["type", "coordinates"],
                        "properties": {
                            "type": {"const": "Point"},
                            "coordinates": {
                                "type": "array",
                                "minItems": 2,
                                "maxItems": 2,
                                "prefixItems": [
                                    {"type": "number", "minimum": -180, "maximum": 180},
                                    {"type": "number", "minimum": -90, "maximum": 90},
                                ],
                            },
                        },
                    },
                    "properties": {"type": "object", "required": ["id", "name", "kind", "opening", "hours_text"]},
                },
            },
        },
    },
}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TEXTS = {"id": TEXT, "name": TEXT, "address": TEXT, "opening": st.just(())}
FLAGS = {"accessible": st.sampled_from([True, False, None]), "public": st.booleans()}
PLACED = st.builds(
    Station, kind=st.sampled_from(StationKind), lat=st.floats(-90, 90), lon=st.floats(-180, 180), **TEXTS, **FLAGS
)
TEAM = st.builds(Station, kind=st.just(StationKind.HOME_TEAM), lat=st.none(), lon=st.none(), **TEXTS, **FLAGS)
STATION = PLACED | TEAM


def _plan(stations: list[Station]) -> Plan:
    return Plan({}, DatasetReference("x", "1", "", "", ()), tuple(stations))


@given(st.lists(STATION, max_size=6))
def test_any_plan_is_valid_and_keeps_its_text(stations: list[Station]) -> None:
    found = json.loads(geojson.export(_plan(stations), ExportContext()))
    jsonschema.validate(found, SCHEMA)
    placed = [s for s in stations if s.lat is not None]
    assert len(found["features"]) == len(placed)
    assert sorted(f["properties"]["name"] for f in found["features"]) == sorted(s.name for s in placed)


@given(st.lists(STATION, max_size=6, unique_by=lambda s: s.id))
def test_the_rules_of_rfc_7946(stations: list[Station]) -> None:
    """UTF-8 without a mark (RFC 8259), no coordinate system named (section 4), positions with longitude first (3.1.1),
    six decimals at most (11.2), ids unlike, no member of a GeoJSON type used for something else (7.1).
    """
    content = geojson.export(_plan(stations), ExportContext())
    assert not content.startswith(b"\xef\xbb\xbf")
    found = json.loads(content)
    assert not {"crs", "coordinates", "geometries", "geometry", "properties"} & found.keys()
    ids = [feature["id"] for feature in found["features"]]
    assert len(ids) == len(set(ids))
    places = {s.id: s for s in stations}
    for feature in found["features"]:
        assert not {"coordinates", "geometries", "features"} & feature.keys()
        lon, lat = feature["geometry"]["coordinates"]
        assert abs(lon - places[feature["id"]].lon) <= 5e-7
        assert abs(lat - places[feature["id"]].lat) <= 5e-7
        assert (round(lon, 6), round(lat, 6)) == (lon, lat)


def test_home_team_is_left_out_and_positions_are_longitude_first(sample: ModuleType) -> None:
    found = json.loads(geojson.export(sample.sample_plan(), ExportContext.of(sample.sample_dataset())))
    by_id = {feature["id"]: feature for feature in found["features"]}
    assert "h0001" not in by_id
    assert by_id["f0101"]["geometry"]["coordinates"] == [10.761945, 59.912633]
    assert by_id["f0102"]["properties"]["accessible"] is False
    assert by_id["e1507-b"]["properties"]["district"] == "Søndre Nordstrand"


def test_norwegian_letters_are_written_as_they_are(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    plan = replace(plan, stations=(replace(plan.stations[0], name="Blåbærøya Čáhppesnjárga"),))
    assert "Blåbærøya Čáhppesnjárga".encode() in geojson.export(plan, ExportContext())

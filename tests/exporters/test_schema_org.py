"""JSON-LD: whole, safe inside a script element, weeks and single dates apart."""

from __future__ import annotations

import json
from types import ModuleType

from planner.exporters import ExportContext, schema_org


def _graph(sample: ModuleType) -> dict[str, dict]:
    content = schema_org.export(sample.sample_plan(), ExportContext.of(sample.sample_dataset()))
    found = json.loads(content)
    assert found["@context"] == "https://schema.org"
    return {place["identifier"]: place for place in found["@graph"]}


def test_a_place(sample: ModuleType) -> None:
    place = _graph(sample)["0102"]
    assert place["@type"] == "CivicStructure"
    assert place["address"] == {
        "@type": "PostalAddress", "streetAddress": "Hagegata 28", "postalCode": "0190", "addressLocality": "OSLO",
        "addressCountry": "NO",
    }  # fmt: skip
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 59.914414, "longitude": 10.775789}
    assert place["amenityFeature"][0]["value"] is False
    assert place["description"].endswith("Ta med legitimasjon.")
    weekdays, saturdays = place["openingHoursSpecification"]
    assert (weekdays["opens"], weekdays["closes"], len(weekdays["dayOfWeek"])) == ("10:00", "19:00", 5)
    assert (saturdays["validFrom"], saturdays["dayOfWeek"]) == ("2027-08-10", ["Saturday"])
    assert place["specialOpeningHoursSpecification"] == []


def test_a_bus_stop_has_single_dates_only(sample: ModuleType) -> None:
    place = _graph(sample)["0201"]
    assert place["openingHoursSpecification"] == []
    assert [(h["validFrom"], h["validThrough"], h["opens"]) for h in place["specialOpeningHoursSpecification"]] == [
        ("2027-08-24", "2027-08-24", "10:00"), ("2027-09-04", "2027-09-04", "10:00"),
    ]  # fmt: skip


def test_no_name_can_end_the_script_it_stands_in(sample: ModuleType) -> None:
    content = schema_org.export(sample.sample_plan(), ExportContext.of(sample.sample_dataset()))
    assert not set(b"<>&") & set(content)
    assert sample.HOSTILE in {place["name"] for place in _graph(sample).values()}


def test_what_is_unknown_is_left_out(sample: ModuleType) -> None:
    place = _graph(sample)["0103"]
    assert "amenityFeature" not in place
    bare = json.loads(schema_org.export(sample.sample_plan(), ExportContext()))["@graph"]
    assert all("postalCode" not in place["address"] for place in bare)

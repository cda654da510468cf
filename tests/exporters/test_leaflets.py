"""Leaflets: who can vote where in each language, and UTKAST on what nobody has reviewed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import ModuleType

import pypdf
import pytest

from planner.domain.errors import InputError
from planner.domain.plan import Plan, PlanStatus, Version
from planner.exporters import ExportContext, exporter
from planner.exporters.printed import leaflet as leaflet_module
from planner.exporters.printed import sms as sms_module
from planner.exporters.printed.language import languages
from planner.exporters.printed.places import areas, open_stations

MOST_BYTES_A_LEAFLET = 150_000
MOST_BYTES_A_FOLDER = 2_500_000
DECIDED = Version(2, PlanStatus.DECIDED, decided_on=date(2027, 5, 20), case_number="27/1")
FOREIGN = ("en", "pl", "so", "ar", "ur", "ti", "uk")


@pytest.fixture(scope="module")
def decided(sample: ModuleType) -> Plan:
    return replace(sample.sample_plan(), version=DECIDED)


@pytest.fixture(scope="module")
def files(sample: ModuleType, decided: Plan) -> Mapping[str, bytes]:
    return exporter("leaflets").export(decided, ExportContext.of(sample.sample_dataset()))


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_there_is_one_per_district_and_language(files: Mapping[str, bytes]) -> None:
    for slug in ("01-gamle-oslo", "02-sondre-nordstrand"):
        for language in languages():
            assert f"{slug}-{language.language}.html" in files
            assert f"{slug}-{language.language}.pdf" in files
    assert len(files) == 9 * (2 * 2 + 1)


@pytest.mark.parametrize("code", FOREIGN)
def test_utkast_is_on_every_page_of_an_unreviewed_language(code: str, files: Mapping[str, bytes]) -> None:
    for name in (f"01-gamle-oslo-{code}", f"02-sondre-nordstrand-{code}"):
        found = pages(files[f"{name}.pdf"])
        assert found
        assert all("UTKAST" in page for page in found)
        assert '<p class="mark" lang="nb" dir="ltr">UTKAST' in files[f"{name}.html"].decode()
    assert files[f"sms-{code}.txt"].decode().startswith("UTKAST")


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_norwegian_of_a_decided_plan_is_no_draft(code: str, files: Mapping[str, bytes]) -> None:
    assert not any("UTKAST" in page for page in pages(files[f"01-gamle-oslo-{code}.pdf"]))
    assert "UTKAST" not in files[f"01-gamle-oslo-{code}.html"].decode()


def test_a_plan_that_is_not_decided_is_a_draft_in_norwegian_too(sample: ModuleType) -> None:
    found = exporter("leaflets").export(sample.sample_plan(), ExportContext.of(sample.sample_dataset()))
    assert all("UTKAST" in page for page in pages(found["01-gamle-oslo-nb.pdf"]))


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.language)
def test_it_says_id_places_addresses_and_is_tagged(files: Mapping[str, bytes], language: object) -> None:
    code = language.language  # type: ignore[attr-defined]
    text = files[f"01-gamle-oslo-{code}.html"].decode()
    assert language.texts.id_text.split(",")[0] in text  # type: ignore[attr-defined]
    assert "Grønland torg" in text
    assert "Platous gate 16, 0190 OSLO" in text
    assert f'<html lang="{code}" dir="{"rtl" if code in ("ar", "ur") else "ltr"}">' in text
    root = pypdf.PdfReader(io.BytesIO(files[f"01-gamle-oslo-{code}.pdf"])).trailer["/Root"]
    assert root["/Lang"] == code
    assert "/StructTreeRoot" in root
    assert "Grønland torg" in " ".join(pages(files[f"01-gamle-oslo-{code}.pdf"])[0].split())


def test_only_stations_that_are_open_to_all_are_told_of(files: Mapping[str, bytes], decided: Plan) -> None:
    everything = b" ".join(files.values()).decode(errors="ignore")
    assert {station.kind.value for station in open_stations(decided)} == {"fixed", "popup", "mobile_stop"}
    assert "Furuset sykehjem" not in everything
    assert "Hjemmestemming øst" not in everything


def test_a_district_has_its_own_places_and_the_nearest_of_others(sample: ModuleType, decided: Plan) -> None:
    north, south = areas(decided, ExportContext.of(sample.sample_dataset()))
    assert [station.id for station in south.own] == ["e1502", "e1507-b"]
    assert len(south.near) == 3
    assert not {station.id for station in north.near} & {station.id for station in north.own}


def test_without_a_dataset_there_is_one_leaflet_for_all_without_a_map(decided: Plan) -> None:
    found = exporter("leaflets").export(decided, ExportContext())
    assert "kommunen-nb.pdf" in found
    assert "<svg" not in found["kommunen-nb.html"].decode()


def test_hostile_names_are_text(files: Mapping[str, bytes]) -> None:
    text = files["01-gamle-oslo-en.html"].decode()
    assert "<script" not in text
    assert "&lt;/script&gt;" in text


def test_whoever_exports_is_told(sample: ModuleType, decided: Plan) -> None:
    told: list[str] = []
    exporter("leaflets").export(decided, ExportContext(tell=told.append))
    assert len(told) == 1
    assert "UTKAST" in told[0]
    assert "tigrinja" in told[0]


def test_a_reviewed_language_loses_its_mark(decided: Plan) -> None:
    polish = next(language for language in languages() if language.language == "pl")
    review = {"by": "Ola Nordmann", "date": date(2027, 5, 1)}
    reviewed = type(polish).model_validate({**polish.model_dump(by_alias=True), "reviewed": review})
    assert leaflet_module.page_mark(decided, polish)
    assert not leaflet_module.page_mark(decided, reviewed)


def test_the_folder_is_small_enough_to_be_mailed(files: Mapping[str, bytes]) -> None:
    assert max(map(len, files.values())) < MOST_BYTES_A_LEAFLET
    assert sum(map(len, files.values())) < MOST_BYTES_A_FOLDER


def test_a_message_that_fits_none_is_an_error_that_says_how_long_it_is(decided: Plan) -> None:
    polish = next(language for language in languages() if language.language == "pl")
    long = polish.model_copy(update={"sms": ("ł" * 71,)})
    with pytest.raises(InputError, match="71 av 70 tegn"):
        sms_module.sms_text(decided, ExportContext(), long)

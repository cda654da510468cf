"""The announcement: both forms of Norwegian, everything the law asks for, nothing that nobody has reviewed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import ModuleType

import pypdf
import pytest

from planner.domain.plan import Plan, PlanStatus, Version
from planner.exporters import ExportContext, announcement, exporter
from planner.exporters.printed.language import Language, languages

DECIDED = Version(2, PlanStatus.DECIDED, decided_on=date(2027, 5, 20), case_number="27/1")


def made(plan: Plan, context: ExportContext) -> Mapping[str, bytes]:
    return exporter("announcement").export(plan, context)


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture(scope="module")
def files(sample: ModuleType) -> Mapping[str, bytes]:
    plan = replace(sample.sample_plan(), version=DECIDED)
    return made(plan, ExportContext.of(sample.sample_dataset()))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("nb", "Alle velgere må vise legitimasjon (valgloven § 6-11)."),
        ("nn", "Alle veljarar må vise legitimasjon (vallova § 6-11)."),
    ],
)
def test_id_is_demanded_in_each(code: str, sentence: str, files: Mapping[str, bytes]) -> None:
    assert sentence in files[f"kunngjoring-{code}.html"].decode()
    assert sentence in words(files[f"kunngjoring-{code}.pdf"])
    assert "legitimasjon" in files[f"sms-{code}.txt"].decode()


def test_every_public_place_is_there_once_and_institutions_apart(files: Mapping[str, bytes]) -> None:
    text = files["kunngjoring-nb.html"].decode()
    for name in ("Grønland torg", "Tøyen bad", "Mortensrud skole", "Bjørndal skole"):
        assert text.count(f">{name}<") == 1
    before, after = text.split("<h2>Helse- og omsorgsinstitusjoner</h2>")
    assert "Furuset sykehjem" in after
    assert "Furuset sykehjem" not in before
    assert "onsdag 1. september kl. 12–14" in after
    assert "Hjemmestemming øst" not in text


def test_appointments_any_municipality_and_home_voting_are_told_of(files: Mapping[str, bytes]) -> None:
    text = " ".join(files["kunngjoring-nb.html"].decode().split())
    assert "Fra 1. juli til og med 9. august kan du stemme etter avtale" in text
    assert "Du kan forhåndsstemme i hvilken som helst kommune" in text
    assert "senest torsdag 9. september kl. 12" in text
    assert "planversjon 2 (vedtatt 20.5.2027)" in text
    nynorsk = " ".join(files["kunngjoring-nn.html"].decode().split())
    assert "seinast torsdag 9. september kl. 12" in nynorsk
    assert "planversjon 2 (vedteken 20.5.2027)" in nynorsk
    assert "Valgdirektoratet, valglokaler (2017)" in text


def test_whom_to_make_an_appointment_with_is_said_where_the_scenario_says_it(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    contact = {"contact": "Velgertelefonen", "place": "Rådhuset, skranken", "weekday": "09:00-15:00"}
    some = replace(plan, scenario={**plan.scenario, "early": {"appointments": contact}})
    text = made(some, ExportContext())["kunngjoring-nb.html"].decode()
    assert "Velgertelefonen; Rådhuset, skranken; 09:00-15:00" in text
    assert "Rådhuset, skranken" in exporter("leaflets").export(some, ExportContext())["kommunen-ar.html"].decode()


def test_accessibility_is_told_where_it_is_known(files: Mapping[str, bytes]) -> None:
    text = files["kunngjoring-nb.html"].decode()
    rows = {row.split("</td>")[1]: row for row in text.split("<tr>") if "<td" in row and "</td>" in row}
    assert "nei, det er hjelp å få" in rows["<td>Tøyen"]
    assert "ikke kjent" in rows["<td>Tøyen bad"]


def test_languages_that_nobody_has_reviewed_are_left_out_and_named(sample: ModuleType) -> None:
    told: list[str] = []
    found = made(sample.sample_plan(), ExportContext(tell=told.append))
    assert not [name for name in found if name.endswith(("-ar.pdf", "-pl.html", "sms-ur.txt"))]
    for text in (found["kunngjoring-nb.html"].decode(), told[0], found["sms-oversikt.txt"].decode()):
        assert "arabisk" in text
        assert "ikke kontrollert av oversetter" in text


def test_a_reviewed_language_is_in(sample: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def review(language: Language) -> Language:
        given = {"by": "Ola Nordmann", "date": date(2027, 5, 1)} if language.language == "pl" else language.reviewed
        return Language.model_validate({**language.model_dump(by_alias=True), "reviewed": given})

    reviewed = tuple(map(review, languages()))
    monkeypatch.setattr(announcement, "languages", lambda: reviewed)
    plan = replace(sample.sample_plan(), version=DECIDED)
    found = made(plan, ExportContext.of(sample.sample_dataset()))
    assert "Kunngjøringen finnes også på nynorsk og polsk." in found["kunngjoring-nb.html"].decode()
    assert "Grønland torg" in words(found["kunngjoring-pl.pdf"])
    assert "UTKAST" not in words(found["kunngjoring-pl.pdf"])
    assert "sms-pl.txt" in found


def test_a_draft_is_marked_on_every_page(sample: ModuleType, files: Mapping[str, bytes]) -> None:
    draft = made(sample.sample_plan(), ExportContext())["kunngjoring-nn.pdf"]
    assert all("UTKAST" in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(draft)).pages)
    assert "UTKAST" not in words(files["kunngjoring-nn.pdf"])


def test_a_plan_without_institutions_says_so(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    some = replace(plan, stations=tuple(s for s in plan.stations if s.id != "i0001"))
    assert (
        "Planen har ingen tider ved helse- og omsorgsinstitusjoner."
        in made(some, ExportContext())["kunngjoring-nb.html"].decode()
    )

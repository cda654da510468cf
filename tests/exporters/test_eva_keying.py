"""The keying sheet: what is typed, what EVA refuses, what changed, what is due."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from planner.domain.errors import InputError
from planner.domain.findings import ChecklistItem, Finding, ItemStatus, Override, Severity
from planner.domain.plan import Opening, Phase, Plan, PlanStatus, Station, StationKind, Version
from planner.exporters import ExportContext, eva_keying
from planner.exporters.evakeying.entries import Entry, entries, refused
from planner.exporters.place_ids import with_place_ids


@pytest.fixture
def context(sample: ModuleType) -> ExportContext:
    return ExportContext.of(sample.sample_dataset())


@pytest.fixture
def plan(sample: ModuleType) -> Plan:
    reason = Override("trapp ved inngangen; rampe er bestilt")
    found: Plan = replace(
        sample.tame_plan(),
        findings=(Finding("A1", Severity.WARNING, "Brudd.", ("f0102",), override=reason),),
    )
    return found


def book_of(plan: Plan, context: ExportContext) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(eva_keying.export(plan, context)))


def rows(book: Workbook, title: str) -> list[dict[str, object]]:
    """Rows of the table by heading; the notes below it follow an empty row."""
    head, *body = book[title].iter_rows(values_only=True)
    found = []
    for row in body:
        if row[0] is None:
            break
        found.append(dict(zip(head, row, strict=True)))
    return found


def notes(book: Workbook, title: str) -> str:
    lines = list(book[title].iter_rows(values_only=True))
    return "\n".join(str(row[0]) for row in lines[1 + len(rows(book, title)) :] if row[0])


def changed(plan: Plan, station: str, **changes: object) -> Plan:
    return replace(plan, stations=tuple(replace(s, **changes) if s.id == station else s for s in plan.stations))  # type: ignore[arg-type]


def test_first_sheet_has_a_row_per_place_with_the_id_as_text_first(plan: Plan, context: ExportContext) -> None:
    book = book_of(plan, context)
    page = book.worksheets[0]
    found = rows(book, page.title)
    assert len(found) == len(plan.stations)
    ids = [page.cell(n + 2, 1) for n in range(len(found))]
    assert {cell.data_type for cell in ids} == {"s"}
    assert [cell.value for cell in ids] == sorted(cell.value for cell in ids)
    by_id = {row["Id i planen"]: row for row in found}
    assert by_id["f0102"]["Id (4 siffer)"] == "0102"
    assert by_id["f0102"]["Inn uten hjelp, vf 6-3 (ja/nei)"] == "nei"
    assert by_id["f0102"]["Begrunnelse der svaret er nei"] == "trapp ved inngangen; rampe er bestilt"
    assert by_id["f0101"]["Postnummer (4 siffer)"] == "0190"
    assert by_id["f0101"]["GPS (lat,lon)"] == "59.912633,10.761945"
    assert by_id["f0101"]["Bydel"] == "Gamle Oslo"
    assert by_id["e1502"]["Infotekst (høyst 150 tegn)"].startswith("Valgbussen")
    assert {i: row["Offentlig (ja/nei)"] for i, row in by_id.items() if row["Offentlig (ja/nei)"] == "nei"} == {
        "i0001": "nei",
        "h0001": "nei",
    }
    assert by_id["h0001"]["Urne eller konvolutt"] == "konvolutt"
    assert by_id["f0101"]["Urne eller konvolutt"] == "urne"
    assert all(row["Tastet (initialer, dato)"] is None for row in found)


def test_envelopes_where_the_board_decided_them_and_where_only_tidligstemming_is(
    plan: Plan, context: ExportContext
) -> None:
    early = (Opening(date(2027, 7, 5), "09:30", "15:00", Phase.EARLY),)
    asked = replace(plan, scenario=plan.scenario | {"votes": {"envelope_stations": ["e1507"]}})
    found = {entry.station: entry.votes_in for entry in entries(changed(asked, "f0103", opening=early), context)}
    assert {s for s, how in found.items() if how == "konvolutt"} == {"e1507-b", "f0103", "h0001"}


def test_every_opening_stands_on_its_own_sheet(plan: Plan, context: ExportContext) -> None:
    found = rows(book_of(plan, context), "Åpningstider")
    first = [row for row in found if row["Id (4 siffer)"] == "0101"][:2]
    assert [
        (row["Dato"], row["Åpner (klokkeslett)"], row["Stenger (klokkeslett)"], row["Periode"]) for row in first
    ] == [
        (openpyxl.utils.datetime.from_excel(46573), "09:30", "15:00", "tidligstemming"),
        (openpyxl.utils.datetime.from_excel(46609), "10:00", "19:00", "ordinær"),
    ]
    assert {row["Id (4 siffer)"] for row in found} == {e.number for e in entries(plan, context)}


def test_it_says_that_it_is_typed_and_no_import(plan: Plan, context: ExportContext) -> None:
    book = book_of(plan, context)
    assert "for hånd" in notes(book, book.worksheets[0].title)
    assert "tastegrunnlag" in eva_keying.SENTENCE.casefold()
    assert "ingen importfil" in eva_keying.SENTENCE
    assert "Tastegrunnlag" in book.worksheets[0].title
    assert str(book.properties.title).startswith("Tastegrunnlag")


@pytest.mark.parametrize(
    ("election", "first", "second"),
    [("2027-09-13", date(2027, 5, 31), date(2027, 6, 30)), ("2025-09-08", date(2025, 5, 31), date(2025, 6, 30))],
)
def test_deadlines_are_the_calendars_and_say_what_is_missing(
    plan: Plan, context: ExportContext, election: str, first: date, second: date
) -> None:
    items = (
        ChecklistItem("site_booking", "Bestill.", first, subjects=("e1502-b", "f0101"), settled=("f0101",)),
        ChecklistItem("R4", "Manntall.", first, ItemStatus.DONE),
        ChecklistItem("S3", "Opplæring.", date(2027, 8, 9)),
    )
    asked = replace(plan, scenario=plan.scenario | {"election": election}, checklist=items)
    book = book_of(asked, context)
    found = rows(book, "Frister")
    assert {row["Frist"].date() for row in found} == {first, second}  # type: ignore[attr-defined]
    by_what = {str(row["Hva"]): row for row in found}
    access = next(row for what, row in by_what.items() if "(R3)" in what)
    assert (access["Status"], access["Hva mangler"]) == ("mangler", "2 steder er ikke avklart: gjør befaring")
    assert access["Gjelder (id)"] == "0103, 0104"
    assert by_what["Bestill."]["Gjelder (id)"] == "0201"
    assert by_what["Manntall."]["Status"] == "gjort"
    assert "Opplæring." not in by_what
    if election.startswith("2025"):  # 31 May is a Saturday
        assert "30. mai" in notes(book, "Frister")


def test_the_section_for_election_day_is_empty(plan: Plan, context: ExportContext) -> None:
    book = book_of(plan, context)
    assert rows(book, "Valgdagslokaler") == []
    assert "planlegger ikke" in notes(book, "Valgdagslokaler")


def test_what_changed_since_the_last_registered_version(plan: Plan, context: ExportContext) -> None:
    before = with_place_ids(
        replace(plan, version=Version(1, PlanStatus.REGISTERED, registered_on=date(2027, 5, 20))), context
    )
    moved = changed(plan, "f0101", name="Grønland senter", opening=plan.stations[0].opening[:-1])
    extra = replace(plan.stations[1], id="e0902", name="Ny skole")
    stations = (*(s for s in moved.stations if s.id != "e1502"), extra)
    version = Version(3, parent_sha256="a" * 64, place_ids=before.version.place_ids)
    now = replace(moved, stations=stations, version=version)
    decided = replace(before, version=replace(before.version, number=2, status=PlanStatus.DECIDED, registered_on=None))
    # A station that is in no dataset has no postal code; the sample gives it that of a neighbour.
    facts = dict(context.places) | {"e0902": context.places["f0102"]}
    facts["e0902"] = replace(facts["e0902"], advance=False, number="0902")
    book = book_of(now, replace(context, places=facts, earlier=(decided, before)))
    found = [tuple(row.values())[:6] for row in rows(book, "Endringer")]
    assert found == [
        ("endret", "0101", "Grønland senter", "Navn (høyst 50 tegn)", "Grønland torg", "Grønland senter"),
        (
            *("endret", "0101", "Grønland senter", "åpningstid fredag 10.09.2027 (ordinær)"),
            *("10:00–19:00", "10:00–16:00"),
        ),
        ("nytt sted", "0105", "Ny skole", "hele stedet", None, "se arkene med steder og åpningstider"),
        ("utgår", "0201", "Mortensrud skole", "hele stedet", "registrert", "tas ut; id-en brukes ikke igjen"),
    ]
    assert "versjon 1, registrert torsdag 20. mai 2027" in notes(book, "Endringer")


def test_it_says_so_where_the_registered_version_is_not_at_hand(plan: Plan, context: ExportContext) -> None:
    registered = Version(2, parent_sha256="a" * 64, parent_registered_on=date(2027, 5, 20))
    text = notes(book_of(replace(plan, version=registered), context), "Endringer")
    assert "registrert torsdag 20. mai 2027" in text
    assert "IKKE regnet ut" in text
    orphan = replace(plan, version=Version(2, parent_sha256="a" * 64))
    assert "IKKE regnet ut" in notes(book_of(orphan, context), "Endringer")
    child = replace(plan, version=Version(3, parent_sha256="b" * 64))
    assert "IKKE regnet ut" in notes(book_of(child, replace(context, earlier=(orphan,))), "Endringer")
    assert "Ingen tidligere versjon" in notes(book_of(plan, context), "Endringer")
    same = with_place_ids(replace(plan, version=Version(1, PlanStatus.REGISTERED)), context)
    now = replace(plan, version=replace(same.version, number=2, status=PlanStatus.DRAFT))
    assert "Ingenting er endret" in notes(book_of(now, replace(context, earlier=(same,))), "Endringer")


def test_everything_that_eva_refuses_is_named_together(sample: ModuleType, context: ExportContext) -> None:
    plan = changed(sample.sample_plan(), "f0101", name="x" * 51, address="y" * 51)
    plan = changed(plan, "f0103", address="")
    with pytest.raises(InputError) as caught:
        eva_keying.export(plan, context)
    told = {(p.place, p.message.split()[0]) for p in caught.value.problems}
    assert told == {
        ("stations.f0101", "navn"), ("stations.f0101", "adresse"), ("stations.f0103", "adresse"),
        ("stations.e0901", "navn"), ("stations.e0901", "navn"),
    }  # fmt: skip
    with pytest.raises(InputError) as caught:
        eva_keying.export(sample.tame_plan(), ExportContext())
    assert {p.place for p in caught.value.problems} == {f"stations.{s.id}" for s in sample.stations() if s.open_to_all}


def test_a_place_that_is_not_public_needs_no_address(plan: Plan, context: ExportContext) -> None:
    found = {entry.station: entry for entry in entries(changed(plan, "i0001", address=""), context)}
    assert (found["i0001"].address, found["i0001"].postal_code) == ("", "")
    with_post = changed(plan, "i0001", address="Ulsholtveien 2, 1053 Oslo")
    home = {entry.station: entry for entry in entries(with_post, context)}["i0001"]
    assert (home.address, home.postal_code, home.post_town) == ("Ulsholtveien 2", "1053", "Oslo")


ENTRY = Entry("s", "0101", "Navn", "Gata 1", "0190", "Oslo", "59.9,10.7", True, "urne", "", "", True, True, "")


@given(st.text(min_size=1, max_size=60))
def test_a_name_passes_only_as_eva_takes_it(name: str) -> None:
    allowed = all(sign.isalpha() or sign in "0123456789 .,-'/" for sign in name) and len(name) <= 50
    assert (not list(refused(replace(ENTRY, name=name)))) == allowed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("address", "a\nb"), ("address", ""), ("postal_code", "190"), ("postal_code", ""),
        ("post_town", "x" * 51), ("post_town", ""), ("gps", ""), ("info", "x" * 151), ("info", "a; b"),
    ],
)  # fmt: skip
def test_each_limit(field: str, value: str) -> None:
    assert not list(refused(ENTRY))
    assert list(refused(replace(ENTRY, **{field: value})))  # type: ignore[arg-type]


def test_no_cell_is_a_formula(plan: Plan, context: ExportContext) -> None:
    tricky = changed(plan, "e0901", address="=1+1")
    book = book_of(tricky, context)
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n", "d"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: nobody else has opened it")
def test_another_program_reads_the_same_ids(plan: Plan, context: ExportContext, tmp_path: Path) -> None:
    file = tmp_path / "eva.xlsx"
    file.write_bytes(eva_keying.export(plan, context))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    utf8 = ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*command, *utf8, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True)
    lines = (tmp_path / "eva.csv").read_text(encoding="utf-8").splitlines()
    wanted = [entry.number for entry in entries(plan, context)]
    assert [line.split(",")[0] for line in lines[1 : 1 + len(wanted)]] == wanted


def test_a_plan_without_places_or_election_says_so(plan: Plan, context: ExportContext) -> None:
    empty = replace(plan, stations=(), scenario={})
    book = book_of(empty, context)
    assert rows(book, book.worksheets[0].title) == []
    assert "valgdag" in notes(book, "Frister")


def test_kinds_for_own_voters_are_never_public(plan: Plan, context: ExportContext) -> None:
    marked = replace(plan, stations=tuple(replace(s, public=True) for s in plan.stations))
    own: set[StationKind] = {StationKind.INSTITUTION, StationKind.HOME_TEAM}
    kinds: dict[str, Station] = {s.id: s for s in plan.stations}
    assert {kinds[e.station].kind for e in entries(marked, context) if not e.public} == own

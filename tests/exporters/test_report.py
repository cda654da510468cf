"""The report: an independent reader finds what the plan says, on tagged A4 pages."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from types import ModuleType

import pypdf
import pytest

from planner.documents.blocks import Picture, Table
from planner.domain.plan import Plan, PlanStatus, Version
from planner.evaluate.effects import NO_ESTIMATE
from planner.evaluate.small_numbers import HIDDEN
from planner.exporters import ExportContext, exporter
from planner.exporters.printed.board_report import board_report
from planner.exporters.printed.tableblocks import table_blocks
from planner.exporters.report_tables import Kind, ReportTable, TableColumn, report_tables

MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def content(sample: ModuleType) -> bytes:
    return exporter("report").export(sample.sample_plan(), ExportContext.of(sample.sample_dataset()))


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def rows(plan: Plan, context: ExportContext, head: str) -> list[tuple[str, ...]]:
    """Rows of the table whose heading row begins with ``head``."""
    (found,) = (b for b in board_report(plan, context).blocks if isinstance(b, Table) and b.heads[0] == head)
    return list(found.rows)


def test_it_is_tagged_a4_in_norwegian_and_of_a_size_to_mail(content: bytes) -> None:
    found = pypdf.PdfReader(io.BytesIO(content))
    root = found.trailer["/Root"]
    assert root["/Lang"] == "nb-NO"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in found.pages} == {(595, 842)}
    assert len(content) < MOST_BYTES


def test_every_part_is_there(content: bytes) -> None:
    text = words(content)
    for part in (
        "Sammendrag",
        "er avstand problemet?",
        "Kart",
        "Hvor sikre tallene er",
        "Kostnad",
        "Ventede stemmer og bemanning",
        "Kjøretøy",
        "Funn",
        "Hva det kan bety for frammøtet",
        "Vedlegg 1: steder og åpningstider",
        "Vedlegg 2: antakelser",
        "Vedlegg 3: kilder",
    ):
        assert part in text, part
    assert "15,5 → 13,8 minutter" in text
    assert "ingen plan i scenariets katalog er bedre enn 13,80 minutter (avstand 0,30 %, ikke bevist optimal)" in text
    assert NO_ESTIMATE in text


def test_findings_come_with_their_provisions(sample: ModuleType) -> None:
    found = rows(sample.sample_plan(), ExportContext(), "alvor")
    assert found[0][:2] == ("brudd", "P7")
    assert found[0][3] == "V 3.2.1"


def test_assumptions_say_whether_they_are_verified(sample: ModuleType) -> None:
    found = rows(sample.sample_plan(), ExportContext(), "bekreftet")
    assert [row[0] for row in found] == ["nei", "nei", "ja"]


def test_sources_have_their_vintage(sample: ModuleType) -> None:
    assert ("OpenStreetMap", "2019", "ODbL", "veinett og reisetider") in rows(
        sample.sample_plan(), ExportContext(), "kilde"
    )


def test_a_draft_is_marked_on_every_page_and_a_decided_plan_on_none(sample: ModuleType, content: bytes) -> None:
    assert all("UTKAST" in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    version = Version(2, PlanStatus.DECIDED, decided_on=date(2027, 5, 20), case_number="27/1234")
    decided = exporter("report").export(replace(sample.sample_plan(), version=version), ExportContext())
    assert "UTKAST" not in words(decided)
    assert "sak 27/1234" in words(decided)


def test_the_map_has_the_numbers_of_the_table_and_is_told_in_words(sample: ModuleType) -> None:
    plan, context = sample.sample_plan(), ExportContext.of(sample.sample_dataset())
    (picture,) = (block for block in board_report(plan, context).blocks if isinstance(block, Picture))
    (places,) = (b for b in board_report(plan, context).blocks if isinstance(b, Table) and "adresse" in b.heads)
    names = {row[0]: row[1] for row in places.rows if "fast sted" in row}
    assert len(names) == 3
    for number, name in names.items():
        assert f"{number} {name}" in picture.alt
        assert f">{number}</text>" in picture.svg


def test_range_of_new_voters_is_said_as_a_range(sample: ModuleType, content: bytes) -> None:
    assert "0–576 stemmer (192 midt i spennet)" in words(content)
    bare = replace(sample.sample_plan(), stock=())
    assert "Ventede stemmer på nye steder er ikke regnet ut" in words(exporter("report").export(bare, ExportContext()))


def test_every_table_is_set_with_every_row(sample: ModuleType) -> None:
    for table in report_tables(sample.sample_plan(), ExportContext.of(sample.sample_dataset())):
        for block in table_blocks(table):
            if isinstance(block, Table):
                assert len(block.rows) == len(table.rows) + bool(table.totals)
                assert {len(row) for row in block.rows} == {len(block.heads)}


def test_values_are_shown_as_norwegians_read_them() -> None:
    kinds = (Kind.WHOLE, Kind.TENTHS, Kind.CHANGE, Kind.SHARE, Kind.FINE_SHARE, Kind.NOK, Kind.DATE, Kind.PERSONS)
    columns = tuple(TableColumn(kind.value, kind) for kind in kinds)
    values = (12345, 7.25, -1.26, 0.5, 0.0029, 1234567.0, date(2027, 8, 16), None)
    (block,) = table_blocks(ReportTable("x", "x", "x", columns, (values, (None,) * 8)))
    assert isinstance(block, Table)
    shown = [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in block.rows[0]]
    assert shown == ["12 345", "7,2", "−1,3", "50 %", "0,29 %", "1 234 567", "man 16.8.", HIDDEN]
    assert block.rows[1] == ("–",) * 7 + (HIDDEN,)
    assert block.numeric == (0, 1, 2, 3, 4, 5, 7)


def test_columns_left_out_and_empty_ones_are_not_set() -> None:
    columns = (TableColumn("a"), TableColumn("b"), TableColumn("c"))
    table = ReportTable("x", "x", "x", columns, (("1", "", "3"), ("4", "", "6")))
    (block,) = table_blocks(table, without=("c",))
    assert isinstance(block, Table)
    assert block.heads == ("a",)
    assert block.rows == (("1",), ("4",))

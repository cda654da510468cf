"""The packing workbook read back: cells counted against the plan, no formula, totals that add up."""

from __future__ import annotations

import io
from dataclasses import replace
from types import ModuleType

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from planner.exporters import ExportContext, exporter

TITLES = ["Per sted", "Pakkeliste", "Forsendelser", "Kø og bemanning", "Forutsetninger", "Fravik"]


def read(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture
def book(sample: ModuleType) -> Workbook:
    return read(exporter("packing").export(sample.sample_plan(), ExportContext.of(sample.sample_dataset())))


def rows(book: Workbook, title: str) -> list[tuple]:
    return list(book[title].iter_rows(values_only=True))


def test_sheets_and_headings_with_units(book: Workbook) -> None:
    assert book.sheetnames == TITLES
    for title in TITLES[:4]:
        for heading in rows(book, title)[0]:
            assert heading in ("Sted-id", "Sted", "Adresse", "Hva", "Ukedag", "Fra", "Måte", "Dato") or "(" in heading


def test_every_station_and_thing_of_the_plan_is_there_once(book: Workbook, sample: ModuleType) -> None:
    stock = {s.station: s for s in sample.stock()}
    per_station = rows(book, "Per sted")[1:3]
    assert [row[0] for row in per_station] == sorted(stock)
    for row in per_station:
        plan = stock[row[0]]
        assert row[2:6] == (plan.own, plan.other, plan.cover, plan.emergency)
        assert row[6:] == tuple(item.pieces for item in plan.items)
    packed = [row for row in rows(book, "Pakkeliste")[1:] if row[1] not in (None, "I alt")]
    assert len(packed) == sum(len(s.items) for s in stock.values())
    assert packed[0][3:] == ("stemmesedler, sett 1", 960, 2200, 22)
    assert packed[0][1] == sample.HOSTILE


def test_totals_are_sums(book: Workbook) -> None:
    *lines, total = rows(book, "Per sted")[1:4]
    assert total[1] == "I alt"
    assert total[2:] == pytest.approx([sum(line[n] for line in lines) for n in range(2, len(total))])
    summed = [row for row in rows(book, "Pakkeliste") if row[1] == "I alt"]
    assert [row[4:] for row in summed] == [(1860, 4300, 43), (130.2, 200, 8)]


def test_every_dispatch_of_the_plan_is_there(book: Workbook, sample: ModuleType) -> None:
    _, mail, express, total, *_ = rows(book, "Forsendelser")
    assert (mail[0].date(), *mail[1:5]) == (
        sample.shipping()[0].date, "tirsdag", sample.HOSTILE, "ordinær brevpost", "15:30",
    )  # fmt: skip
    assert (mail[5].date().isoformat(), *mail[6:]) == ("2027-09-06", "16:00", 12.4)
    assert (express[2], express[7], total[7]) == ("alle steder", 80.6, 93)


def test_every_opening_has_what_it_takes(book: Workbook, sample: ModuleType) -> None:
    over, holds, own = rows(book, "Kø og bemanning")[1:4]
    assert (over[0], over[1], over[2].date().isoformat()) == ("e0901", sample.HOSTILE, "2027-09-10")
    assert over[3:14] == ("fredag", "16:00", "19:00", 60, 30, 3, None, 2, 5, 2, "over")
    assert over[14:] == (None, 25.4, 3.2, 0.34, 48.1)
    assert holds[10:] == (1, 2, 1, "holder", 2, 1.5, 1.4, 0, 9.8)
    assert own[0] == "f0101"
    assert own[8:] == (3, None, 12, 25, 12, "ukjent", None, None, None, None, None)


def test_no_cell_is_a_formula(book: Workbook) -> None:
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    (text,) = [row[1] for row in rows(book, "Forutsetninger")[1:]]
    assert text == "=1+1, sikkerhetsmargin"
    address = [row[2] for row in rows(book, "Pakkeliste") if row[0] == "e0901"]
    assert set(address) == {"=HYPERLINK(1)"}


def test_only_what_the_numbers_rest_on_is_listed(book: Workbook) -> None:
    assert [row[0] for row in rows(book, "Forutsetninger")] == ["Id", "stock.margin"]


def test_what_is_not_known_is_said(sample: ModuleType) -> None:
    plan = replace(sample.sample_plan(), stock=(), shipping=None, capacity=None)
    book = read(exporter("packing").export(plan, ExportContext()))
    for title, words in (
        ("Per sted", "ikke regnet ut"),
        ("Pakkeliste", "ikke regnet ut"),
        ("Forsendelser", "ikke når"),
        ("Kø og bemanning", "ikke regnet ut"),
    ):
        assert any(words in str(row[0]) for row in rows(book, title))

"""The packing workbook read back: cells counted against the plan, no formula, totals that add up."""

from __future__ import annotations

import io
from dataclasses import replace
from types import ModuleType

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from tiny import BUS_DAY, station, tiny_plan, tiny_problem

from planner.domain.plan import Opening
from planner.domain.supply import StockItem, StockKind
from planner.evaluate.small_numbers import HIDDEN, HIDDEN_NOTE
from planner.exporters import ExportContext, exporter

TITLES = [
    *("Per sted", "Pakkeliste", "Utstyr", "Forsendelser", "Forsegling"),
    *("Kø og bemanning", "Forutsetninger", "Fravik"),
]


def read(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture
def book(sample: ModuleType) -> Workbook:
    return read(exporter("packing").export(sample.sample_plan(), ExportContext.of(sample.sample_dataset())))


def rows(book: Workbook, title: str) -> list[tuple]:
    return list(book[title].iter_rows(values_only=True))


def test_sheets_and_headings_with_units(book: Workbook) -> None:
    assert book.sheetnames == TITLES
    plain = ("Sted-id", "Sted", "Adresse", "Hva", "Ukedag", "Fra", "Måte", "Dato", "Sending den dagen")
    for title in TITLES[:6]:
        for heading in rows(book, title)[0]:
            assert heading in plain or "(" in heading


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
    assert (mail[5].date().isoformat(), *mail[6:]) == ("2027-09-06", "16:00", 12)
    assert (express[2], express[7], total[7]) == ("alle steder", 81, 93)


def test_every_opening_has_what_it_takes(book: Workbook, sample: ModuleType) -> None:
    over, holds, own = rows(book, "Kø og bemanning")[1:4]
    assert (over[0], over[1], over[2].date().isoformat()) == ("e0901", sample.HOSTILE, "2027-09-10")
    assert over[3:14] == ("fredag", "16:00", "19:00", 60, 30, 3, None, 2, 5, 2, "over")
    assert over[14:] == (None, 25.4, 3.2, 0.34, 48.1)
    assert holds[10:] == (1, 2, 1, "holder", 2, 1.5, 1.4, 0, 9.8)
    assert own[0] == "f0101"
    assert own[8:] == (3, None, 12, 25, 12, "ukjent", None, None, None, None, None)


def test_each_day_ends_with_a_line_for_two_persons_to_fill_in(book: Workbook, sample: ModuleType) -> None:
    heads, *lines = rows(book, "Forsegling")
    for words in ("av, 1 (signatur)", "av, 2 (signatur)", "Lagringssted", "Inn på lager", "Ut av lager"):
        assert any(words in str(head) for head in heads)
    lines = [line for line in lines if line[1] is not None]
    days = [(s.id, o.date) for s in sample.stations() for o in s.opening]
    assert len(lines) == len(set(days))
    assert {line[5:] for line in lines} == {(None,) * 7}
    last = next(line for line in lines if line[0] == "Grønland torg (f0101)" and line[1].date() == sample.LAST)
    assert last[2:5] == ("fredag", "19:00", "kl. 20, avtalen, ikke brevpost")
    mailed = [line for line in lines if "brevpost" in str(line[4]) and "avtalen" not in str(line[4])]
    assert {line[0] for line in mailed} == {f"{sample.HOSTILE} (e0901)"}
    # Each station begins a new sheet of paper, the first one needs no break.
    assert len(book["Forsegling"].row_breaks.brk) == len({station for station, _ in days}) - 1
    assert min(book["Forsegling"].row_dimensions[n].height for n in range(2, len(lines) + 2)) == 30


def test_equipment_is_what_the_plan_and_its_openings_say() -> None:
    problem = tiny_problem(stock={"stamps_per_table": 2}, capacity={"persons_per_table": 2, "not_receiving": 1})
    crowded = station("e0102", [Opening(BUS_DAY, "10:00", "12:00", crew=9)], booths=None)
    context = replace(ExportContext.of(problem.dataset), problem=problem)
    found = read(exporter("packing").export(tiny_plan(crowded), context))["Utstyr"].iter_rows(values_only=True)
    by_id = {row[0]: row[3:7] for row in found}
    # Eight of nine receive votes, two at each table.
    assert by_id["e0102"] == ("ukjent", "ukjent", 4, 8)
    assert by_id["f0101"] == (1, "ukjent", 1, 2)


def test_small_groups_are_left_out_on_every_sheet_and_cannot_be_worked_out(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    one, other = plan.stock
    few = replace(one, emergency=2.0, items=(*one.items, StockItem(StockKind.EMERGENCY_ENVELOPES, 0, 2.0, 100, 4)))
    more = replace(other, items=(*other.items, StockItem(StockKind.EMERGENCY_ENVELOPES, 0, 9.4, 100, 4)))
    mail, express = plan.shipping
    plan = replace(plan, stock=(few, more), shipping=(replace(mail, votes=3.0), express))
    book = read(exporter("packing").export(plan, ExportContext()))
    emergency = [row[5] for row in rows(book, "Per sted")[1:4]]
    assert emergency.count(HIDDEN) >= 2
    used = [row[4] for row in rows(book, "Pakkeliste")[1:] if row[3] == "beredskapskonvolutter"]
    assert used == [emergency[0], emergency[1], emergency[2]]
    assert [row[7] for row in rows(book, "Forsendelser")[1:4]].count(HIDDEN) >= 2
    assert HIDDEN_NOTE in [row[0] for row in rows(book, "Per sted")]


def test_small_openings_have_no_numbers_of_voters(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    e0901 = next(s for s in plan.capacity.stations if s.station == "e0901")
    need = e0901.openings[0]
    quiet = replace(e0901, openings=(need, replace(need, start="19:00", end="20:00", votes=2.0, per_hour=2.0)))
    others = tuple(s for s in plan.capacity.stations if s is not e0901)
    plan = replace(plan, capacity=replace(plan.capacity, stations=(quiet, *others)))
    found = rows(read(exporter("packing").export(plan, ExportContext())), "Kø og bemanning")
    assert [row[6:8] for row in found if row[0] == "e0901"] == [(HIDDEN, HIDDEN)] * 2


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

"""The workbook holds the report's tables, cell for cell, with full precision."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from types import ModuleType

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from tiny import BUS, tiny_plan, tiny_problem

from planner.audit import complete
from planner.domain.plan import AccessMeasures
from planner.evaluate.small_numbers import HIDDEN
from planner.exporters import ExportContext, exporter
from planner.exporters.report_tables import report_tables
from planner.exporters.segment_table import NO_DATASET


def read(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_same_figures_as_the_report(sample: ModuleType) -> None:
    plan, context = sample.sample_plan(), ExportContext.of(sample.sample_dataset())
    book = read(exporter("workbook").export(plan, context))
    tables = report_tables(plan, context)
    assert book.sheetnames == ["Om planen", *(table.title for table in tables), "Segmenter"]
    for table in tables:
        page = book[table.title]
        for number, row in enumerate(table.rows, 2):
            cells = [page.cell(number, place).value for place in range(1, len(row) + 1)]
            for found, value in zip(cells, row, strict=True):
                cell = found.date() if isinstance(found, datetime) else found
                wanted = None if value == "" else value
                assert cell == (pytest.approx(wanted, rel=1e-12) if isinstance(wanted, float) else wanted)
        assert table.caption in "".join(str(cell.value) for cell in page["A"])


def test_no_formulas_and_numbers_are_numbers(sample: ModuleType) -> None:
    book = read(exporter("workbook").export(sample.sample_plan(), ExportContext.of(sample.sample_dataset())))
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n", "d"}
    page = book["Kostnad"]
    assert isinstance(page["B2"].value, (int, float))
    minutes = book["Bydeler"]["C2"]
    assert (minutes.number_format, isinstance(minutes.value, float)) == ("#,##0.0", True)


def test_segments_are_those_of_the_plan() -> None:
    problem = tiny_problem()
    plan = complete(tiny_plan(), problem)
    context = replace(ExportContext.of(problem.dataset), problem=problem)
    rows = list(read(exporter("workbook").export(plan, context))["Segmenter"].iter_rows(values_only=True))[1:10]
    mean = sum(row[2] * row[4] for row in rows)
    assert plan.accessibility is not None
    assert mean == pytest.approx(plan.accessibility.after.mean_minutes, abs=1e-3)
    without = read(exporter("workbook").export(plan, ExportContext()))["Segmenter"]
    assert NO_DATASET in [cell.value for cell in without["A"]]


def test_small_groups_have_their_sign(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    pair = plan.accessibility
    few = {name: replace(measures, weight=3.0) for name, measures in pair.before.by_district.items()}
    assert all(isinstance(measures, AccessMeasures) for measures in few.values())
    small = replace(plan, accessibility=replace(pair, before=replace(pair.before, by_district=few)))
    book = read(exporter("workbook").export(small, ExportContext()))
    assert [cell.value for cell in book["Bydeler"]["B"]][1:3] == [HIDDEN, HIDDEN]


def test_the_limits_stand_with_what_is_used_of_them() -> None:
    problem = tiny_problem(vehicles=[{**BUS, "min_days": 1}])
    context = replace(ExportContext.of(problem.dataset), problem=problem)
    book = read(exporter("workbook").export(complete(tiny_plan(), problem), context))
    rows = {row[0]: row[1:] for row in book["Hva som er stramt"].iter_rows(values_only=True) if row[0]}
    assert rows["minste antall dager i bruk for Bussen"] == (1, 1, "dager", "minst", 1, "stramt")
    assert rows["budsjettet"][1:4] == (100_000, "kr", "høyst")

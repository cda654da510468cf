"""The tables that the report and the workbook share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest

from planner.evaluate.small_numbers import HIDDEN_NOTE
from planner.exporters import ExportContext
from planner.exporters.printed.tableblocks import cell
from planner.exporters.report_tables import (
    Kind,
    TableColumn,
    costs,
    districts,
    expected_votes,
    findings,
    report_tables,
    stations,
    vehicles,
)


def test_every_row_is_as_wide_as_its_heads_and_of_their_kind(sample: ModuleType) -> None:
    tables = report_tables(sample.sample_plan(), ExportContext.of(sample.sample_dataset()))
    assert len({table.id for table in tables}) == len(tables)
    for table in tables:
        assert len(table.title) <= 31
        assert not set(table.title) & set("[]:*?/\\")
        for row in (*table.rows, *filter(None, [table.totals])):
            assert len(row) == len(table.columns)
            for value, column in zip(row, table.columns, strict=True):
                types = {Kind.TEXT: str, Kind.LINES: str, Kind.DATE: date}.get(column.kind, (int, float))
                assert value is None or isinstance(value, types), (table.id, column.head, value)


def test_a_plan_without_anything_has_empty_tables(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    empty = type(plan)(scenario={}, dataset=plan.dataset, stations=())
    by_id = {table.id: table for table in report_tables(empty, ExportContext())}
    assert by_id["districts"].notes == ("Ingen beregnede reisetider.",)
    assert not any(table.rows for name, table in by_id.items() if name != "sources")


def test_districts_before_and_after(sample: ModuleType) -> None:
    table = districts(sample.sample_plan(), ExportContext())
    first = dict(zip([column.head for column in table.columns], table.rows[0], strict=True))
    assert first["bydel"] == "Gamle Oslo"
    assert (first["min i dag"], first["min med planen"]) == (13.2, 12.9)
    assert first["endring"] == pytest.approx(-0.3)
    assert table.totals[1] == pytest.approx(9102 + 7496)
    assert not table.notes


def test_small_groups_are_left_out_with_what_would_reveal_them(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    before = plan.accessibility.before
    few = {name: replace(m, weight=3.0 if name == "Gamle Oslo" else 50.0) for name, m in before.by_district.items()}
    pair = replace(plan.accessibility, before=replace(before, by_district=few))
    table = districts(replace(plan, accessibility=pair), ExportContext())
    assert table.rows[0][1] is None
    assert [row[1] for row in table.rows].count(None) + (table.totals[1] is None) > 1
    assert table.notes == (HIDDEN_NOTE,)
    stock = (replace(plan.stock[0], own=2.0), *plan.stock[1:])
    votes = expected_votes(replace(plan, stock=stock), ExportContext())
    assert HIDDEN_NOTE in votes.notes
    assert 2.0 not in [row[2] for row in votes.rows]


def test_costs_sum_to_the_total(sample: ModuleType) -> None:
    table = costs(sample.sample_plan(), ExportContext())
    assert sum(row[-1] for row in table.rows) == table.totals[-1] == 91000


def test_stations_have_numbers_hours_and_districts(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    rows = stations(plan, ExportContext.of(sample.sample_dataset())).rows
    assert [row[0] for row in rows] == list(range(1, len(plan.stations) + 1))
    (first,) = [row for row in rows if row[1] == "f0101"]
    assert first[2:7] == ("Grønland torg", "fast sted", "Gamle Oslo", "Platous gate 16, 0190 OSLO", "ja")
    assert first[-1].startswith("Tidligstemming")
    assert first[8] == pytest.approx(sum(o.hours for s in plan.stations if s.id == "f0101" for o in s.opening))


def test_vehicles_have_their_days_stops_and_kilometres(sample: ModuleType) -> None:
    table = vehicles(sample.sample_plan(), ExportContext())
    assert [row[1] for row in table.rows] == list(sample.BUS_DAYS)
    assert table.rows[0][4] == "09:40 Mortensrud skole\n13:00 Bjørndal skole"
    assert table.totals[-1] == pytest.approx(14.2 + 3.9 + 17.0 + 14.2 + 14.2)


def test_crews_that_are_not_known_are_not_invented(sample: ModuleType) -> None:
    rows = {row[1]: row for row in expected_votes(sample.sample_plan(), ExportContext()).rows}
    assert rows["Grønland torg"][4] is None
    assert rows["Grønland torg"][5] == 25


def test_the_gravest_finding_comes_first(sample: ModuleType) -> None:
    assert [row[0] for row in findings(sample.sample_plan(), ExportContext()).rows] == [
        "brudd", "advarsel", "kan ikke vurderes", "opplysning",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shown"), [(996463.37, "996 463,4"), (7.25, "7,2"), (-1234.5, "-1 234,5"), (0.0, "0,0")]
)
def test_thousands_stand_apart_also_with_decimals(value: float, shown: str) -> None:
    assert cell(value, TableColumn("x", Kind.TENTHS)) == shown.replace(" ", "\N{NO-BREAK SPACE}")

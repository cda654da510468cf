"""The contingency workbook: every opening has a way out or says that there is none; numbers are the audit's."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from tiny import BUS_DAY, LAST_WEEK, minutes_of, station, tiny_dataset, tiny_plan, tiny_problem

from planner.domain.plan import Opening, Plan, Role, RosterEntry, StationKind
from planner.domain.supply import StationStock, StockItem, StockKind
from planner.evaluate.small_numbers import HIDDEN
from planner.evaluate.votes import expected_votes
from planner.exporters import ExportContext, exporter
from planner.exporters.contingency import NO_DATASET, NOBODY, OWN_VOTERS
from planner.problem import Problem

PROBLEM = tiny_problem(tiny_dataset(sites={"f0101": {"contact": "Kari, 99 99 99 99", "keys": "=vaktmester"}}),
                       votes={"expected_total": 1200})  # fmt: skip
STATIONS, VEHICLES, CALL, OTHERS = (
    "Hvis et sted stenger",
    "Hvis et kjøretøy stopper",
    "Hvem vi ringer",
    "Andre numre",
)


def book_of(plan: Plan, problem: Problem = PROBLEM) -> Workbook:
    context = replace(ExportContext.of(problem.dataset), problem=problem)
    plan = replace(plan, scenario={"vehicles": [{"id": "buss", "name": "Bussen"}]})
    return openpyxl.load_workbook(io.BytesIO(exporter("contingency").export(plan, context)))


def rows(book: Workbook, title: str) -> list[Mapping[str, object]]:
    heads, *lines = book[title].iter_rows(values_only=True)
    names = [str(head).partition(" (")[0] for head in heads]
    return [dict(zip(names, line, strict=True)) for line in lines if line[1] is not None]


def test_every_opening_of_every_station_is_there_once() -> None:
    plan = tiny_plan()
    found = rows(book_of(plan), STATIONS)
    assert {row["Sted-id"] for row in found} == {s.id for s in plan.stations}
    evening = next(row for row in found if row["Sted-id"] == "e0202")
    assert (evening["Datoer"], evening["Stengt"]) == ("6.9.–10.9.", "16–19")
    assert (evening["Gå i stedet til"], evening["Åpent da"]) == ("Sted f0201", "10–19")
    assert evening["Reisetid"] == minutes_of(2)
    assert evening["Reisetiden er"] == "tilnærmet"


def test_a_vehicle_that_stops_closes_all_its_stops_of_the_day() -> None:
    near = station("e0102", [Opening(BUS_DAY, "13:45", "16:15", vehicle="buss")])
    found = rows(book_of(tiny_plan(near)), VEHICLES)
    assert [(row["Kjøretøy"], row["Tid"], row["Stopp"]) for row in found] == [
        ("Bussen", "10–12.30", "Sted e0101"),
        ("Bussen", "13.45–16.15", "Sted e0102"),
        ("Bussen", "13.45–16.15", "Sted e0201"),
    ]
    # f0102 closes at 15, f0101 at 16: only f0201 is open all the time; the other stop is out as well.
    assert [row["Gå i stedet til"] for row in found[1:]] == ["Sted f0201", "Sted f0201"]


def test_numbers_are_the_audits_and_sum_up() -> None:
    plan = tiny_plan()
    votes = expected_votes(plan, PROBLEM)
    assert votes is not None
    book = book_of(plan)
    places = [row for row in rows(book, CALL) if row["Sted-id"] != "buss"]
    assert len(places) == len(plan.stations)
    for row in places:
        total = votes.by_station()[str(row["Sted-id"])].total
        assert row["Ventede velgere i alt"] == (round(total) if total == 0 or total >= 5 else HIDDEN)
    evening = next(row for row in rows(book, STATIONS) if row["Sted-id"] == "e0202")
    by_date = votes.by_station()["e0202"].by_date
    assert evening["Ventede velgere i alt"] == round(sum(by_date.values()))
    assert evening["Travleste dag"] == round(max(by_date.values()))


def test_small_groups_are_left_out_with_what_gives_them_away() -> None:
    few = tiny_problem(votes={"expected_total": 40})
    plan = tiny_plan()
    votes = expected_votes(plan, few)
    assert votes is not None
    assert any(0 < v < 5 for v in votes.by_station()["e0202"].by_date.values())
    book = book_of(plan, few)
    shown = [row["Ventede velgere i alt"] for row in rows(book, STATIONS)] + [
        row["Ventede velgere"] for row in rows(book, VEHICLES)
    ]
    assert HIDDEN in shown
    for row in rows(book, STATIONS):
        # A group that is left out is not told of by its busiest day either.
        assert row["Ventede velgere i alt"] != HIDDEN or row["Travleste dag"] == HIDDEN
    assert not [n for n in shown if isinstance(n, int) and 0 < n < 5]


def test_nobody_else_is_open_and_teams_that_come_to_voters() -> None:
    late = station("e0102", [Opening(BUS_DAY, "20:00", "21:00")])
    home = station("f0101", [Opening(BUS_DAY, "10:00", "12:00")], StationKind.HOME_TEAM, id="h1", lat=None, lon=None,
                   public=False)  # fmt: skip
    found = {row["Sted-id"]: row for row in rows(book_of(tiny_plan(late, home)), STATIONS)}
    assert found["e0102"]["Gå i stedet til"] == NOBODY
    assert found["e0102"]["Reisetid"] is None
    assert found["h1"]["Gå i stedet til"] == OWN_VOTERS


def test_whom_to_call_is_the_dataset_s_or_unknown_and_envelopes_are_the_stock_s() -> None:
    item = StockItem(StockKind.EMERGENCY_ENVELOPES, 0, 8.8, 25, 1)
    plan = tiny_plan(stock=(StationStock("f0101", 100.0, 5.0, 2.0, 8.8, (item,)),))
    book = book_of(plan)
    found = {row["Sted-id"]: row for row in rows(book, CALL)}
    assert (found["f0101"]["Kontakt"], found["f0101"]["Eier"]) == ("Kari, 99 99 99 99", "ukjent")
    assert (found["f0101"]["Nøkler"], found["f0101"]["Beredskapskonvolutter"]) == ("=vaktmester", 25)
    assert found["f0102"]["Beredskapskonvolutter"] == "ukjent"
    assert any("Bussen" in str(row["Hvem"]) for row in book_rows(book, OTHERS))
    kinds = {cell.data_type for page in book for line in page.iter_rows() for cell in line}
    assert kinds <= {"s", "n", "d"}


def book_rows(book: Workbook, title: str) -> list[Mapping[str, object]]:
    heads, *lines = book[title].iter_rows(values_only=True)
    return [dict(zip((str(h) for h in heads), line, strict=True)) for line in lines if line[0]]


def test_whom_to_call_about_a_vehicle_is_the_scenario_s_or_unknown() -> None:
    context = replace(ExportContext.of(PROBLEM.dataset), problem=PROBLEM)
    told = {"id": "buss", "name": "Bussen", "contact": "+47 Busselskapet, vakt 99 99 99 99"}
    for vehicle, contact in ((told, told["contact"]), (told | {"contact": ""}, "ukjent")):
        plan = replace(tiny_plan(), scenario={"vehicles": [vehicle]})
        book = openpyxl.load_workbook(io.BytesIO(exporter("contingency").export(plan, context)))
        (call,) = [row for row in rows(book, CALL) if row["Sted-id"] == "buss"]
        assert (call["Sted"], call["Kontakt"]) == ("Bussen", contact)
        assert {row["Ring om kjøretøyet"] for row in rows(book, VEHICLES)} == {contact}
        kinds = {cell.data_type for page in book for line in page.iter_rows() for cell in line}
        assert kinds <= {"s", "n", "d"}


def test_where_the_emergency_envelopes_lie_is_the_scenario_s_or_room_to_write() -> None:
    context = replace(ExportContext.of(PROBLEM.dataset), problem=PROBLEM)
    for kept in ("hos lederen", ""):
        plan = replace(tiny_plan(), scenario={"stock": {"emergency_envelopes_kept": kept}})
        book = openpyxl.load_workbook(io.BytesIO(exporter("contingency").export(plan, context)))
        found = [row["Hvor de ligger"] for row in rows(book, CALL) if row["Sted-id"] != "buss"]
        assert found == [kept or None] * len(plan.stations)


def test_whom_to_call_about_an_institution_is_the_list_s() -> None:
    home = {"id": "i0001", "name": "Hjemmet", "kind": "institution", "contact": "Avdelingsleder Ås"}
    problem = tiny_problem(institutions=[home], votes={"expected_total": 600})
    opened = station("f0101", [Opening(BUS_DAY, "10:00", "12:00")], StationKind.INSTITUTION, id="i0001", public=False)
    found = {row["Sted-id"]: row for row in rows(book_of(tiny_plan(opened), problem), CALL)}
    assert found["i0001"]["Kontakt"] == "Avdelingsleder Ås"


def test_the_driver_on_the_roster_is_named() -> None:
    driver = RosterEntry(BUS_DAY, "e0101", "09:30", "13:00", Role.DRIVER, "Åse")
    found = rows(book_of(tiny_plan(roster=(driver,))), VEHICLES)
    assert [row["Sjåfør"] for row in found] == ["Åse", "ukjent"]


def test_without_the_dataset_it_says_so(sample: ModuleType) -> None:
    made = exporter("contingency").export(sample.sample_plan(), ExportContext())
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert NO_DATASET in [cell.value for cell in book[STATIONS]["A"]]


@pytest.mark.parametrize("day", LAST_WEEK[:1])
def test_a_place_shares_its_fate_with_the_stop_at_its_door(day) -> None:
    stop = station("e0202-b", [Opening(day, "16:00", "19:00", vehicle="buss")])
    found = [row for row in rows(book_of(tiny_plan(stop)), STATIONS) if row["Sted-id"] == "e0202"]
    assert {row["Gå i stedet til"] for row in found} == {"Sted f0201"}

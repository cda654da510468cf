"""Empty columns of the places a plan uses become checklist items."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tiny import tiny_dataset, tiny_plan, tiny_scenario

from planner.audit import complete
from planner.domain.dataset import Dataset, Site
from planner.domain.findings import ChecklistItem, ItemStatus
from planner.domain.plan import Plan
from planner.evaluate.places import QUESTIONS, place_checklist
from planner.problem import build_problem

KNOWN = {
    "owner": "Utdanningsetaten",
    "contact": "vaktmester",
    "booking": "confirmed",
    "accessible": True,
    "accessible_checked_on": date(2027, 3, 1),
    "accessible_checked_by": "valgkontoret",
    "mobile_coverage": "good",
    "power": True,
    "parking_permit": True,
    "keys": "resepsjonen",
}
FIELD = {
    "site_owner": "owner",
    "site_contact": "contact",
    "site_booking": "booking",
    "site_accessible": "accessible_checked_by",
    "E2": "mobile_coverage",
    "site_power": "power",
    "site_parking": "parking_permit",
    "site_keys": "keys",
}
EMPTY: dict[str, object] = {"booking": "asked", "mobile_coverage": "poor", "power": None, "parking_permit": None}


def with_facts(**changes: object) -> Dataset:
    def known(site: Site) -> Site:
        return replace(site, **(KNOWN | changes))  # type: ignore[arg-type]

    dataset = tiny_dataset()
    return replace(dataset, sites=tuple(known(site) for site in dataset.sites))


def items(dataset: Dataset, checklist: tuple[ChecklistItem, ...] = ()) -> dict[str, ChecklistItem]:
    problem = build_problem(dataset, tiny_scenario())
    return {item.rule: item for item in place_checklist(replace(tiny_plan(), checklist=checklist), problem)}


def test_nothing_to_ask_where_everything_is_known() -> None:
    assert items(with_facts()) == {}


@pytest.mark.parametrize("question", [question.id for question in QUESTIONS])
def test_one_unknown_column_is_one_item(question: str) -> None:
    field = FIELD[question]
    found = items(with_facts(**{field: EMPTY.get(field, "")}))
    assert set(found) == {question}
    assert found[question].status is ItemStatus.OPEN


def test_keys_are_asked_of_premises_and_permits_of_stops_only() -> None:
    found = items(with_facts(keys="", parking_permit=None))
    stops = {s.id for s in tiny_plan().stations if s.kind == "mobile_stop"}
    assert stops
    assert all(f"({stop})" not in found["site_keys"].text for stop in stops)
    assert all(f"({stop})" in found["site_parking"].text for stop in stops)


def test_due_dates_follow_the_calendar() -> None:
    found = items(tiny_dataset())
    problem = build_problem(tiny_dataset(), tiny_scenario())
    assert found["site_booking"].due == problem.calendar.registration_deadline.value
    assert found["site_power"].due == problem.calendar.ordinary_start.value


def test_who_and_status_stay() -> None:
    first = items(tiny_dataset())["site_power"]
    assert first.subjects == ("e0101-b", "e0201-b", "e0202", "f0101", "f0102", "f0201")
    said = replace(first, status=ItemStatus.NOT_APPLICABLE, who="drift", reason="aggregat")
    item = items(tiny_dataset(), (said,))["site_power"]
    assert (item.status, item.who, item.reason) == (ItemStatus.NOT_APPLICABLE, "drift", "aggregat")


def test_a_new_station_opens_an_item_again_and_keeps_what_was_done() -> None:
    problem = build_problem(tiny_dataset(), tiny_scenario())

    def power(plan: Plan) -> ChecklistItem:
        return next(item for item in place_checklist(plan, problem) if item.rule == "site_power")

    smaller = tiny_plan(without=["e0202"])
    done = replace(power(smaller), status=ItemStatus.DONE, who="drift")
    item = power(tiny_plan(checklist=(done,)))
    assert (item.status, item.who) == (ItemStatus.OPEN, "drift")
    assert set(item.subjects) - set(item.settled) == {"e0202"}
    again = power(tiny_plan(without=["e0202"], checklist=(item,)))
    assert again.status is ItemStatus.DONE


def test_an_older_file_without_subjects_counts_only_for_the_same_stations() -> None:
    problem = build_problem(tiny_dataset(), tiny_scenario())
    fresh = next(iter(place_checklist(tiny_plan(), problem)))
    old = replace(fresh, subjects=(), status=ItemStatus.DONE)
    same = next(iter(place_checklist(tiny_plan(checklist=(old,)), problem)))
    assert same.status is ItemStatus.DONE
    other = next(iter(place_checklist(tiny_plan(without=["e0202"], checklist=(old,)), problem)))
    assert other.status is ItemStatus.OPEN


def test_they_are_part_of_a_finished_plan() -> None:
    plan = complete(tiny_plan(), build_problem(tiny_dataset(), tiny_scenario()))
    assert {"site_owner", "E2", "R1"} <= {item.rule for item in plan.checklist}

"""Empty columns of the places a plan uses become checklist items."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tiny import tiny_dataset, tiny_plan, tiny_scenario

from planner.audit import complete
from planner.domain.dataset import Dataset, Site
from planner.domain.findings import ChecklistItem, ItemStatus
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
    said = (ChecklistItem("site_power", "x", status=ItemStatus.NOT_APPLICABLE, who="drift"),)
    item = items(tiny_dataset(), said)["site_power"]
    assert (item.status, item.who) == (ItemStatus.NOT_APPLICABLE, "drift")


def test_they_are_part_of_a_finished_plan() -> None:
    plan = complete(tiny_plan(), build_problem(tiny_dataset(), tiny_scenario()))
    assert {"site_owner", "E2", "R1"} <= {item.rule for item in plan.checklist}

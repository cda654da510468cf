"""The law cases: readable YAML, one day either side of each date."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from planner.domain.plan import Phase
from planner.law.calendar import Calendar, DayType, day_type, election_calendar
from planner.law.parameters.loader import WEEKDAYS
from planner.law.registry import judge

FOLDER = Path(__file__).parents[1] / "law_cases"
CASES = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))}
SHIPPING = [
    pytest.param(name, week, id=f"{name}-{week['date']}") for name in CASES for week in CASES[name].get("shipping", [])
]
BORDERS = [
    pytest.param(CASES[name], border, phase, id=f"{name}-{border['date']}-{phase}")
    for name in CASES
    for border in CASES[name]["borders"]
    for phase in Phase
]
DATE_RULES = {"P1", "P5", "P6", "election_day"}


def calendar_of(case: dict[str, Any]) -> Calendar:
    return election_calendar(case["election"], two_days=case.get("two_days", False))


@pytest.fixture(params=list(CASES))
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return CASES[request.param]


def test_there_are_cases() -> None:
    assert {"storting_2025", "local_2027"} <= set(CASES)


def test_every_date_and_deadline(case: dict[str, Any]) -> None:
    found = calendar_of(case).to_json()
    assert {name: entry["value"] for name, entry in found.items()} == case["calendar"]
    assert all(entry["citation"] for entry in found.values())


@pytest.mark.parametrize(("name", "expected"), SHIPPING)
def test_weeks_of_shipping(name: str, expected: dict[str, Any]) -> None:
    calendar = calendar_of(CASES[name])
    day, week = expected["date"], None
    if calendar.daily_shipping_from.value <= day <= calendar.daily_shipping_to.value:
        week = "second_to_last"
    elif calendar.last_week_from.value <= day <= calendar.last_week_to.value:
        week = "last"
    found = (week, day in calendar.shipping_days.value, day <= calendar.ordinary_mail_until.value)
    assert found == (expected["week"], expected["sent"], expected["ordinary_mail"])


def test_days_of_the_week(case: dict[str, Any]) -> None:
    entries = calendar_of(case).entries()
    assert {name: WEEKDAYS[entries[name].value.weekday()] for name in case["weekdays"]} == case["weekdays"]


def test_counts_and_saturdays(case: dict[str, Any]) -> None:
    calendar = calendar_of(case)
    assert len(calendar.ordinary_dates()) == case["days"]
    assert len(calendar.ordinary_weekdays()) == case["ordinary_weekdays"]
    assert [d for d in calendar.ordinary_dates() if day_type(d) is DayType.SATURDAY] == case["saturdays"]


def test_notes(case: dict[str, Any]) -> None:
    found = calendar_of(case).to_json()
    for name, text in case["notes"].items():
        assert text in found[name]["note"]
    explained = {
        "daily_shipping_from", "daily_shipping_to", "last_week_from", "shipping_days", "ordinary_mail_until",
    }  # fmt: skip
    assert {name for name, entry in found.items() if "note" in entry} - explained == set(case["notes"])


@pytest.mark.parametrize(("case", "border", "phase"), BORDERS)
def test_borders(make: SimpleNamespace, case: dict[str, Any], border: dict[str, Any], phase: Phase) -> None:
    problem = make.problem(case["election"], two_days=case.get("two_days", False))
    assert problem.calendar.phase_of(border["date"]) == border["phase"]
    plan = make.plan(make.station(opening=(make.opening(border["date"], phase=phase),)))
    assert [f.rule for f in judge(plan, problem) if f.rule in DATE_RULES] == border[phase.value]

"""The law cases: readable YAML, one day either side of each date."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from planner.domain.plan import Phase
from planner.law.calendar import DayType, day_type, election_calendar
from planner.law.parameters.loader import WEEKDAYS
from planner.law.registry import judge

FOLDER = Path(__file__).parents[1] / "law_cases"
CASES = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))}
BORDERS = [
    pytest.param(CASES[name]["election"], border, phase, id=f"{name}-{border['date']}-{phase}")
    for name in CASES
    for border in CASES[name]["borders"]
    for phase in Phase
]
DATE_RULES = {"P1", "P5", "P6", "election_day"}


@pytest.fixture(params=list(CASES))
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return CASES[request.param]


def test_there_are_cases() -> None:
    assert {"storting_2025", "local_2027"} <= set(CASES)


def test_every_date_and_deadline(case: dict[str, Any]) -> None:
    found = election_calendar(case["election"]).to_json()
    assert {name: entry["value"] for name, entry in found.items()} == case["calendar"]
    assert all(entry["citation"] for entry in found.values())


def test_days_of_the_week(case: dict[str, Any]) -> None:
    entries = election_calendar(case["election"]).entries()
    assert {name: WEEKDAYS[entries[name].value.weekday()] for name in case["weekdays"]} == case["weekdays"]


def test_counts_and_saturdays(case: dict[str, Any]) -> None:
    calendar = election_calendar(case["election"])
    assert len(calendar.ordinary_dates()) == case["days"]
    assert len(calendar.ordinary_weekdays()) == case["ordinary_weekdays"]
    assert [d for d in calendar.ordinary_dates() if day_type(d) is DayType.SATURDAY] == case["saturdays"]


def test_notes(case: dict[str, Any]) -> None:
    found = election_calendar(case["election"]).to_json()
    for name, text in case["notes"].items():
        assert text in found[name]["note"]
    explained = {"daily_shipping_from", "last_week_from"}
    assert {name for name, entry in found.items() if "note" in entry} - explained == set(case["notes"])


@pytest.mark.parametrize(("election", "border", "phase"), BORDERS)
def test_borders(make: SimpleNamespace, election: Any, border: dict[str, Any], phase: Phase) -> None:
    problem = make.problem(election)
    assert problem.calendar.phase_of(border["date"]) == border["phase"]
    plan = make.plan(make.station(opening=(make.opening(border["date"], phase=phase),)))
    assert [f.rule for f in judge(plan, problem) if f.rule in DATE_RULES] == border[phase.value]

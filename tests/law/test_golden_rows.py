"""The rows each rule of law adds to the model, compared with readable text files in ``golden/``.

A wanted change: write the files anew, look at the difference, commit it::

    VALGPLAN_WRITE_GOLDEN=1 python -m pytest tests/law/test_golden_rows.py

Letters: x site runs pattern · q days that serve just these blocks (0–2 on weekdays, 3–4 on Saturdays) ·
v visits of a place on dates alike (the first of them) · h home-voting teams out on a date.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from recorder import Recorder
from tiny import BUS, tiny_dataset, tiny_problem

from planner.law.registry import RegisteredRule, rules
from planner.problem import Problem

CLOSED = {"first": "2027-08-11", "last": "2027-09-10"}
LISTED = [
    {"id": "s1", "name": "Solhjem", "kind": "institution"},
    {"id": "s2", "name": "Lilleborg", "kind": "institution", "days": 2, "closed": [CLOSED]},
    {"id": "p1", "name": "Fjellgata", "kind": "prison"},
]
GOLDEN = Path(__file__).parent / "golden"
BINDING = [registered for registered in rules() if registered.build]


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Everything free and nothing good enough: one person and no booth anywhere, stairs at one place.

    Two institutions, one of them closed but for one date and asking for two days, and a prison.
    """
    return tiny_problem(
        tiny_dataset(sites={"e0102": {"accessible": False}}),
        stations__existing="free",
        stations__popup_sites=["e0102"],
        stations__crew=1,
        stations__booths=0,
        vehicles=[{**BUS, "stops": ["e0202"], "crew": 1, "booths": 0, "weekday": ["10:00-12:30"], "saturday": []}],
        p7={"reading": "some_day_each_week", "reason": "kort fil"},
        institutions=LISTED,
        visits={"crew": 1, "teams": 1},
        home_voting={"crew": 1, "first_date": "2027-09-09"},
    )


@pytest.mark.parametrize("item", BINDING, ids=[item.rule.id for item in BINDING])
def test_rows_are_the_golden_ones(item: RegisteredRule, problem: Problem) -> None:
    model = Recorder(problem)
    assert item.build is not None
    item.build(model)
    file = GOLDEN / f"{item.rule.id}.txt"
    if os.environ.get("VALGPLAN_WRITE_GOLDEN"):
        file.write_text(model.text(), encoding="utf-8")
    assert model.text() == file.read_text(encoding="utf-8")
    assert model.rows
    assert all(name.partition("[")[0] == item.rule.id for name in model.rows)


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} <= {item.rule.id for item in BINDING}


@pytest.mark.parametrize("item", BINDING, ids=[item.rule.id for item in BINDING])
def test_words_for_a_conflict_come_in_pairs(item: RegisteredRule) -> None:
    assert (item.requirement is None) == (item.relaxed is None)


def test_locked_stations_of_today_are_in_the_row() -> None:
    model = Recorder(tiny_problem(stations__crew=1, stations__booths=0))
    for item in BINDING:
        if item.rule.id in ("O2", "S2") and item.build:
            item.build(model)
    assert {name: row.rhs for name, row in model.rows.items()} == {"O2[premises]": -3, "S2[premises]": -3}

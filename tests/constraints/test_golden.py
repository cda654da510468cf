"""The rows each constraint adds to the model, compared with readable text files in ``golden/``.

A wanted change: write the files anew, look at the difference, commit it::

    VALGPLAN_WRITE_GOLDEN=1 python -m pytest tests/constraints/test_golden.py

Letters: x site runs pattern · n visits of stop in block · f, l of those first, last of their day ·
w stop used · q days that serve just these blocks ·
v visits of a place on dates alike (the first of them) · h home-voting teams out on a date ·
far what a point's ways add. Blocks 0–2 are weekdays, 3–4 Saturdays.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from recorder import Recorder
from tiny import BUS, tiny_problem

from planner.constraints.registry import RegisteredConstraint, constraints
from planner.problem import Problem

CLOSED = {"first": "2027-08-12", "last": "2027-09-10"}
LISTED = [
    {"id": "s1", "name": "Solhjem", "kind": "institution", "lat": 59.9, "lon": 10.73},
    {"id": "s2", "name": "Lilleborg", "kind": "institution", "minutes": 60, "closed": [CLOSED]},
]
GOLDEN = Path(__file__).parent / "golden"
BINDING = [item for item in constraints() if item.build or item.build_access]


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Two buses alike with two stops and 40 km a day, one of them premises today; two pop-up sites; a pool of four.

    Two teams visit two institutions, the second closed but for two dates; a home-voting team on one date.
    """
    bus = {**BUS, "stops": ["e0202", "f0101"], "min_days": 2, "max_km_per_day": 40}
    return tiny_problem(
        stations__popup_sites=["e0102", "e0202"],
        pins=[
            {"station": "e0202"},
            {"station": "f0101"},
            {"stop": "e0202", "date": "2027-08-24", "block": "10:00-12:30"},
            {"stop": "f0101", "date": "2027-08-24", "block": "17:30-19:30", "vehicle": "b2"},
        ],
        forbid=[
            {"stop": "e0202", "date": "2027-09-01", "until": "2027-09-03"},
            {"station": "e0102", "date": "2027-08-27"},
        ],
        stations__regular_hours=True,
        vehicles=[bus, {**bus, "id": "b2", "name": "To"}],
        min_visits=3,
        crew_pool__persons=4,
        institutions=LISTED,
        visits={"teams": 2},
        home_voting={"teams": 1, "first_date": "2027-09-10"},
        targets=[{"share": 0.9, "minutes": 15}, {"districts": ["01"], "share": 0.5, "minutes": 10}],
    )


@pytest.mark.parametrize("item", BINDING, ids=[item.rule.id for item in BINDING])
def test_rows_are_the_golden_ones(item: RegisteredConstraint, problem: Problem) -> None:
    model = Recorder(problem)
    for build in (item.build, item.build_access):
        if build is not None:
            build(model)
    file = GOLDEN / f"{item.rule.id}.txt"
    if os.environ.get("VALGPLAN_WRITE_GOLDEN"):
        file.write_text(model.text(), encoding="utf-8")
    assert model.text() == file.read_text(encoding="utf-8")
    assert all(name.partition("[")[0] == item.rule.id for name in model.rows)

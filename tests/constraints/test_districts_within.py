"""districts_within: on the tiny plan's own points, district 02 (Sør, lowest turnout) is points 3, 4 and 5."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tiny import tiny_dataset, tiny_plan, tiny_problem

from planner.constraints import districts_within
from planner.constraints.districts_within import relaxed, requirement
from planner.domain.errors import InputError
from planner.evaluate.access import open_stations, segment_minutes, segment_shares
from planner.evaluate.district_ways import chosen_districts

PROBLEM = tiny_problem()


def share_by_hand(minutes: int, points: list[int]) -> float:
    """All points weigh the same within a district."""
    ways = segment_minutes(PROBLEM, open_stations(tiny_plan(), PROBLEM), cells=False)[points]
    return float(((ways <= minutes) * segment_shares(PROBLEM)).sum() / len(points))


def targeted(share: float, minutes: int = 15, **more: Any) -> Any:
    return tiny_problem(targets=[{"share": share, "minutes": minutes, **more}])


def test_a_district_that_falls_short_and_one_that_does_not(measured: Any) -> None:
    south, north = share_by_hand(15, [3, 4, 5]), share_by_hand(15, [0, 1, 2])
    assert 0 < south < north < 1
    assert measured("districts_within", tiny_plan(), targeted(south)) == []
    asked = round(south + 1e-4, 6)
    assert measured("districts_within", tiny_plan(), targeted(asked)) == [
        (("02",), round(south, 4), asked, "andel"),
    ]
    assert measured("districts_within", tiny_plan(), targeted(1.0, districts="all")) == [
        (("01",), round(north, 4), 1.0, "andel"),
        (("02",), round(south, 4), 1.0, "andel"),
    ]


def test_of_a_district_that_does_not_count_too(measured: Any) -> None:
    counted = tiny_problem(demand__districts=["01"], targets=[{"districts": ["02"], "share": 1.0, "minutes": 15}])
    ((subjects, *_),) = measured("districts_within", tiny_plan(), counted)
    assert subjects == ("02",)


def test_words(findings: Any) -> None:
    problem = targeted(0.9)
    (finding,) = findings("districts_within", tiny_plan(), problem)
    assert finding.sentence.startswith("I Sør er ")
    assert "krever 90,0 %" in finding.sentence
    assert requirement(problem) == "90,0 % skal være innen 15 minutter i hver av 1 bydel (targets)."
    assert relaxed(problem, 0.0501) == "Senk andelen i targets med minst 5,1 prosentpoeng, til 84,9 %."


def test_which_districts() -> None:
    assert chosen_districts(PROBLEM, "low_turnout") == list(PROBLEM.low_turnout) == [1]
    assert chosen_districts(PROBLEM, "all") == [0, 1]
    assert chosen_districts(PROBLEM, ["01"]) == [0]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"targets": [{"districts": ["99"], "share": 0.9, "minutes": 15}]}, "targets.0.districts"),
        (
            {"objective": {"name": "districts_within", "districts": ["99"], "share": 0.9, "minutes": 15}},
            "objective.districts",
        ),
    ],
)
def test_a_district_that_does_not_exist(changes: Any, place: str) -> None:
    with pytest.raises(InputError, match="ukjent bydel") as caught:
        tiny_problem(**changes)
    assert [(t.place, t.value) for t in caught.value.problems] == [(place, "99")]


def test_a_share_that_counts_a_few_is_not_told() -> None:
    """A hundredth of the voters: fewer than five in each district."""
    few = tiny_dataset()
    points = replace(few.points, eligible={name: weights * 0.01 for name, weights in few.points.eligible.items()})
    problem = tiny_problem(replace(few, points=points), targets=[{"share": 0.99, "minutes": 10, "districts": "all"}])
    found = list(districts_within.check(tiny_plan(), problem))
    assert found
    assert all("færre enn kravet innen 10 minutter" in finding.sentence for finding in found)
    assert not list(districts_within.use(tiny_plan(), problem))
    many = tiny_problem(targets=[{"share": 0.99, "minutes": 10, "districts": "all"}])
    assert "%" in next(iter(districts_within.check(tiny_plan(), many))).sentence.split("innen")[0]
    assert list(districts_within.use(tiny_plan(), many))

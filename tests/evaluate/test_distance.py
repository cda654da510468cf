"""Where distance is the problem: the table and its sentences, from the embedded dataset."""

from __future__ import annotations

import numpy as np
import pytest
from small import OSLO, ROOT

from planner.dataset import load_dataset
from planner.domain.dataset import BEYOND, Mode
from planner.evaluate.distance import BOKMAAL, DistancePicture, distance_messages, distance_picture
from planner.problem import Problem, build_problem
from planner.scenario import load_scenario


@pytest.fixture(scope="module")
def problem() -> Problem:
    return build_problem(load_dataset(OSLO), load_scenario(ROOT / "scenarios" / "oslo.yaml"))


@pytest.fixture(scope="module")
def picture(problem: Problem) -> DistancePicture:
    return distance_picture(problem)


def test_every_district_once_lowest_turnout_first(problem: Problem, picture: DistancePicture) -> None:
    placed = [row for row in picture.districts if not row.turnout_is_municipal]
    assert len(placed) == 15
    assert [row.turnout for row in placed] == sorted(row.turnout for row in placed)
    assert picture.districts[-1].name == "Uten bydel"
    assert sum(row.weight for row in picture.districts) == pytest.approx(picture.total.weight)


def test_minutes_of_one_district_recomputed(problem: Problem, picture: DistancePicture) -> None:
    dataset = problem.dataset
    index = next(i for i, d in enumerate(dataset.districts) if d.name == "Stovner")
    total = weight = near = 0.0
    for cell in np.flatnonzero(dataset.cells.district == index):
        ways = [int(dataset.minutes_cells_sites[Mode.WALK][cell, site]) for site in problem.existing_sites]
        minutes = min(90 if way == BEYOND else way for way in ways)
        persons = dataset.cells.eligible["local"][cell] * (1 - dataset.districts[index].turnout)
        total, weight = total + minutes * persons, weight + persons
        near += persons * (minutes <= 15)
    row = next(row for row in picture.districts if row.name == "Stovner")
    assert row.walk_minutes == pytest.approx(total / weight)
    assert row.share_near == pytest.approx(near / weight)
    assert row.weight == pytest.approx(weight)


def test_low_turnout_districts_are_the_five_of_the_design(picture: DistancePicture) -> None:
    low = {row.name for row in picture.districts if row.low_turnout}
    assert low == {"Stovner", "Alna", "Grorud", "Søndre Nordstrand", "Bjerke"}


def test_pockets_lie_in_low_turnout_districts_farthest_first(picture: DistancePicture) -> None:
    low = {row.name for row in picture.districts if row.low_turnout}
    assert {pocket.district for pocket in picture.pockets} <= low
    minutes = [pocket.walk_minutes for pocket in picture.pockets]
    assert minutes == sorted(minutes, reverse=True)
    assert minutes[-1] > picture.total.walk_minutes
    assert picture.pockets[0].name == "Bjørndal"


def test_the_sentences_say_it_plainly(problem: Problem, picture: DistancePicture) -> None:
    text = " ".join(distance_messages(problem, picture))
    assert "I Stovner er frammøtet lavt, men veien ikke lengre enn ellers" in text
    assert "ingenting om årsaker" in text
    assert "stedfortreder" in text
    assert "Bjørndal (Søndre Nordstrand)" in text


@pytest.mark.parametrize(
    ("correlation", "words"),
    [(0.8, "har kortest vei"), (0.1, "følges ikke ad"), (-0.1, "følges ikke ad"), (-0.8, "har også lengst vei")],
)
def test_the_sentence_follows_the_correlation(
    problem: Problem, picture: DistancePicture, correlation: float, words: str
) -> None:
    changed = DistancePicture(picture.districts, picture.pockets, picture.total, correlation)
    assert words in distance_messages(problem, changed)[0]


def test_another_language_says_the_same_under_the_same_names(problem: Problem, picture: DistancePicture) -> None:
    marked = {name: f"<{text}>" for name, text in BOKMAAL.items()}
    found = distance_messages(problem, picture, marked)
    assert [text.replace("<", "").replace(">", "") for text in found] == list(distance_messages(problem, picture))
    assert all(text.startswith("<") for text in found)

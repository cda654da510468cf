"""Lines of the summary on queues: what is over, what it would take, what nobody knows."""

from __future__ import annotations

from tiny import tiny_plan, tiny_problem

from planner.audit import complete
from planner.evaluate.distance import distance_picture
from planner.summary import summary_lines


def summary(**changes) -> str:
    problem = tiny_problem(**changes)
    return "\n".join(summary_lines(complete(tiny_plan(), problem), problem, distance_picture(problem), ()))


def test_too_few_persons_and_what_would_do() -> None:
    text = summary(votes__expected_total=400_000)
    assert "Kø i den travleste timen: 3 av 3 steder som planen bemanner, er over 10 min" in text
    assert "persontimer mer" in text
    assert "av poolens 30" in text
    assert "3 steder med egen bemanning trenger" in text


def test_enough_persons() -> None:
    text = summary(votes__expected_total=84)
    assert "Kø i den travleste timen: 0 av 3 steder" in text
    assert "persontimer mer" not in text


def test_free_stations_have_no_crews_of_their_own() -> None:
    assert "med egen bemanning" not in summary(votes__expected_total=84, stations__existing="free")


def test_nothing_is_said_of_queues_where_no_votes_are_known() -> None:
    assert "Kø i" not in summary()

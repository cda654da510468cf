"""Studies of distance: each with its place, and none of them Norwegian."""

from __future__ import annotations

from planner.evaluate.effects import distance_effects


def test_every_study_says_what_where_and_how_much() -> None:
    found = distance_effects()
    assert len(found) == 4
    for effect in found:
        assert all((effect.study, effect.place, effect.finding, effect.range))
        assert "Norge" not in effect.place

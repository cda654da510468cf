"""Effects are told as ranges, each with where it is from."""

from __future__ import annotations

from dataclasses import replace

import tiny

from planner.domain.plan import StationKind
from planner.domain.supply import StationStock
from planner.evaluate.effects import NO_ESTIMATE, new_voter_share, new_voters, studies


def test_every_study_says_where_it_is_from() -> None:
    assert all(item.study and item.where and item.finding for item in studies())
    assert "ikke noe årsaksestimat for norske mobile forhåndsstemmesteder" in NO_ESTIMATE


def test_the_range_is_one() -> None:
    share = new_voter_share()
    assert 0 <= share.low <= share.mid <= share.high <= 1
    assert "UBEKREFTET" in share.source


def test_new_voters_are_a_range_of_votes_at_added_places_only() -> None:
    plan = tiny.tiny_plan()
    first, *rest = plan.stations
    stations = (replace(first, kind=StationKind.FIXED), *(replace(s, kind=StationKind.POPUP) for s in rest))
    stock = tuple(StationStock(s.id, 100.0, 5.0, 0.0, 0.0, ()) for s in stations)
    found = new_voters(replace(plan, stations=stations, stock=stock))
    assert rest
    assert found is not None
    assert found.votes == 100.0 * len(rest)
    assert (found.low, found.high) == (found.votes * new_voter_share().low, found.votes * new_voter_share().high)


def test_nothing_is_said_where_no_votes_are_known() -> None:
    assert new_voters(replace(tiny.tiny_plan(), stock=())) is None

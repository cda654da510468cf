"""Expected votes on the municipality computed by hand: 480 expected voters in Nord, 360 in Sør."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import LAST_WEEK, evening_week, make_plan, station, tiny_dataset, tiny_plan, tiny_problem, todays_stations

from planner.domain.dataset import AdvanceVotes
from planner.domain.plan import Opening, Phase, StationKind
from planner.evaluate.votes import (
    expected_voters,
    expected_votes,
    ordinary_openings,
    votes_assumptions,
    votes_total,
)

PROBLEM = tiny_problem(votes__expected_total=840)
"""One vote in advance per expected voter."""
FRIDAY = LAST_WEEK[-1]
WEEKDAYS = 0.446 + 5 * 0.04315 + 10 * 0.022625 + 4 * 0.021
SATURDAYS = 0.032 + 0.017 + 0.011 + 0.009
BOTH = WEEKDAYS + SATURDAYS
DAY, EVENING, SATURDAY = WEEKDAYS / BOTH * 55 / 85, WEEKDAYS / BOTH * 30 / 85, SATURDAYS / BOTH
"""Shares of the votes; 55, 30 and 15 % are those of the voters."""


def totals(plan, problem=PROBLEM, **options):
    votes = expected_votes(plan, problem, **options)
    return {s.station: s.total for s in votes.stations}, votes.unserved


def test_expected_voters_are_eligible_times_turnout_and_not_the_goal_s_weights() -> None:
    assert expected_voters(PROBLEM, cells=True).tolist() == [80.0] * 6 + [60.0] * 6
    only_sør = tiny_problem(demand__districts=["02"])
    assert expected_voters(only_sør, cells=False).sum() == 840


def test_each_segment_goes_to_its_quickest_usable_station() -> None:
    """Cell 8 is as near to f0102 as to f0201 in the daytime; evenings are at f0201 alone, Saturdays not at all.

    On four dates f0102 is closed, and its voters of those go half way to either side.
    """
    closed = 4 * 0.022625 / WEEKDAYS
    day = {"f0101": 240, "f0102": 240 + 120 + 30, "f0201": 180 + 30}
    then = {"f0101": 480, "f0102": 0, "f0201": 360}
    evening, saturday = {"f0201": 840}, {"f0101": 240, "f0102": 600}
    expected = {
        site: DAY * ((1 - closed) * day[site] + closed * then[site])
        + EVENING * evening.get(site, 0)
        + SATURDAY * saturday.get(site, 0)
        for site in sorted(day)
    }
    found, unserved = totals(make_plan(todays_stations()))
    assert found == pytest.approx(expected)
    assert unserved == 0


def test_votes_that_no_station_serves_are_kept_apart() -> None:
    without_evenings = make_plan(s for s in todays_stations() if s.id != "f0201")
    found, unserved = totals(without_evenings)
    assert unserved == pytest.approx(EVENING * 840)
    assert sum(found.values()) + unserved == pytest.approx(840)
    assert totals(make_plan([])) == ({}, pytest.approx(840))


def test_beyond_reach_is_unserved() -> None:
    """Four steps or more take at least 7 minutes whatever the mode: evenings from f0201, Saturdays from f0102."""
    problem = tiny_problem(votes__expected_total=840, travel__unreached_minutes=7)
    found, unserved = totals(make_plan(todays_stations()), problem)
    assert unserved == pytest.approx(EVENING * 600 + SATURDAY * 180)
    assert sum(found.values()) + unserved == pytest.approx(840)


def test_only_the_ordinary_period_counts() -> None:
    early = Opening(date(2027, 7, 5), "10:00", "14:00", Phase.EARLY)
    late = Opening(date(2027, 9, 20), "10:00", "14:00")
    odd = station("f0201", [early, late])
    assert ordinary_openings(odd, PROBLEM) == ()
    assert totals(make_plan([odd])) == ({"f0201": 0}, pytest.approx(840))


def test_teams_that_come_to_the_voters_take_their_share_first() -> None:
    visit = station("e0101", [Opening(FRIDAY, "10:00", "12:00")], StationKind.INSTITUTION, public=False)
    found, unserved = totals(make_plan([*todays_stations(), visit]))
    assert found["e0101"] == 12
    assert sum(found.values()) + unserved == pytest.approx(840)
    few = tiny_problem(votes__expected_total=5)
    assert totals(make_plan([*todays_stations(), visit]), few)[0] == pytest.approx(
        {"e0101": 5, "f0101": 0, "f0102": 0, "f0201": 0}
    )


def test_the_total_is_the_scenario_s_else_the_dataset_s_else_unknown() -> None:
    known = tiny_dataset(advance_votes=AdvanceVotes(600.0, "Lillevik 2023"))
    assert votes_total(tiny_problem(known)).value == 600
    assert votes_total(tiny_problem(known, votes__expected_total=840)).value == 840
    unknown = votes_total(tiny_problem())
    assert unknown.value is None
    assert "votes.expected_total" in unknown.source
    assert expected_votes(tiny_plan(), tiny_problem()) is None
    values = [next(iter(votes_assumptions(p))).value for p in (tiny_problem(known), tiny_problem())]
    assert values == ["600", "ukjent"]


def test_points_and_cells_agree_on_the_total() -> None:
    for cells in (True, False):
        found, unserved = totals(tiny_plan(), cells=cells)
        assert sum(found.values()) + unserved == pytest.approx(840)


STATIONS = (*todays_stations(), *(s for s in tiny_plan().stations if s.id.startswith("e")), evening_week())
UNIQUE = tuple({s.id: s for s in STATIONS}.values())


@settings(max_examples=40, deadline=None)
@given(
    chosen=st.permutations(UNIQUE).flatmap(lambda order: st.integers(0, len(order)).map(lambda n: order[:n])),
    total=st.floats(0, 1e6),
    cells=st.booleans(),
)
def test_no_vote_is_lost_and_the_order_of_stations_does_not_matter(chosen, total, cells) -> None:
    problem = tiny_problem(votes__expected_total=total)
    plan = make_plan(chosen)
    votes = expected_votes(plan, problem, cells=cells)
    assert votes is not None
    dated = sum(sum(s.by_date.values()) for s in votes.stations)
    assert dated + votes.unserved == pytest.approx(total)
    assert all(s.total >= 0 for s in votes.stations)
    turned = type(plan)(scenario={}, dataset=plan.dataset, stations=plan.stations[::-1])
    again = expected_votes(turned, problem, cells=cells)
    assert again is not None
    assert {s.station: s.total for s in again.stations} == pytest.approx({s.station: s.total for s in votes.stations})

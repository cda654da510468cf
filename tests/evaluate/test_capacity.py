"""Loads and sizes of queues on the municipality computed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import (
    BUS_DAY,
    LAST_WEEK,
    bus_day,
    bus_stop,
    evening_week,
    make_plan,
    station,
    tiny_plan,
    tiny_problem,
    with_station,
)

from planner.domain.plan import Opening, Phase, StationKind
from planner.evaluate.capacity import (
    busiest_share,
    capacity_of,
    persons_for,
    persons_per_table,
    stretches,
    table_minutes,
    tables_of,
)
from planner.evaluate.queues import mean_wait
from planner.evaluate.votes import StationVotes, expected_votes

PROBLEM = tiny_problem(votes__expected_total=840)
PLAIN = {"votes__other_municipality_share": 0, "votes__envelope_share": 0, "votes__emergency_share": 0}
"""Every vote is an own one in the urn: 3 minutes."""


def one(problem, *stations):
    """The capacity of the first of some stations, which are all there are."""
    capacity = capacity_of(make_plan(stations), problem)
    assert capacity is not None
    return next(s for s in capacity.stations if s.station == stations[0].id)


def problem_with(votes: float, *stations, **changes):
    """A problem in which the first station can expect that many votes."""
    changes = {**PLAIN, **changes}
    found = expected_votes(make_plan(stations), tiny_problem(votes__expected_total=1000, **changes))
    assert found is not None
    return tiny_problem(votes__expected_total=1000 * votes / found.by_station()[stations[0].id].total, **changes)


def test_a_table_is_two_persons_and_one_more_looks_after_the_rest() -> None:
    assert persons_per_table(PROBLEM) == 2
    assert [tables_of(PROBLEM, persons) for persons in range(9)] == [1, 1, 1, 1, 1, 2, 2, 3, 3]
    assert [persons_for(PROBLEM, tables) for tables in (1, 2, 3, 9)] == [2, 5, 7, 19]
    alone = tiny_problem(capacity__persons_per_table=1, capacity__not_receiving=0)
    assert [persons_for(alone, tables) for tables in (1, 2, 3)] == [2, 2, 3]  # the law asks two all the same


@settings(max_examples=25, deadline=None)
@given(tables=st.integers(1, 60), per_table=st.integers(1, 4), others=st.integers(0, 4))
def test_no_fewer_persons_serve_the_tables(tables: int, per_table: int, others: int) -> None:
    problem = tiny_problem(capacity__persons_per_table=per_table, capacity__not_receiving=others)
    persons = persons_for(problem, tables)
    assert tables_of(problem, persons) >= tables
    assert persons == 2 or tables_of(problem, persons - 1) < tables or tables == 1


def test_minutes_at_a_table_are_those_of_the_mix() -> None:
    # Of 1.05 votes 0.02 in omslagskonvolutt, 0.98 × 0.01 in beredskapskonvolutt, 0.05 for other municipalities.
    assert table_minutes(evening_week(), PROBLEM) == pytest.approx(3 + 2 * (0.02 + 0.0098 + 0.05) / 1.05)
    only = tiny_problem(votes__envelope_stations=["e0202"])
    assert table_minutes(evening_week(), only) == pytest.approx(5)


@pytest.mark.parametrize(("minutes", "share"), [(30, 1), (60, 1), (80, 1), (150, 0.6), (540, 1 / 6)])
def test_the_busiest_hour_has_half_as_much_again_as_a_mean_hour(minutes: float, share: float) -> None:
    assert busiest_share(PROBLEM, minutes) == pytest.approx(share)


def test_openings_that_touch_with_the_same_crew_are_one_queue() -> None:
    day = LAST_WEEK[0]
    times = [("10:00", "13:00", 3), ("13:00", "16:00", 3), ("16:00", "19:00", 4), ("20:00", "21:00", 4)]
    where = station("e0202", [Opening(day, start, end, crew=crew) for start, end, crew in times])
    votes = StationVotes("e0202", tuple(zip(where.opening, (30.0, 30.0, 30.0, 10.0), strict=True)))
    found = list(stretches(votes, PROBLEM))
    assert [(s.opening.start, s.opening.end, s.opening.crew) for s in found] == [
        ("10:00", "16:00", 3), ("16:00", "19:00", 4), ("20:00", "21:00", 4),
    ]  # fmt: skip
    assert [s.votes for s in found] == pytest.approx([63, 31.5, 10.5])
    assert [s.per_hour for s in found] == pytest.approx([31.5 / 2, 31.5 / 2, 10.5])


def test_the_busiest_hour_lies_in_the_busiest_opening() -> None:
    times = [("10:00", "13:00"), ("13:00", "16:00"), ("16:00", "19:00")]
    where = station("e0202", [Opening(LAST_WEEK[0], *time, crew=3) for time in times])
    (found,) = stretches(StationVotes("e0202", tuple(zip(where.opening, (10.0, 60.0, 30.0), strict=True))), PROBLEM)
    assert found.busiest == where.opening[1]
    assert found.per_hour == pytest.approx(1.05 * 60 / 2)


def test_every_vote_of_a_station_is_in_one_of_its_openings() -> None:
    plan = tiny_plan()
    capacity, votes = capacity_of(plan, PROBLEM), expected_votes(plan, PROBLEM)
    assert capacity is not None
    assert votes is not None
    for found in capacity.stations:
        total = votes.by_station()[found.station].total
        assert sum(need.votes for need in found.openings) == pytest.approx(1.05 * total, abs=0.06 * len(found.openings))


def test_by_hand() -> None:
    """60 votes in one opening of three hours: 30 in the busiest, three minutes each, one and a half tables busy."""
    where = station("e0202", [Opening(LAST_WEEK[0], "16:00", "19:00", crew=3)], booths=3)
    found = one(problem_with(60, where, stations__existing="free"), where)
    (need,) = found.openings
    assert (need.votes, need.per_hour, need.persons) == (60, 30, 3)
    # With two tables or booths C = 9/14, mean wait 9/14 · 3 / 0.5 = 3.9 minutes.
    assert mean_wait(2, arrivals=0.5, service=3) == pytest.approx(27 / 7)
    assert (need.tables_needed, need.persons_needed, need.booths_needed) == (2, 5, 2)
    assert found.over is True
    queue = found.queue
    assert queue is not None
    assert (queue.tables, queue.booths, queue.traffic, queue.wait_minutes) == (1, 3, 1.5, None)
    assert queue.simulated_wait_minutes > 10
    assert queue.late_share is None
    assert found.queue_if_staffed is None  # premises have no buffer to judge


def test_with_what_is_needed_it_is_enough() -> None:
    where = station("e0202", [Opening(LAST_WEEK[0], "16:00", "19:00", crew=5)], booths=2)
    found = one(problem_with(60, where, stations__existing="free"), where)
    assert (found.over, found.queue_if_staffed) == (False, None)
    few = station("e0202", [Opening(LAST_WEEK[0], "16:00", "19:00", crew=5)], booths=1)
    assert one(problem_with(60, few, stations__existing="free"), few).over is True


def test_booths_that_nobody_has_counted_are_taken_to_be_enough() -> None:
    where = station("e0202", [Opening(LAST_WEEK[0], "16:00", "19:00", crew=5)], booths=None)
    found = one(problem_with(60, where, stations__existing="free"), where)
    assert found.over is False
    assert found.queue is not None
    assert found.queue.booths is None


def test_a_short_opening_is_judged_by_the_simulation() -> None:
    """20 voters an hour at one table for 20 an hour: no steady state, but the hour is over before the queue is long."""
    where = bus_stop("e0201", "13:45", "14:45")
    found = one(problem_with(20, where, capacity__booth_minutes=0.1), where)
    assert found.queue is not None
    assert found.queue.wait_minutes is None
    assert 3 < found.queue.simulated_wait_minutes < 10
    assert found.over is False
    assert found.openings[0].tables_needed == 1
    assert found.openings[0].persons_needed == 2


def test_crews_of_today_are_not_known() -> None:
    capacity = capacity_of(tiny_plan(), PROBLEM)
    assert capacity is not None
    own = {s.station: (s.over, s.queue) for s in capacity.stations if s.own_crew}
    assert own == dict.fromkeys(["f0101", "f0102", "f0201"], (None, None))
    assert capacity.own_crew_person_hours >= 2 * sum(
        o.hours for s in tiny_plan().stations if s.id in own for o in s.opening
    )
    free = capacity_of(tiny_plan(), tiny_problem(votes__expected_total=840, stations__existing="free"))
    assert free is not None
    assert not any(s.own_crew for s in free.stations)
    assert free.own_crew_nok == 0


def test_only_stations_open_to_all_in_the_ordinary_period_have_queues() -> None:
    early = station("e0202", [Opening(LAST_WEEK[0].replace(month=7), "10:00", "12:00", Phase.EARLY, crew=2)])
    inside = replace(evening_week(), id="s1", kind=StationKind.INSTITUTION, public=False)
    capacity = capacity_of(make_plan([early, inside]), PROBLEM)
    assert capacity is not None
    assert [(s.station, s.openings, s.over) for s in capacity.stations] == [("e0202", (), None)]


def test_nobody_knows_how_many_come() -> None:
    assert capacity_of(tiny_plan(), tiny_problem()) is None


def test_what_enough_persons_cost() -> None:
    """Two more persons for three evening hours: 2 × 3 × 450 NOK."""
    where = station("e0202", [Opening(LAST_WEEK[0], "16:00", "19:00", crew=3)], booths=3)
    problem = problem_with(60, where, stations__existing="free")
    capacity = capacity_of(make_plan([where]), problem)
    assert capacity is not None
    assert (capacity.extra_person_hours, capacity.extra_nok) == (6, 2700)


def test_who_is_needed_at_a_stop_is_aboard_all_day() -> None:
    """Out 9:30 to 17:20, 6.5 hours by day and 1 h 20 min in the evening; the most of the two visits counts."""
    times = (("e0201", "13:45", "16:15"), ("e0101", "10:00", "12:30"))
    stops = [replace(bus_stop(*visit), booths=9) for visit in times]
    problem = problem_with(120, *stops)
    plan = make_plan(stops, [bus_day()])
    capacity = capacity_of(plan, problem)
    assert capacity is not None
    extra = max(n.persons_needed for s in capacity.stations for n in s.openings) - 2
    assert extra > 0
    assert capacity.extra_person_hours == pytest.approx(extra * (7 + 50 / 60), abs=0.01)
    assert capacity.extra_nok == pytest.approx(extra * (6.5 * 350 + 4 / 3 * 450), abs=0.01)


@pytest.mark.parametrize("votes", [5, 40, 150, 600])
def test_more_persons_never_make_it_worse(votes: float) -> None:
    def capacity(crew: int):
        where = station("e0202", [Opening(BUS_DAY, "10:00", "16:00", crew=crew)], booths=20)
        return one(problem_with(votes, where, stations__existing="free"), where).queue

    waits = [capacity(crew).simulated_wait_minutes for crew in (2, 5, 9, 15, 25)]
    assert waits == sorted(waits, reverse=True)


def test_the_same_plan_gives_the_same_and_the_seed_is_a_setting() -> None:
    crowded = {"votes__expected_total": 40_000}
    plan = with_station(tiny_plan(), "e0202", booths=9)
    first = capacity_of(plan, tiny_problem(**crowded))
    assert capacity_of(plan, tiny_problem(**crowded)) == first
    other = capacity_of(plan, tiny_problem(**crowded, capacity__seed=2))
    assert other is not None
    assert first is not None
    assert [s.openings for s in other.stations] == [s.openings for s in first.stations]
    assert other != first


def test_no_voter_is_sent_elsewhere_because_it_is_full() -> None:
    """The loads are the same whatever the crews and booths are."""
    plan = tiny_plan()
    crowded = tiny_problem(votes__expected_total=40_000)
    crowd = tuple(replace(o, crew=99) for s in plan.stations if s.id == "e0202" for o in s.opening)
    many = capacity_of(with_station(plan, "e0202", booths=99, opening=crowd), crowded)
    few = capacity_of(plan, crowded)
    assert few is not None
    assert many is not None
    loads = [[(n.votes, n.per_hour) for s in c.stations for n in s.openings] for c in (few, many)]
    assert loads[0] == loads[1]


def test_absurd_numbers_end_all_the_same() -> None:
    capacity = capacity_of(tiny_plan(), tiny_problem(votes__expected_total=1e15, capacity__runs=1))
    assert capacity is not None
    assert max(n.per_hour for s in capacity.stations for n in s.openings) == 1e6

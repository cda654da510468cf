"""Crews and booths by the queues: least servers, within pool and money, told of where they do not go round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import BUS_DAY, bus_stop, evening_week, make_plan, tiny_plan, tiny_problem, todays_stations

from planner.audit import complete, judge
from planner.constraints.crew_pool import most_present
from planner.domain.findings import Severity
from planner.evaluate.capacity import capacity_of, needs, persons_for
from planner.evaluate.cost import plan_cost
from planner.evaluate.queues import mean_wait
from planner.evaluate.votes import expected_votes
from planner.optimise.crews import sized

RICH = 50_000_000
VOTES = 20_000.0


def plenty(votes: float = VOTES, **changes):
    changes = {"budget_nok": RICH, "crew_pool__persons": 5_000, **changes}
    return tiny_problem(votes__expected_total=votes, **changes)


def crews_of(plan, station_id: str):
    return {(o.date, o.start): o.crew for s in plan.stations if s.id == station_id for o in s.opening}


def over(plan, problem):
    capacity = capacity_of(plan, problem)
    assert capacity is not None
    return {s.station for s in capacity.stations if s.over}


def test_every_opening_has_the_fewest_that_serve_its_tables() -> None:
    problem = plenty()
    before = needs(tiny_plan(), problem)
    found = sized(tiny_plan(), problem)
    assert (found.waiting, found.over_pool) == (0, 0)
    crews = crews_of(found.plan, "e0202")
    assert max(crews.values()) > 3
    for need in before["e0202"]:
        assert crews[need.date, need.start] == max(3, need.persons_needed)
        # Brute force: one table fewer keeps them waiting too long.
        service = 3 + 2 * (0.02 + 0.0098 + 0.05) / 1.05
        waits = [mean_wait(c, arrivals=need.per_hour / 60, service=service) for c in range(1, need.tables_needed + 1)]
        assert waits[-1] <= 10
        assert all(wait > 10 for wait in waits[:-1])
        assert need.persons_needed == persons_for(problem, need.tables_needed)


def test_a_sized_plan_has_no_queue_over_its_limit() -> None:
    problem = plenty()
    assert over(tiny_plan(), problem)
    assert over(sized(tiny_plan(), problem).plan, problem) == set()


def test_a_vehicle_has_one_crew_all_day_and_is_paid_for_it() -> None:
    problem = plenty(400_000)
    before, after = tiny_plan(), sized(tiny_plan(), problem).plan
    wanted = needs(before, problem)
    most = max(need.persons_needed for stop in ("e0101", "e0201") for need in wanted[stop])
    assert most > 3
    crews = [o.crew for s in after.stations for o in s.opening if o.date == BUS_DAY and o.vehicle]
    assert crews == [most, most]
    hours = {
        name: sum(
            line.quantity for line in plan_cost(plan, problem).lines if "Bussen" in line.what and "Bem" in line.what
        )
        for name, plan in (("before", before), ("after", after))
    }
    assert hours["after"] / hours["before"] == pytest.approx(
        (most + 1) / (bus_stop("e0101", "10:00", "12:30").opening[0].crew + 1)
    )


def test_crews_of_today_s_locked_stations_are_not_the_plan_s_to_set() -> None:
    after = sized(make_plan(todays_stations()), plenty()).plan
    assert after.stations == make_plan(todays_stations()).stations
    free = plenty(stations__existing="free")
    assert max(crews_of(sized(make_plan(todays_stations()), free).plan, "f0201").values()) > 3


def test_fixed_numbers_and_unknown_votes_leave_crews_alone() -> None:
    for problem in (plenty(capacity__size_crews=False), tiny_problem(budget_nok=RICH)):
        found = sized(tiny_plan(), problem)
        assert (found.plan, found.waiting, found.wanted_nok) == (tiny_plan(), 0, 0)


def test_a_pinned_crew_stays() -> None:
    problem = plenty(pins=[{"station": "e0202", "crew": 4}])
    plan = tiny_plan()
    pinned = replace(plan, stations=tuple(_with_crew(s, 4) if s.id == "e0202" else s for s in plan.stations))
    assert set(crews_of(sized(pinned, problem).plan, "e0202").values()) == {4}


def _with_crew(station, crew: int):
    return replace(station, opening=tuple(replace(o, crew=crew) for o in station.opening))


def test_booths_follow_unless_somebody_has_counted_them() -> None:
    problem = plenty()
    wanted = max(need.booths_needed for need in needs(tiny_plan(), problem)["e0202"])
    (station,) = [s for s in sized(tiny_plan(), problem).plan.stations if s.id == "e0202"]
    assert station.booths == max(wanted, max(o.crew for o in station.opening) // 2)
    assert wanted > 1
    few = plenty(stations__booths=2)
    plan = sized(tiny_plan(), few)
    (station,) = [s for s in plan.plan.stations if s.id == "e0202"]
    assert max(o.crew for o in station.opening) <= 5  # two teams and one more: O2
    assert plan.waiting > 0
    assert not [f for f in judge(plan.plan, few) if f.rule == "O2" and f.severity is Severity.HARD]


def test_no_more_than_there_is_room_for() -> None:
    problem = plenty(stations__most_crew=4)
    found = sized(tiny_plan(), problem)
    assert max(crews_of(found.plan, "e0202").values()) == 4
    assert found.waiting > 0
    assert "e0202" in over(found.plan, problem)


def test_room_at_a_place_goes_before_the_common_number() -> None:
    roomy = plenty(stations__most_crew=4, premises=[{"site": "e0202", "most_crew": 40}])
    assert crews_of(sized(tiny_plan(), roomy).plan, "e0202") == crews_of(sized(tiny_plan(), plenty()).plan, "e0202")
    narrow = plenty(premises=[{"site": "e0202", "most_crew": 5}])
    found = sized(tiny_plan(), narrow)
    assert max(crews_of(found.plan, "e0202").values()) == 5
    assert found.waiting > 0


def test_counted_booths_of_a_place_stay_and_bound_its_crew() -> None:
    problem = plenty(premises=[{"site": "e0202", "booths": 2}])
    plan = tiny_plan()
    counted = replace(plan, stations=tuple(replace(s, booths=2) if s.id == "e0202" else s for s in plan.stations))
    found = sized(counted, problem)
    (station,) = [s for s in found.plan.stations if s.id == "e0202"]
    assert station.booths == 2
    assert max(o.crew for o in station.opening) == 5  # two teams and one more: O2
    assert found.waiting > 0


def test_the_pool_and_the_money_are_kept_and_the_rest_is_told_of() -> None:
    base = plan_cost(tiny_plan(), plenty()).total
    tight = plenty(budget_nok=base + 20_000)
    found = sized(tiny_plan(), tight)
    assert found.waiting > 0
    assert base < plan_cost(found.plan, tight).total <= base + 20_000
    (finding,) = [
        f for f in complete(found.plan, tight).findings if f.rule == "capacity" and f.severity is Severity.WARNING
    ]
    assert "Nok folk der tar" in finding.sentence
    few = plenty(crew_pool__persons=7)
    pooled = sized(tiny_plan(), few)
    assert pooled.over_pool > 0
    assert 3 < most_present(pooled.plan, few) <= 7


@settings(max_examples=25, deadline=None)
@given(
    votes=st.floats(0, 60_000),
    money=st.floats(0, 400_000),
    pool=st.integers(3, 60),
    more=st.floats(0, 400_000),
)
def test_limits_hold_and_more_of_everything_leaves_nobody_waiting(votes, money, pool, more) -> None:
    base = plan_cost(tiny_plan(), tiny_problem()).total
    problem = plenty(votes, budget_nok=base + money, crew_pool__persons=pool)
    found = sized(tiny_plan(), problem)
    assert plan_cost(found.plan, problem).total <= base + money + 1e-6
    assert most_present(found.plan, problem) <= pool
    before, after = (expected_votes(plan, problem) for plan in (tiny_plan(), found.plan))
    assert before is not None
    assert after is not None
    # Nobody goes elsewhere because of a crew, and no vote is lost.
    assert [s.total for s in after.stations] == [s.total for s in before.stations]
    assert sum(s.total for s in after.stations) + after.unserved == pytest.approx(votes)
    assert (found.waiting == 0) <= (over(found.plan, problem) == set())
    # Whoever has all that the queues take, has it with more money too.
    if found.waiting == 0:
        richer = plenty(votes, budget_nok=base + money + more, crew_pool__persons=pool)
        assert sized(tiny_plan(), richer).plan.stations == found.plan.stations
    enough = plenty(
        votes,
        budget_nok=base + found.wanted_nok + found.wanted_aboard_nok + 1,
        crew_pool__persons=pool + found.over_pool,
    )
    assert sized(tiny_plan(), enough).waiting == 0


def test_an_evening_alone() -> None:
    """One premises, nothing else: its votes are all that its segments have, and its crew serves them."""
    problem = plenty(2_000)
    plan = sized(make_plan([evening_week()]), problem).plan
    assert over(plan, problem) == set()
    assert set(crews_of(plan, "e0202")) == {(o.date, o.start) for o in evening_week().opening}

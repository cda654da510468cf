"""What the audit says of queues: grouped, never a pass without data, never a breach."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tiny import tiny_plan, tiny_problem, with_station

from planner.audit import complete, judge
from planner.domain.findings import Severity
from planner.evaluate.queue_findings import capacity_assumptions, capacity_findings
from planner.planfile import parse_plan, plan_bytes

CROWDED = tiny_problem(votes__expected_total=400_000)
QUIET = tiny_problem(votes__expected_total=84)


def found(plan, problem):
    return [(f.rule, f.severity, f.subjects) for f in capacity_findings(plan, problem)]


def test_stations_over_the_limit_are_one_finding_and_unknown_crews_another() -> None:
    over, unknown, late = capacity_findings(tiny_plan(), CROWDED)
    assert (over.rule, over.severity, over.limit) == ("capacity", Severity.WARNING, 10)
    assert set(over.subjects) == {"e0101", "e0201", "e0202"}
    assert over.measured is not None
    assert over.measured > 10
    assert "3 steder som planen bemanner" in over.sentence
    assert (unknown.rule, unknown.severity, unknown.measured) == ("capacity", Severity.CANNOT_JUDGE, 3)
    assert set(unknown.subjects) == {"f0101", "f0102", "f0201"}
    assert "ikke det som faktisk er satt opp" in unknown.sentence
    assert (late.rule, late.severity) == ("overrun_buffer", Severity.WARNING)
    assert set(late.subjects) == {"e0101", "e0201"}


def test_few_voters_leave_only_what_cannot_be_judged() -> None:
    assert found(tiny_plan(), QUIET) == [("capacity", Severity.CANNOT_JUDGE, ("f0101", "f0102", "f0201"))]


def test_crews_that_the_plan_pays_for_are_judged() -> None:
    free = tiny_problem(votes__expected_total=84, stations__existing="free")
    assert found(tiny_plan(), free) == []


def test_enough_persons_and_booths_settle_it() -> None:
    plan = complete(tiny_plan(), CROWDED)
    assert plan.capacity is not None
    (e0202,) = [s for s in plan.capacity.stations if s.station == "e0202"]
    needs = {(n.date, n.start): n for n in e0202.openings}
    (station,) = [s for s in plan.stations if s.id == "e0202"]
    opening = tuple(replace(o, crew=needs[o.date, o.start].persons_needed) for o in station.opening)
    booths = max(n.booths_needed for n in e0202.openings)
    over = next(capacity_findings(with_station(tiny_plan(), "e0202", opening=opening, booths=booths), CROWDED))
    assert set(over.subjects) == {"e0101", "e0201"}


def test_a_buffer_that_is_long_enough() -> None:
    bus = {"id": "buss", "name": "Bussen", "depot": "f0101", "crew": 2, "overrun_minutes": 60}
    patient = tiny_problem(votes__expected_total=400_000, vehicles=[bus])
    assert "overrun_buffer" not in {f.rule for f in capacity_findings(tiny_plan(), patient)}


def test_no_number_of_votes_is_no_pass() -> None:
    (finding,) = capacity_findings(tiny_plan(), tiny_problem())
    assert (finding.rule, finding.severity) == ("capacity", Severity.CANNOT_JUDGE)
    assert "votes.expected_total" in finding.sentence
    assert len(finding.subjects) == 6
    assert list(capacity_findings(replace(tiny_plan(), stations=()), tiny_problem())) == []


def test_a_completed_plan_survives_its_file_and_has_nothing_stale() -> None:
    plan = complete(tiny_plan(), CROWDED)
    assert parse_plan(json.loads(plan_bytes(plan))) == plan
    assert "stored_figures" not in {f.rule for f in judge(plan, CROWDED)}
    assert complete(plan, CROWDED) == plan
    assert "capacity" not in json.loads(plan_bytes(complete(tiny_plan(), tiny_problem())))


def test_stale_needs_are_told_of() -> None:
    plan = complete(tiny_plan(), CROWDED)
    assert plan.capacity is not None
    first, *rest = plan.capacity.stations
    wrong = replace(first, openings=first.openings[1:])
    stale = replace(plan, capacity=replace(plan.capacity, stations=(wrong, *rest)))
    (finding,) = [f for f in capacity_findings(stale, CROWDED) if f.rule == "stored_figures"]
    assert finding.subjects == (first.station,)


def test_the_pool_is_asked_for_everybody() -> None:
    """Bus and evening week never work on the same date: the larger of them."""
    plan = complete(tiny_plan(), CROWDED)
    assert plan.capacity is not None
    most = max(n.persons_needed for s in plan.capacity.stations if not s.own_crew for n in s.openings)
    assert plan.capacity.most_persons == most


@pytest.mark.parametrize(("setting", "source"), [(None, "vl 6-3"), (3, "scenariet")])
def test_readings_are_told_of(setting: int | None, source: str) -> None:
    problem = tiny_problem(capacity__persons_per_table=setting)
    table = next(capacity_assumptions(problem))
    assert (table.value, table.source, table.verified) == (str(setting or 2), source, False)
    assert all(not item.verified for item in capacity_assumptions(problem))

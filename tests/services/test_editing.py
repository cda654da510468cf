"""Edits by hand: what each does, what the audit says of it, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tiny import BUS_DAY, bus_stop, tiny_plan, tiny_problem

from planner.audit import complete
from planner.domain.errors import InputError
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan, PlanStatus, Version
from planner.planfile import read_plan
from planner.problem import Problem
from planner.services import editing


@pytest.fixture(scope="module")
def problem() -> Problem:
    return tiny_problem()


@pytest.fixture(scope="module")
def plan(problem: Problem) -> Plan:
    made = replace(tiny_plan(), scenario=problem.scenario.to_plain())
    return complete(made, problem)


def _ids(plan: Plan) -> list[str]:
    return [station.id for station in plan.stations]


def test_a_station_taken_out_makes_the_way_longer(plan: Plan, problem: Problem) -> None:
    now = editing.judged(editing.apply_edits(plan, problem, [{"what": "remove", "id": "f0101"}]), problem)
    assert "f0101" not in _ids(now)
    assert now.accessibility is not None
    assert plan.accessibility is not None
    assert now.accessibility.after.mean_minutes > plan.accessibility.after.mean_minutes
    assert any(finding.rule == "locked" for finding in now.findings)


def test_hours_replace_those_of_the_same_dates(plan: Plan, problem: Problem) -> None:
    edit = {"what": "hours", "id": "f0101", "dates": [BUS_DAY.isoformat()], "start": "08:00", "end": "09:30"}
    now = editing.apply_edits(plan, problem, [edit])
    on_day = [o for s in now.stations if s.id == "f0101" for o in s.opening if o.date == BUS_DAY]
    assert [(o.start, o.end) for o in on_day] == [("08:00", "09:30")]
    shut = editing.apply_edits(now, problem, [{"what": "hours", "id": "f0101", "dates": [BUS_DAY.isoformat()]}])
    assert not [o for s in shut.stations if s.id == "f0101" for o in s.opening if o.date == BUS_DAY]


def test_a_moved_station_stands_elsewhere(plan: Plan, problem: Problem) -> None:
    now = editing.apply_edits(plan, problem, [{"what": "move", "id": "f0101", "lat": 59.9, "lon": 10.7}])
    moved = next(station for station in now.stations if station.id == "f0101")
    assert (moved.lat, moved.lon) == (59.9, 10.7)


def test_a_place_of_the_dataset_or_of_the_map_is_added(plan: Plan, problem: Problem) -> None:
    site = next(site for site in problem.dataset.sites if site.id not in _ids(plan))
    edits = [{"what": "add", "id": site.id}, {"what": "add", "lat": 59.9, "lon": 10.7}]
    now = editing.apply_edits(plan, problem, edits)
    assert {site.id, "nytt-1"} <= set(_ids(now))
    added = next(station for station in now.stations if station.id == site.id)
    assert all(o.date >= problem.calendar.last_week_from.value for o in added.opening)
    with pytest.raises(InputError, match="alt i planen"):
        editing.apply_edits(now, problem, edits[:1])


def test_lock_and_forbid_are_wishes_for_the_next_calculation(plan: Plan, problem: Problem) -> None:
    locked = editing.apply_edits(plan, problem, [{"what": "lock", "id": "f0101"}])
    assert "f0101" in editing.locked_ids(locked)
    assert locked.stations == plan.stations
    forbidden = editing.apply_edits(locked, problem, [{"what": "forbid", "id": "f0101"}])
    assert "f0101" in editing.forbidden_ids(forbidden)
    assert "f0101" not in editing.locked_ids(forbidden)
    again = editing.apply_edits(forbidden, problem, [{"what": "forbid", "id": "f0101"}])
    assert editing.forbidden_ids(again) == ()


def test_a_bus_stop_is_locked_as_a_stop(plan: Plan, problem: Problem) -> None:
    stop = bus_stop("e0101", "10:00", "12:30")
    now = editing.apply_edits(
        replace(plan, stations=(*plan.stations, stop)), problem, [{"what": "lock", "id": stop.id}]
    )
    assert now.scenario["pins"] == [{"stop": "e0101"}]
    assert stop.id in editing.locked_ids(now)


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        ({"what": "remove", "id": "finnes-ikke"}, "ikke i planen"),
        ({"what": "hours", "id": "f0101", "dates": ["2027-08-24"], "start": "16:00", "end": "10:00"}, "stenger før"),
        ({"what": "hours", "id": "f0101", "dates": ["2027-08-24"], "start": "kl. 9", "end": "10:00"}, "klokkeslett"),
    ],
)
def test_what_does_not_fit_is_refused(plan: Plan, problem: Problem, edit: dict[str, object], why: str) -> None:
    with pytest.raises(InputError, match=why):
        editing.apply_edits(plan, problem, [edit])


def test_a_decided_plan_is_left_alone(plan: Plan, problem: Problem) -> None:
    decided = replace(plan, version=Version(status=PlanStatus.DECIDED))
    assert editing.apply_edits(decided, problem, []) == decided
    with pytest.raises(InputError, match="ny versjon"):
        editing.apply_edits(decided, problem, [{"what": "lock", "id": "f0101"}])


def test_an_edited_plan_is_saved_beside_the_one_it_came_from(plan: Plan, tmp_path: Path) -> None:
    path = editing.save_edited(tmp_path, "endret", plan, [{"what": "lock", "id": "f0101"}])
    assert _ids(read_plan(path)) == _ids(plan)
    for name, why in (("endret", "har alt en plan"), ("../ute", "ikke et navn"), (" ", "ikke et navn")):
        with pytest.raises(InputError, match=why):
            editing.save_edited(tmp_path, name, plan, [{"what": "lock", "id": "f0101"}])


def _finding(rule: str, sentence: str, *subjects: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule, severity, sentence, subjects, unit="steder")


def test_a_finding_of_fewer_places_is_the_same_with_another_figure(plan: Plan) -> None:
    stays = _finding("L3", "som før")
    old = (_finding("E2", "to steder", "a", "b"), _finding("O1", "ett", "a"), stays, _finding("S2", "x", "a"))
    worse = _finding("S2", "y", "a", severity=Severity.HARD)
    new = (_finding("E2", "ett sted", "b"), _finding("O1", "ett annet", "c"), stays, worse)
    changes = editing.finding_changes(replace(plan, findings=old), replace(plan, findings=new))
    assert changes.changed == [new[0]]
    assert changes.came == [new[1], worse]
    assert changes.went == [old[1], old[3]]
    assert editing.finding_changes(plan, plan) == ([], [], [])

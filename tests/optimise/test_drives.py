"""Tours as columns: just those that a vehicle can drive."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from tiny import BUS, far_apart, tiny_dataset, tiny_problem

from planner.domain.findings import Severity
from planner.domain.plan import StationKind
from planner.optimise import drives
from planner.optimise.access import build_core
from planner.optimise.drives import drivable
from planner.optimise.requirements import bind_visits
from planner.optimise.solve import solve_problem
from planner.optimise.tours import FORBIDDEN, _bad
from planner.problem import build_problem
from planner.scenario import parse_scenario


@pytest.mark.parametrize("minutes_a_step", [1.0, 7.0, 9.5, 14.0, 40.0])
def test_exactly_the_tours_that_the_timetable_allows(minutes_a_step: float) -> None:
    problem = far_apart(minutes_a_step)
    fleet = problem.fleets[0]
    for blocks in ((0,), (0, 1), (1, 2), (0, 2), (0, 1, 2), (3, 4)):
        sites = [np.array(fleet.stops, dtype=np.int64) for _ in blocks]
        found = {tuple(row) for row in drivable(problem, fleet, blocks, sites).tolist()}
        expected = {
            chosen
            for chosen in product(fleet.stops, repeat=len(blocks))
            if _bad(problem, 0, dict(zip(blocks, chosen, strict=True))) < FORBIDDEN
        }
        assert found == expected


def test_no_stops_no_tours() -> None:
    problem = tiny_problem()
    assert drivable(problem, problem.fleets[0], (0, 1), [np.array([1]), np.array([], dtype=np.int64)]).shape == (0, 2)


def test_where_distances_are_long_no_visit_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """All visits that the model chose are in the plan, as its lower bound of the restricted model promises."""
    said: list[str] = []
    dataset = tiny_dataset()
    slow = replace(dataset, car_minutes_sites=dataset.car_minutes_sites * 1.9)
    plain = {
        "name": "Lange veier", "dataset": "tiny", "election": "2027-09-13", "budget_nok": 300_000,
        "stations": {"existing": "locked", "patterns": [{"id": "l", "name": "lørdager", "saturday": ["10:00-14:00"]}]},
        "vehicles": [BUS], "min_visits": 1,
    }  # fmt: skip
    problem = build_problem(slow, parse_scenario(plain))
    monkeypatch.setattr("planner.optimise.search.WHOLE_MODEL_RINGS", 0)
    plan = solve_problem(problem, gap=0.001, time_limit=60, seed=0, progress=said.append)
    assert any(station.kind is StationKind.MOBILE_STOP for station in plan.stations)
    assert not [finding for finding in plan.findings if finding.severity is Severity.HARD]
    assert not [sentence for sentence in said if "droppet" in sentence]


def test_too_many_tours_are_left_to_the_join(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "MOST_COLUMNS", 0)
    problem = far_apart(9.5, budget_nok=300_000)
    plan = solve_problem(problem, gap=0.01, time_limit=60, seed=0)
    assert not [finding for finding in plan.findings if finding.severity is Severity.HARD]


def test_the_kilometres_between_stops_are_in_the_budget_of_tours_that_are_listed() -> None:
    """The least cost leaves them out, so a plan of such a model would else be over its budget when driven."""
    problem = far_apart(9.5, budget_nok=300_000)
    model = build_core(problem).model
    bind_visits(model)
    drives.bind_drives(model)
    fleet = problem.fleets[0]
    km = problem.ways(fleet.sample).km
    between = {c: sum(km[a.site, b.site] for a, b in pairwise(keys)) for c, keys in model.driven.items()}
    assert max(between.values()) > 0
    for column, length in between.items():
        assert model.rows["budget"].terms[column] == pytest.approx(length * fleet.sample.nok_per_km)


@pytest.mark.parametrize(("minutes_a_step", "listed"), [(1.0, False), (9.5, True)])
def test_for_a_bound_all_tours_are_listed_only_where_many_cannot_be_driven(minutes_a_step: float, listed: bool) -> None:
    problem = far_apart(minutes_a_step)
    model = build_core(problem).model
    assert drives.bind_all(model) is listed
    fleet = problem.fleets[0]
    for key in model.tours:
        sites = [np.array(fleet.stops, dtype=np.int64) for _ in key.blocks]
        mine = [keys for keys in model.driven.values() if tuple(visit.block for visit in keys) == key.blocks]
        assert len(mine) == listed * len(drivable(problem, fleet, key.blocks, sites))


def test_too_many_tours_are_not_listed_for_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "MOST_LISTED", 3)
    assert not drives.bind_all(build_core(far_apart(9.5)).model)


def test_only_kept_tours_are_in_a_model_that_makes_plans() -> None:
    problem = far_apart(9.5)
    everything = build_core(problem).model
    bind_visits(everything)
    drives.bind_drives(everything)
    kept = frozenset(list(everything.driven.values())[::3])
    model = build_core(problem).model
    bind_visits(model)
    drives.bind_drives(model, kept)
    assert set(model.driven.values()) == kept

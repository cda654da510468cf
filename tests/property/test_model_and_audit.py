"""Model and audit agree, each computed without the other.

For random decisions: what stage 2 and the extraction make of them passes every check; read back
from the finished plan they satisfy every row (so no row makes a bound too high); and the money the
model counts is what the audit finds, but for the kilometres between stops.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from recorder import Recorder, decisions_of
from tiny import make_plan, tiny_problem

from planner.audit import judge
from planner.constraints import registry
from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.evaluate.access import open_stations, segment_minutes
from planner.evaluate.cost import plan_cost
from planner.evaluate.least_cost import cost_terms
from planner.modelling import TourKey, VisitKey
from planner.optimise.extract import plan_parts
from planner.optimise.tours import Placement, place_visits
from planner.problem import Problem

ALIKE = [{"id": i, "name": i, "depot": d, "crew": 2} for i, d in (("a", "f0101"), ("b", "f0101"), ("c", "e0102"))]
"""Two buses alike and one with another depot: two fleets."""
PROBLEMS = {
    "locked": tiny_problem(vehicles=ALIKE, crew_pool__persons=11, budget_nok=10_000_000),
    "free": tiny_problem(
        vehicles=ALIKE, crew_pool__persons=17, budget_nok=10_000_000, stations__existing="free",
        p7={"reading": "some_day_each_week", "reason": "test"},
    ),
}  # fmt: skip
MODELS = {name: Recorder(problem) for name, problem in PROBLEMS.items()}
for _model in MODELS.values():
    registry.bind(_model)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Decision:
    """What stage 1 could have chosen."""

    patterns: tuple[int, ...]
    visits: dict[VisitKey, int]
    tours: dict[TourKey, int]


@st.composite
def decisions(draw: st.DrawFn, model: Recorder) -> Decision:
    """At most one pattern a site and up to eight vehicle-days; every visit has its vehicle-day."""
    problem = model.problem
    patterns: dict[int, int] = {}
    for p in draw(st.lists(st.integers(0, len(problem.patterns) - 1), max_size=4)):
        patterns.setdefault(problem.patterns[p].site, p)
    visits: dict[VisitKey, int] = {}
    tours: dict[TourKey, int] = {}
    for key in draw(st.lists(st.sampled_from(sorted(model.tours)), max_size=8)):
        tours[key] = tours.get(key, 0) + 1
        for block in key.blocks:
            stop = draw(st.sampled_from(problem.fleets[key.fleet].stops))
            visit = VisitKey(key.fleet, stop, block)
            visits[visit] = visits.get(visit, 0) + 1
    return Decision(tuple(sorted(patterns.values())), visits, tours)


def finished(problem: Problem, decision: Decision) -> tuple[Plan, Placement]:
    schedules = [problem.patterns[p] for p in decision.patterns]
    placement = place_visits(problem, decision.visits, decision.tours, schedules)
    stations, vehicles = plan_parts(problem, schedules, placement.tours)
    assert len({station.id for station in stations}) == len(stations), "a place that is pop-up and stop is two stations"
    return make_plan(stations, vehicles), placement


def hard(plan: Plan, problem: Problem) -> set[str]:
    return {f.rule for f in judge(plan, problem) if f.severity is Severity.HARD}


BOTH = pytest.mark.parametrize("name", PROBLEMS)


@BOTH
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_decisions_that_satisfy_the_rows_give_a_plan_that_passes(name: str, data: st.DataObject) -> None:
    problem, model = PROBLEMS[name], MODELS[name]
    decision = data.draw(decisions(model))
    plan, placement = finished(problem, decision)
    # Premises decide these alone, exactly; without the vehicles' visits the rest of each row is slack.
    premises = {model.runs[p]: 1.0 for p in decision.patterns}
    assume(not [row for row in model.broken(premises) if row.startswith("crew_pool")])
    found = hard(plan, problem)
    assert found <= {"P7"}, found  # with free stations a draw may leave days without any place
    if not placement.dropped:
        kept = {
            (station.id.removesuffix("-b"), opening.start): 0
            for station in plan.stations
            for opening in station.opening
            if opening.vehicle
        }
        assert sum(o.vehicle is not None for s in plan.stations for o in s.opening) == sum(decision.visits.values())
        fleets = problem.fleets
        asked = {(problem.dataset.sites[k.site].id, fleets[k.fleet].blocks[k.block].start) for k in decision.visits}
        assert {(site, int(start[:2]) * 60 + int(start[3:])) for site, start in kept} == asked


@BOTH
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_plan_that_passes_satisfies_every_row(name: str, data: st.DataObject) -> None:
    """Else a row could cut off a lawful plan, and the bound would be too high."""
    problem, model = PROBLEMS[name], MODELS[name]
    decision = data.draw(decisions(model))
    plan, _ = finished(problem, decision)
    assume(hard(plan, problem) <= {"P7"})
    assert model.broken(decisions_of(plan, model, decision.patterns)) == []


@BOTH
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_models_money_is_the_audits_but_for_kilometres_between_stops(name: str, data: st.DataObject) -> None:
    problem, model = PROBLEMS[name], MODELS[name]
    decision = data.draw(decisions(model))
    plan, placement = finished(problem, decision)
    values = decisions_of(plan, model, decision.patterns)
    counted = sum(nok * values.get(variable, 0.0) for nok, variable in cost_terms(model))  # type: ignore[arg-type]
    between = sum(drive.km for placed in placement.tours for drive in placed.tour.drives[1:-1])
    audited = plan_cost(plan, problem).total
    assert counted <= audited + 0.5
    assert audited == pytest.approx(counted + between * 10, abs=0.5)


@BOTH
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_more_open_is_never_worse(name: str, data: st.DataObject) -> None:
    problem = PROBLEMS[name]
    decision = data.draw(decisions(MODELS[name]))
    plan, _ = finished(problem, decision)
    assume(plan.stations)
    fewer = make_plan(plan.stations[:-1])
    minutes = [segment_minutes(problem, open_stations(p, problem), cells=True) for p in (plan, fewer)]
    assert (minutes[0] <= minutes[1]).all()


@BOTH
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_stop_counts_no_date_that_the_model_does_not_count(name: str, data: st.DataObject) -> None:
    """Dates per class in the audit ≤ visits in blocks of that class: else a plan could beat the bound."""
    blocks = ["10:00-10:40", "10:50-11:30", "15:00-16:50", "17:30-18:10", "18:20-19:00"]
    problem = tiny_problem(vehicles=[{**ALIKE[0], "weekday": blocks}]) if name == "locked" else PROBLEMS[name]
    model = MODELS[name] if name != "locked" else Recorder(problem)
    plan, _ = finished(problem, data.draw(decisions(model)))
    values = decisions_of(plan, model)
    stops = [s for s in plan.stations if any(o.vehicle for o in s.opening)]
    for found in open_stations(make_plan(stops), problem):
        site = problem.site_index[found.id.removesuffix("-b")]
        for k, dates in enumerate(found.dates):
            visits = sum(
                values.get(variable, 0.0)
                for key, variable in model.visits.items()
                if key.site == site and problem.fleets[key.fleet].blocks[key.block].classes[k]
            )
            assert dates <= visits


@pytest.mark.parametrize("name", ["budget", "crew_pool", "min_visits", "min_vehicle_days", "one_use", "vehicle_day"])
def test_rows_do_forbid_something(name: str) -> None:
    """A row that always holds would make the tests above empty."""
    bus = {"id": "a", "name": "A", "depot": "f0101", "crew": 2, "min_days": 2}
    problem = tiny_problem(budget_nok=30_000, crew_pool__persons=2, min_visits=3, vehicles=[bus])
    model = Recorder(problem)
    registry.bind(model)  # type: ignore[arg-type]
    stop = problem.site_index["e0202"]
    visit = model.visits[VisitKey(0, stop, 0)]
    values = {model.runs[p]: 1.0 for p, s in enumerate(problem.patterns) if s.pattern_id == "dag"}
    values |= {visit: 2.0, model.chosen[stop]: 1.0, model.tours[TourKey(0, (1,))]: 1.0}
    assert any(row.startswith(name) for row in model.broken(values))


def test_decisions_are_whole_numbers() -> None:
    """But for which visit of a day is the first and which the last: the rows make these whole by themselves."""
    model = MODELS["locked"]
    own = {*model.visits.values()}
    helpers = {v for ends in (model.first_at, model.last_at) for v in ends.values() if v not in own}
    decided = {*model.runs, *own, *model.chosen.values(), *model.tours.values()}
    assert decided == model.integers
    assert helpers
    assert not helpers & model.integers

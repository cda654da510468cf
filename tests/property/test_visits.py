"""Random lists: a plan has no hard finding, or it is proven that there is none; its bound is no more than its value."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from recorder import Recorder, decisions_of
from visiting import place, visiting

from planner.constraints import registry as constraints
from planner.domain.errors import InfeasibleError
from planner.domain.findings import Severity
from planner.domain.plan import Plan
from planner.evaluate.cost import plan_cost
from planner.evaluate.least_cost import cost_terms, given_nok
from planner.law import registry as law
from planner.optimise.solve import solve_problem
from planner.problem import Problem

PATTERN = {"id": "dag", "name": "siste uke", "weekday": ["10:00-13:00"], "last_weeks": 1}
WINDOWS = (None, "10:00-11:00", "11:00-12:00", "10:30-11:30")
CLOSED = ((), ("2027-08-10", "2027-08-10"), ("2027-08-11", "2027-09-10"), ("2027-08-12", "2027-09-10"))


@st.composite
def places(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to four places; some are seldom open, some ask for two days, some are nowhere."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        closed = draw(st.sampled_from(CLOSED))
        nowhere = {"lat": None, "lon": None} if draw(st.booleans()) else {}
        item = place(
            draw(st.integers(0, 2)),
            id=f"s{number}",
            kind=draw(st.sampled_from(("institution", "prison"))),
            minutes=draw(st.sampled_from((15, 30, 60))),
            days=draw(st.sampled_from((None, 1, 2))),
            hours=draw(st.sampled_from(WINDOWS)),
            closed=[dict(zip(("first", "last"), closed, strict=True))] if closed else [],
        )
        found.append({**item, **nowhere})
    return found


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    teams = {"teams": draw(st.integers(0, 2)), "max_out_hours": draw(st.sampled_from((1.5, 3)))}
    home = draw(st.sampled_from((None, {"teams": 1}, {"teams": 2, "start": "11:00", "hours_per_weekday": 1})))
    return visiting(
        *draw(places()),
        teams=teams,
        home_voting=home,
        crew_pool__persons=draw(st.sampled_from((1, 2, 3, 5, 9))),
        budget_nok=draw(st.sampled_from((0, 20_000, 150_000))),
        stations__patterns=[PATTERN],
    )


def _solved(problem: Problem) -> Plan | InfeasibleError:
    try:
        return solve_problem(problem, gap=0.01, time_limit=60.0, seed=0)
    except InfeasibleError as error:
        return error


@given(problems())
@settings(max_examples=40, deadline=None)
def test_lawful_or_proven_impossible(problem: Problem) -> None:
    plan = _solved(problem)
    if isinstance(plan, InfeasibleError):
        assert plan.conflict
        assert plan.relaxations
        return
    assert [f for f in plan.findings if f.severity is Severity.HARD] == []
    assert plan.objective is not None
    assert plan.objective.lower_bound <= plan.objective.value + 1e-6
    model = Recorder(problem)
    constraints.bind(model)  # type: ignore[arg-type]
    law.bind(model)  # type: ignore[arg-type]
    at = {station.id: station for station in plan.stations}
    runs = [p for p, s in enumerate(problem.patterns) if problem.dataset.sites[s.site].id in at]
    values = decisions_of(plan, model, runs)
    assert model.broken(values) == []
    counted = given_nok(problem) + sum(c * values.get(v, 0.0) for c, v in cost_terms(model))  # type: ignore[arg-type]
    assert counted <= plan_cost(plan, problem).total + 0.5

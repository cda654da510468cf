"""What the scenario sets aside binds the model no longer: the plan breaks it, and the audit says so with the reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import BUS, SATURDAY, tiny_dataset, tiny_problem

from planner.constraints.registry import constraints
from planner.domain.dataset import Unavailable
from planner.domain.errors import InfeasibleError
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan
from planner.law.registry import rules
from planner.optimise.model import set_aside
from planner.optimise.solve import solve_problem

REASON = "vedtatt av kommunestyret"


def aside(rule: str, *subjects: str) -> dict[str, Any]:
    return {"rule": rule, "subjects": list(subjects), "reason": REASON}


def solved(dataset: Any = None, **changes: Any) -> Plan:
    return solve_problem(tiny_problem(dataset, **changes), gap=0.001, time_limit=30, seed=0)


def hard(plan: Plan) -> list[Finding]:
    return [finding for finding in plan.findings if finding.severity is Severity.HARD]


def set_aside_in(plan: Plan) -> dict[str, set[str]]:
    """Rules whose findings carry the reason, and their subjects."""
    found: dict[str, set[str]] = {}
    for finding in plan.findings:
        if finding.override is not None:
            assert finding.severity is Severity.WARNING
            assert finding.override.reason == REASON
            assert REASON in finding.sentence
            found.setdefault(finding.rule, set()).update(finding.subjects)
    return found


@settings(max_examples=5, deadline=None)
@given(budget=st.integers(0, 40_000))
def test_the_budget(budget: int) -> None:
    bound, free = solved(budget_nok=budget), solved(budget_nok=budget, overrides=[aside("budget")])
    assert bound.cost is not None
    assert free.cost is not None
    assert bound.cost.total <= budget + 1 < free.cost.total
    assert free.objective is not None
    assert bound.objective is not None
    assert free.objective.value < bound.objective.value
    assert set_aside_in(free) == {"budget": set()}
    assert hard(free) == []


def test_minimum_days_of_one_bus_of_two() -> None:
    buses = [{**BUS, "id": name, "min_days": 3} for name in ("b1", "b2")]
    with pytest.raises(InfeasibleError):
        solved(vehicles=buses, budget_nok=15_000)
    plan = solved(vehicles=buses, budget_nok=15_000, overrides=[aside("min_vehicle_days", "b1", "b2")])
    assert set(set_aside_in(plan)) == {"min_vehicle_days"}
    one = solved(vehicles=buses, budget_nok=26_000, overrides=[aside("min_vehicle_days", "b2")])
    assert set_aside_in(one) == {"min_vehicle_days": {"b2"}}
    assert hard(one) == []


def test_visits_of_one_stop() -> None:
    """Eight days at the same place are too many for the money; two are not."""
    changes: dict[str, Any] = {
        "vehicles": [{**BUS, "stops": ["e0202"], "weekday": ["16:00-19:00"], "saturday": []}],
        "min_visits": 8,
        "budget_nok": 12_000,
        "stations__popup_sites": [],
        "presence": [{"share": 1, "dates": {"weekday_day": 1, "weekday_evening": 1, "saturday": 1}}],
    }
    assert [station.id for station in solved(**changes).stations if station.id.startswith("e")] == []
    for subjects in ((), ("e0202",), ("e0202-b",)):
        plan = solved(**changes, overrides=[aside("min_visits", *subjects)])
        assert set_aside_in(plan) == {"min_visits": {"e0202"}}
        assert hard(plan) == []
    other = solved(**changes, overrides=[aside("min_visits", "e0101")])
    assert [station.id for station in other.stations if station.id.startswith("e")] == []


def test_the_pool_on_one_date() -> None:
    bus = {**BUS, "min_days": 4, "weekday": []}
    with pytest.raises(InfeasibleError):
        solved(vehicles=[bus], crew_pool__persons=1)
    saturdays = [f"2027-08-{day}" for day in (14, 21, 28)] + ["2027-09-04"]
    plan = solved(vehicles=[bus], crew_pool__persons=1, overrides=[aside("crew_pool", *saturdays)])
    assert set_aside_in(plan) == {"crew_pool": set(saturdays)}
    assert hard(plan) == []
    bus["min_days"] = 1
    plan = solved(vehicles=[bus], crew_pool__persons=1, overrides=[aside("crew_pool", SATURDAY.isoformat())])
    assert set_aside_in(plan) == {"crew_pool": {SATURDAY.isoformat()}}
    assert hard(plan) == []


def test_a_forced_place() -> None:
    changes: dict[str, Any] = {"pins": [{"station": "e0101"}], "budget_nok": 1000, "vehicles": []}
    with pytest.raises(InfeasibleError):
        solved(**changes)
    plan = solved(**changes, overrides=[aside("pins", "e0101")])
    assert set_aside_in(plan) == {"pins": {"e0101"}}


def test_premises_that_are_not_free() -> None:
    taken = Unavailable(
        "e0202", date(2027, 8, 1), date(2027, 9, 30), frozenset(range(7)), "00:00", "24:00", "fest", True
    )
    dataset = tiny_dataset(unavailable=[taken])
    changes: dict[str, Any] = {"pins": [{"station": "e0202"}], "vehicles": []}
    with pytest.raises(InfeasibleError):
        solved(dataset, **changes)
    plan = solved(dataset, **changes, overrides=[aside("unavailable", "e0202")])
    assert set_aside_in(plan) == {"unavailable": {"e0202"}}
    assert hard(plan) == []


def test_a_place_voters_cannot_enter_is_flagged_in_the_plan() -> None:
    """The dataset's word goes into the plan, so vf 6-3 is seen to and the override counts."""
    dataset = tiny_dataset(sites={"e0202": {"accessible": False}})
    changes: dict[str, Any] = {"pins": [{"station": "e0202"}], "vehicles": []}
    with pytest.raises(InfeasibleError):
        solved(dataset, **changes)
    plan = solved(dataset, **changes, overrides=[aside("A1", "e0202")])
    assert set_aside_in(plan) == {"A1": {"e0202"}}
    assert hard(plan) == []


def test_a_provision_binds_the_model_whatever_is_set_aside() -> None:
    with pytest.raises(InfeasibleError):
        solved(stations__crew=1, overrides=[aside("S2"), aside("A2")])


def test_rows_that_an_override_frees() -> None:
    own = [aside("budget"), aside("min_visits", "e0101-b"), aside("one_use")]
    problem = tiny_problem(overrides=[*own, aside("A1", "e0202"), aside("S2")])
    rows = ("budget", "min_visits[e0101]", "min_visits[e0202]", "one_use[e0101-0-0]", "A1[e0202]", "A1[e0101]")
    freed = [row for row in (*rows, "S2[premises]", "calendar[x]") if set_aside(problem, row)]
    assert freed == ["budget", "min_visits[e0101]", "A1[e0202]"]


def test_what_may_be_set_aside_is_said_in_one_place() -> None:
    law = {registered.rule.id for registered in rules() if registered.rule.overridable}
    own = {item.rule.id for item in constraints() if not item.rule.overridable}
    assert law == {"A1", "H1", "P7"}, "provisions of the law are not the planner's to set aside"
    assert own == {"one_use", "team_day", "vehicle_day"}, "what no reason makes possible"

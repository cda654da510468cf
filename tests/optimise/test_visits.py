"""Visits: on tiny lists everything is placed in every way there is, and nothing is better than what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise, product
from typing import Any

import pytest
from recorder import Recorder, decisions_of
from visiting import FIRST, SECOND, place, visiting

from planner.audit import judge
from planner.constraints import registry as constraints
from planner.domain.errors import InfeasibleError
from planner.domain.findings import Severity
from planner.domain.plan import Plan, StationKind
from planner.evaluate.cost import plan_cost
from planner.evaluate.least_cost import cost_terms, given_nok
from planner.evaluate.least_visits import least_visits
from planner.law import registry as law
from planner.optimise.certificate import Certificate, certified_bound
from planner.optimise.solve import solve_problem
from planner.optimise.tours import persons_left
from planner.optimise.visit_dates import place_teams
from planner.optimise.visit_exact import exact_visits
from planner.problem import Problem

STEP = 5
PAY = 2 * 350 / 60


def solved(problem: Problem, **changes: Any) -> Plan:
    return solve_problem(problem, **{"gap": 0.01, "time_limit": 60.0, "seed": 0, **changes})


def hard(plan: Plan) -> set[tuple[str, tuple[str, ...]]]:
    return {(f.rule, f.subjects) for f in plan.findings if f.severity is Severity.HARD}


def every_way(problem: Problem) -> Iterator[float]:
    """The cost of every way to visit everybody: date, team and start of every visit, on a grid of five minutes.

    Written without the timetable: only what stands in the scenario is known here.
    """
    work, teams = problem.visits, problem.scenario.visits
    assert work is not None
    assert teams is not None
    visits = [(n + 1, need) for n, need in enumerate(work.needs) for _ in range(need.days)]
    choices = [
        [
            (day, team, start, node, need.minutes)
            for day in need.starts
            for team in work.teams
            for first, last in need.starts[day]
            for start in range(first, last + 1, STEP)
        ]
        for node, need in visits
    ]
    for chosen in product(*choices):
        days: dict[tuple[date, str], list[tuple[int, int, int]]] = {}
        for day, team, start, node, minutes in chosen:
            days.setdefault((day, team), []).append((start, node, minutes))
        per_date = [(day, node) for day, _, _, node, _ in chosen]
        costs = [_cost(work.drive_minutes, work.drive_km, stops, teams) for stops in days.values()]
        if len(set(per_date)) == len(per_date) and None not in costs:
            yield sum(cost for cost in costs if cost is not None)


def _cost(minutes: Any, km: Any, stops: list[tuple[int, int, int]], teams: Any) -> float | None:
    """One day's cost, None where it cannot be done."""
    stops = sorted(stops)
    path = [0, *(node for _, node, _ in stops), 0]
    for (start, node, length), (after, other, _) in pairwise(stops):
        free = start + length + teams.overrun_minutes + teams.takedown_minutes
        if free + minutes[node, other] + teams.setup_minutes > after:
            return None
    out = stops[0][0] - teams.setup_minutes - minutes[0, stops[0][1]]
    last = stops[-1]
    back = last[0] + last[2] + teams.overrun_minutes + teams.takedown_minutes + minutes[last[1], 0]
    if back - out > teams.max_out_hours * 60:
        return None
    kilometres = sum(km[here, there] for here, there in pairwise(path))
    return float((back - out) * PAY + kilometres * teams.nok_per_km)


WAYS: dict[str, tuple[list[Mapping[str, Any]], dict[str, Any]]] = {
    "one": ([place(1)], {}),
    "two in one tour": ([place(1), place(2)], {}),
    "two dates": ([place(1, days=2), place(2)], {}),
    "three, two days of one team": ([place(0), place(1), place(2)], {}),
    "hours": ([place(1, hours="11:00-11:30"), place(2, hours="10:00-10:30")], {}),
    "hours that do not meet": ([place(0, hours="10:00-10:35"), place(2, hours="10:00-10:35")], {}),
    "two teams": ([place(0, hours="10:00-10:35"), place(2, hours="10:00-10:35")], {"teams": 2}),
    "no dates": ([place(1, closed=[{"first": "2027-08-10", "last": "2027-09-10"}])], {}),
    "too short": ([place(1, hours="10:00-10:20")], {}),
    "too far": ([place(2)], {"max_out_hours": 1}),
    "too many for one team": ([place(n, id=f"t{n}", minutes=70) for n in range(3)], {}),
    "enough with two": ([place(n, id=f"t{n}", minutes=70) for n in range(3)], {"teams": 2}),
    "three days in two": ([place(1, days=3)], {}),
    "no team": ([place(1)], {"teams": 0}),
}


@pytest.mark.parametrize("name", WAYS)
def test_as_every_way_there_is(name: str) -> None:
    places, teams = WAYS[name]
    problem = visiting(*places, teams=teams)
    best = min(every_way(problem), default=None)
    if best is None:
        with pytest.raises(InfeasibleError) as raised:
            solved(problem)
        assert raised.value.exit_code == 2
        return
    least = least_visits(problem)
    assert problem.visits is not None
    floor = least.rest_nok + sum(s * n.days for s, n in zip(least.shares, problem.visits.needs, strict=True))
    assert floor <= best + 1e-6
    plan = solved(problem)
    assert hard(plan) == set()
    cost = sum(line.nok for line in plan_cost(plan, problem).lines if line.what.endswith("besøkslag"))
    assert cost == pytest.approx(best, abs=0.2)


@pytest.mark.parametrize("name", WAYS)
def test_what_is_written_down_whole_says_the_same(name: str) -> None:
    places, teams = WAYS[name]
    problem = visiting(*places, teams=teams)
    assert problem.visits is not None
    exact = exact_visits(problem, len(problem.visits.teams))
    assert exact is not None
    assert (exact.lacking == ()) == (min(every_way(problem), default=None) is not None)


def test_read_back_from_the_plan_every_row_holds_and_the_money_is_no_less() -> None:
    problem = visiting(
        place(0, days=2), place(1), place(2, kind="prison"), home_voting={"teams": 1}, teams={"teams": 2}
    )
    plan = solved(problem)
    model = Recorder(problem)
    constraints.bind(model)  # type: ignore[arg-type]
    law.bind(model)  # type: ignore[arg-type]
    runs = [p for p, s in enumerate(problem.patterns) if _runs(plan, problem, p, s)]
    values = decisions_of(plan, model, runs)
    assert model.broken(values) == []
    counted = given_nok(problem) + sum(c * values.get(v, 0.0) for c, v in cost_terms(model))  # type: ignore[arg-type]
    assert counted <= plan_cost(plan, problem).total + 0.5


def _runs(plan: Plan, problem: Problem, _number: int, schedule: Any) -> bool:
    station = next((s for s in plan.stations if s.id == problem.dataset.sites[schedule.site].id), None)
    if station is None:
        return False
    return [(o.date, o.start_minute, o.end_minute) for o in station.opening] == list(schedule.slots)


def test_stations_as_the_interface_says() -> None:
    plan = solved(visiting(place(1), place(2, kind="prison", lat=None, lon=None), home_voting={"teams": 2}))
    found = {s.id: s for s in plan.stations}
    assert (found["s1"].kind, found["s2"].kind) == (StationKind.INSTITUTION, StationKind.PRISON)
    assert {o.vehicle for o in found["s1"].opening} == {"besokslag-1"}
    team = found["hjemmelag-2"]
    assert (team.kind, team.lat, team.lon, team.public) == (StationKind.HOME_TEAM, None, None, False)
    assert len(team.opening) == 10
    assert {(o.start, o.end, o.crew, o.vehicle) for o in team.opening} == {("10:00", "13:00", 2, None)}
    assert any(entry.station == "s1" for entry in plan.roster)
    assert {entry.person.partition(" ")[0] for entry in plan.roster} >= {"besokslag-1", "hjemmelag-1", "hjemmelag-2"}


def sentences(problem: Problem) -> tuple[str, str]:
    with pytest.raises(InfeasibleError) as raised:
        solved(problem)
    return "\n".join(raised.value.conflict), "\n".join(raised.value.relaxations)


def test_hours_outside_the_period_are_named() -> None:
    conflict, remedy = sentences(visiting(place(1, closed=[{"first": "2027-08-10", "last": "2027-09-10"}]), place(2)))
    assert "I1" in conflict
    assert "Hjem 1 har 0 dager det passer" in conflict
    assert "Gi Hjem 1" in remedy


def test_a_pool_smaller_than_a_team_is_named() -> None:
    conflict, remedy = sentences(visiting(place(1), crew_pool__persons=1))
    assert "I1" in conflict
    assert "crew_pool" in conflict
    assert "Øk poolen (crew_pool.persons) med minst 1 person" in remedy


def test_no_team_is_named() -> None:
    conflict, remedy = sentences(visiting(place(1), teams={"teams": 0}))
    assert "0 besøkslag" in conflict
    assert "fra 0 til minst 1" in remedy


def test_a_team_of_one_is_named() -> None:
    conflict, _ = sentences(visiting(place(1), teams={"crew": 1}))
    assert "S2" in conflict
    assert "visits.crew er 1" in conflict
    home, remedy = sentences(visiting(home_voting={"crew": 1}))
    assert "H2" in home
    assert "home_voting.crew" in remedy


def test_home_voting_that_the_pool_cannot_man_is_named() -> None:
    conflict, remedy = sentences(visiting(home_voting={"teams": 3}, crew_pool__persons=4))
    assert "H1" in conflict
    assert "home_voting.teams fra 3 til 2" in remedy


def test_too_many_for_the_teams_says_how_many_would_do() -> None:
    places, _ = WAYS["too many for one team"]
    conflict, remedy = sentences(visiting(*places))
    assert "besøkslag" in conflict
    assert "visits.teams" in remedy


def test_money_that_the_visits_need_is_named() -> None:
    conflict, remedy = sentences(visiting(place(1), budget_nok=100))
    assert "budget_nok" in conflict
    assert "budget_nok" in remedy


def test_home_voting_set_aside_with_a_reason_is_not_planned() -> None:
    override = [{"rule": "H1", "reason": "ingen har søkt"}]
    plan = solved(visiting(home_voting={"teams": 3}, crew_pool__persons=4, overrides=override))
    assert not [s for s in plan.stations if s.kind is StationKind.HOME_TEAM]
    assert hard(plan) == set()


def test_premises_make_room_for_a_visit() -> None:
    """Three in the pool and three at a pop-up in daytime: it must not be open when the only visit can be."""
    problem = visiting(place(1, hours="10:00-10:30"), crew_pool__persons=3, budget_nok=1_000_000)
    plan = solved(problem)
    assert hard(plan) == set()
    assert any(s.id == "s1" for s in plan.stations)


def test_a_visit_that_found_no_place_is_a_hard_finding_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.optimise import visit_dates

    monkeypatch.setattr(visit_dates._Calendar, "_new", lambda *_: None)
    monkeypatch.setattr(visit_dates._Calendar, "_ways", lambda *_: iter(()))
    plan = solved(visiting(place(1), place(2)))
    assert {rule for rule, _ in hard(plan)} == {"I1"}
    assert {subjects for _, subjects in hard(plan)} == {("s1",), ("s2",)}


def test_whoever_is_in_the_way_is_moved() -> None:
    """s0 can be at ten on either date, s1 only then on the first: the one with one date comes first."""
    only = {"first": "2027-08-11", "last": "2027-09-10"}
    problem = visiting(place(0, hours="10:00-10:30"), place(1, hours="10:00-10:30", closed=[only]))
    assert hard(solved(problem)) == set()
    found = place_teams(problem, persons_left(problem, (), ()))
    assert {(tour.day, tour.planned.nodes) for tour in found.tours} == {(FIRST, (2,)), (SECOND, (1,))}


def test_another_institution_never_makes_a_plan_cheaper() -> None:
    goal = {"objective": {"name": "cost"}}
    values = []
    for number in range(4):
        problem = visiting(*(place(n) for n in range(number)), teams={"teams": 2}, **goal)
        plan = solved(problem, gap=0.0)
        assert plan.objective is not None
        assert plan.objective.lower_bound <= plan.objective.value + 1e-6
        values.append(plan.objective.value)
    assert values == sorted(values)
    assert values[0] < values[3]


@pytest.mark.parametrize("goal", ["cost", "mean_minutes"])
def test_the_bound_is_recomputed_from_its_certificate(goal: str) -> None:
    problem = visiting(place(1), place(2), home_voting={"teams": 1}, objective={"name": goal})
    found: list[Certificate] = []
    plan = solved(problem, gap=0.0, certified=found.append)
    (claim,) = found[0].goals
    assert plan.objective is not None
    assert 0 < claim.bound <= plan.objective.value + 1e-6
    assert claim.bound <= certified_bound(problem, claim, 0) + 1e-9
    if goal == "cost":
        assert claim.bound >= least_visits(problem).rest_nok + sum(least_visits(problem).shares)


def test_same_seed_same_plan() -> None:
    problem = visiting(place(0, days=2), place(1), place(2), home_voting={})
    assert solved(problem).stations == solved(problem).stations


def test_the_audit_agrees_with_the_plan() -> None:
    problem = visiting(place(0), place(1), place(2))
    plan = solved(problem)
    assert [f for f in judge(plan, problem) if f.severity is Severity.HARD] == []

"""Nothing to decide, no money, no time, impossible wishes; and the dates of tours."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import plain_scenario, tiny_problem

from planner.audit import judge
from planner.domain.errors import InfeasibleError
from planner.domain.findings import Severity
from planner.domain.plan import ObjectiveResult, SolveStatus, StationKind
from planner.optimise.board import FORBIDDEN, Board, Stops
from planner.optimise.search import Found, in_parts, whole
from planner.optimise.solve import solve_problem
from planner.problem import Problem


def objective_of_plan(problem: Problem, time_limit: float = 30.0) -> ObjectiveResult:
    plan = solve_problem(problem, gap=0.01, time_limit=time_limit, seed=0)
    assert plan.objective is not None
    assert [f for f in plan.findings if f.severity is Severity.HARD] == []
    return plan.objective


@pytest.mark.parametrize("path", [whole, in_parts])
def test_nothing_to_decide(path: Callable[..., Found]) -> None:
    problem = tiny_problem(vehicles=[], stations__popup_sites=[])
    assert problem.patterns == ()
    found = path(problem, gap=0.01, deadline=time.monotonic() + 30, seed=0, tell=lambda _v, _b: None)
    assert found.solution.value == pytest.approx(found.solution.bound, rel=1e-3)
    assert objective_of_plan(problem).status is SolveStatus.OPTIMAL


def test_no_money_leaves_today() -> None:
    objective = objective_of_plan(tiny_problem(budget_nok=0))
    assert objective.status is SolveStatus.OPTIMAL


@pytest.mark.parametrize("existing", ["locked", "free"])
def test_no_time_still_gives_a_plan(existing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.optimise.search.WHOLE_MODEL_RINGS", 0)
    objective = objective_of_plan(tiny_problem(stations__existing=existing, budget_nok=700_000), time_limit=0.0)
    assert 0 < objective.lower_bound <= objective.value


def test_a_conflict_is_explained() -> None:
    bus = {**plain_scenario()["vehicles"][0], "min_days": 5}
    with pytest.raises(InfeasibleError) as caught:
        solve_problem(tiny_problem(vehicles=[bus], budget_nok=10_000), gap=0.01, time_limit=30, seed=0)
    assert len(caught.value.conflict) == 2
    assert "budget_nok" in caught.value.conflict[0]
    assert "min_days" in caught.value.conflict[1]
    assert len(caught.value.relaxations) == 2


DAYS = [date(2027, 8, 9 + n) for n in range(6)]
TWO_BUSES = [DAYS[0], DAYS[0], DAYS[1], DAYS[1], DAYS[2]]


def board_of(tours: list[Stops], days: list[date], needed: Sequence[frozenset[int]] = ()) -> Board:
    yes = {"free": lambda _stops, _slot: True, "drivable": lambda _stops: True}
    return Board(tours, days, [(0,), (0,)], **yes, needed=needed)


def test_dates_that_need_a_tour_have_one() -> None:
    """Four tours of two vehicles on four dates of six; without the need a stop's visits would lie evenly."""
    days = [day for day in DAYS for _ in range(2)]
    needed = [frozenset(n for n, day in enumerate(days) if day == some) for some in DAYS[:4]]
    boards = [board_of([{0: 1, 1: 2} for _ in range(4)], days, some) for some in ([], needed)]
    for board in boards:
        board.improve()
    without, held = ({day for day, n in zip(days, b.held, strict=True) if n is not None} for b in boards)
    assert held == set(DAYS[:4])
    assert without != held


def test_a_stop_is_not_served_twice_on_a_date_where_that_can_be_helped() -> None:
    days = [day for day in DAYS[:4] for _ in range(2)]
    board = board_of([{0: 1, 1: 2}, {0: 1, 1: 2}, {0: 3, 1: 1}, {0: 2, 1: 1}, *({0: 4, 1: 5} for _ in range(4))], days)
    board.improve()
    held = [(day, n) for day, n in zip(days, board.held, strict=True) if n is not None]
    served = [(day, site) for day, n in held for site in board.tours[n].values()]
    assert len(served) == len(set(served))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(4, 7)), max_size=len(DAYS)))
def test_exchanges_lose_no_visit(pairs: list[tuple[int, int]]) -> None:
    tours: list[Stops] = [{0: a, 1: b} for a, b in pairs]
    wanted = sorted(site for stops in tours for site in stops.values())
    board = board_of(tours, DAYS)
    board.improve()
    held = [n for n in board.held if n is not None]
    assert sorted(held) == list(range(len(pairs)))
    assert sorted(site for n in held for site in board.tours[n].values()) == wanted
    assert FORBIDDEN > 0


def forbidden(tours: Sequence[Stops], held: Sequence[int | None], closed: set[tuple[int, int]]) -> bool:
    """Whether a tour has a date that is closed to its first stop, or a stop is served twice on a date."""
    served = [(TWO_BUSES[slot], site) for slot, n in enumerate(held) if n is not None for site in tours[n].values()]
    shut = any(n is not None and (tours[n][0], slot) in closed for slot, n in enumerate(held))
    return shut or len(served) != len(set(served))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(3, 5)), min_size=1, max_size=5),
    st.sets(st.tuples(st.integers(0, 2), st.integers(0, 4)), max_size=10),
)
def test_where_every_tour_can_have_a_date_it_has_one(
    pairs: list[tuple[int, int]], closed: set[tuple[int, int]]
) -> None:
    """Every way to put five tours at most on the days of two buses, beside what shaking finds; nothing twice asked."""
    tours: list[Stops] = [{0: a, 1: b} for a, b in pairs]
    asked: list[tuple[int, int, int]] = []

    def free(stops: Stops, slot: int) -> bool:
        asked.append((stops[0], stops[1], slot))
        return (stops[0], slot) not in closed

    board = Board([dict(stops) for stops in tours], TWO_BUSES, [(0,), (0,)], free, lambda _: True)
    board.improve()
    empty: list[int | None] = [None] * (5 - len(tours))
    possible = any(not forbidden(tours, held, closed) for held in permutations([*range(len(tours)), *empty]))
    assert forbidden(board.tours, board.held, closed) is False or not possible
    assert len(asked) == len(set(asked))


def test_where_premises_would_take_the_crew_each_weekday_has_a_bus() -> None:
    """P7 where premises are open on few dates or none: the vehicle-days are not on the same dates."""
    buses = [{**plain_scenario()["vehicles"][0], "id": f"buss-{number}"} for number in (1, 2)]
    problem = tiny_problem(
        vehicles=buses, stations__existing="free", budget_nok=400_000, crew_pool__persons=5,
        stations__patterns=[{"id": "p", "name": "p", "weekday": ["12:00-20:00"]}],
    )  # fmt: skip
    rng = np.random.default_rng(1617)
    problem = replace(
        problem,
        minutes=rng.integers(1, 60, problem.minutes.shape).astype(float),
        dataset=replace(problem.dataset, car_minutes_sites=problem.dataset.car_minutes_sites * 1.9),
    )
    plan = solve_problem(problem, gap=0.01, time_limit=30, seed=0)
    premises = {o.date for s in plan.stations if s.kind is not StationKind.MOBILE_STOP for o in s.opening}
    assert not premises >= set(problem.calendar.ordinary_weekdays())
    assert not [finding for finding in judge(plan, problem) if finding.severity is Severity.HARD]

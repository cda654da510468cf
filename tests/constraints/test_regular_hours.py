"""regular_hours: the same hours on the same weekday, longer in the last week; and catalogues of weekly patterns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import PATTERNS, evening_week, tiny_plan, tiny_problem, with_station

from planner.audit import objective_value
from planner.constraints.regular_hours import relaxed, requirement
from planner.domain.errors import InfeasibleError, InputError
from planner.domain.findings import Severity
from planner.domain.plan import Opening
from planner.evaluate.access import scheduled_stations, segment_minutes
from planner.evaluate.regular import irregular_dates
from planner.objectives.registry import goals_of
from planner.optimise.solve import solve_problem
from planner.problem import Problem, Slot

ASKED = {"stations__regular_hours": True}
PERIOD = tiny_problem().dates
TUESDAYS = tuple(day for day in PERIOD if day.weekday() == 1)


def slots(days: tuple[date, ...], start: int = 10, end: int = 13) -> list[Slot]:
    return [Slot(day, start * 60, end * 60) for day in days]


def test_the_same_hours_on_the_same_weekday() -> None:
    assert irregular_dates(slots(TUESDAYS), PERIOD) == []
    assert irregular_dates(slots(TUESDAYS[1:3]), PERIOD) == []  # from the first opening to the last
    assert irregular_dates([], PERIOD) == []
    holes = slots((TUESDAYS[0], TUESDAYS[1], TUESDAYS[3]))
    assert irregular_dates(holes, PERIOD) == [TUESDAYS[2]]
    other = [*slots(TUESDAYS[:1], 10, 14), *slots(TUESDAYS[1:4])]
    assert irregular_dates(other, PERIOD) == [TUESDAYS[0]]
    halves = [*slots(TUESDAYS[:2], 10, 12), *slots(TUESDAYS[:2], 12, 13), *slots(TUESDAYS[2:])]
    assert irregular_dates(halves, PERIOD) == []


def test_the_last_week_may_be_longer_and_not_shorter() -> None:
    ordinary, last = slots(TUESDAYS[:-1]), TUESDAYS[-1:]
    assert irregular_dates([*ordinary, *slots(last, 9, 20)], PERIOD) == []
    assert irregular_dates([*ordinary, *slots(last, 11, 20)], PERIOD) == list(last)
    friday = slots((PERIOD[-1],))
    assert irregular_dates([*ordinary, *slots(last), *friday], PERIOD) == []
    assert irregular_dates([*ordinary, *friday], PERIOD) == list(last)


def test_premises_that_are_chosen_and_no_others(measured: Any) -> None:
    assert measured("regular_hours", tiny_plan(), tiny_problem(**ASKED)) == []  # f0102 is shut four days in August
    late = tuple(replace(o, end="18:00") if o.date.weekday() == 0 else o for o in evening_week().opening)
    earlier = Opening(date(2027, 8, 30), "16:00", "19:00", crew=3)
    plan = with_station(tiny_plan(), "e0202", opening=(earlier, *late))
    assert measured("regular_hours", plan, tiny_problem(**ASKED)) == [(("e0202",), 1, 0, "datoer som avviker")]
    assert measured("regular_hours", plan, tiny_problem()) == []
    free = tiny_problem(**ASKED, stations__existing="free")
    assert [subjects for subjects, *_ in measured("regular_hours", tiny_plan(), free)] == [("f0102",)]


def test_words() -> None:
    assert "stations.regular_hours" in requirement(tiny_problem())
    assert "overrides" in relaxed(tiny_problem(), 1.0)


# --- patterns ---------------------------------------------------------------------------------------------------------


def pattern(**fields: Any) -> dict[str, Any]:
    return {"id": "p", "name": "P", **fields}


def hours(problem: Problem, site: str = "e0202") -> dict[date, list[tuple[int, int]]]:
    (schedule,) = (s for s in problem.patterns if s.site == problem.site_index[site])
    found: dict[date, list[tuple[int, int]]] = {}
    for slot in schedule.slots:
        found.setdefault(slot.day, []).append((slot.start // 60, slot.end // 60))
    return found


def test_evenings_on_some_weekdays_and_longer_hours_in_the_last_week() -> None:
    made = pattern(weekday=["16:00-19:00"], days=["tuesday", "thursday"], last_week=["09:00-20:00"])
    problem = tiny_problem(stations__patterns=[made])
    open_days = hours(problem)
    assert {day.weekday() for day in open_days if day < date(2027, 9, 6)} == {1, 3}
    assert [open_days[date(2027, 9, n)] for n in range(6, 11)] == [[(9, 20)]] * 5
    assert open_days[TUESDAYS[0]] == [(16, 19)]
    assert irregular_dates(next(s for s in problem.patterns).slots, problem.dates) == []


def test_a_last_week_of_nothing_and_one_of_its_own() -> None:
    shut = hours(tiny_problem(stations__patterns=[pattern(weekday=["10:00-12:00"], last_week=[])]))
    assert max(shut) < date(2027, 9, 6)
    only = hours(tiny_problem(stations__patterns=[pattern(last_week=["10:00-12:00"])]))
    assert sorted(only) == [date(2027, 9, n) for n in range(6, 11)]


def test_a_pattern_of_one_place() -> None:
    own = pattern(saturday=["10:00-14:00"], sites=["e0202"])
    problem = tiny_problem(stations__patterns=[own])
    assert {problem.dataset.sites[s.site].id for s in problem.patterns} == {"e0202"}
    with pytest.raises(InputError, match="ukjent sted"):
        tiny_problem(stations__patterns=[pattern(saturday=["10:00-14:00"], sites=["x"])])
    with pytest.raises(InputError, match=r"stations\.patterns\.0\.days"):
        tiny_problem(stations__patterns=[pattern(weekday=["10:00-14:00"], days=["mandag"])])


catalogue = st.lists(
    st.fixed_dictionaries(
        {"weekday": st.sampled_from([["10:00-13:00"], ["16:00-19:00"]])},
        optional={
            "days": st.sampled_from([["monday"], ["tuesday", "friday"]]),
            "last_week": st.sampled_from([[], ["10:00-19:00"], ["17:00-19:00"]]),
            "saturday": st.just(["10:00-14:00"]),
        },
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=20, deadline=None)
@given(catalogue, st.sampled_from([40_000, 120_000]), st.booleans(), st.booleans())
def test_no_plan_with_regular_hours_is_better(
    made: list[dict[str, Any]], budget: int, regular: bool, pinned: bool
) -> None:
    patterns = [{"id": f"p{n}", "name": f"P{n}", **fields} for n, fields in enumerate(made)]
    problem = tiny_problem(
        stations__patterns=patterns,
        stations__popup_sites=["e0102", "e0202"],
        stations__regular_hours=regular,
        pins=[{"station": "e0202", "date": "2027-08-24", "block": "19:00-20:00"}] if pinned else [],
        budget_nok=budget,
        vehicles=[],
        roster={"make": False},
    )
    by_site: dict[int, list[int | None]] = {}
    for p, schedule in enumerate(problem.patterns):
        if not (regular and irregular_dates(schedule.slots, problem.dates)):
            by_site.setdefault(schedule.site, [None]).append(p)
    ways = goals_of(problem)[0].ways
    assert ways is not None
    shares = problem.class_share[:, None] * problem.level_share
    best = None
    for choice in product(*by_site.values()):
        run = [problem.patterns[p] for p in choice if p is not None]
        if sum(s.nok for s in run) <= budget and (not pinned or problem.site_index["e0202"] in {s.site for s in run}):
            minutes = segment_minutes(problem, scheduled_stations(problem, [*problem.standing, *run]), cells=False)
            value = float((ways.weights[:, None, None] * shares * minutes).sum())
            best = value if best is None else min(best, value)
    try:
        plan = solve_problem(problem, gap=0.0, time_limit=60.0, seed=0)
    except InfeasibleError:
        assert best is None
        return
    assert best is not None
    assert objective_value(plan, problem) == pytest.approx(best, abs=1e-4)
    assert not [f for f in plan.findings if f.severity is Severity.HARD]


def test_a_pin_that_makes_the_hours_odd_leaves_the_pinned_hours_alone() -> None:
    pins = [{"station": "e0202", "date": "2027-08-24", "block": "19:00-20:00"}]
    problem = tiny_problem(pins=pins, vehicles=[], stations__patterns=[PATTERNS[0]], roster={"make": False}, **ASKED)
    plan = solve_problem(problem, gap=0.0, time_limit=60.0, seed=0)
    (place,) = (s for s in plan.stations if s.id == "e0202")
    assert [o.date for o in place.opening] == [date(2027, 8, 24)]


def test_pins_against_regular_hours_are_explained() -> None:
    pins = [{"station": "e0202", "date": f"2027-08-{day}", "block": "19:00-20:00"} for day in ("17", "24", "31")]
    pins = [pins[0], pins[2]]
    with pytest.raises(InfeasibleError) as caught:
        solve_problem(tiny_problem(pins=pins, **ASKED), gap=0.0, time_limit=60.0, seed=0)
    assert "pins" in str(caught.value)
    assert "stations.regular_hours" in str(caught.value)

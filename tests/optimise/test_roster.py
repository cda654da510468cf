"""The roster stage: every roster made is lawful, as few persons as brute force, and the same every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations_with_replacement, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import BUS_DAY, bus_day, bus_stop, make_plan, station, tiny_plan, tiny_problem

from planner.constraints import working_time
from planner.domain.clock import clock_of, minute_of
from planner.domain.findings import Severity
from planner.domain.plan import Opening, Plan, Role, RosterEntry, StationKind
from planner.evaluate.worktime import WorkLimits, work_limits
from planner.law.rules import q2, s1
from planner.optimise.roster import make_roster
from planner.optimise.weeklines import DayNeed, Need, Week, week_lines
from planner.problem import Problem

MONDAY = date(2027, 8, 23)
LIMITS = work_limits(tiny_problem())
SATURDAY = 5


def rostered(plan: Plan, problem: Problem) -> Plan:
    made = make_roster(plan, problem)
    assert made.reason == ""
    return replace(plan, roster=made.entries)


def judged(plan: Plan, problem: Problem) -> list[str]:
    checks = (working_time.check, s1.check, q2.check)
    return [f.sentence for check in checks for f in check(plan, problem)]


def on_duty(plan: Plan, station_id: str, day: date, minute: int) -> list[Role]:
    return [
        e.role
        for e in plan.roster
        if (e.station, e.date) == (station_id, day) and minute_of(e.start) <= minute < minute_of(e.end)
    ]


def assert_covered(plan: Plan) -> None:
    """As many on duty as the plan pays for, at every quarter of an hour that a station is open."""
    for place in plan.stations:
        for opening in place.opening:
            for minute in range(opening.start_minute, opening.end_minute, 15):
                roles = Counter(on_duty(plan, place.id, opening.date, minute))
                assert roles.total() - roles[Role.DRIVER] == opening.crew
                assert roles[Role.DRIVER] == (opening.vehicle is not None)


def test_the_tiny_plan() -> None:
    plan, problem = tiny_plan(), tiny_problem()
    done = rostered(plan, problem)
    assert judged(done, problem) == []
    assert_covered(done)
    assert {e.person for e in done.roster if e.role is Role.DRIVER} == {"buss sjåfør stilling 1"}
    assert make_roster(plan, problem) == make_roster(plan, problem)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """One to three stations open for up to two weeks, in one to three openings a day; perhaps a bus."""
    kinds = st.sampled_from([StationKind.POPUP, StationKind.INSTITUTION, StationKind.HOME_TEAM])
    places = []
    for site in draw(st.lists(st.sampled_from(["e0101", "e0102", "e0202"]), min_size=1, max_size=3, unique=True)):
        crew = draw(st.integers(2, 4))
        openings = []
        for n in sorted(draw(st.sets(st.integers(0, 12), min_size=1, max_size=8))):
            moments = sorted(draw(st.sets(st.integers(28, 88), min_size=2, max_size=4)))
            day = MONDAY + timedelta(days=n)
            gap = draw(st.booleans())
            for number, (start, end) in enumerate(pairwise(moments)):
                if not (gap and number == 1):
                    openings.append(Opening(day, clock_of(start * 15), clock_of(end * 15), crew=crew))
        places.append(station(site, openings, draw(kinds), public=False))
    bus = [bus_stop("f0102", "10:00", "12:30"), bus_stop("f0201", "13:45", "16:15")] if draw(st.booleans()) else []
    return make_plan([*places, *bus], [])


@settings(max_examples=60, deadline=None)
@given(plans(), st.sampled_from(["ordinary", "tariff", "agreed"]), st.sampled_from(["ordinary", "tariff"]))
def test_every_roster_made_is_lawful_and_covers_the_plan(plan: Plan, hours: str, rest: str) -> None:
    problem = tiny_problem(roster={"hours": hours, "rest": rest})
    made = make_roster(plan, problem)
    if made.reason:  # a bus with two aboard whose block is longer than anyone works without a break
        assert "mangler" in made.reason
        return
    done = replace(plan, roster=made.entries)
    assert judged(done, problem) == []
    assert_covered(done)


needs = st.builds(
    lambda moments, heads, leads: tuple(
        Need(a * 60, b * 60, h, min(h, lead)) for a, b, h, lead in zip(moments, moments[1:], heads, leads, strict=False)
    ),
    st.lists(st.integers(7, 22), min_size=2, max_size=3, unique=True).map(sorted),
    st.lists(st.integers(1, 2), min_size=2, max_size=2),
    st.lists(st.integers(0, 1), min_size=2, max_size=2),
)
weeks = st.dictionaries(st.integers(0, 6), needs, min_size=1, max_size=4).map(
    lambda days: Week(tuple(DayNeed(day, 540, found) for day, found in sorted(days.items())), 480, 0)
)


@settings(max_examples=40, deadline=None)
@given(weeks, st.integers(1, 5), st.sampled_from([12, 20, 40]))
def test_no_fewer_persons_would_do(week: Week, shifts: int, hours: int) -> None:
    limits = replace(LIMITS, shifts=shifts, week=hours * 60)
    found = week_lines(week, limits)
    assert found.proven
    assert (None if found.lines is None else len(found.lines)) == fewest(week, limits)


def fewest(week: Week, limits: WorkLimits) -> int | None:
    """By trying: all lawful lines, and all ways to cover with them."""
    stretches = [(c, n, need) for c, chain in enumerate(week.chains) for n, need in enumerate(chain.stretches)]
    lines = [frozenset(line) for line in lawful(week, limits)]
    number = {(c, n): k for k, (c, n, _) in enumerate(stretches)}
    covers = {tuple(sorted(number[cell] for cell in line)) for line in lines}

    @cache
    def least(heads: tuple[int, ...], leads: tuple[int, ...]) -> float:
        if not any(heads):
            return 0 if not any(leads) else float("inf")
        first = next(k for k, h in enumerate(heads) if h)
        best = float("inf")
        for cover in covers:
            if first in cover and all(heads[k] for k in cover):
                rest = tuple(h - (k in cover) for k, h in enumerate(heads))
                for lead in (True, False):
                    left = tuple(max(0, m - (lead and k in cover)) for k, m in enumerate(leads))
                    best = min(best, 1 + least(rest, left))
        return best

    total = least(tuple(s[2].heads for s in stretches), tuple(s[2].leads for s in stretches))
    return None if total == float("inf") else int(total)


def lawful(week: Week, limits: WorkLimits) -> Iterator[list[tuple[int, int]]]:
    """All sets of (chain, stretch) that one person may work, straight from the law's words."""
    options = []
    for c, chain in enumerate(week.chains):
        runs: list[tuple[int, int] | None] = [None]
        runs += list(combinations_with_replacement(range(len(chain.stretches)), 2))
        options.append([(c, run) for run in runs])
    for chosen in product(*options):
        spans = []
        for c, run in chosen:
            if run is not None:
                chain = week.chains[c]
                start, end = chain.stretches[run[0]].start, chain.stretches[run[1]].end
                spans.append((chain.weekday * 1440 + start, chain.weekday * 1440 + end))
        if not spans or len(spans) > limits.shifts or sum(e - s for s, e in spans) > limits.week:
            continue
        frees = [(s - e) for e, s in zip([e for _, e in spans], [s for s, _ in spans[1:]], strict=False)]
        last = 7 * 1440 + week.monday_from - spans[-1][1]
        if any(e - s > limits.day for s, e in spans) or min(frees, default=limits.rest_day) < limits.rest_day:
            continue
        if max([spans[0][0], *frees, last]) >= limits.rest_week:
            yield [(c, n) for c, run in chosen if run is not None for n in range(run[0], run[1] + 1)]


def test_a_leader_and_a_deputy_at_every_stop() -> None:
    problem = tiny_problem()
    plan = make_plan([bus_stop("e0101", "10:00", "12:30"), bus_stop("e0201", "13:45", "16:15")], [bus_day()])
    done = rostered(plan, problem)
    for stop in ("e0101", "e0201"):
        assert sorted(e.role for e in done.roster if e.station == stop and e.role is not Role.DRIVER) == [
            "deputy", "leader",
        ]  # fmt: skip
    assert judged(done, problem) == []


def test_two_persons_change_so_that_nobody_needs_a_break() -> None:
    opening = [Opening(BUS_DAY, "10:00", "19:00", crew=2)]
    done = rostered(make_plan([station("e0202", opening)]), tiny_problem())
    assert {(e.start, e.end) for e in done.roster} == {("10:00", "14:30"), ("14:30", "19:00")}
    assert len({e.person for e in done.roster}) == 4


def test_a_block_nobody_can_work_is_named() -> None:
    plan = make_plan([bus_stop("e0101", "09:00", "19:00", crew=3)])
    made = make_roster(plan, tiny_problem())
    assert made.entries == ()
    assert "Bussen" in made.reason
    assert "tirsdag 24. august 2027" in made.reason


def test_leaders_beside_the_workers() -> None:
    problem = tiny_problem(roster={"leader_counts_as_worker": False})
    days = [MONDAY + timedelta(days=n) for n in range(6)]
    plan = make_plan([station("e0202", [Opening(day, "10:00", "15:00", crew=3) for day in days])])
    done = rostered(plan, problem)
    assert judged(done, problem) == []
    few = make_plan([station("e0202", [Opening(BUS_DAY, "10:00", "15:00", crew=2)])])
    assert "leder_counts" not in make_roster(few, problem).reason
    assert "valgmedarbeidere ved siden av" in make_roster(few, problem).reason


def test_rather_none_than_one_that_breaks_the_law() -> None:
    """One opening for three, of whom two are no leaders: nobody is left to be the deputy."""
    problem = tiny_problem(roster={"leader_counts_as_worker": False})
    made = make_roster(make_plan([station("e0202", [Opening(BUS_DAY, "10:00", "15:00", crew=3)])]), problem)
    assert made.entries == ()
    assert "mangler nestleder" in made.reason


def test_evenings_and_saturdays_are_shared() -> None:
    """Six Saturdays for two positions: three each."""
    days = [MONDAY + timedelta(days=5 + 7 * n) for n in range(6)]
    days += [day - timedelta(days=1) for day in days]
    plan = make_plan([station("e0202", [Opening(day, "10:00", "15:00", crew=2) for day in sorted(days)])])
    problem = tiny_problem(roster={"max_shifts_week": 1})
    done = rostered(plan, problem)
    per_person = Counter(e.person for e in done.roster if e.date.weekday() == SATURDAY)
    assert set(per_person.values()) == {3}


def test_a_late_sunday_before_an_early_monday_takes_other_persons() -> None:
    sunday = MONDAY + timedelta(days=6)
    openings = [(sunday, "18:00", "22:00"), (sunday + timedelta(days=1), "07:00", "09:00")]
    plan = make_plan([station("e0202", [Opening(*opening, crew=2) for opening in openings])])
    done = rostered(plan, tiny_problem())
    assert judged(done, tiny_problem()) == []
    assert len({e.person for e in done.roster}) == 4


def test_a_week_of_many_blocks_is_divided_as_little_as_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.optimise.weeklines.MOST_ARCS", 20)
    days = [MONDAY + timedelta(days=n) for n in range(6)]
    blocks = [("10:00", "13:00"), ("13:00", "16:00"), ("16:00", "19:30")]
    plan = make_plan([station("e0202", [Opening(day, *block, crew=3) for day in days for block in blocks])])
    week_lines.cache_clear()
    made = make_roster(plan, tiny_problem())
    week_lines.cache_clear()
    done = replace(plan, roster=made.entries)
    assert not made.proven
    assert judged(done, tiny_problem()) == []
    assert_covered(done)


def test_time_is_up() -> None:
    made = make_roster(tiny_plan(), tiny_problem(), seconds=-1.0)
    assert made.entries == ()
    assert "ikke ferdig" in made.reason


def test_a_solved_plan_has_its_roster() -> None:
    from planner.optimise.solve import solve_problem

    problem = tiny_problem()
    plan = solve_problem(problem, gap=0.01, time_limit=30, seed=0)
    assert not [f for f in plan.findings if f.rule in {"S1", "Q2", "working_time"}]
    assert isinstance(plan.roster[0], RosterEntry)
    without = solve_problem(tiny_problem(roster={"make": False}), gap=0.01, time_limit=30, seed=0)
    assert without.roster == ()
    assert replace(without, roster=(), findings=()).stations == plan.stations
    assert without.cost == plan.cost
    assert {f.rule for f in without.findings if f.severity is Severity.CANNOT_JUDGE} >= {"S1", "Q2"}


@pytest.mark.parametrize("crew", [2, 3])
def test_a_long_day_is_divided(crew: int) -> None:
    opening = [Opening(BUS_DAY, "08:00", "20:00", crew=crew)]
    done = rostered(make_plan([station("e0202", opening)]), tiny_problem())
    assert judged(done, tiny_problem()) == []
    assert_covered(done)

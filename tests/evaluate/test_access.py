"""Minutes to the quickest station that suits, and the figures made of them."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import (
    BUS_DAY,
    CELL_OF,
    CELLS,
    COLUMN,
    LAST_WEEK,
    bus_stop,
    evening_week,
    make_plan,
    minutes_of,
    running,
    station,
    tiny_dataset,
    tiny_plan,
    tiny_problem,
    todays_stations,
    with_station,
)

from planner.domain.plan import Opening, Phase, StationKind
from planner.evaluate.access import (
    OpenStation,
    accessibility,
    ede_minutes,
    kappa,
    mean_minutes,
    nearest_cell,
    open_stations,
    place_minutes,
    quickest_station,
    scheduled_stations,
    segment_minutes,
    segment_shares,
    site_id_of,
    snapped_minutes,
    station_site,
    suits,
)
from planner.problem import Problem

PROBLEM = tiny_problem()
DAY, EVENING, SATURDAY = range(3)
RARE, SOME, OFTEN = range(3)


def today_by_hand(cell: int, k: int) -> float:
    """Minutes today: by day all three stations suit, in the evening f0201, on Saturdays the other two."""
    sites = {DAY: ("f0101", "f0102", "f0201"), EVENING: ("f0201",), SATURDAY: ("f0101", "f0102")}[k]
    return min(minutes_of(abs(cell - CELL_OF[site])) for site in sites)


def after(*stations: object) -> np.ndarray:
    return segment_minutes(PROBLEM, open_stations(make_plan(stations), PROBLEM), cells=True)  # type: ignore[arg-type]


def test_minutes_today_are_those_of_the_drawing() -> None:
    minutes = segment_minutes(PROBLEM, scheduled_stations(PROBLEM, PROBLEM.existing), cells=True)
    expected = [[[today_by_hand(cell, k)] * 3 for k in range(3)] for cell in range(CELLS)]
    np.testing.assert_allclose(minutes, expected)
    on_points = segment_minutes(PROBLEM, scheduled_stations(PROBLEM, PROBLEM.existing), cells=False)
    np.testing.assert_allclose(on_points, minutes[::2])


def test_no_station_costs_the_limit() -> None:
    assert (after() == 90).all()
    near = tiny_problem(travel__unreached_minutes=30)
    minutes = segment_minutes(near, scheduled_stations(near, near.existing), cells=True)
    # Four steps on foot would be 40 minutes: counted as T = 30, so 0.6 · 30 + 0.1 · 16 + 0.3 · 8 = 22.
    assert minutes[7, DAY, RARE] == pytest.approx(0.6 * 20 + 0.1 * 8 + 0.3 * 4)
    assert minutes[7, EVENING, RARE] == pytest.approx(22.0)
    assert minutes.max() <= 30


def test_a_station_suits_by_its_number_of_dates() -> None:
    five_evenings = after(evening_week())
    assert five_evenings[9, EVENING].tolist() == [0, 0, 90]  # 1 and 4 dates are met, 10 are not
    assert five_evenings[9, DAY].tolist() == [90, 90, 90]
    one_visit = after(bus_stop("e0101", "10:00", "12:30"))
    assert one_visit[2, DAY].tolist() == [0, 90, 90]
    assert suits(PROBLEM, (4, 0, 4)).tolist() == [[True, True, False], [False] * 3, [True, True, True]]


def test_presence_is_counted_per_station() -> None:
    """Two stops side by side of two dates each do not add up to four."""
    visits = [bus_stop(name, "10:00", "12:30", BUS_DAY.replace(day=d)) for name, d in (("e0101", 24), ("e0102", 25))]
    assert after(*visits)[3, DAY].tolist() == [7, 90, 90]


def test_dates_outside_the_ordinary_period_do_not_count() -> None:
    before = [Opening(date(2027, 7, n), "10:00", "16:00", Phase.EARLY, crew=3) for n in range(5, 10)]
    too_late = [Opening(date(2027, 10, n), "10:00", "16:00", crew=3) for n in range(4, 9)]
    assert (after(station("e0202", [*before, *too_late])) == 90).all()
    inside = [Opening(date(2027, 8, 10), "10:00", "16:00", crew=3)]
    assert after(station("e0202", [*before, *inside]))[9, DAY].tolist() == [0, 90, 90]


def test_who_is_not_public_or_has_no_place_serves_nobody_else() -> None:
    hidden = replace(evening_week(), public=False)
    nowhere = replace(evening_week(), kind=StationKind.HOME_TEAM, lat=None, lon=None)
    assert open_stations(make_plan([hidden, nowhere]), PROBLEM) == ()


@pytest.mark.parametrize("kind", [StationKind.INSTITUTION, StationKind.PRISON, StationKind.HOME_TEAM])
@pytest.mark.parametrize("public", [True, False])
def test_voters_elsewhere_are_not_served_by_institutions_prisons_and_home_teams(
    kind: StationKind, public: bool
) -> None:
    """Whatever they are marked as, and wherever they stand."""
    inside = replace(evening_week(), kind=kind, public=public)
    assert not inside.open_to_all
    assert open_stations(make_plan([inside]), PROBLEM) == ()
    assert [s.id for s in open_stations(make_plan([evening_week()]), PROBLEM)] == ["e0202"]


# --- where a station stands ------------------------------------------------------------------------------------------


def test_a_stop_and_premises_share_their_site() -> None:
    assert site_id_of("e0101-b") == site_id_of("e0101") == "e0101"
    assert station_site(PROBLEM, bus_stop("e0101-b", "10:00", "12:30")) == COLUMN["e0101"]


@pytest.mark.parametrize(("shift", "found"), [(0.0004, COLUMN["e0202"]), (0.0006, None)])
def test_a_moved_station_stands_at_no_site(shift: float, found: int | None) -> None:
    moved = evening_week()
    assert station_site(PROBLEM, replace(moved, lat=59.9 + shift)) == found
    assert station_site(PROBLEM, replace(moved, lon=moved.lon + 2 * shift)) == found  # type: ignore[operator]
    assert station_site(PROBLEM, replace(moved, id="ukjent")) is None


def test_a_moved_station_gets_the_minutes_of_the_nearest_cell() -> None:
    plan = with_station(make_plan([evening_week()]), "e0202", lon=10.7 + 0.0301)
    (found,) = open_stations(plan, PROBLEM)
    assert found.snap_m == pytest.approx(6, abs=1)  # a ten-thousandth of a degree of longitude
    np.testing.assert_allclose(found.points, [minutes_of(abs(medoid - 3)) for medoid in range(0, CELLS, 2)])
    np.testing.assert_allclose(found.cells, np.repeat(found.points, 2))
    far = snapped_minutes(PROBLEM, nearest_cell(PROBLEM.dataset, 59.9, 10.81)[0])[0]
    np.testing.assert_allclose(far[0], 65)  # walking eleven steps is beyond 90


def test_quickest_station_is_that_of_the_largest_segment() -> None:
    """The largest segment is weekday daytime at the highest level: 33 %."""
    stations = open_stations(tiny_plan(), PROBLEM)
    names = quickest_station(PROBLEM, stations)
    assert names == ("f0101", "f0101", "f0102", "f0102", "f0102", "f0201")  # cell 8: a tie goes to the first
    evening = quickest_station(PROBLEM, open_stations(make_plan([evening_week()]), PROBLEM))
    assert evening == ("e0202",) * 6
    assert quickest_station(PROBLEM, ()) == ("",) * 6


# --- mean and equally-distributed equivalent -------------------------------------------------------------------------


def test_shares_of_segments() -> None:
    shares = segment_shares(PROBLEM)
    assert shares.sum() == pytest.approx(1)
    assert shares[DAY, OFTEN] == pytest.approx(0.55 * 0.6)
    assert shares[SATURDAY, RARE] == pytest.approx(0.15 * 0.1)


def test_mean_today_by_hand() -> None:
    """Per class: Σ non-voters × minutes / 360, then 55 / 30 / 15 %."""
    minutes = segment_minutes(PROBLEM, scheduled_stations(PROBLEM, PROBLEM.existing), cells=True)
    total = sum(
        (20 if cell < 6 else 40) * share * today_by_hand(cell, k)
        for cell in range(CELLS)
        for k, share in enumerate((0.55, 0.30, 0.15))
    )
    assert mean_minutes(PROBLEM, minutes, PROBLEM.cell_weights) == pytest.approx(total / 360)
    per_place = [sum(s * today_by_hand(c, k) for k, s in enumerate((0.55, 0.30, 0.15))) for c in range(CELLS)]
    np.testing.assert_allclose(place_minutes(PROBLEM, minutes), per_place)


def plain_ede(problem: Problem, minutes: np.ndarray, weights: np.ndarray, today: np.ndarray) -> tuple[float, float]:
    """κ and EDE in plain Python, straight from the formula (the constant T cancels)."""
    shares = [[a * r for r in problem.level_share] for a in problem.class_share]
    total = first = second = value = 0.0
    terms = [(weights[i] * shares[k][r], today[i, k, r], minutes[i, k, r]) for i, k, r in np.ndindex(*minutes.shape)]
    for share, before, _ in terms:
        total, first, second = total + share, first + share * before, second + share * before**2
    factor = problem.scenario.aversion * first / second
    for share, _, now in terms:
        value += share * math.exp(factor * (now - 90))
    return factor, 90 + math.log(value / total) / factor


@pytest.mark.parametrize("aversion", [0.1, 1.0, 3.0])
def test_ede_is_that_of_the_formula(aversion: float) -> None:
    problem = tiny_problem(aversion=aversion)
    today = segment_minutes(problem, scheduled_stations(problem, problem.existing), cells=True)
    minutes = segment_minutes(problem, open_stations(tiny_plan(), problem), cells=True)
    factor, ede = plain_ede(problem, minutes, problem.cell_weights, today)
    assert kappa(problem, today, problem.cell_weights) == pytest.approx(factor)
    assert ede_minutes(problem, minutes, problem.cell_weights, factor) == pytest.approx(ede)


def test_ede_tends_to_the_mean_and_to_the_longest_way() -> None:
    minutes = segment_minutes(PROBLEM, open_stations(tiny_plan(), PROBLEM), cells=True)
    mean = mean_minutes(PROBLEM, minutes, PROBLEM.cell_weights)
    assert ede_minutes(PROBLEM, minutes, PROBLEM.cell_weights, 1e-9) == pytest.approx(mean, abs=1e-5)
    # At any aversion it is a number: everybody far below T once made this minus infinity.
    short = np.where(minutes > 20, 20.0, minutes)
    assert ede_minutes(PROBLEM, short, PROBLEM.cell_weights, 50.0) == pytest.approx(20, abs=0.1)
    assert ede_minutes(PROBLEM, short, PROBLEM.cell_weights, None) is None
    assert kappa(PROBLEM, np.zeros_like(minutes), PROBLEM.cell_weights) is None


MINUTES = st.lists(st.floats(0, 90), min_size=CELLS * 9, max_size=CELLS * 9).map(
    lambda values: np.array(values).reshape(CELLS, 3, 3)
)


@settings(max_examples=60, deadline=None)
@given(MINUTES, st.floats(1e-6, 5))
def test_ede_lies_between_mean_and_longest(minutes: np.ndarray, factor: float) -> None:
    mean = mean_minutes(PROBLEM, minutes, PROBLEM.cell_weights)
    ede = ede_minutes(PROBLEM, minutes, PROBLEM.cell_weights, factor)
    assert ede is not None
    assert mean - 1e-6 <= ede <= minutes.max() + 1e-6


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 95), min_size=CELLS, max_size=CELLS), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24), st.integers(0, 4)), min_size=4, max_size=4),
)
def test_one_more_station_never_makes_anything_worse(ways: list[list[int]], dates: list[tuple[int, int, int]]) -> None:
    stations = [
        OpenStation(str(n), np.array(way[::2], dtype=float), np.array(way, dtype=float), dates[n])
        for n, way in enumerate(ways)
    ]
    fewer, more = (segment_minutes(PROBLEM, found, cells=True) for found in (stations[:-1], stations))
    assert (more <= fewer).all()
    weights = PROBLEM.cell_weights
    assert mean_minutes(PROBLEM, more, weights) <= mean_minutes(PROBLEM, fewer, weights) + 1e-9
    less, most = (ede_minutes(PROBLEM, minutes, weights, 0.05) for minutes in (more, fewer))
    assert less is not None
    assert most is not None
    assert less <= most + 1e-9


# --- what is reported ------------------------------------------------------------------------------------------------


def test_figures_of_the_whole_and_of_each_district() -> None:
    minutes = segment_minutes(PROBLEM, scheduled_stations(PROBLEM, PROBLEM.existing), cells=True)
    figures = accessibility(PROBLEM, minutes, 0.05)
    assert set(figures.by_district) == {"Nord", "Sør"}
    nord, sor = figures.by_district["Nord"], figures.by_district["Sør"]
    assert (nord.weight, sor.weight) == (120, 240)
    assert figures.mean_minutes == pytest.approx((nord.mean_minutes + 2 * sor.mean_minutes) / 3, abs=1e-4)
    # Nord by day: cells 0, 1 and 4, 5 lie within a step of a station, cells 2, 3 two steps away; the same on Saturdays.
    assert nord.share_within["10"] == pytest.approx(0.70 * 4 / 6, abs=1e-4)
    assert nord.share_within["15"] == pytest.approx(0.70, abs=1e-4)
    assert list(nord.share_within) == ["10", "15", "30"]
    # Longest way at the lowest level of any class: cells 2, 3 and 8 are two and three steps away, cell 8 three.
    assert (nord.max_minutes, sor.max_minutes, figures.max_minutes) == (14, 21, 21)
    assert figures.by_group == {}


def test_a_place_with_few_persons_is_left_out_of_the_longest_way() -> None:
    cells = tiny_dataset().cells
    few = np.where(np.arange(CELLS) == 8, 3.0, 100.0)
    problem = tiny_problem(tiny_dataset(cells=replace(cells, eligible={"local": few})), max_minutes_persons=4)
    minutes = segment_minutes(problem, scheduled_stations(problem, problem.existing), cells=True)
    assert accessibility(problem, minutes, None).max_minutes == 14
    assert accessibility(problem, minutes, None).ede_minutes is None


def test_districts_that_do_not_count_are_still_shown() -> None:
    problem = tiny_problem(demand__districts=["02"])
    minutes = segment_minutes(problem, scheduled_stations(problem, problem.existing), cells=True)
    figures = accessibility(problem, minutes, None)
    assert figures.by_district["Nord"].weight == 120
    assert figures.mean_minutes == figures.by_district["Sør"].mean_minutes


def test_stations_of_a_plan_are_those_of_its_schedules() -> None:
    plan = make_plan(todays_stations())
    for found, schedule in zip(open_stations(plan, PROBLEM), PROBLEM.existing, strict=True):
        assert found.dates == schedule.class_dates
        assert station_site(PROBLEM, running(PROBLEM, schedule)) == schedule.site
    assert len(LAST_WEEK) == 5

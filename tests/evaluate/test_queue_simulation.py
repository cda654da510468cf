"""The simulation against Erlang C in steady state, by hand without chance, and where there is no steady state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.evaluate.queue_simulation import NEVER, Day, arrival_times, first_come, simulate
from planner.evaluate.queues import mean_wait, wait_beyond, wait_probability

HOUR = Day(
    voters=20, minutes=60, busy_from=0, busy_minutes=60, busy_share=1, tables=1, booths=40, table_minutes=2,
    booth_minutes=0.001,
)  # fmt: skip


def run(day: Day, *, runs: int = 200, seed: int = 1, long_wait: float = 30, buffer: float = 15):
    return simulate(day, long_wait=long_wait, buffer=buffer, runs=runs, seed=seed)


def test_the_queue_by_hand() -> None:
    """Two tables; the third voter waits for the first to leave, the fourth for the second."""
    arrivals = np.array([[0.0, 1.0, 2.0, 3.0, np.inf]])
    services = np.array([[5.0, 5.0, 1.0, 1.0, 1.0]])
    assert first_come(arrivals, services, 2).tolist() == [[0, 1, 5, 6, np.inf]]
    assert first_come(arrivals, services, 1).tolist() == [[0, 5, 10, 11, np.inf]]
    assert first_come(arrivals, services, 4).tolist() == [[0, 1, 2, 3, np.inf]]


@given(gaps=st.lists(st.tuples(st.floats(0, 20), st.floats(0.1, 20)), min_size=1, max_size=30))
def test_one_server_without_a_loop(gaps: list[tuple[float, float]]) -> None:
    """Each begins when it has come and the one before has left."""
    arrivals, services = np.cumsum([gap for gap, _ in gaps]), np.array([service for _, service in gaps])
    free, begun = 0.0, []
    for come, service in zip(arrivals, services, strict=True):
        begun.append(max(come, free))
        free = begun[-1] + service
    assert first_come(arrivals[None], services[None], 1)[0] == pytest.approx(begun)


@pytest.mark.parametrize(("servers", "rho"), [(1, 0.5), (1, 0.8), (3, 0.8), (8, 0.9)])
def test_steady_state_is_erlang_c(servers: int, rho: float) -> None:
    """Days without a pause, the busiest stretch their last part: mean, chance to wait and chance of a long wait."""
    minutes, service = 4_000.0, 3.0
    arrivals = rho * servers / service
    long = Day(arrivals * minutes, minutes, 1_000, 3_000, 0.75, servers, 40, service, 0.001)
    found = run(long, runs=100, long_wait=service)
    queue = {"arrivals": arrivals, "service": service}
    assert found.table_wait == pytest.approx(mean_wait(servers, **queue), rel=0.1)
    assert found.long_wait_share == pytest.approx(wait_beyond(servers, **queue, minutes=service), rel=0.1)
    waited = run(long, runs=100, long_wait=0.01)
    assert waited.long_wait_share == pytest.approx(wait_probability(servers, traffic=rho * servers), rel=0.1)


def test_two_queues_in_a_row_are_each_erlang_c() -> None:
    """Burke: what leaves a queue in steady state is Poisson again."""
    minutes = 10_000.0
    found = run(Day(0.8 * minutes, minutes, 2_000, 8_000, 0.8, 2, 3, 2.0, 3.0), runs=40)
    assert found.booth_wait == pytest.approx(mean_wait(3, arrivals=0.8, service=3), rel=0.1)
    assert found.table_wait == pytest.approx(mean_wait(2, arrivals=0.8, service=2), rel=0.1)


def test_more_voters_than_a_table_can_take_wait_but_not_for_ever() -> None:
    """60 voters an hour, one table for 30: at closing half of them are left, an hour's work."""
    found = run(replace(HOUR, voters=60))
    assert mean_wait(1, arrivals=1, service=2) == np.inf
    assert found.table_wait == pytest.approx(30, rel=0.1)
    assert 60 < found.overrun < 100
    assert found.late_share > 0.95


def test_a_short_opening_waits_less_than_steady_state() -> None:
    found = run(replace(HOUR, voters=29))
    assert found.table_wait < mean_wait(1, arrivals=29 / 60, service=2)


def test_booths_that_are_too_few_hold_the_queue() -> None:
    found = run(replace(HOUR, voters=60, booths=1, booth_minutes=2, tables=5))
    assert found.booth_wait > 20
    assert found.table_wait < 0.1


def test_the_busiest_stretch_has_its_share_and_lies_where_it_should() -> None:
    day = replace(HOUR, voters=1000, minutes=300, busy_from=60, busy_minutes=60, busy_share=0.4)
    times = arrival_times(day, 200, np.random.default_rng(3))
    come = times[times < NEVER]
    assert len(come) == pytest.approx(200_000, rel=0.01)
    assert come.max() <= 300
    assert ((come >= 60) & (come < 120)).mean() == pytest.approx(0.4, abs=0.01)
    assert (come < 60).mean() == pytest.approx(0.15, abs=0.01)  # a quarter of the other time
    assert (np.diff(times, axis=1) >= 0).all()


def test_nobody_comes() -> None:
    found = run(replace(HOUR, voters=0))
    assert (found.table_wait, found.booth_wait, found.long_wait_share) == (0, 0, 0)
    assert (found.overrun, found.late_share) == (0, 0)


def test_even_times_wait_half_as_long_as_exponential_ones() -> None:
    """Pollaczek–Khinchine: the wait of one server is (1 + 1/shape)/2 of that with exponential times."""
    long = Day(0.35 * 4000, 4000, 1000, 3000, 0.75, 1, 40, 2.0, 0.001, shape=100)
    found = run(long, runs=100)
    assert found.table_wait == pytest.approx(0.505 * mean_wait(1, arrivals=0.35, service=2), rel=0.1)


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    first = run(HOUR)
    simulate.cache_clear()
    assert run(HOUR) == first
    assert run(HOUR, seed=2) != first


@settings(max_examples=30, deadline=None)
@given(
    voters=st.floats(1, 60), tables=st.integers(1, 4), booths=st.integers(1, 4), table=st.floats(0.5, 6),
    booth=st.floats(0.5, 6), seed=st.integers(0, 50),
)  # fmt: skip
def test_one_more_table_never_makes_the_last_voter_later(
    voters: float, tables: int, booths: int, table: float, booth: float, seed: int
) -> None:
    """The same voters with the same times: nobody begins later."""
    day = replace(HOUR, voters=voters, tables=tables, booths=booths, table_minutes=table, booth_minutes=booth)
    here, more = run(day, runs=20, seed=seed), run(replace(day, tables=tables + 1), runs=20, seed=seed)
    assert more.overrun <= here.overrun + 1e-9
    assert more.table_wait <= here.table_wait + 1e-9
    assert more.booth_wait == pytest.approx(here.booth_wait)


@settings(max_examples=30, deadline=None)
@given(
    per_hour=st.floats(5, 60), hours=st.floats(1, 9), share=st.floats(0.2, 0.9), tables=st.integers(1, 4),
    table=st.floats(0.5, 4),
)  # fmt: skip
def test_an_opening_never_waits_longer_than_erlang_c_at_its_busiest_rate(
    per_hour: float, hours: float, share: float, tables: int, table: float
) -> None:
    """That is why what Erlang C passes need not be simulated."""
    share = max(share, 1 / hours)  # else the busiest hour would not be the busiest
    day = Day(per_hour / share, 60 * hours, 30 * (hours - 1), 60, min(share, 1), tables, 60, table, 0.001)
    steady = mean_wait(tables, arrivals=per_hour / 60, service=table)
    assert run(day, runs=400).table_wait <= 1.3 * steady + 0.2

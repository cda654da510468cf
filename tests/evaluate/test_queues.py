"""Erlang C against published values, limits with a formula of their own, and its shape."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.evaluate.queues import least_servers, mean_wait, wait_beyond, wait_probability, wait_quantile

TRAFFIC = st.floats(0.01, 200)


@pytest.mark.parametrize(
    ("servers", "traffic", "chance"),
    [
        (2, 1.0, 1 / 3),
        (3, 2.0, 4 / 9),
        (5, 4.0, 0.5541),  # Erlang C tables
        (10, 8.0, 0.4092),
        (14, 10.0, 0.1741),  # 200 calls an hour of 3 minutes, 14 agents
        (55, 48.0, 0.239),  # 360 calls in half an hour of 4 minutes, 55 agents: the example of many manuals
    ],
)
def test_published_chances_to_wait(servers: int, traffic: float, chance: float) -> None:
    assert wait_probability(servers, traffic=traffic) == pytest.approx(chance, abs=5e-4)


def test_the_published_example_of_calls_in_seconds() -> None:
    busy = {"arrivals": 360 / 1800, "service": 240.0}
    assert mean_wait(55, **busy) == pytest.approx(8.2, abs=0.05)
    assert 1 - wait_beyond(55, **busy, minutes=15) == pytest.approx(0.845, abs=1e-3)


@given(rho=st.floats(0.001, 0.999), service=st.floats(0.1, 60), minutes=st.floats(0, 100))
def test_one_server_is_m_m_1(rho: float, service: float, minutes: float) -> None:
    queue = {"arrivals": rho / service, "service": service}
    assert wait_probability(1, traffic=rho) == pytest.approx(rho)
    assert mean_wait(1, **queue) == pytest.approx(rho * service / (1 - rho))
    assert wait_beyond(1, **queue, minutes=minutes) == pytest.approx(rho * math.exp(-(1 - rho) * minutes / service))


def by_sums(servers: int, traffic: float) -> float:
    """The textbook form in exact logarithms, term by term."""
    terms = [math.exp(n * math.log(traffic) - math.lgamma(n + 1) - traffic) for n in range(servers)]
    last = math.exp(servers * math.log(traffic) - math.lgamma(servers + 1) - traffic) * servers / (servers - traffic)
    return last / (math.fsum(terms) + last)


@given(traffic=TRAFFIC, more=st.integers(1, 40))
def test_the_textbook_sum(traffic: float, more: int) -> None:
    servers = math.floor(traffic) + more
    assert wait_probability(servers, traffic=traffic) == pytest.approx(by_sums(servers, traffic), rel=1e-8, abs=1e-300)


@pytest.mark.parametrize("servers", [1_000, 100_000, 10_000_000])
def test_many_servers_neither_overflow_nor_lose_the_limit(servers: int) -> None:
    """Halfin–Whitt: with c = a + β·√a the chance tends to 1 / (1 + β·Φ(β)/φ(β))."""
    traffic = servers - math.sqrt(servers)
    density, distribution = math.exp(-0.5) / math.sqrt(2 * math.pi), 0.5 * math.erfc(-1 / math.sqrt(2))
    limit = 1 / (1 + distribution / density)
    assert wait_probability(servers, traffic=traffic) == pytest.approx(limit, abs=0.5 / math.sqrt(servers))
    assert wait_probability(servers, traffic=servers / 2) == pytest.approx(0, abs=1e-30)


@given(traffic=TRAFFIC, servers=st.integers(1, 250), service=st.floats(0.1, 30), up=st.floats(1.001, 1.5))
def test_more_servers_wait_less_and_more_voters_wait_more(
    traffic: float, servers: int, service: float, up: float
) -> None:
    arrivals = traffic / service
    here = mean_wait(servers, arrivals=arrivals, service=service)
    assert mean_wait(servers + 1, arrivals=arrivals, service=service) <= here
    assert mean_wait(servers, arrivals=arrivals * up, service=service) >= here
    assert 0 <= wait_probability(servers, traffic=traffic) <= 1


@given(traffic=TRAFFIC, more=st.integers(1, 10), share=st.floats(0, 0.999))
def test_the_quantile_is_what_that_share_waits_at_most(traffic: float, more: int, share: float) -> None:
    queue = {"arrivals": traffic / 3, "service": 3.0}
    servers = math.floor(traffic) + more
    minutes = wait_quantile(servers, **queue, share=share)
    beyond = wait_beyond(servers, **queue, minutes=minutes)
    assert beyond == pytest.approx(1 - share, rel=1e-6) if minutes > 0 else beyond <= 1 - share + 1e-12


@given(traffic=TRAFFIC, service=st.floats(0.1, 30), limit=st.floats(0.01, 60))
def test_the_least_number_of_servers_is_enough_and_one_less_is_not(
    traffic: float, service: float, limit: float
) -> None:
    queue = {"arrivals": traffic / service, "service": service}
    least = least_servers(**queue, limit=limit)
    assert mean_wait(least, **queue) <= limit
    assert least == 1 or mean_wait(least - 1, **queue) > limit


def test_nobody_arrives() -> None:
    assert wait_probability(1, traffic=0) == 0
    assert mean_wait(1, arrivals=0, service=3) == 0
    assert wait_quantile(1, arrivals=0, service=3, share=0.99) == 0
    assert least_servers(arrivals=0, service=3, limit=1) == 1


@pytest.mark.parametrize("traffic", [2.0, 2.5, 1e6])
def test_no_steady_state_no_finite_wait(traffic: float) -> None:
    queue = {"arrivals": traffic, "service": 1.0}
    assert wait_probability(2, traffic=traffic) == 1
    assert mean_wait(2, **queue) == math.inf
    assert wait_beyond(2, **queue, minutes=1000) == 1
    assert wait_quantile(2, **queue, share=0.5) == math.inf


def test_nonsense_is_refused() -> None:
    for servers, traffic in ((0, 1.0), (1, -1.0), (1, math.nan)):
        with pytest.raises(ValueError, match="servers"):
            wait_probability(servers, traffic=traffic)
    with pytest.raises(ValueError, match="limit"):
        least_servers(arrivals=1, service=1, limit=0)

"""What happens in one stretch of open time: a simulation of many such days, the same every time.

Voters come at random (Poisson) with a rate that is higher in the busiest hour. Each goes through two
queues: for a booth, then for a table that receives the vote; both first come, first served, with
exponential or, by their shape, more even times. Who has come before closing votes (vl 7-1(1)), so the
last of them leave after it.

Unlike Erlang C it needs no steady state: a queue may grow through the busiest hour and go down
again, or be as long as the opening. It starts empty, so its mean wait is never more than that of
Erlang C at the rate of the busiest hour (exponential times), but for chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.domain.dataset import Floats

QUANTILE = 0.95
"""The overrun that is told is the one not exceeded in so many of the runs."""
NEVER = 1e9
"""Arrival of nobody, in minutes; a number, so that it can be subtracted."""
MOST_VOTERS = 10_000
"""Voters in one opening that are simulated at most: more have no queue that means anything."""


@dataclass(frozen=True, slots=True)
class Day:
    """One stretch of open time; minutes.

    Attributes:
        voters: expected number.
        minutes: how long it is open.
        busy_from, busy_minutes: where in it the busiest stretch lies.
        busy_share: share of the voters who come then.
        tables, booths: how many.
        table_minutes, booth_minutes: mean time at one.
        shape: of their gamma distribution; 1 is exponential, more is more even.
    """

    voters: float
    minutes: float
    busy_from: float
    busy_minutes: float
    busy_share: float
    tables: int
    booths: int
    table_minutes: float
    booth_minutes: float
    shape: float = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the runs gave.

    Attributes:
        table_wait, booth_wait: mean minutes that those who come in the busiest stretch wait in each queue.
        long_wait_share: share of them who wait longer than the limit, both queues together.
        overrun: minutes after closing until the last voter has left, not exceeded in 95 % of the runs.
        late_share: share of the runs in which that takes longer than the buffer.
    """

    table_wait: float
    booth_wait: float
    long_wait_share: float
    overrun: float
    late_share: float


@lru_cache(maxsize=4096)
def simulate(day: Day, *, long_wait: float, buffer: float, runs: int, seed: int) -> Outcome:
    """Simulate a day many times; the same arguments give the same outcome.

    Args:
        long_wait: minutes; longer is a long wait.
        buffer: minutes after closing.
    """
    chance = np.random.default_rng(seed)
    arrivals = arrival_times(day, runs, chance)
    booth_times = chance.gamma(day.shape, day.booth_minutes / day.shape, arrivals.shape)
    table_times = chance.gamma(day.shape, day.table_minutes / day.shape, arrivals.shape)
    in_booth = first_come(arrivals, booth_times, day.booths)
    come, booth_wait, ready = arrivals, in_booth - arrivals, in_booth + booth_times
    if day.booths > 1:  # to the table they come in the order in which they leave their booths
        order = np.argsort(ready, axis=1, kind="stable")
        come, booth_wait, ready = (np.take_along_axis(a, order, axis=1) for a in (come, booth_wait, ready))
    begun = first_come(ready, table_times, day.tables)
    table_wait = begun - ready
    real = come < NEVER
    left = np.where(real, begun + table_times, 0.0).max(axis=1, initial=0.0)
    overrun = np.maximum(left - day.minutes, 0.0)
    busy = real & (come >= day.busy_from) & (come < day.busy_from + day.busy_minutes)
    return Outcome(
        table_wait=_mean(table_wait[busy]),
        booth_wait=_mean(booth_wait[busy]),
        long_wait_share=_mean(table_wait[busy] + booth_wait[busy] > long_wait),
        overrun=float(np.quantile(overrun, QUANTILE)),
        late_share=_mean(overrun > buffer),
    )


def arrival_times(day: Day, runs: int, chance: np.random.Generator) -> Floats:
    """(runs, most voters) arrivals in minutes after opening, in order; NEVER where a run has fewer."""
    numbers = chance.poisson(min(day.voters, MOST_VOTERS), runs)
    before = day.minutes - day.busy_minutes
    early = (1 - day.busy_share) * (day.busy_from / before if before > 0 else 0.0)
    # The moment by which a share of the voters has come: straight lines between these corners.
    moments = [0.0, day.busy_from, day.busy_from + day.busy_minutes, day.minutes]
    times = np.interp(chance.random((runs, int(numbers.max()))), [0.0, early, early + day.busy_share, 1.0], moments)
    times[np.arange(times.shape[1]) >= numbers[:, None]] = NEVER
    ordered: Floats = np.sort(times, axis=1)
    return ordered


def first_come(arrivals: Floats, services: Floats, servers: int) -> Floats:
    """(runs, voters) when each is served first; one queue, the next free server.

    Args:
        arrivals: (runs, voters) in order.
        services: (runs, voters) minutes.
    """
    if servers == 1:
        return _one_server(arrivals, services)
    # More servers than voters make no difference.
    free = np.zeros((len(arrivals), max(1, min(servers, arrivals.shape[1]))))
    begun = np.empty_like(arrivals)
    rows = np.arange(len(arrivals))
    for voter in range(arrivals.shape[1]):
        server = free.argmin(axis=1)
        begun[:, voter] = np.maximum(arrivals[:, voter], free[rows, server])
        free[rows, server] = begun[:, voter] + services[:, voter]
    return begun


def _one_server(arrivals: Floats, services: Floats) -> Floats:
    """As above, without a loop: who is last to find nobody there sets when the work behind begins."""
    before = np.cumsum(services, axis=1)
    before -= services
    begun: Floats = arrivals - before
    np.maximum.accumulate(begun, axis=1, out=begun)
    begun += before
    return begun


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if values.size else 0.0

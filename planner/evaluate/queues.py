"""M/M/c queues: how long voters wait where several tables share one queue (Erlang C).

With traffic a = λ·s offered to c servers, in steady state and for a < c::

    B = (aᶜ/c!) / Σ_{n≤c} aⁿ/n!       C = B / (1 − (a/c)·(1 − B))
    mean wait = C·s / (c − a)         P(wait > t) = C·e^{−(c − a)·t/s}

=====  =========================================================
λ      arrivals per minute (Poisson)
s      mean minutes of one service (exponential)
c      servers
C      chance that somebody who arrives has to wait
=====  =========================================================

B is the density of a Poisson variable over its distribution function. Both are scipy's; their
quotient is safe for any c, since the distribution function is about a half or more where a < c.
Where a ≥ c there is no steady state: the chance is 1, the wait infinite.

Source: A. K. Erlang (1917); any text on queues, e.g. Gross & Harris, *Fundamentals of Queueing Theory*.
"""

from __future__ import annotations

import math

from scipy.special import gammaln, pdtr, xlogy


def wait_probability(servers: int, *, traffic: float) -> float:
    """Chance that somebody who arrives has to wait.

    Raises:
        ValueError: no server, or negative traffic.
    """
    if servers < 1 or not traffic >= 0:
        raise ValueError(f"{servers} servers, traffic {traffic}")
    if traffic >= servers:
        return 1.0
    density = math.exp(float(xlogy(servers, traffic) - traffic - gammaln(servers + 1)))
    blocked = density / float(pdtr(servers, traffic))
    return blocked / (1 - traffic / servers * (1 - blocked))


def mean_wait(servers: int, *, arrivals: float, service: float) -> float:
    """Mean minutes in the queue, service not counted; infinite where the queue only grows.

    Args:
        arrivals: per minute.
        service: mean minutes.
    """
    free = servers - arrivals * service
    waits = wait_probability(servers, traffic=arrivals * service)
    return waits * service / free if free > 0 else math.inf


def wait_beyond(servers: int, *, arrivals: float, service: float, minutes: float) -> float:
    """Chance to wait longer than a number of minutes."""
    free = servers - arrivals * service
    waits = wait_probability(servers, traffic=arrivals * service)
    return waits * math.exp(-free * minutes / service) if free > 0 else 1.0


def wait_quantile(servers: int, *, arrivals: float, service: float, share: float) -> float:
    """Minutes that a share of voters (below 1) wait at most; infinite where the queue only grows."""
    free = servers - arrivals * service
    waits = wait_probability(servers, traffic=arrivals * service)
    if free <= 0:
        return math.inf
    return max(0.0, math.log(waits / (1 - share)) * service / free) if waits > 0 else 0.0


def least_servers(*, arrivals: float, service: float, limit: float) -> int:
    """Least number of servers, at least one, with a mean wait of at most ``limit`` minutes.

    Raises:
        ValueError: the limit is not positive: no number of servers gives no wait at all.
    """
    if not limit > 0:
        raise ValueError(f"limit {limit}")
    servers = math.floor(arrivals * service) + 1
    while mean_wait(servers, arrivals=arrivals, service=service) > limit:
        servers += 1
    return servers

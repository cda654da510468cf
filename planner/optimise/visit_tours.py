"""Which visits a team makes on one day: tours by savings (Clarke and Wright 1964), then moves and swaps.

Tours are made for a usual day, the hours that most dates have at each place; dates come after
(:mod:`planner.optimise.visit_dates`). A heuristic: its cost is compared with the proven minimum
of :mod:`planner.evaluate.least_visits`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

import numpy as np

from planner.evaluate.team_days import day_nok, day_rules, timed
from planner.problem import Problem, VisitNeed, VisitWork

NEIGHBOURS = 12
"""Tours are joined, and visits moved, only to so many of the nearest places."""
MAX_ROUNDS = 50

Tour = tuple[int, ...]
"""Nodes in order."""


@lru_cache(maxsize=2)
def usual_tours(problem: Problem) -> tuple[Tour, ...]:
    """Tours that hold every visit of the list once per day it needs, as cheap as found."""
    work = problem.visits
    if work is None:
        return ()
    prices = Prices(problem, work)
    tours: list[Tour] = [(n + 1,) for n, need in enumerate(work.needs) for _ in range(need.days)]
    tours = _joined(tours, prices)
    for _ in range(MAX_ROUNDS):
        if not (_moved(tours, prices) or _swapped(tours, prices)):
            break
    return tuple(sorted(tour for tour in tours if tour))


class Prices:
    """What tours cost on a usual day, remembered; endless where a day cannot hold them."""

    def __init__(self, problem: Problem, work: VisitWork) -> None:
        self._problem, self._work, self._rules = problem, work, day_rules(problem)
        self._spans = [_usual(need) for need in work.needs]
        self._day = max(work.groups, key=len)[0] if work.groups else None
        self._known: dict[Tour, float] = {}
        order = np.argsort(work.drive_minutes, axis=1, kind="stable")
        near = {(i, int(j)) for i in range(1, len(order)) for j in order[i, : NEIGHBOURS + 1]}
        self._near = near | {(j, i) for i, j in near}

    def of(self, tour: Tour) -> float:
        """NOK of a tour; 0 of none."""
        if not tour:
            return 0.0
        if tour not in self._known:
            self._known[tour] = self._price(tour)
        return self._known[tour]

    def _price(self, tour: Tour) -> float:
        if self._day is None or len(set(tour)) < len(tour):
            return math.inf
        spans = [self._spans[node - 1] for node in tour]
        planned = timed(self._work, self._rules, tour, spans, not_before=0)
        return math.inf if planned is None else day_nok(self._problem, self._work, self._day, planned)

    def near(self, here: int, there: int) -> bool:
        """Whether one of two places is among the nearest of the other."""
        return (here, there) in self._near

    def cheapest_with(self, tour: Tour, node: int) -> tuple[float, Tour]:
        """The best place of a visit in a tour: price and tour."""
        tries = ((*tour[:k], node, *tour[k:]) for k in range(len(tour) + 1))
        return min((self.of(found), found) for found in tries)


def _usual(need: VisitNeed) -> tuple[tuple[int, int], ...]:
    """When a visit may begin on most dates."""
    return Counter[tuple[tuple[int, int], ...]](need.starts.values()).most_common(1)[0][0] if need.starts else ()


def _joined(tours: list[Tour], prices: Prices) -> list[Tour]:
    """Two tours become one, the pair that saves most first, as long as any pair saves anything."""
    alive = dict(enumerate(tours))
    gains = {pair: _gain(alive[pair[0]], alive[pair[1]], prices) for pair in combinations(alive, 2)}
    while gains:
        pair = max(gains, key=lambda p: (gains[p][0], -p[0], -p[1]))
        saved, joined = gains[pair]
        if saved <= 0:
            break
        for n in pair:
            del alive[n]
        gains = {p: gain for p, gain in gains.items() if not set(p) & set(pair)}
        new = max([*alive, *pair]) + 1
        gains |= {(n, new): _gain(tour, joined, prices) for n, tour in alive.items()}
        alive[new] = joined
    return list(alive.values())


def _gain(one: Tour, other: Tour, prices: Prices) -> tuple[float, Tour]:
    """What joining two tours end to end saves, and the joined tour."""
    apart = prices.of(one) + prices.of(other)
    if math.isinf(apart):
        return 0.0, ()
    best: tuple[float, Tour] = (0.0, ())
    for a, b in ((one, other), (one, other[::-1]), (one[::-1], other), (one[::-1], other[::-1])):
        if prices.near(a[-1], b[0]):
            best = max(best, (apart - prices.of(a + b), a + b))
    return best


def _moved(tours: list[Tour], prices: Prices) -> bool:
    """A visit goes to another tour, or to one of its own; True if that saved anything."""
    better = False
    for a in range(len(tours)):
        for node in tours[a]:
            rest = tuple(n for n in tours[a] if n != node)
            freed = prices.of(tours[a]) - prices.of(rest)
            b, (cost, target) = min(_homes(tours, prices, a, rest, node), key=lambda home: home[1][0] - home[2])[:2]
            before = prices.of(rest) if b == a else prices.of(tours[b])
            if math.isfinite(freed) and cost - before < freed - 1e-6:
                tours[a] = rest
                tours[b] = target
                better = True
                break
    return better


def _homes(
    tours: list[Tour], prices: Prices, a: int, rest: Tour, node: int
) -> Iterator[tuple[int, tuple[float, Tour], float]]:
    """Where a visit could go: tour, its price and order with the visit, its price without."""
    yield a, prices.cheapest_with(rest, node), prices.of(rest)
    for b, tour in enumerate(tours):
        if b != a and (not tour or any(prices.near(node, n) for n in tour)):
            yield b, prices.cheapest_with(tour, node), prices.of(tour)


def _swapped(tours: list[Tour], prices: Prices) -> bool:
    """Two visits change tours; True if that saved anything."""
    better = False
    for a, b in combinations(range(len(tours)), 2):
        before = prices.of(tours[a]) + prices.of(tours[b])
        for one in tours[a]:
            for other in tours[b]:
                if one == other or not prices.near(one, other):
                    continue
                cost, here = prices.cheapest_with(tuple(n for n in tours[a] if n != one), other)
                price, there = prices.cheapest_with(tuple(n for n in tours[b] if n != other), one)
                if cost + price < before - 1e-6:
                    tours[a], tours[b], before, better = here, there, cost + price, True
                    break
            else:
                continue
            break
    return better

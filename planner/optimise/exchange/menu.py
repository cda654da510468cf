"""What each use of a place can be: options with what they suit, cost and take.

==========  ==================================================================
unit        premises at a site (options: its patterns) or a stop there (options: levels per class)
layer       class k and presence level r, number k·R + r
mask        bits of the layers that an option suits
use         rows: places open at the same time; dates needed per class of all stops
==========  ==================================================================

Option 0 of every unit is closed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.domain.dataset import Floats, Ints
from planner.evaluate.least_cost import day_nok
from planner.evaluate.tours import tour_blocks
from planner.optimise.siting.instance import Bools
from planner.problem import Problem


@dataclass(frozen=True, eq=False)
class Menu:
    """Options of all units, unit after unit.

    Attributes:
        site: (units,) site columns.
        stop: (units,) whether it is a stop.
        closed: (units,) the option that is none.
        unit, mask, nok: (options,); nok of stops is a lower estimate.
        need: (options, K) dates of stops.
        pattern: (options,) pattern of premises, −1 of stops and of closed.
        use: (options, rows) of limits.
        limits: (rows,)
    """

    site: Ints
    stop: Bools
    closed: Ints
    unit: Ints
    mask: Ints
    nok: Floats
    need: Ints
    pattern: Ints
    use: Floats
    limits: Floats


def menu_of(problem: Problem) -> Menu:
    """Every option that some plan could have."""
    classes = len(problem.needed_dates)
    together = _together(problem)
    rows: list[tuple[int, int, float, tuple[int, ...], int]] = []  # unit, mask, nok, need, pattern
    sites: list[int] = []
    none = (0,) * classes
    by_site: dict[int, list[int]] = {}
    for p, schedule in enumerate(problem.patterns):
        by_site.setdefault(schedule.site, []).append(p)
    for site, patterns in by_site.items():
        rows.append((len(sites), 0, 0.0, none, -1))
        for p in patterns:
            reached = (problem.needed_dates <= np.array(problem.patterns[p].class_dates)[:, None]).ravel()
            rows.append((len(sites), _bits(reached), problem.patterns[p].nok, none, p))
        sites.append(site)
    price, most = _visit_nok(problem), _most_dates(problem)
    needs = [(0, *(int(n) for n in row if n <= most[k])) for k, row in enumerate(problem.needed_dates)]
    for site in sorted({site for fleet in problem.fleets for site in fleet.stops}):
        for chosen in itertools.product(*needs):
            reached = (problem.needed_dates <= np.array(chosen)[:, None]).ravel()
            nok = sum(n * price[k] for k, n in enumerate(chosen) if n)
            rows.append((len(sites), _bits(reached), float(nok), chosen, -1))
        sites.append(site)
    unit, mask, nok, need, pattern = (np.array(column) for column in zip(*rows, strict=True))
    use = np.zeros((len(rows), len(together) + classes))
    for m, patterns_open in enumerate(together):
        use[np.isin(pattern, list(patterns_open)) & (pattern >= 0), m] = 1.0
    use[:, len(together) :] = need
    crew = problem.scenario.stations.crew
    limits = np.array([*(problem.pool_persons // crew for _ in together), *_capacity(problem)], dtype=np.float64)
    closed = np.flatnonzero(np.diff(unit, prepend=-1) > 0)
    return Menu(
        site=np.array(sites, dtype=np.int64),
        stop=np.arange(len(sites)) >= len(by_site),
        closed=closed,
        unit=unit.astype(np.int64),
        mask=mask.astype(np.int64),
        nok=nok.astype(np.float64),
        need=need.reshape(len(rows), classes),
        pattern=pattern.astype(np.int64),
        use=use,
        limits=limits,
    )


def _bits(reached: np.ndarray) -> int:
    return int(sum(1 << n for n, ok in enumerate(reached.tolist()) if ok))


def _together(problem: Problem) -> list[frozenset[int]]:
    """Sets of patterns open at the same moment of some date, none within another."""
    found: set[frozenset[int]] = set()
    opening: dict[object, list[tuple[int, int, int]]] = {}
    for p, schedule in enumerate(problem.patterns):
        for slot in schedule.slots:
            opening.setdefault(slot.day, []).append((p, slot.start, slot.end))
    seen: set[tuple[tuple[int, int, int], ...]] = set()
    for day, openings in opening.items():
        if problem.set_aside("crew_pool", str(day)) or tuple(openings) in seen:
            continue
        seen.add(tuple(openings))
        for moment in {start for _, start, _ in openings}:
            found.add(frozenset(p for p, start, end in openings if start <= moment < end))
    return sorted((s for s in found if not any(s < other for other in found)), key=sorted)


def _counting(problem: Problem) -> Iterator[tuple[int, int, int]]:
    """(fleet, block, class) where a visit counts."""
    for f, fleet in enumerate(problem.fleets):
        for b, block in enumerate(fleet.blocks):
            for k, counts in enumerate(block.classes):
                if counts:
                    yield f, b, k


def _most_dates(problem: Problem) -> list[int]:
    most = [0] * len(problem.classes)
    for f, b, k in _counting(problem):
        most[k] = max(most[k], len(problem.dates_of(problem.fleets[f].blocks[b].day_type)))
    return most


def _capacity(problem: Problem) -> list[float]:
    """Visits of each class that all vehicles can do at most."""
    most = [0.0] * len(problem.classes)
    for f, b, k in _counting(problem):
        fleet = problem.fleets[f]
        most[k] += len(problem.dates_of(fleet.blocks[b].day_type)) * len(fleet.vehicles)
    return most


def _visit_nok(problem: Problem) -> list[float]:
    """Per class the least that a visit costs as its part of a vehicle-day, without driving."""
    least = [np.inf] * len(problem.classes)
    for fleet in problem.fleets:
        for blocks in tour_blocks(problem, fleet):
            share = day_nok(problem, fleet, blocks) / len(blocks)
            for b in blocks:
                for k, counts in enumerate(fleet.blocks[b].classes):
                    if counts:
                        least[k] = min(least[k], share)
    return least

"""What visiting everybody on the list costs at least: the proven minimum that stage 1 counts.

    min_K  [ w · Σ_i d_i m_i  +  AP_K  +  w · pause · b_K ]

======  ==========================================================================
d, m    visits a place needs; minutes of one visit with set-up, overrun, take-down
K       number of team-days, from the fewest that hold all the minutes
AP_K    assignment bound: every visit has one drive to it and one from it, exactly K
        drives leave the start place and K come back, pay and kilometres of each
b_K     how many team-days' worth of minutes there is only in days so long that they have a break
w       pay of a team per minute at the cheapest hour it may be out
======  ==========================================================================

Every way of visiting everybody has some K, and its drives are such an assignment. AP_K is convex in K
(a flow of K units), b_K too (a fraction, not rounded up), and so is the sum: the first K after which it
rises has the minimum.

``share`` of a place, w · m + half of its cheapest drives in and out, never adds up to more than the
whole; what is left over does not belong to any one place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.domain.dataset import Floats
from planner.evaluate.team_days import Rules, day_rules, teams_of
from planner.law.calendar import DayType, day_type
from planner.problem import Problem, VisitWork

NEVER = 1e12
"""Cost of a drive that no tour has."""


@dataclass(frozen=True)
class LeastVisits:
    """Proven minima.

    Attributes:
        shares: per need, NOK of one visit.
        rest_nok: what everybody's visits cost beyond their shares.
        minutes: per need, minutes of a team that one visit takes at least: the visit itself and half its drives.
    """

    shares: tuple[float, ...]
    rest_nok: float
    minutes: tuple[float, ...]


def least_visits(problem: Problem) -> LeastVisits:
    """The minima; none where there is nothing to visit."""
    return LeastVisits((), 0.0, ()) if problem.visits is None else _least(problem, problem.visits)


@lru_cache(maxsize=2)
def _least(problem: Problem, work: VisitWork) -> LeastVisits:
    teams, rules, pay = teams_of(problem), day_rules(problem), _pay_per_minute(problem, work)
    drive_nok = pay * work.drive_minutes + teams.nok_per_km * work.drive_km
    visit = np.array([rules.before + need.minutes + rules.after for need in work.needs], dtype=np.float64)
    half_minutes, half_nok = _half(work.drive_minutes, work), _half(drive_nok, work)
    shares, minutes = pay * visit + half_nok, visit + half_minutes
    days = np.array([need.days for need in work.needs], dtype=np.float64)
    nodes = [n + 1 for n, need in enumerate(work.needs) for _ in range(need.days)]
    total = _least_drives(nodes, drive_nok, float(days @ minutes), rules, pay) + pay * float(days @ visit)
    rest = max(0.0, total - float(days @ shares)) if math.isfinite(total) else 0.0
    return LeastVisits(tuple(shares.tolist()), rest, tuple(minutes.tolist()))


def _pay_per_minute(problem: Problem, work: VisitWork) -> float:
    prices, teams = problem.scenario.prices, teams_of(problem)
    kinds = {day_type(group[0]) for group in work.groups}
    rates = [prices.person_hour_saturday] if DayType.SATURDAY in kinds else []
    if DayType.WEEKDAY in kinds:
        rates += [prices.person_hour_day, prices.person_hour_evening]
    return teams.crew * min(rates, default=0.0) / 60


def _half(drives: Floats, work: VisitWork) -> Floats:
    """(needs,) half the cheapest drive to a place and half the cheapest from it; drives are the same both ways."""
    size = len(work.needs)
    if size == 0:
        return np.zeros(0)
    apart = drives + np.where(np.eye(size + 1, dtype=bool), NEVER, 0.0)
    cheapest: Floats = apart[1:].min(axis=1)
    return cheapest


def _least_drives(nodes: list[int], drive_nok: Floats, minutes: float, rules: Rules, pay: float) -> float:
    """Least cost of drives and breaks over all numbers of team-days; endless where no number does."""
    room = max(rules.break_after, rules.longest - rules.pause)
    fewest = max(1, math.ceil(minutes / room - 1e-9))
    best = math.inf
    for days in range(fewest, len(nodes) + 1):
        value = _assigned(nodes, drive_nok, days) + pay * rules.pause * _pauses(minutes, days, rules)
        if value >= best:
            break
        best = value
    return best


def _pauses(minutes: float, days: int, rules: Rules) -> float:
    """Least number of team-days with a break, not rounded up, where so many share so many minutes."""
    more = rules.longest - rules.pause - rules.break_after
    over = minutes - days * min(rules.break_after, rules.longest)
    return over / more if over > 0 and more > 0 else 0.0


def _assigned(nodes: list[int], drive_nok: Floats, days: int) -> float:
    """Cheapest assignment of a next place to every place, with so many days that begin and end at the start."""
    all_nodes = [*nodes, *([0] * days)]
    costs = drive_nok[np.ix_(all_nodes, all_nodes)].copy()
    # Nobody goes from a place to itself, and no day that is counted is empty.
    costs[np.equal.outer(all_nodes, all_nodes)] = NEVER
    rows, columns = linear_sum_assignment(costs)
    return float(costs[rows, columns].sum())

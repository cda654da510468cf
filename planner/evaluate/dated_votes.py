"""When and where voters come: each date's votes to the quickest station that suits and is open on it.

A segment (place i, availability class k, presence level r) has the votes v_i · A_k · ρ_r. They come over
the dates by the demand profile, and on each date to the quickest station that suits the segment and is
open on it in the hours of the class; stations that are equally quick share them. So a bus gets the votes of
the days it stands there, not those of the days it does not. What would come on a date without any such
station comes on the segment's other dates, in proportion; a segment without any date is unserved.

=====  ==========================================================================
A_k    share of the votes: the profile's weekdays or Saturdays, split by the shares a_k
ρ_r    share of the voters on a presence level
=====  ==========================================================================

A_k is not a_k: four Saturdays took 6.9 % of the advance votes in 2023, whatever share of the voters can only
come then. With every date open somewhere the votes per date are the profile's. Within a date the votes
of a class come evenly over the station's open minutes in the hours of the class. Nothing here
knows of queues: nobody goes elsewhere because a station is full.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from planner.domain.clock import minute_of
from planner.domain.dataset import Floats
from planner.domain.plan import Opening
from planner.evaluate.access import OpenStation, suits
from planner.evaluate.profile import demand_profile
from planner.law.calendar import day_type
from planner.problem import Problem

SAME_MINUTES = 1e-9
LEAST_SHARE = 1e-9
"""Of a date for which the profile has nothing, so that whoever can come on no other date still comes."""
Days = Sequence[tuple[date, float]]


def class_votes(problem: Problem) -> Floats:
    """(K,) share of the advance votes per availability class; sums to 1."""
    kinds = np.array([str(item.days) for item in problem.classes])
    shares = np.zeros(len(kinds))
    for kind in dict.fromkeys(kinds.tolist()):
        here = kinds == kind
        among = problem.class_share[here].sum()
        if among > 0:
            shares[here] = _profile_of(problem, kind) * problem.class_share[here] / among
    total = float(shares.sum())
    return shares / total if total > 0 else problem.class_share


def date_shares(problem: Problem, k: int) -> dict[date, float]:
    """Share of a class's votes on each date of its day type, in order, where something is open on all of them."""
    kind = str(problem.classes[k].days)
    return demand_profile().spread((day for day in problem.dates if day_type(day) == kind), problem.calendar)


def dated_votes(
    problem: Problem,
    stations: Sequence[OpenStation],
    openings: Sequence[Sequence[Opening]],
    votes: Floats,
    *,
    cells: bool,
) -> tuple[list[list[float]], float]:
    """Votes per station and opening, and those of segments without any date.

    Args:
        problem: the problem.
        stations: all that voters may choose between.
        openings: of each station in the ordinary period, in time order.
        votes: (places,) of everyone who lives there.
        cells: whether places are cells, else demand points.
    """
    found = [[0.0] * len(some) for some in openings]
    enough = [suits(problem, station.dates) for station in stations]
    minutes = np.array([station.cells if cells else station.points for station in stations])
    by_class, unserved = class_votes(problem), 0.0
    for k, share in enumerate(by_class):
        spread = [class_openings(problem, some, k) for some in openings]
        for r, level in enumerate(problem.level_share):
            suited = [column for column, ok in enumerate(enough) if ok[k, r]]
            mine = votes * share * level
            at, left = _by_date(problem, minutes, suited, spread, mine)
            unserved += left
            for (column, day), number in at.items():
                for opening, part in spread[column][day].items():
                    found[column][opening] += number * part
    return found, unserved


def _by_date(
    problem: Problem,
    minutes: Floats,
    suited: Sequence[int],
    spread: Sequence[Mapping[date, Mapping[int, float]]],
    votes: Floats,
) -> tuple[dict[tuple[int, date], float], float]:
    """One segment's votes per station and date, and those that nobody serves."""
    limit = float(problem.scenario.travel.unreached_minutes)
    groups = _groups(problem, suited, spread)
    best: dict[tuple[int, ...], Floats] = {}
    reached = np.zeros(len(votes))
    for columns, days in groups.items():
        ways = minutes[list(columns)]
        quickest = ways.min(axis=0)
        near = (ways <= quickest + SAME_MINUTES) & (quickest < limit)
        best[columns] = near / np.maximum(near.sum(axis=0), 1)
        reached += near.any(axis=0) * sum(share for _, share in days)
    each = np.divide(votes, reached, out=np.zeros(len(votes)), where=reached > 0)
    found = {}
    for columns, days in groups.items():
        for column, number in zip(columns, (best[columns] * each).sum(axis=1), strict=True):
            found.update({(column, day): float(number) * share for day, share in days if number})
    return found, float(votes[reached <= 0].sum())


def _groups(
    problem: Problem, suited: Sequence[int], spread: Sequence[Mapping[date, Mapping[int, float]]]
) -> dict[tuple[int, ...], list[tuple[date, float]]]:
    """Stations that are open together → the dates on which just they are, with the profile's share."""
    profile, groups = demand_profile(), dict[tuple[int, ...], list[tuple[date, float]]]()
    for day in problem.dates:
        columns = tuple(column for column in suited if day in spread[column])
        if columns:
            share = max(profile.share(day, problem.calendar), LEAST_SHARE)
            groups.setdefault(columns, []).append((day, share))
    return groups


def class_openings(problem: Problem, openings: Sequence[Opening], k: int) -> dict[date, dict[int, float]]:
    """Dates that count for a class → the openings (index) in which it comes, with their shares of its votes."""
    found: dict[date, dict[int, float]] = {}
    for number, minutes in _class_minutes(problem, openings, k):
        found.setdefault(openings[number].date, {})[number] = minutes
    return {day: {n: m / sum(at.values()) for n, m in at.items()} for day, at in found.items()}


def _class_minutes(problem: Problem, openings: Sequence[Opening], k: int) -> Iterator[tuple[int, float]]:
    """Openings that count for a class, as :func:`planner.problem.class_dates` has it, with minutes in its hours."""
    item, least = problem.classes[k], problem.scenario.presence_min_minutes
    start, end = minute_of(item.start), minute_of(item.end)
    for number, opening in enumerate(openings):
        minutes = min(opening.end_minute, end) - max(opening.start_minute, start)
        if minutes >= least and day_type(opening.date) == item.days:
            yield number, float(minutes)


def _profile_of(problem: Problem, kind: str) -> float:
    profile = demand_profile()
    return sum(profile.share(day, problem.calendar) for day in problem.dates if day_type(day) == kind)

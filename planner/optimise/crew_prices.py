"""What the crews of a place would cost if it alone opened beside today's: prices for choosing places by.

Stage 1 spends the budget on reach. Where the queues then take more persons than pool and money have, places are chosen
anew with these prices on them, so that a place that draws many voters costs what it takes to receive them.
They are an estimate, never a bound: several new places share voters, and the dates of visits are not known.

    votes of class k on date d at site j = π_kd Σ_{r suits} Σ_{i: t_ij < t⁰_ikr} v_i A_k ρ_r

=======  ==========================================================================
t⁰       minutes today; what is not quicker draws nobody
π_kd     share of the class's votes on the date, for a visit the mean over the dates of its day type
v, A, ρ  as in :mod:`planner.evaluate.dated_votes`
=======  ==========================================================================
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from planner.domain.dataset import Floats
from planner.domain.plan import Opening, Station
from planner.evaluate.access import minutes_today, station_slots
from planner.evaluate.capacity import busiest_share, persons_for, table_minutes
from planner.evaluate.dated_votes import class_openings, class_votes, date_shares
from planner.evaluate.queues import least_servers
from planner.evaluate.votes import expected_voters, votes_total
from planner.law.calendar import DayType
from planner.modelling import Term, VisitKey
from planner.optimise.extract import premises_station, stop_station
from planner.optimise.model import StageOne, reached_stops
from planner.problem import Fleet, Problem, Slot, merged_slots, person_nok
from planner.problem.slots import some_date

HOUR = 60.0


class Present(NamedTuple):
    """Persons at premises between two moments of a date, if a pattern is run."""

    pattern: int
    day: date
    start: int
    end: int
    persons: int


@dataclass(frozen=True)
class CrewPrices:
    """Prices and persons by decision; NOK excl. VAT, on top of the scenario's crews.

    Attributes:
        patterns: (P,) per pattern run.
        present: persons at premises, stretch by stretch.
        visits: per visit to a stop that suits all but the last presence level, and persons aboard then.
        last: per stop and class, what the voters of the last level add once the stop suits them.
    """

    patterns: Floats
    present: tuple[Present, ...]
    visits: dict[VisitKey, tuple[float, int]]
    last: dict[tuple[int, int], float]

    def terms(self, model: StageOne, premises: float, aboard: float) -> Iterator[Term]:
        """Money, as terms of a model; prices of premises and of vehicles times a factor each."""
        for price, run in zip(self.patterns, model.runs, strict=True):
            yield premises * float(price), run
        for key, (price, _) in self.visits.items():
            yield aboard * price, model.visits[key]
        for place, price in self.last.items():
            yield aboard * price, model.presence[place][-1][1]

    def values(self, model: StageOne, values: Floats) -> tuple[float, float]:
        """Money of a solution, at premises and on vehicles."""
        premises, aboard = (
            sum(price * float(values[column]) for price, column in self.terms(model, *factors))
            for factors in ((1.0, 0.0), (0.0, 1.0))
        )
        return premises, aboard


def persons_more(problem: Problem, prices: CrewPrices, open_patterns: Collection[int]) -> list[tuple[Slot, int]]:
    """When premises that are chosen need more than the scenario's crew, and how many more."""
    found = []
    for item in prices.present:
        more = item.persons - problem.crew_of(problem.patterns[item.pattern].site)
        if item.pattern in open_patterns and more > 0:
            found.append((Slot(item.day, item.start, item.end), more))
    return found


def crew_prices(problem: Problem) -> CrewPrices | None:
    """Prices of every pattern and stop; None where nobody knows how many votes to expect."""
    drawn = _drawn(problem)
    if drawn is None:
        return None
    patterns, present = [], list[Present]()
    for number, schedule in enumerate(problem.patterns):
        station = premises_station(problem, schedule)
        suited = np.asarray(schedule.class_dates)[:, None] >= problem.needed_dates
        found = list(_stretches(problem, number, station, (drawn[schedule.site] * suited).sum(axis=1)))
        crew = problem.crew_of(schedule.site)
        prices = problem.scenario.prices
        patterns.append(sum((p.persons - crew) * person_nok(prices, p.day, p.start, p.end) for p in found))
        present += found
    visits, last = dict[VisitKey, tuple[float, int]](), dict[tuple[int, int], float]()
    for f, fleet in enumerate(problem.fleets):
        for site in reached_stops(problem, fleet):
            _stop(problem, f, fleet, site, drawn[site], visits, last)
    return CrewPrices(np.array(patterns), tuple(present), visits, last)


def _drawn(problem: Problem) -> Floats | None:
    """(sites, K, R) votes of a whole period that a site draws, those for other municipalities included."""
    total = votes_total(problem).value
    voters = expected_voters(problem, cells=False)
    if total is None or not voters.sum() > 0:
        return None
    votes = voters / voters.sum() * total * (1 + problem.scenario.votes.other_municipality_share)
    today = np.minimum(minutes_today(problem, cells=False), float(problem.scenario.travel.unreached_minutes))
    shares = class_votes(problem)[:, None] * problem.level_share[None, :]
    drawn = np.zeros((problem.minutes.shape[1], *shares.shape))
    for k, r in np.ndindex(*shares.shape):
        drawn[:, k, r] = votes @ (problem.minutes < today[:, k, r][:, None]) * shares[k, r]
    return drawn


def _stretches(problem: Problem, number: int, station: Station, votes: Floats) -> Iterator[Present]:
    """Persons at premises by stretch, given the votes of each class."""
    hourly: dict[int, float] = {}
    for k, mine in enumerate(votes):
        days = date_shares(problem, k)
        for day, parts in class_openings(problem, station.opening, k).items():
            for opening, part in parts.items():
                hourly[opening] = hourly.get(opening, 0.0) + mine * days[day] * part
    rates = {n: _per_hour(problem, station.opening[n], expected) for n, expected in hourly.items()}
    for slot in merged_slots(station_slots(station)):
        inside = [
            n for n, o in enumerate(station.opening) if o.date == slot.day and slot.start <= o.start_minute < slot.end
        ]
        rate = max((rates.get(n, 0.0) for n in inside), default=0.0)
        crew = station.opening[inside[0]].crew
        yield Present(number, slot.day, slot.start, slot.end, max(crew, _persons(problem, station, rate)))


def _per_hour(problem: Problem, opening: Opening, votes: float) -> float:
    minutes = opening.end_minute - opening.start_minute
    return votes * busiest_share(problem, minutes) * HOUR / min(minutes, HOUR)


def _persons(problem: Problem, station: Station, per_hour: float) -> int:
    settings = problem.scenario.capacity
    tables = _tables(math.ceil(per_hour), table_minutes(station, problem), settings.mean_wait_minutes)
    return persons_for(problem, tables)


@lru_cache(maxsize=65536)
def _tables(per_hour: int, service: float, limit: float) -> int:
    return least_servers(arrivals=per_hour / HOUR, service=service, limit=limit)


def _stop(
    problem: Problem,
    f: int,
    fleet: Fleet,
    site: int,
    drawn: Floats,
    visits: dict[VisitKey, tuple[float, int]],
    last: dict[tuple[int, int], float],
) -> None:
    """Prices of one stop of a fleet, on a mean date."""
    for b, block in enumerate(fleet.blocks):
        days = len(problem.dates_of(block.day_type))
        classes = [k for k, counts in enumerate(block.classes) if counts]
        if not days or not classes:
            continue
        station = stop_station(problem, fleet, block, site)
        opening = station.opening[0]
        first, all_of_them = (
            max(fleet.sample.crew, _persons(problem, station, _per_hour(problem, opening, float(votes) / days)))
            for votes in (drawn[classes, :-1].sum(), drawn[classes].sum())
        )
        nok = _nok(problem, fleet, block.day_type)
        visits[VisitKey(f, site, b)] = ((first - fleet.sample.crew) * nok, all_of_them)
        for k in classes:
            price = (all_of_them - first) * nok * int(problem.needed_dates[k, -1])
            last[site, k] = max(last.get((site, k), 0.0), price)


def _nok(problem: Problem, fleet: Fleet, kind: DayType) -> float:
    """One person aboard for a block's part of a whole day of a fleet."""
    blocks, vehicle = [b for b in fleet.blocks if b.day_type == kind], fleet.sample
    out = blocks[0].start - vehicle.setup_minutes
    back = blocks[-1].end + vehicle.overrun_minutes + vehicle.takedown_minutes
    return person_nok(problem.scenario.prices, some_date(kind), out, back) / len(blocks)

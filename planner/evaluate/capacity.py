"""Queues of a plan: what comes to each station, and the tables, persons and booths that take.

Voters go to the quickest usable station (:mod:`planner.evaluate.votes`) and are never sent elsewhere
because it is full. There each goes through two queues: for a booth, then for a table.

A *table* is the server: the workers who receive one vote together. S2 asks two; the setting
``persons_per_table`` is another reading. Those who do not receive (``not_receiving``) come on top
where there is more than one table; two persons alone are one table and guard the urn themselves.

=============================  ==================================================================
λ, voters in the busiest hour  votes of the busiest opening × factor / its hours, at most all of them
s, minutes at a table          mean over votes in the urn and in envelopes
tables, booths needed          least c with M/M/c mean wait ≤ limit (Erlang C), each queue by itself
over                           fewer than needed, **and** the simulated mean wait is above the limit
=============================  ==================================================================

Erlang C at the busiest hour's rate is an upper bound of the mean wait of an opening that starts
without a queue, so what it passes is passed. What it does not pass is simulated, at the station's busiest
opening: short openings and ones where the queue only grows for an hour have no steady state.
Each station open to all is judged; where a team comes to the voters, nobody queues.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

from planner.domain.capacity import Capacity, OpeningNeed, QueueFigures, StationCapacity
from planner.domain.clock import minute_of
from planner.domain.plan import Opening, Plan, Station
from planner.evaluate.queue_simulation import Day, simulate
from planner.evaluate.queues import least_servers, mean_wait, wait_beyond
from planner.evaluate.staffing import extra_staff, own_crew_staff
from planner.evaluate.stock import in_envelopes
from planner.evaluate.votes import ExpectedVotes, StationVotes, expected_votes
from planner.law.parameters import law_parameters
from planner.problem import Problem

HOUR = 60.0
MOST_PER_HOUR = 1e6
"""Voters in an hour that are reckoned with at most: beyond it no figure of a queue means anything."""


class Stretch(NamedTuple):
    """Openings of one date that touch and have the same crew: voters who wait go on waiting from one to the next.

    Attributes:
        votes: expected, those for other municipalities included.
        per_hour: voters in the busiest hour.
        busiest: the opening it lies in.
    """

    opening: Opening
    votes: float
    per_hour: float
    busiest: Opening

    @property
    def minutes(self) -> float:
        """Length."""
        return float(self.opening.end_minute - self.opening.start_minute)


def capacity_of(plan: Plan, problem: Problem) -> Capacity | None:
    """Queues of a plan; None where nobody knows how many votes to expect. ``most_persons`` is not filled in."""
    votes = expected_votes(plan, problem)
    if votes is None:
        return None
    stations = tuple(_stations(plan, problem, votes))
    hours, nok = extra_staff(plan, problem, stations)
    own_hours, own_nok = own_crew_staff(problem, stations)
    return Capacity(stations, round(hours, 2), round(nok, 2), round(own_hours, 2), round(own_nok, 2))


def persons_per_table(problem: Problem) -> int:
    """Workers who receive one vote together: the scenario's number, else the law's."""
    chosen = problem.scenario.capacity.persons_per_table
    return _least_present(problem) if chosen is None else chosen


def tables_of(problem: Problem, persons: int) -> int:
    """Tables that a number of persons can serve, at least one (who is too few is told of by rule S2)."""
    return max(1, (persons - problem.scenario.capacity.not_receiving) // persons_per_table(problem))


def persons_for(problem: Problem, tables: int) -> int:
    """Fewest persons, never fewer than the law asks, who serve a number of tables."""
    receiving = tables * persons_per_table(problem)
    more = problem.scenario.capacity.not_receiving if tables > 1 else 0
    return max(_least_present(problem), receiving + more)


def table_minutes(station: Station, problem: Problem) -> float:
    """Mean minutes at a table at one station."""
    settings, share = problem.scenario.capacity, problem.scenario.votes.other_municipality_share
    in_envelope = (sum(in_envelopes(station, 1.0, problem)) + share) / (1 + share)
    return in_envelope * settings.envelope_minutes + (1 - in_envelope) * settings.urn_minutes


def busiest_share(problem: Problem, minutes: float) -> float:
    """Share of an opening's voters who come in its busiest hour, or in all of it where it is no longer."""
    return min(1.0, problem.scenario.capacity.peak_factor * HOUR / minutes) if minutes > HOUR else 1.0


def stretches(votes: StationVotes, problem: Problem) -> Iterator[Stretch]:
    """A station's stretches of open time in the ordinary period, in order."""
    more = 1 + problem.scenario.votes.other_municipality_share
    last: Stretch | None = None
    for opening, own in votes.openings:
        here = Stretch(opening, own * more, _per_hour(opening, own * more, problem), opening)
        if last is not None and _goes_on(last.opening, opening):
            busier = here if here.per_hour > last.per_hour else last
            whole = replace(last.opening, end=opening.end)
            last = Stretch(whole, last.votes + here.votes, busier.per_hour, busier.busiest)
            continue
        if last is not None:
            yield last
        last = here
    if last is not None:
        yield last


def _per_hour(opening: Opening, votes: float, problem: Problem) -> float:
    minutes = opening.end_minute - opening.start_minute
    return min(votes * busiest_share(problem, minutes) * HOUR / min(minutes, HOUR), MOST_PER_HOUR)


def _goes_on(one: Opening, other: Opening) -> bool:
    same = (one.date, one.end, one.crew, one.vehicle)
    return same == (other.date, other.start, other.crew, other.vehicle)


def _least_present(problem: Problem) -> int:
    return law_parameters().number("min_workers_present", problem.calendar.election)


def needs(plan: Plan, problem: Problem) -> dict[str, tuple[OpeningNeed, ...]]:
    """What Erlang C asks at every station open to all, by id; empty where nobody knows how many votes to expect."""
    votes = expected_votes(plan, problem)
    if votes is None:
        return {}
    expected = votes.by_station()
    return {
        station.id: tuple(
            _need(s, table_minutes(station, problem), problem) for s in stretches(expected[station.id], problem)
        )
        for station in plan.stations
        if station.open_to_all
    }


def _stations(plan: Plan, problem: Problem, votes: ExpectedVotes) -> Iterator[StationCapacity]:
    own = {problem.dataset.sites[s.site].id for s in problem.standing}
    expected = votes.by_station()

    def of(station: Station) -> StationCapacity:
        found = tuple(stretches(expected[station.id], problem))
        return _station(station, found, problem, own_crew=station.id in own)

    # The days that are simulated are arrays, on which NumPy works beside other threads.
    with ThreadPoolExecutor() as threads:
        yield from threads.map(of, (station for station in plan.stations if station.open_to_all))


def _station(station: Station, found: tuple[Stretch, ...], problem: Problem, *, own_crew: bool) -> StationCapacity:
    service = table_minutes(station, problem)
    needs = tuple(_need(stretch, service, problem) for stretch in found)
    if own_crew or not found:
        return StationCapacity(station.id, own_crew, None, needs)
    busiest = max(range(len(found)), key=lambda n: (needs[n].per_hour / tables_of(problem, needs[n].persons), -n))
    need, tables = needs[busiest], tables_of(problem, needs[busiest].persons)
    queue = _queue(station, found[busiest], need, problem, tables=tables, booths=station.booths)
    limit = problem.scenario.capacity.mean_wait_minutes
    waits = queue.simulated_wait_minutes > limit or queue.simulated_booth_minutes > limit
    over = waits and any(_short(need, station.booths, problem) for need in needs)
    if not over:
        as_planned = tuple(_as_planned(n, station.booths, problem) for n in needs)
        return StationCapacity(station.id, own_crew, over, as_planned, queue)
    if queue.late_share is None:
        return StationCapacity(station.id, own_crew, over, needs, queue)
    enough = _queue(station, found[busiest], need, problem, tables=need.tables_needed, booths=need.booths_needed)
    return StationCapacity(station.id, own_crew, over, needs, queue, enough)


def _need(stretch: Stretch, service: float, problem: Problem) -> OpeningNeed:
    """What Erlang C asks in the busiest hour; a booth for every team (O2) at least."""
    settings, o = problem.scenario.capacity, stretch.opening
    arrivals, limit = stretch.per_hour / HOUR, settings.mean_wait_minutes
    tables = least_servers(arrivals=arrivals, service=service, limit=limit)
    booths = least_servers(arrivals=arrivals, service=settings.booth_minutes, limit=limit)
    persons = persons_for(problem, tables)
    return OpeningNeed(
        *(o.date, o.start, o.end, round(stretch.votes, 1), round(stretch.per_hour, 1), o.crew),
        tables_needed=tables,
        persons_needed=persons,
        booths_needed=max(booths, persons // _least_present(problem)),
    )


def _short(need: OpeningNeed, booths: int | None, problem: Problem) -> bool:
    few_booths = booths is not None and booths < need.booths_needed
    return tables_of(problem, need.persons) < need.tables_needed or few_booths


def _as_planned(need: OpeningNeed, booths: int | None, problem: Problem) -> OpeningNeed:
    """The need of an opening whose persons and booths will do, though Erlang C might ask for more."""
    tables = min(need.tables_needed, tables_of(problem, need.persons))
    enough = need.booths_needed if booths is None else min(need.booths_needed, max(booths, 1))
    return replace(
        need,
        tables_needed=tables,
        persons_needed=min(need.persons_needed, max(need.persons, persons_for(problem, tables))),
        booths_needed=enough,
    )


def _queue(
    station: Station, stretch: Stretch, need: OpeningNeed, problem: Problem, *, tables: int, booths: int | None
) -> QueueFigures:
    """A stretch with some tables and booths: Erlang C and simulation side by side."""
    settings, service, o = problem.scenario.capacity, table_minutes(station, problem), stretch.opening
    arrivals = need.per_hour / HOUR
    wait = mean_wait(tables, arrivals=arrivals, service=service)
    beyond = wait_beyond(tables, arrivals=arrivals, service=service, minutes=settings.long_wait_minutes)
    vehicle = problem.vehicle(o.vehicle) if o.vehicle else None
    outcome = simulate(
        _day(stretch, service, problem, tables=tables, booths=need.booths_needed if booths is None else max(booths, 1)),
        long_wait=settings.long_wait_minutes,
        buffer=float(vehicle.overrun_minutes if vehicle else 0),
        runs=settings.runs,
        seed=settings.seed,
    )
    return QueueFigures(
        *(o.date, o.start, tables, booths, round(arrivals * service, 3)),
        wait_minutes=round(wait, 1) if math.isfinite(wait) else None,
        long_wait_share=round(beyond, 3),
        simulated_wait_minutes=round(outcome.table_wait, 1),
        simulated_booth_minutes=round(outcome.booth_wait, 1),
        simulated_long_share=round(outcome.long_wait_share, 3),
        overrun_minutes=round(outcome.overrun, 1),
        late_share=round(outcome.late_share, 3) if vehicle else None,
    )


def _day(stretch: Stretch, service: float, problem: Problem, *, tables: int, booths: int) -> Day:
    settings, o = problem.scenario.capacity, stretch.busiest
    length = float(o.end_minute - o.start_minute)
    busy = min(length, HOUR)
    wanted = min(max(float(minute_of(settings.peak_from)), o.start_minute), o.start_minute + length - busy)
    come = stretch.per_hour * busy / HOUR
    return Day(
        *(stretch.votes, stretch.minutes, wanted - stretch.opening.start_minute, busy),
        busy_share=min(1.0, come / stretch.votes) if stretch.votes > 0 else 1.0,
        tables=tables,
        booths=booths,
        table_minutes=service,
        booth_minutes=settings.booth_minutes,
        shape=settings.service_shape,
    )

"""Expected advance votes per station and date, from the last election's total.

Weights are expected *voters*, not the non-voters of the goal::

    v_i = u · n_i · τ_i         u = (total − visits) / Σ n_i τ_i

=======  ==========================================================================
n_i, τ_i eligible voters of a place, turnout of its district
u        uptake: votes in advance per expected voter, the same everywhere
visits   votes where a team comes to the voters (institution, prison, home): hours × a rate
=======  ==========================================================================

Each segment (place, availability class, presence level) goes to its quickest usable
station; stations that are equally quick share it. A station's votes are spread over its
own open dates by the demand profile, over the openings of a date by their length.
Segments that nobody serves are kept as ``unserved``: stations and unserved sum to the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.dataset import Floats
from planner.domain.findings import Assumption
from planner.domain.plan import Opening, Phase, Plan, Station
from planner.evaluate.access import OpenStation, open_stations, segment_shares, suits
from planner.evaluate.profile import demand_profile
from planner.problem import Problem

SAME_MINUTES = 1e-9
UNKNOWN = (
    "Verken datasettet eller scenariet sier hvor mange forhåndsstemmer som ventes; stemmer per sted, beholdning og "
    "antall i forsendelsene er derfor ikke regnet ut. Oppgi votes.expected_total i scenariet."
)


@dataclass(frozen=True, slots=True)
class VotesTotal:
    """Expected advance votes of the municipality's own voters; ``value`` None where nobody knows."""

    value: float | None
    source: str


@dataclass(frozen=True, slots=True)
class StationVotes:
    """Expected votes of own voters at one station, by date in order."""

    station: str
    by_date: Mapping[date, float]

    @property
    def total(self) -> float:
        """Over all dates."""
        return sum(self.by_date.values())


@dataclass(frozen=True, slots=True)
class ExpectedVotes:
    """Expected advance votes of a plan.

    Attributes:
        uptake: votes in advance per expected voter (share).
        unserved: votes of segments without a usable station within reach.
        stations: in the plan's order, also those without any.
    """

    total: float
    uptake: float
    unserved: float
    stations: tuple[StationVotes, ...]

    def by_station(self) -> dict[str, StationVotes]:
        """Each station's votes by its id."""
        return {votes.station: votes for votes in self.stations}


def votes_total(problem: Problem) -> VotesTotal:
    """The scenario's number, else the dataset's, else None with the reason."""
    given, known = problem.scenario.votes.expected_total, problem.dataset.advance_votes
    if given is not None:
        return VotesTotal(float(given), "scenariet: votes.expected_total")
    return VotesTotal(None, UNKNOWN) if known is None else VotesTotal(known.ballots, known.source)


def expected_voters(problem: Problem, *, cells: bool) -> Floats:
    """(places,) eligible voters × turnout, whichever districts the goal counts."""
    places = problem.dataset.cells if cells else problem.dataset.points
    voters: Floats = places.eligible[problem.scenario.demand.eligible] * problem.dataset.turnout_of(places)
    return voters


def expected_votes(plan: Plan, problem: Problem, *, cells: bool = True) -> ExpectedVotes | None:
    """Expected votes per station and date; None where no total is known.

    Args:
        plan: any plan.
        problem: what it is judged by.
        cells: on cells (reports) or on demand points (as the model sees it).
    """
    total = votes_total(problem).value
    if total is None:
        return None
    visits = _visit_votes(plan, problem, total)
    left = total - sum(sum(by_date.values()) for by_date in visits.values())
    voters = expected_voters(problem, cells=cells)
    uptake = left / float(voters.sum()) if voters.sum() > 0 else 0.0
    stations = open_stations(plan, problem)
    shares, unserved = _choices(problem, stations, voters * uptake, cells=cells)
    at = dict(zip((s.id for s in stations), shares, strict=True))
    found = tuple(
        StationVotes(s.id, visits[s.id] if s.id in visits else _dated(s, at.get(s.id, 0.0), problem))
        for s in plan.stations
    )
    return ExpectedVotes(total, uptake, unserved if voters.sum() > 0 else left, found)


def ordinary_openings(station: Station, problem: Problem) -> tuple[Opening, ...]:
    """Openings of the ordinary period in time order; nothing is known of tidligstemming by appointment."""
    period = set(problem.calendar.ordinary_dates())
    chosen = (o for o in station.opening if o.phase is Phase.ORDINARY and o.date in period)
    return tuple(sorted(chosen, key=lambda o: (o.date, o.start_minute)))


def opening_votes(station: Station, votes: StationVotes, problem: Problem) -> tuple[tuple[Opening, float], ...]:
    """A station's openings with their votes: a date's votes are spread over its open minutes."""
    openings = ordinary_openings(station, problem)
    hours: dict[date, float] = {}
    for opening in openings:
        hours[opening.date] = hours.get(opening.date, 0.0) + opening.hours
    return tuple((o, votes.by_date.get(o.date, 0.0) * o.hours / hours[o.date]) for o in openings)


def _choices(
    problem: Problem, stations: tuple[OpenStation, ...], votes: Floats, *, cells: bool
) -> tuple[list[float], float]:
    """Votes per station, and of those whom no station serves."""
    segment = segment_shares(problem)
    limit = float(problem.scenario.travel.unreached_minutes)
    at, unserved = np.zeros(len(stations)), 0.0
    enough = [suits(problem, station.dates) for station in stations]
    minutes = [station.cells if cells else station.points for station in stations]
    for k, r in np.ndindex(*segment.shape):
        share = votes * segment[k, r]
        columns = [column for column, ok in enumerate(enough) if ok[k, r]]
        if not columns:
            unserved += float(share.sum())
            continue
        ways = np.column_stack([minutes[column] for column in columns])
        quickest = ways.min(axis=1)
        reached = quickest < limit
        best = (ways <= quickest[:, None] + SAME_MINUTES) & reached[:, None]
        at[columns] += (best * (share / np.maximum(best.sum(axis=1), 1))[:, None]).sum(axis=0)
        unserved += float(share[~reached].sum())
    return at.tolist(), unserved


def _dated(station: Station, votes: float, problem: Problem) -> dict[date, float]:
    """A station's votes over its open dates."""
    spread = demand_profile().spread((o.date for o in ordinary_openings(station, problem)), problem.calendar)
    return {day: votes * share for day, share in spread.items()}


def _visit_votes(plan: Plan, problem: Problem, total: float) -> dict[str, dict[date, float]]:
    """Votes of stations that are not open to everyone, by id and date; never more than there are in all."""
    rate = problem.scenario.votes.visit_votes_per_hour
    found: dict[str, dict[date, float]] = {}
    for station in plan.stations:
        if station.public and station.lat is not None:
            continue
        by_date = found.setdefault(station.id, {})
        for opening in ordinary_openings(station, problem):
            by_date[opening.date] = by_date.get(opening.date, 0.0) + rate * opening.hours
    wanted = sum(sum(by_date.values()) for by_date in found.values())
    scale = min(1.0, total / wanted) if wanted > 0 else 1.0
    return {station: {day: votes * scale for day, votes in by_date.items()} for station, by_date in found.items()}


def votes_assumptions(problem: Problem) -> Iterator[Assumption]:
    """What the expected votes rest on."""
    total, profile = votes_total(problem), demand_profile()
    known = "ukjent" if total.value is None else f"{total.value:.0f}"
    yield Assumption(
        "votes.expected_total",
        "forventede forhåndsstemmer fra egne velgere: tallet brukes uendret. Er det fra et stortingsvalg, er det en "
        "stedfortreder for et kommunevalg, der frammøtet er lavere; det teller også dem som stemte utenfor kommunen",
        known, "stemmer", total.source,
    )  # fmt: skip
    yield Assumption(
        "votes.spread",
        "stemmene følger stemmeberettigede × bydelens frammøte, med samme andel på forhånd overalt, til raskeste "
        "brukbare sted; like raske steder deler",
        "raskeste sted", source="modellvalg",
    )  # fmt: skip
    yield Assumption(
        "votes.profile",
        f"når forhåndsstemmene kommer, skalert til hvert steds åpne datoer. {profile.note.strip()} For "
        "tidligstemming finnes ikke tall; der ventes ingen",
        str(profile.election), "andel per dato", profile.source, verified=profile.verified,
    )  # fmt: skip

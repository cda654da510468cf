"""Expected advance votes per station and opening, from the last election's total.

Weights are expected *voters*, not the non-voters of the goal::

    v_i = u · n_i · τ_i         u = (total − visits) / Σ n_i τ_i

=======  ==========================================================================
n_i, τ_i eligible voters of a place, turnout of its district
u        uptake: votes in advance per expected voter, the same everywhere
visits   votes where a team comes to the voters (institution, prison, home): hours × a rate
=======  ==========================================================================

Which station they go to, on which date and in which opening, stands in
:mod:`planner.evaluate.dated_votes`: of those that suit, the quickest that is open then.
Segments that nobody serves are kept as ``unserved``: stations and unserved sum to the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.dataset import Floats
from planner.domain.findings import Assumption
from planner.domain.plan import Opening, Phase, Plan, Station
from planner.evaluate.access import open_stations
from planner.evaluate.dated_votes import class_votes, dated_votes
from planner.evaluate.profile import demand_profile
from planner.problem import Problem

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
    """Expected votes of own voters at one station, by opening in time order; in an opening they come evenly."""

    station: str
    openings: tuple[tuple[Opening, float], ...]

    @property
    def by_date(self) -> Mapping[date, float]:
        """Per date with an opening, in order."""
        found: dict[date, float] = {}
        for opening, votes in self.openings:
            found[opening.date] = found.get(opening.date, 0.0) + votes
        return found

    @property
    def total(self) -> float:
        """Over all openings."""
        return sum(votes for _, votes in self.openings)

    def between(self, day: date, start: int, end: int) -> float:
        """Votes between two moments (minutes after midnight) of a date."""
        found = 0.0
        for opening, votes in self.openings:
            shared = min(end, opening.end_minute) - max(start, opening.start_minute)
            if opening.date == day and shared > 0:
                found += votes * shared / (opening.end_minute - opening.start_minute)
        return found


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
    left = total - sum(sum(found) for found in visits.values())
    voters = expected_voters(problem, cells=cells)
    uptake = left / float(voters.sum()) if voters.sum() > 0 else 0.0
    stations = open_stations(plan, problem)
    own = {s.id: ordinary_openings(s, problem) for s in plan.stations}
    dated, unserved = dated_votes(problem, stations, [own[s.id] for s in stations], voters * uptake, cells=cells)
    at = visits | dict(zip((s.id for s in stations), dated, strict=True))
    found = tuple(
        StationVotes(s.id, tuple(zip(own[s.id], at.get(s.id, [0.0] * len(own[s.id])), strict=True)))
        for s in plan.stations
    )
    return ExpectedVotes(total, uptake, unserved if voters.sum() > 0 else left, found)


def ordinary_openings(station: Station, problem: Problem) -> tuple[Opening, ...]:
    """Openings of the ordinary period in time order; nothing is known of tidligstemming by appointment."""
    period = set(problem.calendar.ordinary_dates())
    chosen = (o for o in station.opening if o.phase is Phase.ORDINARY and o.date in period)
    return tuple(sorted(chosen, key=lambda o: (o.date, o.start_minute)))


def _visit_votes(plan: Plan, problem: Problem, total: float) -> dict[str, list[float]]:
    """Votes per opening of stations that are not open to everyone, by id; never more than there are in all."""
    rate = problem.scenario.votes.visit_votes_per_hour
    found = {
        station.id: [rate * opening.hours for opening in ordinary_openings(station, problem)]
        for station in plan.stations
        if not station.public or station.lat is None
    }
    wanted = sum(sum(votes) for votes in found.values())
    scale = min(1.0, total / wanted) if wanted > 0 else 1.0
    return {station: [number * scale for number in votes] for station, votes in found.items()}


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
        "stemmene følger stemmeberettigede × bydelens frammøte, med samme andel på forhånd overalt, hver dato til det "
        "raskeste brukbare stedet som er åpent da; like raske steder deler",
        "raskeste sted som er åpent den dagen", source="modellvalg",
    )  # fmt: skip
    yield Assumption(
        "votes.classes",
        "andel av forhåndsstemmene per tilgjengelighetsklasse: hverdager og lørdager får det de hadde ved valget i "
        "profilen (votes.profile), delt mellom dagtypens klasser etter availability",
        _class_text(problem), "andel", f"{profile.source}; delingen er modellvalg",
    )  # fmt: skip
    yield Assumption(
        "votes.profile",
        "når forhåndsstemmene kommer. Det som kommer på datoer uten et åpent sted som passer, kommer på velgerens "
        f"andre datoer. {profile.note.strip()} For tidligstemming finnes ikke tall; der ventes ingen",
        str(profile.election), "andel per dato", profile.source, verified=profile.verified,
    )  # fmt: skip


def _class_text(problem: Problem) -> str:
    pairs = zip(problem.classes, class_votes(problem), strict=True)
    return ", ".join(f"{item.name}: {share:.3f}" for item, share in pairs).replace(".", ",")

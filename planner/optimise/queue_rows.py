"""What the queues of a plan cost at least, as rows of stage 1: proven for every plan whose queues get their persons.

Stage 1 knows the scenario's crews only. A plan whose crews are those that Erlang C asks (:mod:`planner.optimise.
crews`) pays for more, and that money M is bounded from below by whom its new stations draw::

    base cost + M ≤ budget,     M ≥ Σ_ckr v_c A_k ρ_r e_k · max_j s_jkr − Σ_o a λ₀ w_o

==========  ==========================================================================
v, A, ρ     expected votes of cell c, shares of classes and of presence levels (:mod:`planner.evaluate.dated_votes`)
s_jkr       share of class k's votes that come on the dates of new station j, if it suits level r and is quicker from c
            than every station that stays: a pattern's own dates; for a stop the quietest that presence may have
o           opening chosen (of premises, or a visit), w_o one person's pay while it is open
a, λ₀       line below the persons that c tables ask beyond the scenario's crew: a (rate − λ₀) in voters an hour
e_k         least a f w_o of an opening in which class k comes, f the busiest hour's share of its votes
==========  ==========================================================================

On a date on which such a j is open, whoever it draws goes to *some* new station: the shares of all new stations
together are no less than that of one. The maximum is bounded from below by any one j for each (c, k, r), so each
choice gives a row: that of the largest s at some values of the decisions is the one they break most (cuts as Benders
1962 has them; the maximum is the convex envelope of "anybody draws"). Nothing is assumed about who shares whom.

The row is not valid for a plan that leaves voters waiting, nor where the budget is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.domain.dataset import Floats
from planner.domain.plan import Opening, Station
from planner.evaluate.access import scheduled_stations, segment_minutes
from planner.evaluate.capacity import busiest_share, persons_for, table_minutes, tables_of
from planner.evaluate.dated_votes import SAME_MINUTES, class_openings, class_votes, date_shares
from planner.evaluate.least_cost import cost_terms, given_nok
from planner.evaluate.queues import mean_wait
from planner.evaluate.votes import expected_voters, votes_total
from planner.modelling import Expression, Term, Variable
from planner.optimise.extract import premises_station, stop_station
from planner.optimise.model import StageOne
from planner.problem import Problem, person_nok
from planner.problem.home import home_slots

HOUR = 60.0
MOST_TABLES = 100
"""Beyond it a table more receives as good as what it can at most, and the line's slope is that of such tables."""
HALVINGS = 40
LEAST_SHARE = 1e-9

Point = Mapping[int, float]
"""Values of decisions (columns of the core) at which a row is the sharpest; any values give a true one."""


@dataclass(frozen=True)
class Line:
    """Persons beyond a crew are at least ``slope`` · (voters an hour − ``free``)."""

    slope: float
    free: float


@dataclass(frozen=True, eq=False)
class QueueRows:
    """Makes the rows of one model.

    Attributes:
        money: the variable M.
        votes: (cells,) expected, those for other municipalities included.
        draws: (K, R, cells, J) whether new station j, if it suits, is quicker than every station that stays.
        shares: per new station and (k, r) the decisions that make it suit, with the share of votes each adds.
        nok: (K,) e_k.
        free: Σ a λ₀ w of the openings of each decision.
    """

    money: Variable
    votes: Floats
    draws: np.ndarray
    shares: tuple[Mapping[tuple[int, int], tuple[Term, ...]], ...]
    nok: Floats
    weights: Floats
    free: Mapping[int, float]

    def row(self, point: Point) -> list[Term]:
        """The row that values of the decisions break most, as ``terms ≤ 0``."""
        terms = {Variable(column): -nok for column, nok in self.free.items()}
        for k, r in np.ndindex(*self.weights.shape):
            share = np.array([sum(s * point.get(int(v), 0.0) for s, v in at.get((k, r), ())) for at in self.shares])
            drawn = self.draws[k, r] * share
            best = drawn.argmax(axis=1)
            some = drawn[np.arange(len(best)), best] > LEAST_SHARE
            nok = self.nok[k] * self.weights[k, r] * self.votes
            for j, total in enumerate(np.bincount(best[some], weights=nok[some], minlength=len(self.shares))):
                for s, variable in self.shares[j].get((k, r), ()) if total else ():
                    terms[variable] = terms.get(variable, 0.0) + s * float(total)
        return [*((c, v) for v, c in terms.items()), (-1.0, self.money)]


def bind_queues(model: StageOne, goal: str, points: Iterable[Point]) -> QueueRows | None:
    """Add M, its place in budget and goal, and the rows of some points; None where nothing can be said."""
    rows = queue_rows(model)
    if rows is None:
        return None
    limit = model.problem.budget_nok - given_nok(model.problem)
    model.row("queues[budget]", [*cost_terms(model), (1.0, rows.money)], "<=", limit, slack=0.0)
    for number, point in enumerate(points):
        model.row(f"queues[{number}]", rows.row(point), "<=", 0.0, slack=0.0)
    if goal == "cost":
        model.minimise(Expression([(1.0, rows.money)]))
    return rows


def queue_rows(model: StageOne) -> QueueRows | None:
    """The maker of rows for a model, with M; None where crews are not decided by queues or no votes are expected."""
    problem = model.problem
    votes = _votes(problem)
    if not problem.scenario.capacity.size_crews or problem.set_aside("budget") or votes is None:
        return None
    found = dict(_premises(model)) | dict(_stops(model))
    nok = np.full(len(problem.classes), np.inf)
    free: dict[int, float] = {}
    for item in (*_pattern_pay(model), *_visit_pay(model)):
        nok = np.minimum(nok, item.nok)
        free[int(item.decision)] = free.get(int(item.decision), 0.0) + item.free
    sites = [site for site, _ in found]
    before = _stays(problem)[:, :, :, None] - SAME_MINUTES
    draws = problem.cell_minutes[:, None, None, sites] < before
    return QueueRows(
        model.variable("queues"),
        votes,
        np.ascontiguousarray(draws.transpose(1, 2, 0, 3)),
        tuple(found.values()),
        np.where(np.isfinite(nok), nok, 0.0),
        class_votes(problem)[:, None] * problem.level_share[None, :],
        free,
    )


def _votes(problem: Problem) -> Floats | None:
    """(cells,) votes that no team can take, the most it may be open at."""
    total = votes_total(problem).value
    voters = expected_voters(problem, cells=True)
    if total is None or not voters.sum() > 0:
        return None
    left = max(0.0, total - problem.scenario.votes.visit_votes_per_hour * _visit_hours(problem))
    votes: Floats = voters / voters.sum() * left * (1 + problem.scenario.votes.other_municipality_share)
    return votes


def _visit_hours(problem: Problem) -> float:
    """Most hours for which teams can be with voters: every place on every date it has, every team on every date."""
    home, work = problem.scenario.home_voting, problem.visits
    at_home = sum(slot.hours for slot in home_slots(problem).values()) * home.teams if home else 0.0
    return at_home + sum(need.minutes / HOUR * len(need.starts) for need in (work.needs if work else ()))


def _stays(problem: Problem) -> Floats:
    """(cells, K, R) minutes to the quickest station that is not the queue rows' matter.

    Those that stay; and those whose crew is pinned, as if they were open whenever it helps.
    """
    limit = float(problem.scenario.travel.unreached_minutes)
    minutes = np.minimum(segment_minutes(problem, scheduled_stations(problem, problem.standing), cells=True), limit)
    pinned = [pin.station for pin in problem.scenario.pins if pin.crew is not None and pin.station is not None]
    for site in pinned:
        minutes = np.minimum(minutes, problem.cell_minutes[:, problem.site_index[site]][:, None, None])
    return minutes


Station_ = tuple[int, str]
"""A new station: its site, and whether it is premises or a stop."""


def _premises(model: StageOne) -> Iterator[tuple[Station_, dict[tuple[int, int], tuple[Term, ...]]]]:
    """Per site its patterns: the votes of the dates on which each is open count for the levels it suits."""
    problem = model.problem
    found: dict[int, dict[tuple[int, int], tuple[Term, ...]]] = {}
    shares = [date_shares(problem, k) for k in range(len(problem.classes))]
    for schedule, run in zip(problem.patterns, model.runs, strict=True):
        opening = premises_station(problem, schedule).opening
        at = found.setdefault(schedule.site, {})
        for k, here in enumerate(shares):
            share = sum(here.get(day, 0.0) for day in class_openings(problem, opening, k))
            for r in np.flatnonzero(schedule.class_dates[k] >= problem.needed_dates[k]):
                at[k, int(r)] = (*at.get((k, int(r)), ()), (share, run))
    yield from (((site, "premises"), at) for site, at in found.items())


def _stops(model: StageOne) -> Iterator[tuple[Station_, dict[tuple[int, int], tuple[Term, ...]]]]:
    """Per stop and class: a level's dates are at least the quietest of the class; higher levels add theirs."""
    problem = model.problem
    found: dict[int, dict[tuple[int, int], tuple[Term, ...]]] = {}
    for (site, k), presence in model.presence.items():
        quietest = np.concatenate([[0.0], np.cumsum(sorted(date_shares(problem, k).values()))])
        least = quietest[np.minimum(problem.needed_dates[k], len(quietest) - 1)]
        steps = [float(step) for step in np.diff(least)]
        z = [variable for _, variable in presence]
        for r in range(len(z)):
            higher = zip(steps[r:], z[r + 1 :], strict=True)
            found.setdefault(site, {})[k, r] = ((float(least[r]), z[r]), *higher)
    yield from (((site, "stop"), at) for site, at in found.items())


@dataclass(frozen=True)
class _Pay:
    """What one opening says.

    Attributes:
        nok: (K,) least money per vote that comes in it, inf for classes that do not.
        free: a λ₀ w.
    """

    decision: Variable
    nok: Floats
    free: float


def _pattern_pay(model: StageOne) -> Iterator[_Pay]:
    problem = model.problem
    for schedule, run in zip(problem.patterns, model.runs, strict=True):
        station = premises_station(problem, schedule)
        line = _line(problem, station, problem.crew_of(schedule.site))
        counting = [class_openings(problem, station.opening, k) for k in range(len(problem.classes))]
        counts = [{n for at in by_day.values() for n in at} for by_day in counting]
        for n, opening in enumerate(station.opening):
            yield _pay(problem, run, opening, line, [n in some for some in counts])


def _visit_pay(model: StageOne) -> Iterator[_Pay]:
    problem = model.problem
    for key, visit in model.visits.items():
        fleet = problem.fleets[key.fleet]
        block = fleet.blocks[key.block]
        station = stop_station(problem, fleet, block, key.site)
        line = _line(problem, station, fleet.sample.crew)
        yield _pay(problem, visit, station.opening[0], line, block.classes)


def _pay(problem: Problem, decision: Variable, opening: Opening, line: Line, classes: Sequence[bool]) -> _Pay:
    minutes = opening.end_minute - opening.start_minute
    one_person = person_nok(problem.scenario.prices, opening.date, opening.start_minute, opening.end_minute)
    an_hour = busiest_share(problem, minutes) * HOUR / min(minutes, HOUR)
    per_vote = line.slope * an_hour * one_person
    return _Pay(decision, np.where(np.array(classes), per_vote, np.inf), line.slope * line.free * one_person)


def _line(problem: Problem, station: Station, crew: int) -> Line:
    service = table_minutes(station, problem)
    tables = tables_of(problem, crew)
    more = tuple(persons_for(problem, tables + n) - crew for n in range(1, MOST_TABLES))
    return _below(more, tables, service, problem.scenario.capacity.mean_wait_minutes)


@lru_cache(maxsize=1024)
def _below(more: tuple[int, ...], tables: int, service: float, limit: float) -> Line:
    """The steepest line through (most voters an hour of the crew as it is, 0) that lies below every step."""
    free = _most_an_hour(tables, service, limit)
    slopes = [persons / (_most_an_hour(tables + n, service, limit) - free) for n, persons in enumerate(more, start=1)]
    return Line(min(*slopes, (more[-1] - more[-2]) * service / HOUR), free)


def _most_an_hour(tables: int, service: float, limit: float) -> float:
    """Voters an hour that a number of tables receive with a mean wait of at most the limit (rounded up a little)."""
    low, high = 0.0, tables / service
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if mean_wait(tables, arrivals=middle, service=service) <= limit else (low, middle)
    return high * HOUR

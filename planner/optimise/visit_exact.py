"""All visits as whole numbers of all the tours there are: for lists short enough to write every tour down.

    min Σ_i lack_i,   Σ_{g, S ∋ i} x_gS + lack_i ≥ d_i,   Σ_S x_gS ≤ teams · |g|

=======  ==========================================================================
x_gS     team-days on dates of g that visit the places S, in the best order
lack_i   visits that place i does not get
=======  ==========================================================================

Dates g on which the same visits may be are drawn together, but each date is its own where a place needs
more than one. Who else is at work is left out, so what lacks here lacks in every plan: proven.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import permutations

from planner.domain.errors import InfeasibleError
from planner.evaluate.team_days import day_nok, day_rules, timetable
from planner.law.wording import count, join
from planner.optimise.smallmodel import SmallModel
from planner.optimise.solver import Outcome, Solver
from planner.optimise.visit_tours import Tour
from planner.problem import Problem, VisitWork

MOST_TOURS = 3_000
"""Lists with more tours are left to the heuristic."""
MOST_STOPS = 6
"""Orders of more stops than this are too many to try."""


@dataclass(frozen=True)
class Exact:
    """What can be done at best.

    Attributes:
        tours: dates that the tour may have, and its places in order.
        lacking: ids of places that get too few visits whatever is done; proven.
    """

    tours: tuple[tuple[tuple[date, ...], Tour], ...]
    lacking: tuple[str, ...]


@lru_cache(maxsize=4)
def exact_visits(problem: Problem, teams: int) -> Exact | None:
    """The most that some number of teams can visit; None where the list is too long to tell."""
    work = problem.visits
    if work is None:
        return Exact((), ())
    several = any(need.days > 1 for need in work.needs)
    groups = [(day,) for group in work.groups for day in group] if several else list(work.groups)
    listed: list[tuple[int, Tour]] = []
    for g, group in enumerate(groups):
        for tour in _tours(problem, work, group[0]):
            if tour is None or len(listed) >= MOST_TOURS:
                return None
            listed.append((g, tour))
    return _solved(work, groups, listed, teams)


def _solved(
    work: VisitWork, groups: Sequence[tuple[date, ...]], listed: Sequence[tuple[int, Tour]], teams: int
) -> Exact | None:
    model = SmallModel()
    columns = [model.variable(high=float(teams * len(groups[g]))) for g, _ in listed]
    lacks = [model.variable(high=float(need.days)) for need in work.needs]
    for n, need in enumerate(work.needs):
        serving = [(1.0, x) for x, (_, tour) in zip(columns, listed, strict=True) if n + 1 in tour]
        model.row([*serving, (1.0, lacks[n])], ">=", need.days)
        model.cost(lacks[n], 1.0)
        for g in range(len(groups)):
            here = [(1.0, x) for x, (h, tour) in zip(columns, listed, strict=True) if h == g and n + 1 in tour]
            if here:
                model.row(here, "<=", len(groups[g]))
    for g, group in enumerate(groups):
        out = [(1.0, x) for x, (h, _) in zip(columns, listed, strict=True) if h == g]
        if out:
            model.row(out, "<=", teams * len(group))
    model.close()
    solution = Solver(model).run(gap=0.0, time_limit=float("inf"))
    if solution.values is None or solution.outcome is not Outcome.OPTIMAL:
        return None
    values = [round(float(value)) for value in solution.values]
    tours = [(groups[g], tour) for x, (g, tour) in zip(columns, listed, strict=True) for _ in range(values[x])]
    return Exact(tuple(tours), tuple(need.id for n, need in enumerate(work.needs) if values[lacks[n]]))


def _tours(problem: Problem, work: VisitWork, day: date) -> Iterator[Tour | None]:
    """Every set of places that a team can visit on a date, in the cheapest order; None where there are too many."""
    rules = day_rules(problem)
    able = [n for n in range(1, len(work.needs) + 1) if timetable(work, rules, (n,), day) is not None]
    length = {n: rules.before + work.needs[n - 1].minutes + rules.after for n in able}
    stack: list[tuple[int, ...]] = [(n,) for n in able]
    while stack:
        places = stack.pop()
        if len(places) > MOST_STOPS:
            yield None
            return
        best = _in_order(problem, work, places, day)
        if best is not None:
            yield best
        # A set that drives make too long may still be part of one that can be done: only minutes rule it out.
        more = [n for n in able if n > places[-1]]
        stack += [(*places, n) for n in more if sum(length[p] for p in places) + length[n] <= rules.longest]


def _in_order(problem: Problem, work: VisitWork, places: tuple[int, ...], day: date) -> Tour | None:
    rules, best = day_rules(problem), None
    for order in permutations(places):
        planned = timetable(work, rules, order, day)
        if planned is not None:
            cost = day_nok(problem, work, day, planned)
            if best is None or cost < best[0] - 1e-6:
                best = cost, order
    return best[1] if best else None


def require_visits(problem: Problem) -> None:
    """Nothing, where it is not proven that the teams cannot visit everybody.

    Raises:
        InfeasibleError: it is; with the fewest teams that could.
    """
    work = problem.visits
    found = exact_visits(problem, len(work.teams)) if work else None
    if work is None or found is None or not found.lacking:
        return
    names = [i.name for i in problem.scenario.institutions or () if i.id in found.lacking]
    teams = len(work.teams)
    sentences = [
        f"{join(names)} får ikke plass: alle på lista skal ha besøk så mange dager som loven og lista krever (I1, I3).",
        f"{count(teams, 'besøkslag', 'besøkslag')} har ikke flere dager og timer (team_day: visits).",
    ]
    raise InfeasibleError(sentences, list(_remedies(problem, teams)))


def _remedies(problem: Problem, teams: int) -> Iterator[str]:
    """The fewest teams with whom everybody is visited, where more teams help."""
    most = sum(need.days for need in problem.visits.needs) if problem.visits else 0
    for more in range(teams + 1, max(teams + 1, most) + 1):
        found = exact_visits(problem, more)
        if found is not None and not found.lacking:
            yield f"Øk antall besøkslag (visits.teams) fra {teams} til {more}."
            return
    yield "Gi stedene kortere besøk, færre dager eller flere tider i lista, eller besøkslagene lengre dager (visits)."

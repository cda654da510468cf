"""Places chosen anew where the queues take more persons than pool and money have.

What stage 1 finds spends the budget on reach. Here the whole of stage 1 is solved again with what each place's crews
would cost on its price tag (:mod:`planner.optimise.crew_prices`), its visits are placed and its crews sized by the
loads of that plan; what they really take corrects the prices for the next round. The plan with fewest votes
waiting and the best value is kept. The prices change the plan, never the bound: that is of all plans, or, where nobody
waits, of all whose queues get their persons (:mod:`planner.optimise.queue_bound`). What lies between that and the plan
before crews were sized is the ``capacity`` part of the gap.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import NamedTuple

from planner.domain.clock import minute_of
from planner.evaluate.cost import plan_cost
from planner.evaluate.least_cost import cost_terms, given_nok
from planner.law.wording import count
from planner.modelling import Expression, Term
from planner.objectives.words import figure_text
from planner.optimise.access import ring_count, stage_one_rows
from planner.optimise.aims import Aim
from planner.optimise.cancelling import cancelled
from planner.optimise.crew_prices import CrewPrices, crew_prices, persons_more
from planner.optimise.finish import Choice, Done, Run, Tried, best_of, choice_of, placed, start_of, tried_of
from planner.optimise.model import StageOne
from planner.optimise.moves import moved
from planner.optimise.queue_bound import QueueBound, queue_bound
from planner.optimise.search import WHOLE_MODEL_RINGS, dates_fit
from planner.optimise.solver import Solution, Solver
from planner.problem import Problem

ROUNDS = 10
NODES = 60
GAP_SHARE = 0.5
"""Each round is solved to this part of the asked gap."""
PREMISES, ABOARD = 1.0, 1.5
"""Factors of the first prices. A vehicle's crew is that of its busiest visit, and visits lie where most voters come."""
LEAST, MOST = 0.5, 3.0
"""Between which a plan may correct them."""
FIRM = 1.03
"""Prices rise by so much where somebody still waits, and fall by it where nobody does and money is left."""
BOUND_SHARE = 0.5
"""Of the time that is left, that the bound may take."""
TILTS = ((1.0, 0.9), (1.0, 1.15), (0.95, 1.0), (1.05, 0.9), (0.95, 1.15), (0.97, 0.97))
"""Factors of the prices of premises and of vehicles, tried when the money is spent: on ``oslo`` 10.24 → 10.19."""
SPENT = 0.98
"""A budget that is spent to this part has little left to spend; then it is spent otherwise."""


class _Round(NamedTuple):
    """What a round asks for.

    Attributes:
        premises, aboard: factors of the prices of premises and of vehicles.
        money: NOK.
        pool: persons at premises and on vehicles together.
        firm: of both factors.
    """

    premises: float
    aboard: float
    money: float
    pool: float
    firm: float = 1.0


def staffed(problem: Problem, done: Done, aim: Aim, run: Run) -> tuple[Done, QueueBound | None]:
    """The plan, or a better one that has persons for its queues; and what is proven of all such plans."""
    asks = done.crews.waiting and can_be_asked(problem, aim) and not cancelled()
    prices = crew_prices(problem) if asks else None
    if prices is None or cancelled():
        return done, None
    run.say(
        f"  {done.crews.waiting:.0f} stemmer ventes der køene krever flere folk enn pool og budsjett har: velger "
        "steder på nytt"
    )
    until = time.monotonic() + BOUND_SHARE * (run.deadline - time.monotonic())
    bound = queue_bound(problem, aim, seed=run.seed, deadline=until)
    if bound is not None:
        least = figure_text(aim.goal.figure(bound.bound), aim.goal.unit)
        run.say(f"  nedre grense for planer med nok folk til køene: {least}")
    tried = [Tried(done.broken, done.crews.waiting, aim.goal.value(done.plan), done)]
    asked = _Round(PREMISES, ABOARD, problem.budget_nok - given_nok(problem), float(problem.pool_persons))
    choice: Choice | None = None
    good: _Round | None = None
    bad: _Round | None = None
    tilts: Iterator[_Round] | None = None
    for _ in range(ROUNDS):
        left = run.deadline - time.monotonic()
        if left < 0 or cancelled():
            break
        model = _model(problem, prices, aim, asked)
        solution = _solved(model, run, left, best_of(tried).done if good else None)
        if solution.values is None:
            break
        choice, before = choice_of(model, solution), choice
        if tilts is None and good and choice == before:
            # Other prices have led to the same places: as good or as bad as they were.
            good, bad = (good, asked) if _waits(tried[-1]) else (asked, bad)
            asked = _between(good, bad) if bad else asked._replace(firm=asked.firm / FIRM)
            continue
        more = persons_more(problem, prices, choice.open_patterns)
        made = placed(problem, choice, more)
        plan, placement, missing = made.plan, made.placement, made.missing
        over = 0.0 if problem.set_aside("budget") else plan_cost(plan, problem).total - problem.budget_nok
        broken = len(missing) + int(over > 0)
        plan = plan if broken else moved(plan, problem, aim)
        tried.append(tried_of(plan, broken, problem, aim, start_of(model, choice), done.repairs + len(tried)))
        last = tried[-1]
        told = f"{last.waiting:.0f} stemmer venter" if last.waiting else "nok folk til alle køer"
        run.say(f"  {count(len(placement.tours), 'kjøretøydag', 'kjøretøydager')}, {told}")
        if _waits(last):
            bad = asked
        else:
            good = asked
        if tilts is None and not _waits(last) and _spent(problem, last.done):
            tilts = iter(_tilted(asked))
        if tilts is not None:
            asked = next(tilts, asked)
        elif good is not None and bad is not None:
            asked = _between(good, bad)
        else:
            asked = _next(asked, prices.values(model, solution.values), last, over)
    best = best_of(tried).done
    return best._replace(toured=done.toured), bound


def _waits(item: Tried) -> bool:
    """Whether a plan is none that the queues have persons for."""
    return bool(item.broken or item.waiting)


def _spent(problem: Problem, done: Done) -> bool:
    return plan_cost(done.plan, problem).total >= SPENT * problem.budget_nok


def _next(asked: _Round, estimates: tuple[float, float], last: Tried, over: float) -> _Round:
    """Prices as the plan's own loads have them, firmer where somebody waits; less money where the drives took some."""
    crews, before = last.done.crews, (asked.premises, asked.aboard)
    wanted = zip((crews.wanted_nok, crews.wanted_aboard_nok), estimates, before, strict=True)
    true = [min(max(nok / estimate, LEAST), MOST) if estimate > 0 else factor for nok, estimate, factor in wanted]
    waits = _waits(last)
    premises, aboard = ((max if waits else min)(pair) for pair in zip(true, before, strict=True))
    if not waits:
        return asked._replace(premises=premises, aboard=aboard, firm=asked.firm / FIRM)
    return _Round(premises, aboard, asked.money - max(0.0, over), asked.pool - crews.over_pool, asked.firm * FIRM)


def _tilted(asked: _Round) -> Iterator[_Round]:
    """The same money otherwise: vehicles a little dearer or cheaper beside premises, or both a little."""
    for premises, aboard in TILTS:
        yield asked._replace(premises=asked.premises * premises, aboard=asked.aboard * aboard)


def _between(good: _Round, bad: _Round) -> _Round:
    """Half-way between what left nobody waiting and what left some."""
    premises, aboard, firm = (
        math.sqrt(one * other)
        for one, other in ((good.premises, bad.premises), (good.aboard, bad.aboard), (good.firm, bad.firm))
    )
    return _Round(premises, aboard, (good.money + bad.money) / 2, (good.pool + bad.pool) / 2, firm)


def can_be_asked(problem: Problem, aim: Aim) -> bool:
    """Whether stage 1 is one model that can be solved again: no bisection, and not too large."""
    if aim.goal.steps is not None or any(held.goal.steps is not None for held in aim.held):
        return False
    return aim.goal.ways is None or ring_count(problem, aim) <= WHOLE_MODEL_RINGS


def _model(problem: Problem, prices: CrewPrices, aim: Aim, asked: _Round) -> StageOne:
    """Stage 1 with the prices in its budget, and in its goal where that is money."""
    model = stage_one_rows(problem, None, aim, dated=dates_fit(problem, aim))
    crews = list(prices.terms(model, asked.premises * asked.firm, asked.aboard * asked.firm))
    if not problem.set_aside("budget"):
        model.row("crews[budget]", [*cost_terms(model), *crews], "<=", asked.money, slack=0.0)
    if aim.goal.name == "cost":
        model.minimise(Expression(crews))
    for name, terms in _present(problem, prices, model):
        model.row(f"crews[{name}]", terms, "<=", asked.pool, slack=0.0)
    model.close()
    return model


def _present(problem: Problem, prices: CrewPrices, model: StageOne) -> Iterator[tuple[str, list[Term]]]:
    """Persons at work at the moments at which premises open, visits spread evenly over the dates of their day type."""
    for day in problem.dates:
        if problem.set_aside("crew_pool", day.isoformat()):
            continue
        here = [p for p in prices.present if p.day == day]
        for moment in sorted({p.start for p in here} | {minute_of(problem.scenario.prices.evening_from)}):
            terms = [(float(p.persons), model.runs[p.pattern]) for p in here if p.start <= moment < p.end]
            for key, (_, persons) in prices.visits.items():
                fleet = problem.fleets[key.fleet]
                block, days = fleet.blocks[key.block], problem.dates_of(fleet.blocks[key.block].day_type)
                if day in days and block.start - fleet.sample.setup_minutes <= moment < block.end:
                    terms.append((persons / len(days), model.visits[key]))
            if terms:
                yield f"{day}-{moment}", terms


def _solved(model: StageOne, run: Run, left: float, start: Done | None) -> Solution:
    """From a plan that had enough persons at higher prices, where there is one."""
    solver = Solver(model, seed=run.seed)
    if start is not None:
        solver.start_from(start.start)
    return solver.run(gap=run.gap * GAP_SHARE, nodes=NODES, time_limit=left, grace=run.grace)

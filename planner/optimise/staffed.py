"""Places chosen anew where the queues take more persons than pool and money have.

What stage 1 finds spends the budget on reach. Here the whole of stage 1 is solved again with what each place's crews
would cost on its price tag (:mod:`planner.optimise.crew_prices`), its visits are placed and its crews sized by the
loads of that plan; what they really take corrects the prices for the next round. The plan with fewest votes
waiting and the best value is kept. All of it changes the plan, never the bound: what a plan without enough persons
could reach stays the bound, and what is given up for them is the ``capacity`` part of the gap.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import NamedTuple

from planner.domain.clock import minute_of
from planner.evaluate.cost import plan_cost
from planner.evaluate.least_cost import cost_terms, given_nok
from planner.law.wording import count
from planner.modelling import Expression, Term
from planner.optimise.access import ring_count, stage_one_rows
from planner.optimise.aims import Aim
from planner.optimise.crew_prices import CrewPrices, crew_prices
from planner.optimise.finish import Done, Run, Tried, best_of, choice_of, placed, start_of, tried_of
from planner.optimise.model import StageOne
from planner.optimise.search import WHOLE_MODEL_RINGS
from planner.optimise.solver import Solution, Solver
from planner.optimise.watch import cancelled
from planner.problem import Problem

ROUNDS = 5
NODES = 60
GAP_SHARE = 0.5
"""Each round is solved to this part of the asked gap."""
FIRM = 0.02
"""Prices rise at least by so much where somebody still waits."""


class _Round(NamedTuple):
    """What a round adds to the model.

    Attributes:
        factor: of the prices.
        money: NOK.
        pool: persons at premises and on vehicles together; None: no rows.
    """

    factor: float
    money: float
    pool: float | None


def staffed(problem: Problem, done: Done, aim: Aim, run: Run) -> Done:
    """The plan, or a better one that has persons for its queues."""
    prices = crew_prices(problem) if done.crews.waiting and _can_be_asked(problem, aim) else None
    if prices is None:
        return done
    run.say(
        f"  {done.crews.waiting:.0f} stemmer ventes der køene krever flere folk enn pool og budsjett har: velger "
        "steder på nytt"
    )
    tried = [tried_of_done(done, aim)]
    asked = _Round(1.0, problem.budget_nok - given_nok(problem), None)
    for _ in range(ROUNDS):
        left = run.deadline - time.monotonic()
        if left < 0 or cancelled():
            break
        model = _model(problem, prices, aim, asked)
        solution = _solved(model, run, left)
        if solution.values is None:
            break
        choice = choice_of(model, solution)
        plan, placement, missing = placed(problem, choice)
        over = 0.0 if problem.set_aside("budget") else plan_cost(plan, problem).total - problem.budget_nok
        broken = len(missing) + int(over > 0)
        tried.append(tried_of(plan, broken, problem, aim, start_of(model, choice), done.repairs + len(tried)))
        last = tried[-1]
        told = f"{last.waiting:.0f} stemmer venter" if last.waiting else "nok folk til alle køer"
        run.say(f"  {count(len(placement.tours), 'kjøretøydag', 'kjøretøydager')}, {told}")
        if not (last.broken or last.waiting):
            break
        asked = _next(problem, asked, prices.value(model, solution.values), last.done, over)
    best = best_of(tried).done
    return best._replace(toured=done.toured)


def tried_of_done(done: Done, aim: Aim) -> Tried:
    """The plan there is."""
    return Tried(0, done.crews.waiting, aim.goal.value(done.plan), done)


def _can_be_asked(problem: Problem, aim: Aim) -> bool:
    """Whether stage 1 is one model that can be solved again: no bisection, and not too large."""
    if aim.goal.steps is not None or any(held.goal.steps is not None for held in aim.held):
        return False
    return aim.goal.ways is None or ring_count(problem, aim) <= WHOLE_MODEL_RINGS


def _model(problem: Problem, prices: CrewPrices, aim: Aim, asked: _Round) -> StageOne:
    """Stage 1 with the prices in its budget, and in its goal where that is money."""
    model = stage_one_rows(problem, None, aim)
    crews = list(prices.terms(model, asked.factor))
    if not problem.set_aside("budget"):
        model.row("crews[budget]", [*cost_terms(model), *crews], "<=", asked.money, slack=0.0)
    if aim.goal.name == "cost":
        model.minimise(Expression(crews))
    if asked.pool is not None:
        for name, terms in _present(problem, prices, model, asked.factor):
            model.row(f"crews[{name}]", terms, "<=", asked.pool, slack=0.0)
    model.close()
    return model


def _present(problem: Problem, prices: CrewPrices, model: StageOne, factor: float) -> Iterator[tuple[str, list[Term]]]:
    """Persons at work at the moments at which premises open, visits spread evenly over the dates of their day type."""
    for day in problem.dates:
        here = [p for p in prices.present if p.day == day]
        for moment in sorted({p.start for p in here} | {minute_of(problem.scenario.prices.evening_from)}):
            terms = [
                (_scaled(p.persons, problem.crew_of(problem.patterns[p.pattern].site), factor), model.runs[p.pattern])
                for p in here
                if p.start <= moment < p.end
            ]
            for key, (_, persons) in prices.visits.items():
                fleet = problem.fleets[key.fleet]
                block, days = fleet.blocks[key.block], problem.dates_of(fleet.blocks[key.block].day_type)
                if day in days and block.start - fleet.sample.setup_minutes <= moment < block.end:
                    terms.append((_scaled(persons, fleet.sample.crew, factor) / len(days), model.visits[key]))
            if terms:
                yield f"{day}-{moment}", terms


def _scaled(persons: int, crew: int, factor: float) -> float:
    return crew + factor * (persons - crew)


def _solved(model: StageOne, run: Run, left: float) -> Solution:
    solver = Solver(model, seed=run.seed)
    return solver.run(gap=run.gap * GAP_SHARE, nodes=NODES, time_limit=left, grace=run.grace)


def _next(problem: Problem, asked: _Round, estimate: float, done: Done, over: float) -> _Round:
    """Prices as the plan's own loads have them, firmer than they were; less money where the drives took some."""
    true = done.crews.wanted_nok / estimate if estimate > 0 else asked.factor
    factor = max(true, asked.factor) * (1 + FIRM)
    pool = asked.pool
    if done.crews.over_pool:
        pool = (float(problem.pool_persons) if pool is None else pool) - done.crews.over_pool * (pool is not None)
    return _Round(factor, asked.money - max(0.0, over), pool)

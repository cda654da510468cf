"""The stages in order: build, bound and solve, place the visits, repair, finish."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from planner.audit import complete
from planner.domain.dataset import Dataset
from planner.domain.errors import NoPlanError
from planner.domain.plan import ObjectiveResult, Plan, RosterEntry, SolveStatus
from planner.evaluate.votes import votes_total
from planner.law.wording import count
from planner.objectives.goal import Goal
from planner.objectives.registry import goals_of
from planner.objectives.words import figure_text
from planner.optimise.aims import Aim
from planner.optimise.cancelling import cancelled
from planner.optimise.certificate import Certificate
from planner.optimise.certify import Evidence, certify, stating
from planner.optimise.conflict import explain
from planner.optimise.finish import Done, Run, Say, finish
from planner.optimise.queue_bound import QueueBound
from planner.optimise.roster import make_roster
from planner.optimise.search import search
from planner.optimise.solver import OPTIMAL_GAP, Outcome, Solution
from planner.optimise.staffed import can_be_asked, staffed
from planner.optimise.starting import given_start
from planner.optimise.visit_exact import require_visits
from planner.optimise.watch import Callback, Watch, cancellable, gap_parts, told_to_stop
from planner.problem import Problem, build_problem
from planner.scenario import Scenario

SEARCH_SHARE = 0.5
"""Of a goal's time, where crews are sized and places may have to be chosen anew."""
FINISH_SHARE = 0.1
"""Of a goal's time, for repairs of what found no date or no money; the search stops before that."""

Cancel = Any
"""A function that returns True when to stop, an event with ``is_set``, or None."""


def solve(
    dataset: Dataset,
    scenario: Scenario,
    *,
    gap: float = 0.01,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Say | None = None,
    callback: Callback | None = None,
    cancel: Cancel = None,
    certified: Callable[[Certificate], None] | None = None,
) -> Plan:
    """Plan a scenario on a dataset.

    Args:
        dataset, scenario: what to plan.
        gap: relative gap at which to stop.
        time_limit: wall seconds.
        seed: of the solver; the same seed gives the same plan unless the time limit stops it.
        progress: called with Norwegian sentences.
        callback: called with each :class:`~planner.optimise.watch.TracePoint`: bound and best plan over time.
        cancel: a function that returns True when the search is to stop, or an event with ``is_set``; MILPs then run
            in a child process, which is ended, and the best plan so far is finished and returned, without a roster.
        certified: called with the plan's certificate, from which the bound can be recomputed without a solver; takes
            linear programmes more, after the time limit; not called where the run was cancelled.

    Returns:
        The finished, audited plan.

    Raises:
        InputError: unknown names, bad numbers.
        InfeasibleError: no plan meets the requirements; names the conflict.
        NoPlanError: the limit was reached, or the run cancelled, before any plan was found.
    """
    problem = build_problem(dataset, scenario)
    return solve_problem(
        problem,
        gap=gap,
        time_limit=time_limit,
        seed=seed,
        progress=progress,
        callback=callback,
        cancel=cancel,
        certified=certified,
    )


def solve_problem(
    problem: Problem,
    *,
    gap: float,
    time_limit: float,
    seed: int,
    progress: Say | None = None,
    callback: Callback | None = None,
    cancel: Cancel = None,
    certified: Callable[[Certificate], None] | None = None,
) -> Plan:
    """As :func:`solve`, for a problem already built."""
    say = progress or (lambda _: None)
    with cancellable(cancel):
        plan, evidence = _solved(problem, gap=gap, time_limit=time_limit, seed=seed, say=say, watch=Watch(callback))
    if certified is not None and not told_to_stop(cancel):
        say("Lager sertifikat …")
        certificate = certify(problem, plan, evidence)
        certified(certificate)
        plan = stating(plan, certificate)
    return plan


def _solved(
    problem: Problem, *, gap: float, time_limit: float, seed: int, say: Say, watch: Watch
) -> tuple[Plan, list[Evidence]]:
    """Goal after goal, each with those before it as limits."""
    evidence: list[Evidence] = []
    started = time.monotonic()
    goals = goals_of(problem)
    points = int((problem.weights > 0).sum())
    say(f"Bygger modellen: {points} etterspørselspunkter, {len(problem.dataset.sites)} steder …")
    done: Done | None = None
    aim, proofs = Aim(goals[0], start=given_start(problem)), list[Proof]()
    for number, goal in enumerate(goals):
        if done is not None:
            aim = aim.then(goal, aim.goal.value(done.plan), done.start)
            say(f"Mål {number + 1}: {goal.title}")
        begun = time.monotonic()
        run = Run(gap, begun + (started + time_limit - begun) / (len(goals) - number), seed, say)
        tell = watch.teller(number + 1, goal, _teller(say, goal))
        until = begun + _search_share(problem) * (run.deadline - begun)
        found = search(problem, gap=gap, deadline=until, seed=seed, tell=tell, aim=aim)
        if done is None:
            _raise_if_none(problem, found.solution, time_limit)
            require_visits(problem)
        before = done
        anew = can_be_asked(problem, aim)
        done, queues = staffed(problem, finish(problem, found, aim, run, before, restaffed=anew), aim, run)
        if done.broken and anew:
            done = finish(problem, found, aim, run, before)
        toured = goal.value(done.plan) if done is before else done.toured
        seconds = time.monotonic() - begun
        proof = Proof(goal, found.solution.bound, seconds, found.solution.value, toured, goal.value(done.plan), queues)
        proofs.append(proof)
        evidence.append(Evidence(aim, found.multipliers, found.drives, found.dated))
        watch.point(number + 1, goal, "plan", proof.placed, goal.figure(proof.of(done).bound))
    if done is None:
        raise NoPlanError("Fant ingen plan.")
    # Only now is it known whether the queues of the plan that all goals have ended with get their persons.
    proofs = [proof.of(done) for proof in proofs]
    evidence = [replace(e, points=p.queues.points if p.queues else ()) for e, p in zip(evidence, proofs, strict=True)]
    seconds = time.monotonic() - started
    rounds = count(done.repairs, "runde", "runder")
    say(f"Ferdig på {seconds:.0f} s" + (f", {rounds} med reparasjon" if done.repairs else ""))
    results = tuple(_result(done.plan, proof) for proof in proofs)
    plan = replace(done.plan, objective=results[0], objectives=results if len(results) > 1 else ())
    return complete(replace(plan, roster=_roster(plan, problem, seed, say)), problem), evidence


def _search_share(problem: Problem) -> float:
    """Part of a goal's time for its first plan and its bound: crews may ask for other places."""
    sizes = problem.scenario.capacity.size_crews and votes_total(problem).value
    return SEARCH_SHARE if sizes else 1.0 - FINISH_SHARE


class Proof(NamedTuple):
    """What is known of a goal when its turn is over: no plan's expression is below ``bound``.

    Attributes:
        sited: the expression of what stage 1 found.
        toured: the figure with its tours, and the scenario's crews.
        placed: the figure of the finished plan.
        queues: what is proven of plans whose queues get their persons; None where that is no more.
    """

    goal: Goal
    bound: float
    seconds: float
    sited: float
    toured: float
    placed: float
    queues: QueueBound | None = None

    def of(self, done: Done) -> Proof:
        """The better of the two bounds for a plan: that of the queues only if nobody waits in it."""
        staffed = self.queues is not None and not (done.crews.waiting or done.broken)
        if self.queues is None or not staffed or self.queues.bound <= self.bound:
            return self._replace(queues=None)
        return self._replace(bound=self.queues.bound)


def _teller(say: Say, goal: Goal) -> Callable[[float, float], None]:
    def tell(value: float, bound: float) -> None:
        if not (abs(value) < 1e9 and abs(bound) < 1e9):
            return
        best, least = goal.figure(value), goal.figure(bound)
        gap = f" ({(best - least) / best:.1%} gap)" if best > 0 else ""
        say(f"  beste plan {figure_text(best, goal.unit)}, nedre grense {figure_text(least, goal.unit)}{gap}")

    return tell


def _raise_if_none(problem: Problem, solution: Solution, time_limit: float) -> None:
    if solution.outcome is Outcome.INFEASIBLE:
        raise explain(problem)
    if solution.values is None and cancelled():
        raise NoPlanError("Avbrutt før noen plan var funnet.")
    if solution.values is None:
        seconds = f"{time_limit:g}".replace(".", ",")
        raise NoPlanError(
            f"Fant ingen plan innen tidsgrensen på {seconds} s. Gi mer tid (--time-limit), eller lås flere steder."
        )


def _roster(plan: Plan, problem: Problem, seed: int, say: Say) -> tuple[RosterEntry, ...]:
    """The plan's roster, none where there is none to be had; it has its own limit of time."""
    if not problem.scenario.roster.make:
        return ()
    if cancelled():
        say("  avbrutt: ingen vaktliste")
        return ()
    made = make_roster(plan, problem, seed=seed)
    say(f"  {made.told}")
    return made.entries


def _result(plan: Plan, proof: Proof) -> ObjectiveResult:
    """Value recomputed from the finished plan; the gap is of that value, the bound given the goals before."""
    goal = proof.goal
    value = goal.value(plan)
    bound = min(goal.figure(proof.bound), value) if np.isfinite(proof.bound) else 0.0
    gap = (value - bound) / value if value > 0 else 0.0
    status = SolveStatus.OPTIMAL if gap <= OPTIMAL_GAP else SolveStatus.FEASIBLE
    sited = goal.figure(proof.sited) if np.isfinite(proof.sited) else value
    return ObjectiveResult(
        goal.name,
        round(value, 6),
        goal.unit,
        round(bound, 6),
        round(gap, 6),
        status,
        round(proof.seconds, 1),
        gap_parts(value, bound, sited, proof.toured, proof.placed),
        bound_staffed=proof.queues is not None,
    )

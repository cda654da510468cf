"""A plan's stock and shipping: made, brought up to date, and told of where a plan file has old figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Plan
from planner.evaluate.shipping import shipping_plan, with_votes
from planner.evaluate.stock import stock_of
from planner.evaluate.votes import expected_votes
from planner.law.wording import count
from planner.problem import Problem

TOLERANCE = 1.0
"""Votes; figures of a plan are written with one decimal."""


def supplied(plan: Plan, problem: Problem) -> Plan:
    """The plan with its stock recomputed, and a shipping plan where it has none.

    Dispatches that a plan has are kept, with the votes expected in each recomputed: whether they
    will do is for the rules to judge.
    """
    votes = expected_votes(plan, problem)
    dispatches = shipping_plan(plan, problem) if plan.shipping is None else plan.shipping
    stock = () if votes is None else stock_of(plan, problem, votes)
    return replace(plan, shipping=with_votes(dispatches, plan, problem, votes), stock=stock)


def stale_supply(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Warnings where a plan's stock or the votes of its dispatches are not the recomputed ones."""
    if plan.stock == () and all(dispatch.votes is None for dispatch in plan.shipping or ()):
        return
    fresh = supplied(plan, problem)
    true = {station.station: station for station in fresh.stock}
    stale = [s.station for s in plan.stock if s != true.get(s.station)]
    stale += [station for station in true if station not in {s.station for s in plan.stock}]
    if stale:
        yield _warning(
            f"Beholdningen i planfila passer ikke til planen for {count(len(stale), 'sted', 'steder')}",
            tuple(stale),
            "steder",
        )
    pairs = zip(plan.shipping or (), fresh.shipping or (), strict=True)
    moved = [old.date.isoformat() for old, new in pairs if abs((old.votes or 0.0) - (new.votes or 0.0)) > TOLERANCE]
    if moved:
        yield _warning(
            f"Ventet antall stemmer i {count(len(moved), 'forsendelse', 'forsendelser')} passer ikke til planen",
            tuple(moved),
            "forsendelser",
        )


def _warning(text: str, subjects: tuple[str, ...], unit: str) -> Finding:
    return Finding(
        "stored_figures",
        Severity.WARNING,
        f"{text}. Lag planen på nytt om fila skal brukes videre.",
        subjects,
        measured=float(len(subjects)),
        limit=0.0,
        unit=unit,
        citation="plan.json",
    )

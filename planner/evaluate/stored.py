"""Figures that a plan says of itself against the recomputed ones: nobody is misled by a stale number.

A plan edited by hand keeps its old value, cost and minutes until it is made anew; the
audit judges by what it recomputes and tells of every figure that disagrees.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.findings import Finding, Severity
from planner.domain.plan import Accessibility, Cost, ObjectiveResult, Plan, SolveStatus

MINUTES_TOLERANCE = 1e-3
"""Figures are written with four to six decimals."""
NOK_TOLERANCE = 1.0
GAP_TOLERANCE = 1e-4
OPTIMAL_GAP = 1e-6


def stored_findings(
    plan: Plan, *, value: float, cost: Cost, before: Accessibility, after: Accessibility
) -> Iterator[Finding]:
    """One warning per figure of the plan file that is not the recomputed one.

    Args:
        value: the objective, recomputed.
        cost, before, after: recomputed.
    """
    if plan.objective is not None:
        yield from _objective(plan.objective, value)
    if plan.cost is not None:
        lines = sum(line.nok for line in plan.cost.lines)
        for what, stored in (("kostnaden (cost.total)", plan.cost.total), ("summen av kostnadslinjene", lines)):
            if abs(stored - cost.total) > NOK_TOLERANCE:
                yield _warning(what, stored, cost.total, "kr")
    if plan.accessibility is not None:
        pairs = (("i dag", plan.accessibility.before, before), ("med planen", plan.accessibility.after, after))
        for when, stored_access, true_access in pairs:
            if abs(stored_access.mean_minutes - true_access.mean_minutes) > MINUTES_TOLERANCE:
                what = f"gjennomsnittlig reisetid {when} (accessibility)"
                yield _warning(what, stored_access.mean_minutes, true_access.mean_minutes, "minutter")


def _objective(stored: ObjectiveResult, value: float) -> Iterator[Finding]:
    if abs(stored.value - value) > MINUTES_TOLERANCE:
        yield _warning("målet (objective.value)", stored.value, value, stored.unit)
        return
    gap = (value - stored.lower_bound) / value if value > 0 else 0.0
    if gap < -GAP_TOLERANCE:
        yield _warning("den nedre grensen (objective.lower_bound) er høyere enn verdien", stored.lower_bound, value, "")
    elif abs(stored.gap - gap) > GAP_TOLERANCE:
        yield _warning("gapet (objective.gap)", stored.gap, gap, "andel")
    elif stored.status is SolveStatus.OPTIMAL and gap > OPTIMAL_GAP + GAP_TOLERANCE:
        yield _warning("statusen «optimal» (objective.status) er ikke bevist; gapet", 0.0, gap, "andel")


def _warning(what: str, stored: float, true: float, unit: str) -> Finding:
    def number(amount: float) -> str:
        return f"{amount:.4f}".rstrip("0").rstrip(".").replace(".", ",")

    return Finding(
        "stored_figures",
        Severity.WARNING,
        f"Planfila sier om {what}: {number(stored)} {unit}".rstrip()
        + f", men beregnet på nytt er det {number(true)} {unit}".rstrip()
        + ". Det beregnede gjelder; lag planen på nytt om fila skal brukes videre.",
        measured=round(stored, 6),
        limit=round(true, 6),
        unit=unit,
        citation="plan.json",
    )

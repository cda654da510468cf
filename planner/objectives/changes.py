"""``changes``: how many announced openings and visits a plan does not keep.

    Σ_j Σ_{o ∈ A_j} (1 − Σ_{p of j open in all of o} x_p)  +  Σ_sb (|A_sb| − k_sb),   k_sb ≤ Σ_f n_fsb,  k_sb ≤ |A_sb|

=========  =====================================================================
A_j        announced openings of premises at site j (``keep``)
A_sb       dates on which a visit of stop s in block b is announced
k_sb       of them, how many are kept: at most as many as there are visits, and as are not forbidden
=========  =====================================================================

An opening is kept where the place is open in all of it, in whichever pattern; a visit where any vehicle stands
there in all of it. What stands whatever is chosen is a constant. The model knows no dates of visits, so its sum is a
proven minimum of the value, which is that of the finished plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.clock import clock_of
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan
from planner.evaluate.kept import changed, held
from planner.law.calendar import day_type
from planner.modelling import AccessModel, Expression, Term
from planner.objectives.goal import Goal, Objective
from planner.problem import Problem, bans_of, kept_slots, kept_visits
from planner.scenario import HERE, GoalSetting


def goal(problem: Problem, setting: GoalSetting) -> Goal:
    """The goal.

    Raises:
        InputError: nothing is announced.
    """
    if not problem.scenario.keep:
        remedy = "bruk --keep PLAN.json, eller skriv planfila i scenariet (keep)"
        raise InputError(Trouble("målet changes trenger en plan å beholde", HERE, "keep", remedy=remedy))

    def expression(model: AccessModel) -> Expression:
        premises, visits = _premises(model), _visits(model)
        return Expression([*premises.terms, *visits.terms], premises.constant + visits.constant)

    def value(plan: Plan) -> float:
        return float(len(changed(plan, problem)))

    return Goal(OBJECTIVE.name, OBJECTIVE.unit, OBJECTIVE.title, setting, value, expression)


def _premises(model: AccessModel) -> Expression:
    problem, constant, terms = model.problem, 0.0, list[Term]()
    standing = {schedule.site: schedule.slots for schedule in problem.standing}
    for site_id, announced in kept_slots(problem.scenario).items():
        column = problem.site_index.get(site_id)
        constant += len(announced)
        if column in standing:
            constant -= sum(held(slot, standing[column]) for slot in announced)
            continue
        for run, schedule in zip(model.runs, problem.patterns, strict=True):
            kept = sum(held(slot, schedule.slots) for slot in announced) if schedule.site == column else 0
            if kept:
                terms.append((-float(kept), run))
    return Expression(terms, constant)


def _visits(model: AccessModel) -> Expression:
    problem, terms = model.problem, list[Term]()
    dates: dict[tuple[str, str, int, int], int] = {}
    every = {(visit.site_id, visit.slot) for visit in kept_visits(problem.scenario)}
    for site_id, slot in sorted(every):
        key = (site_id, day_type(slot.day), slot.start, slot.end)
        banned = any(ban.holds(*slot) for ban in bans_of(problem.scenario, site_id, stop=True))
        dates[key] = dates.get(key, 0) + (not banned)
    for (site_id, kind, start, end), announced in dates.items():
        made = list(_made(model, site_id, kind, start, end))
        if made:
            kept = model.variable(f"kept[{site_id}-{kind}-{start}]", high=float(announced))
            name = f"kept[{site_id}-{kind}-{clock_of(start)}-{clock_of(end)}]"
            model.row(name, [(1.0, kept), *made], "<=", 0.0, slack=0.0)
            terms.append((-1.0, kept))
    return Expression(terms, float(len(every)))


def _made(model: AccessModel, site_id: str, kind: str, start: int, end: int) -> Iterator[Term]:
    """Visits of a stop that are open in all of a block."""
    problem = model.problem
    column = problem.site_index.get(site_id)
    for key, visit in model.visits.items():
        block = problem.fleets[key.fleet].blocks[key.block]
        if key.site == column and block.day_type == kind and block.start <= start and end <= block.end:
            yield -1.0, visit


OBJECTIVE = Objective("changes", "kunngjorte åpninger som endres", "åpninger", goal)

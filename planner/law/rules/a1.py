"""A1: voters enter every station without help (universal design, vf 6-2); also in tidligstemming (V 3.1.1).

What the plan says and what the dataset says are both read, and the less favourable counts: a plan
cannot make premises accessible that the dataset does not know to be. A bus stop has only the plan's word.

It may be set aside, with a reason, only for stations that the plan itself says voters cannot
enter (``accessible: false``): such premises are registered under vf 6-3 (R3).

In the model, for each site that the dataset says voters cannot enter:
Σ_{p of the site} x_p ≤ 0. What nobody has judged stays open to choice, as ``cannot_judge``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Plan, Station
from planner.domain.plan import StationKind as Kind
from planner.law.rule import Rule, RuleType, is_premises
from planner.law.wording import count, join, long_date, named

if TYPE_CHECKING:
    from planner.modelling import Model, Term
    from planner.problem import Problem

RULE = Rule("A1", "Universell utforming", "vf 6-2, vf 6-3", RuleType.HARD, overridable=True)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One hard finding per station voters cannot enter; one for all that nobody has judged."""
    known = {site.id: site.accessible for site in problem.dataset.sites}
    deadline = long_date(problem.calendar.registration_deadline.value)
    unknown = []
    for station in plan.stations:
        if not is_premises(station):
            continue
        accessible = accessibility(station, known)
        if accessible is None:
            unknown.append(station.id)
        elif not accessible:
            yield RULE.finding(
                f"Velgerne kan ikke ta seg inn på {named(station)} uten hjelp. Velg et annet lokale, eller sett det i "
                f"stand; må det brukes, skal det registreres i EVA senest {deadline} (vf 6-3) og fravikes med "
                "begrunnelse (overrides i scenariet).",
                (station.id,),
                measured=0,
                limit=1,
                unit="tilgjengelig (1 = ja)",
            )
    if unknown:
        yield RULE.cannot_judge(
            f"Det er ikke kjent om velgerne kan ta seg inn uten hjelp på {count(len(unknown), 'sted', 'steder')}. "
            "Gjør en befaring, og før svaret inn i scenariet (accessible under premises) eller i datasettet "
            "(accessible i sites.csv).",
            tuple(unknown),
            missing=len(unknown),
            unit="steder uten svar",
        )


def build(model: Model) -> None:
    """Rows ``A1[<site>]``; see the module."""
    problem = model.problem
    barred: dict[str, list[Term]] = {}
    for run, schedule in zip(model.runs, problem.patterns, strict=True):
        site = problem.dataset.sites[schedule.site]
        if site.accessible is False:
            barred.setdefault(site.id, []).append((1.0, run))
    for site_id, terms in barred.items():
        model.row(f"A1[{site_id}]", terms, "<=", 0.0)


def refusal(plan: Plan, finding: Finding) -> str:
    """Without the R3 flag nobody would register the premises under vf 6-3."""
    flagged = {station.id for station in plan.stations if station.accessible is False}
    hidden = [subject for subject in finding.subjects if subject not in flagged]
    if not hidden:
        return ""
    return f"planen sier ikke selv at velgerne ikke kommer inn på {join(hidden)} (sett accessible: false, se vf 6-3)"


def accessibility(station: Station, known: dict[str, bool | None]) -> bool | None:
    """False if plan or dataset says no, else None if either does not know, else True."""
    words = [station.accessible]
    if station.kind is not Kind.MOBILE_STOP and station.id in known:
        words.append(known[station.id])
    if False in words:
        return False
    return None if None in words else True

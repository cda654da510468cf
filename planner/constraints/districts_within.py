"""``districts_within``: a share of every district's voters is within some minutes (``targets``).

    Σ_{i ∈ d} ω a ρ [t > X] y / Σ_{i ∈ d} ω a ρ ≤ 1 − share

=====  ======================================================================
d      each district of a target
t, X   minutes of the segment's quickest station that suits; the target's
=====  ======================================================================

On demand points, like every goal; a stop that is served too rarely for the second presence
level reaches at most the first level's share.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from planner.constraints.requirement import Use, constraint, decimal
from planner.domain.findings import Finding
from planner.domain.plan import Plan
from planner.evaluate.access import open_stations, segment_minutes
from planner.evaluate.district_ways import district_ways
from planner.law.wording import count, join
from planner.modelling import AccessModel
from planner.problem import Problem
from planner.scenario import Target

CONSTRAINT = constraint("districts_within", "Andel innen rekkevidde i bydelene", "targets")
TOLERANCE = 1e-6
"""Rounding of sums of shares."""


def build_access(model: AccessModel) -> None:
    """One row per target and district."""
    problem = model.problem
    for number, target in enumerate(problem.scenario.targets):
        for district in district_ways(problem, target.districts, target.minutes):
            district_id = problem.dataset.districts[district.index].id
            if problem.set_aside(CONSTRAINT.id, district_id):
                continue
            far = model.access(district.ways)
            limit = 1 - target.share + TOLERANCE - far.constant
            model.row(f"districts_within[{number}-{district_id}]", far.terms, "<=", limit)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Each district that falls short of a target."""
    if not problem.scenario.targets:
        return
    minutes = segment_minutes(problem, open_stations(plan, problem), cells=False)
    for target in problem.scenario.targets:
        for district in district_ways(problem, target.districts, target.minutes):
            within = 1 - district.beyond(problem, minutes)
            if within < target.share - 2 * TOLERANCE:
                named = problem.dataset.districts[district.index]
                yield CONSTRAINT.finding(
                    f"I {named.name} er {_percent(within)} innen {target.minutes} minutter; scenariet krever "
                    f"{_percent(target.share)}. Åpne flere steder der, eller senk kravet i targets.",
                    (named.id,),
                    measured=round(within, 4),
                    limit=target.share,
                    unit="andel",
                )


def use(plan: Plan, problem: Problem) -> Iterator[Use]:
    """The district nearest to each target."""
    if not problem.scenario.targets:
        return
    minutes = segment_minutes(problem, open_stations(plan, problem), cells=False)
    for target in problem.scenario.targets:
        districts = list(district_ways(problem, target.districts, target.minutes))
        if districts:
            lowest = max(districts, key=lambda district: district.beyond(problem, minutes))
            where = problem.dataset.districts[lowest.index].name
            within = 100 * (1 - lowest.beyond(problem, minutes))
            what = f"andelen innen {target.minutes} minutter (lavest i {where})"
            yield Use(what, within, 100 * target.share, "%", at_least=True)


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    asked = [_words(problem, target) for target in problem.scenario.targets]
    return f"{join(asked)} (targets).".capitalize()


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words: how much every target would have to give."""
    less = math.ceil(1000 * slack) / 1000
    shares = [_percent(max(target.share - less, 0.0)) for target in problem.scenario.targets]
    points = decimal(100 * less)
    return f"Senk andelen i targets med minst {points} prosentpoeng, til {join(list(dict.fromkeys(shares)))}."


def _words(problem: Problem, target: Target) -> str:
    number = len(list(district_ways(problem, target.districts, target.minutes)))
    return (
        f"{_percent(target.share)} skal være innen {target.minutes} minutter i hver av "
        f"{count(number, 'bydel', 'bydeler')}"
    )


def _percent(share: float) -> str:
    return f"{decimal(100 * share)} %"

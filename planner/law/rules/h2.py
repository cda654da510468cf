"""H2: two workers receive the vote at home voting (vl 6-3, V 5.5).

Not in tidligstemming (P3, V 3.1.1). Home teams are this rule's alone; everywhere else it is S2.

In the model, where the scenario's teams are smaller than the law's number: Σ h_d ≤ 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType, is_premises, openings_in
from planner.law.wording import named, openings_text

if TYPE_CHECKING:
    from planner.modelling import Model
    from planner.problem import Problem

RULE = Rule("H2", "To valgmedarbeidere ved hjemmestemming", "vl 6-3, V 5.5", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per team; measured is the fewest persons in it."""
    least = _least(problem)
    for station in plan.stations:
        short = [opening for opening in openings_in(station, Phase.ORDINARY) if opening.crew < least]
        if short and not is_premises(station):
            fewest = min(opening.crew for opening in short)
            yield RULE.finding(
                f"Laget {named(station)} har for få valgmedarbeidere {openings_text(short)}: {fewest}, og minst "
                f"{least} skal ta imot stemmen hjemme hos velgeren. Sett opp minst {least} (sjåføren teller ikke).",
                (station.id,),
                measured=fewest,
                limit=least,
                unit="personer",
            )


def build(model: Model) -> None:
    """Row ``H2[home]``, where the setting is too small."""
    setting = model.problem.scenario.home_voting
    if setting is not None and setting.crew < _least(model.problem):
        model.row("H2[home]", [(1.0, out) for out in model.home.values()], "<=", 0.0)


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    setting = problem.scenario.home_voting
    now = f"; nå: home_voting.crew er {setting.crew}" if setting else ""
    return f"Minst {_least(problem)} valgmedarbeidere tar imot stemmen hjemme hos velgeren (H2: {RULE.citation}{now})."


def relaxed(problem: Problem, _slack: float) -> str:
    """The least change, in words."""
    return f"Sett bemanningen av lagene (home_voting.crew) til minst {_least(problem)}."


def _least(problem: Problem) -> int:
    return law_parameters().number("home_voting_workers", problem.calendar.election)

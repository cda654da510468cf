"""S2: at least two workers receive the vote, at every open station, also at institutions (vl 6-3).

Not in tidligstemming (P3, V 3.1.1); home teams are rule H2's. Judged from the persons present in each
opening, driver not counted.

In the model, for each class of station whose crew is smaller than the law's number: Σ x ≤ −n for
premises, of which n are today's and locked (so that no plan exists where n > 0), and Σ q ≤ 0 for the
tours of a fleet, and Σ v ≤ 0 for visits to institutions and prisons. Rule A2 asks the same number at
the same places, so these rows are its rows too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan
from planner.law.parameters import law_parameters
from planner.law.rule import Rule, RuleType, is_premises, openings_in
from planner.law.wording import join, named, openings_text

if TYPE_CHECKING:
    from planner.modelling import Model
    from planner.problem import Problem

RULE = Rule("S2", "To valgmedarbeidere tar imot stemmen", "vl 6-3, V 3.1.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per station; measured is the fewest persons present."""
    least = _least(problem)
    for station in plan.stations:
        short = [opening for opening in openings_in(station, Phase.ORDINARY) if opening.crew < least]
        if short and is_premises(station):
            fewest = min(opening.crew for opening in short)
            yield RULE.finding(
                f"{named(station)} har for få valgmedarbeidere til stede {openings_text(short)}: {fewest}, og minst "
                f"{least} skal ta imot stemmene. Sett opp minst {least} (sjåføren teller ikke), eller steng den tiden.",
                (station.id,),
                measured=fewest,
                limit=least,
                unit="personer",
            )


def build(model: Model) -> None:
    """Rows ``S2[premises]`` and ``S2[<vehicle>]``, where a setting is too small; see the module."""
    problem, least = model.problem, _asked(model.problem)
    if problem.scenario.stations.crew < least:
        today = len(problem.standing)
        model.row("S2[premises]", [(1.0, run) for run in model.runs], "<=", -today)
    few = [(1.0, run) for run, s in zip(model.runs, problem.patterns, strict=True) if problem.crew_of(s.site) < least]
    if few and problem.scenario.stations.crew >= least:
        model.row("S2[pins]", few, "<=", 0.0)
    for f, fleet in enumerate(problem.fleets):
        if fleet.sample.crew < least:
            tours = [(1.0, tour) for key, tour in model.tours.items() if key.fleet == f]
            model.row(f"S2[{fleet.sample.id}]", tours, "<=", 0.0)
    teams = problem.scenario.visits
    if teams is not None and teams.crew < least and model.served:
        model.row("S2[visits]", [(1.0, visit) for visit in model.served.values()], "<=", 0.0)


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    return (
        f"Minst {_asked(problem)} valgmedarbeidere er til stede på hvert åpent sted "
        f"(S2: {RULE.citation}; A2: vl 6-12); nå: {join(_too_small(problem))}."
    )


def relaxed(problem: Problem, _slack: float) -> str:
    """The least change, in words."""
    return f"Sett bemanningen til minst {_asked(problem)} (nå {join(_too_small(problem))})."


def _least(problem: Problem) -> int:
    return law_parameters().number("min_workers_present", problem.calendar.election)


def _asked(problem: Problem) -> int:
    """The number that rules S2 and A2 ask together."""
    return max(_least(problem), law_parameters().number("outside_workers", problem.calendar.election))


def _too_small(problem: Problem) -> list[str]:
    """Settings below the law's number, with their values."""
    scenario = problem.scenario
    crews = {"stations.crew": scenario.stations.crew} | {f"vehicles.{v.id}.crew": v.crew for v in scenario.vehicles}
    if problem.visits is not None and scenario.visits is not None:
        crews["visits.crew"] = scenario.visits.crew
    crews |= {f"pins.{pin.station}.crew": pin.crew for pin in scenario.pins if pin.crew is not None}
    return [f"{name} er {crew}" for name, crew in crews.items() if crew < _asked(problem)]

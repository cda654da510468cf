"""P1: tidligstemming runs from 1 July until ordinary advance voting starts (vl 7-1(2), V 3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan
from planner.law.rule import Rule, RuleType, openings_in
from planner.law.wording import long_date, named, openings_text

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("P1", "Tidligstemming fra 1. juli til den ordinære starter", "vl 7-1(2), V 3.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per station and side; measured is the most days outside the period."""
    first, last = problem.calendar.early_start.value, problem.calendar.early_end.value
    ordinary = problem.calendar.ordinary_start.value
    for station in plan.stations:
        openings = openings_in(station, Phase.EARLY)
        if early := [opening for opening in openings if opening.date < first]:
            yield RULE.finding(
                f"{named(station)} har tidligstemming {openings_text(early)}, før perioden begynner "
                f"{long_date(first)}. Flytt åpningen til {long_date(first)} eller senere, eller fjern den.",
                (station.id,),
                measured=(first - early[0].date).days,
                limit=0,
                unit="dager før perioden",
            )
        if late := [opening for opening in openings if opening.date > last]:
            yield RULE.finding(
                f"{named(station)} har tidligstemming {openings_text(late)}, men tidligstemmingen varer bare til og "
                f"med {long_date(last)}. Merk åpninger fra {long_date(ordinary)} som ordinære (phase: ordinary), "
                "eller flytt dem.",
                (station.id,),
                measured=(late[-1].date - last).days,
                limit=0,
                unit="dager etter perioden",
            )

"""P6: a start on a Saturday or Sunday moves to Monday (vl 21-4(3)); tidligstemming may fill the weekend (vl 7-1(2))."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan
from planner.law.rule import Rule, RuleType, openings_in
from planner.law.wording import long_date, named, openings_text

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("P6", "Start på lørdag eller søndag flyttes til mandag", "vl 21-4(3), vl 7-1(2), V 3.1.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One finding per station with ordinary openings on the weekend before a moved start."""
    nominal, start = problem.calendar.nominal_start, problem.calendar.ordinary_start.value
    for station in plan.stations:
        openings = [o for o in openings_in(station, Phase.ORDINARY) if nominal <= o.date < start]
        if openings:
            yield RULE.finding(
                f"{named(station)} har ordinær åpning {openings_text(openings)}. Fordi {long_date(nominal)} er i en "
                f"helg, begynner den ordinære perioden først {long_date(start)}. Merk åpningen som tidligstemming "
                "(phase: early), som er tillatt denne helgen, eller fjern den.",
                (station.id,),
                measured=(start - openings[0].date).days,
                limit=0,
                unit="dager før perioden",
            )

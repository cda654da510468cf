"""L3: a Saturday, evenings and longer hours in the last week are worth considering (V 3.2.1).

The guide says that the board can consider them, not that it must: one warning that names what is
missing. Hours of the last week are compared per weekday (Monday to Friday), over all public
stations: whole weeks would not do, since the last one has no Saturday and the first is often short.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.clock import minute_of
from planner.domain.findings import Finding, Severity
from planner.domain.plan import Opening, Phase, Plan
from planner.law.days import DayType, day_type, iso_week
from planner.law.rule import Rule, RuleType, is_polling_place, openings_in
from planner.law.wording import join

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("L3", "Lørdag, kveld og lengre tider siste uke", "V 3.2.1", RuleType.WARNING)
TOLERANCE_HOURS = 1e-9


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One warning; a plan with no public opening at all is rule P7's."""
    period = set(problem.calendar.ordinary_dates())
    openings = [
        opening
        for station in plan.stations
        if station.public and is_polling_place(station)
        for opening in openings_in(station, Phase.ORDINARY)
        if opening.date in period
    ]
    evening = minute_of(problem.scenario.prices.evening_from)
    present = {
        "lørdagsåpent": any(day_type(o.date) is DayType.SATURDAY for o in openings),
        "kveldsåpent": any(o.end_minute > evening for o in openings),
        "lengre åpningstider den siste uken": _longer_lastiso_week(openings, problem),
    }
    missing = [words for words, there in present.items() if not there]
    if openings and missing:
        yield RULE.finding(
            f"Planen har ikke {join(missing)}. Veilederen sier at det kan vurderes for å gi velgerne god nok "
            "tilgjengelighet (ikke at det må til). Legg det til, eller ta med vurderingen i saken.",
            measured=len(present) - len(missing),
            limit=len(present),
            unit="av tre tiltak",
            severity=Severity.WARNING,
        )


def _longer_lastiso_week(openings: Sequence[Opening], problem: Problem) -> bool:
    """Whether open hours per weekday in the last week exceed the mean of the weeks before."""
    weekdays = problem.calendar.ordinary_weekdays()
    last = [day for day in weekdays if iso_week(day) == iso_week(weekdays[-1])]
    before = [day for day in weekdays if day not in last]
    return bool(before) and _hours(openings, last) > _hours(openings, before) + TOLERANCE_HOURS


def _hours(openings: Sequence[Opening], days: Sequence[date]) -> float:
    chosen = set(days)
    return sum(opening.hours for opening in openings if opening.date in chosen) / len(chosen)

"""H1: voters who ask for home voting by Thursday 12:00 before election day get it (vl 7-2(4), V 5.5).

How many will ask is not known. What can be judged is whether the teams' time that the scenario sets
aside (``home_voting``) is in the plan, every weekday. Our reading: through the last day, for whoever
asks just before the deadline has still to be visited. The deadline itself is on the checklist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.findings import Finding
from planner.domain.plan import Phase, Plan
from planner.domain.plan import StationKind as Kind
from planner.law.rule import Rule, RuleType, openings_in
from planner.law.visits import wrongly_public
from planner.law.wording import count, date_runs, iso_dates, long_date

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("H1", "Tid til hjemmestemming", "vl 7-2(4), V 5.5", RuleType.HARD, overridable=True)
TOLERANCE_HOURS = 0.01


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """One hard finding; measured is the team-hours in the plan that count, limit those set aside."""
    yield from wrongly_public(RULE, plan, Kind.HOME_TEAM)
    reserved = _reserved(plan)
    setting = problem.scenario.home_voting
    if setting is None:
        yield _no_setting(reserved)
        return
    days = tuple(setting.weekdays(problem.calendar))
    kept = {day: min(reserved.get(day, 0.0), setting.team_hours) for day in days}
    short = [day for day in days if kept[day] < setting.team_hours - TOLERANCE_HOURS]
    if short:
        needed, found = setting.team_hours * len(days), sum(kept.values())
        deadline = problem.calendar.home_voting_deadline.value
        dates = date_runs(short, problem.calendar.ordinary_weekdays())
        teams = f"{count(setting.teams, 'lag', 'lag')} × {_hours(setting.hours_per_weekday)} per hverdag"
        yield RULE.finding(
            f"Til hjemmestemming mangler {_number(needed - found)} av {_number(needed)} lagtimer ({teams}): "
            f"{dates}. Velgerne kan søke til {long_date(deadline.date())} kl. {deadline:%H:%M}, så lagene må være ute "
            f"til og med {long_date(days[-1])} (vår lesning). Sett opp ambulerende lag (home_team) med "
            f"{count(setting.crew, 'person', 'personer')} de dagene, eller endre home_voting i scenariet.",
            iso_dates(short),
            measured=round(found, 2),
            limit=round(needed, 2),
            unit="lagtimer",
        )


def _reserved(plan: Plan) -> Mapping[date, float]:
    """Team-hours of the ordinary phase by date; whether a team has enough persons is rule H2."""
    hours: dict[date, float] = {}
    for station in plan.stations:
        if station.kind is Kind.HOME_TEAM:
            for opening in openings_in(station, Phase.ORDINARY):
                hours[opening.date] = hours.get(opening.date, 0.0) + opening.hours
    return hours


def _no_setting(reserved: Mapping[date, float]) -> Finding:
    total = sum(reserved.values())
    has = f"Planen setter av {_hours(total)} med lag til hjemmestemming, men scenariet" if total else "Scenariet"
    return RULE.cannot_judge(
        f"{has} sier ikke hvor mye tid som trengs til hjemmestemming (home_voting), så det kan ikke vurderes om alle "
        "som søker innen fristen, får stemme. Anslå behovet, for eksempel etter antall søknader ved forrige valg, og "
        "skriv det i scenariet.",
        (),
        missing=1,
        unit="innstillinger",
    )


def _number(hours: float) -> str:
    """``2,5``."""
    return f"{hours:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _hours(hours: float) -> str:
    """``1 time``, ``2,5 timer``."""
    text = _number(hours)
    return f"{text} {'time' if text == '1' else 'timer'}"

"""H1: voters who ask for home voting by Thursday 12:00 before election day get it (vl 7-2(4), V 5.5).

How many will ask is not known. What can be judged is whether the teams' time that the scenario sets
aside (``home_voting``) is in the plan, every weekday. Our reading: through the last day, for whoever
asks just before the deadline has still to be visited. The deadline itself is on the checklist.

In the model, on each of those weekdays: h_d ≥ teams, h_d the home-voting teams that are out.
"""

from __future__ import annotations

import math
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
    from planner.modelling import Model
    from planner.problem import Problem

RULE = Rule("H1", "Tid til hjemmestemming", "vl 7-2(4), V 5.5", RuleType.HARD, overridable=True)
TOLERANCE_HOURS = 0.01
"""Also of teams, where a solver counted them."""


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


def build(model: Model) -> None:
    """Rows ``H1[<date>]``."""
    setting = model.problem.scenario.home_voting
    for day, out in model.home.items():
        if setting is not None:
            model.row(f"H1[{day.isoformat()}]", [(1.0, out)], ">=", setting.teams)


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    setting = problem.scenario.home_voting
    if setting is None:
        return f"H1: {RULE.title} ({RULE.citation})."
    teams = count(setting.teams, "lag", "lag")
    return (
        f"{teams} med {count(setting.crew, 'person', 'personer')} er ute hos velgere "
        f"{_hours(setting.hours_per_weekday)} hver hverdag fra kl. {setting.start} (H1: {RULE.citation}; home_voting)."
    )


def relaxed(problem: Problem, slack: float) -> str:
    """The least change, in words."""
    setting = problem.scenario.home_voting
    teams = setting.teams if setting else 0
    left = max(0, teams - math.ceil(slack - TOLERANCE_HOURS))
    if not left:
        return "Dropp hjemmestemming i scenariet (home_voting), flytt den til andre tider (start), eller øk poolen."
    return f"Sett ned home_voting.teams fra {teams} til {left}, eller la lagene være ute til andre tider (start)."


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

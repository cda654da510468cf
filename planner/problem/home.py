"""Home voting: which teams are out when, and what that costs; how much is the scenario's choice (``home_voting``)."""

from __future__ import annotations

from datetime import date

from planner.problem.slots import person_nok
from planner.problem.types import Problem, Slot

HOME_TEAM = "hjemmelag"


def home_slots(problem: Problem) -> dict[date, Slot]:
    """When the teams are out, by date; none where the scenario says nothing of home voting."""
    setting = problem.scenario.home_voting
    if setting is None:
        return {}
    start, end = setting.start_minute, setting.end_minute
    return {day: Slot(day, start, end) for day in setting.weekdays(problem.calendar)}


def home_team_id(number: int) -> str:
    """``hjemmelag-1``: station of the first team."""
    return f"{HOME_TEAM}-{number + 1}"


def home_team_nok(problem: Problem, slot: Slot) -> float:
    """What one team costs on a date: pay and kilometres, NOK excl. VAT."""
    setting = problem.scenario.home_voting
    if setting is None:
        return 0.0
    pay = setting.crew * person_nok(problem.scenario.prices, slot.day, slot.start, slot.end)
    return pay + setting.km_per_day * setting.nok_per_km

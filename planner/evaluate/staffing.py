"""What enough persons cost: the plan with the crews that its queues take, priced by the scenario's list.

Premises are paid for their open time, a vehicle's crew from depot to depot: whoever is needed at one
of its stops is aboard all day. Relief and leaders of their own are not in it. How many persons a bus has
room for is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from planner.domain.capacity import OpeningNeed, StationCapacity
from planner.domain.clock import minute_of
from planner.domain.plan import Opening, Phase, Plan
from planner.evaluate.cost import day_span
from planner.problem import Problem, person_nok


def staffed(plan: Plan, stations: Iterable[StationCapacity]) -> Plan:
    """The plan with crews raised to what is needed, where it sets them; no crew is made smaller."""
    needs = {s.station: s.openings for s in stations if not s.own_crew}
    return replace(
        plan,
        stations=tuple(
            replace(s, opening=tuple(_raised(o, needs.get(s.id, ())) for o in s.opening)) for s in plan.stations
        ),
    )


def _raised(opening: Opening, needs: Iterable[OpeningNeed]) -> Opening:
    for need in needs:
        start, end = minute_of(need.start), minute_of(need.end)
        inside = need.date == opening.date and start <= opening.start_minute and opening.end_minute <= end
        if inside and opening.phase is Phase.ORDINARY:
            return replace(opening, crew=max(opening.crew, need.persons_needed))
    return opening


def extra_staff(plan: Plan, problem: Problem, stations: Iterable[StationCapacity]) -> tuple[float, float]:
    """(person-hours, NOK) on top of the plan's crews, at stations without crews of their own."""
    more: dict[tuple[str, date], int] = {}
    hours, nok = 0.0, 0.0
    for before, after in zip(plan.stations, staffed(plan, stations).stations, strict=True):
        for old, new in zip(before.opening, after.opening, strict=True):
            extra = new.crew - old.crew
            if old.vehicle is not None:
                key = old.vehicle, old.date
                more[key] = max(more.get(key, 0), extra)
            elif extra:
                hours += extra * old.hours
                nok += extra * person_nok(problem.scenario.prices, old.date, old.start_minute, old.end_minute)
    for (vehicle_id, day), extra in more.items():
        vehicle = problem.vehicle(vehicle_id)
        span = day_span(plan, problem, vehicle, day) if vehicle and extra else None
        if span is not None:
            hours += extra * (span[1] - span[0]) / 60
            nok += extra * person_nok(problem.scenario.prices, day, span[0], span[1])
    return hours, nok


def own_crew_staff(problem: Problem, stations: Iterable[StationCapacity]) -> tuple[float, float]:
    """(person-hours, NOK by the price list) needed in all at stations with crews of their own."""
    hours, nok = 0.0, 0.0
    for station in stations:
        for need in station.openings if station.own_crew else ():
            start, end = minute_of(need.start), minute_of(need.end)
            hours += need.persons_needed * (end - start) / 60
            nok += need.persons_needed * person_nok(problem.scenario.prices, need.date, start, end)
    return hours, nok

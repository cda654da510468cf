"""Q1: voters who arrived before closing shall vote, so a vehicle stays for an overrun (vl 7-1(1), V 3.2.1).

The leg that leaves the stop departs no earlier than the end of the opening plus the vehicle's
overrun (a setting of the scenario). Fixed premises have no departure: nothing to check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.domain.clock import clock_of, minute_of
from planner.domain.findings import Finding
from planner.domain.plan import Leg, Opening, Plan, Station
from planner.law.rule import Rule, RuleType
from planner.law.wording import count, named, opening_text, openings_text

if TYPE_CHECKING:
    from planner.problem import Problem

RULE = Rule("Q1", "De som har møtt fram før stengetid, skal få stemme", "vl 7-1(1), V 3.2.1", RuleType.HARD)


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """A hard finding per opening left too early; one per vehicle for those without a known departure."""
    overruns = {vehicle.id: vehicle.overrun_minutes for vehicle in problem.scenario.vehicles}
    if problem.visits is not None and problem.scenario.visits is not None:
        overruns |= dict.fromkeys(problem.visits.teams, problem.scenario.visits.overrun_minutes)
    legs = {(v.id, day.date): day.legs for v in plan.vehicles for day in v.days}
    unknown: dict[str, list[tuple[Station, Opening]]] = {}
    for station in plan.stations:
        for opening in station.opening:
            if opening.vehicle is None:
                continue
            departure = _departure(legs.get((opening.vehicle, opening.date), ()), station, opening)
            if departure is None or opening.vehicle not in overruns:
                unknown.setdefault(opening.vehicle, []).append((station, opening))
            else:
                yield from _judge(station, opening, departure, overruns[opening.vehicle])
    for vehicle, visits in unknown.items():
        yield _unknown(vehicle, visits, vehicle in overruns)


def _departure(legs: Sequence[Leg], station: Station, opening: Opening) -> int | None:
    """When the vehicle first leaves the stop after it opened, minutes after midnight."""
    departures = [minute_of(leg.depart) for leg in legs if leg.from_ == station.id]
    return min((minute for minute in departures if minute >= opening.start_minute), default=None)


def _judge(station: Station, opening: Opening, departure: int, overrun: int) -> Iterator[Finding]:
    stays = departure - opening.end_minute
    if stays < overrun:
        earliest = min(opening.end_minute + overrun, minute_of("24:00"))
        yield RULE.finding(
            f"{opening.vehicle} kjører fra {named(station)} kl. {clock_of(departure)}, men stedet har åpent "
            f"{opening_text(opening)}, og de som da står i kø, skal få stemme. Kjør tidligst kl. {clock_of(earliest)} "
            f"({count(overrun, 'minutt', 'minutter')} etter stengetid, bufferen i scenariet), eller steng tidligere.",
            (station.id, str(opening.vehicle)),
            measured=stays,
            limit=overrun,
            unit="minutter etter stengetid",
        )


def _unknown(vehicle: str, visits: Sequence[tuple[Station, Opening]], known: bool) -> Finding:
    stations = tuple(dict.fromkeys(station.id for station, _ in visits))
    why = "kjøreplanen viser ikke når det drar fra stedet" if known else "kjøretøyet står ikke i scenariet (vehicles)"
    return RULE.cannot_judge(
        f"Det kan ikke vurderes om {vehicle} blir til køen er borte etter {openings_text([o for _, o in visits])}: "
        f"{why}. Fyll ut det som mangler.",
        (vehicle, *stations),
        missing=len(visits),
        unit="åpninger uten kjent avgang",
    )

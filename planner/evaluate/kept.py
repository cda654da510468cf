"""Which announced openings a plan keeps: recomputed from the plan alone."""

from __future__ import annotations

from typing import NamedTuple

from planner.domain.plan import Phase, Plan
from planner.evaluate.access import site_id_of, station_site
from planner.problem import Problem, Slot, kept_slots, kept_visits, merged_slots


class Announced(NamedTuple):
    """An announced opening: the site, when, and whether it is a vehicle's visit."""

    site_id: str
    slot: Slot
    stop: bool


def announced(problem: Problem) -> list[Announced]:
    """Everything that is to be kept, each once, by site and time."""
    slots = kept_slots(problem.scenario)
    premises = {Announced(site_id, slot, stop=False) for site_id, found in slots.items() for slot in found}
    return sorted(premises | {Announced(v.site_id, v.slot, stop=True) for v in kept_visits(problem.scenario)})


def changed(plan: Plan, problem: Problem) -> list[Announced]:
    """Announced openings that the plan is not open in all of: gone, moved or shorter."""
    there: dict[tuple[str, bool], list[Slot]] = {}
    for station in plan.stations:
        if station_site(problem, station) is None:
            continue
        for opening in station.opening:
            if opening.vehicle is not None or opening.phase is Phase.ORDINARY:
                key = (site_id_of(station.id), opening.vehicle is not None)
                there.setdefault(key, []).append(Slot(opening.date, opening.start_minute, opening.end_minute))
    merged = {key: merged_slots(slots) for key, slots in there.items()}
    return [item for item in announced(problem) if not held(item.slot, merged.get((item.site_id, item.stop), ()))]


def held(slot: Slot, slots: tuple[Slot, ...]) -> bool:
    """Whether one of some slots holds all of another."""
    return any(s.day == slot.day and s.start <= slot.start and slot.end <= s.end for s in slots)

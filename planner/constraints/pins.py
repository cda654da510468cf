"""``pins``: what the planner has pinned is there, and what is forbidden is not.

    Σ_p x_p ≥ 1                      over the patterns of every pinned place (each holds its pinned hours)
    w_s ≥ 1                          at every pinned stop
    Σ_f n_fsb ≥ |D_sb|               D_sb: dates on which a visit of stop s in block b is pinned
    n_fsb ≤ |dates| − |F_sb|         F_sb: dates on which such a visit is forbidden
    Σ_{p open at s then} x_p ≤ 0     the place of a pinned visit is no premises in its time
    Σ_{p open then} crew · x_p ≤ pool − Σ crew of the pinned visits of that date and block
    0 ≤ −1                           where no vehicles can do the pinned visits of a date together

The last is found by trying every way to share a date's pinned visits among the vehicles. Forbidden hours of
premises are cut out of the catalogue; tours and dates keep what is pinned and avoid what is forbidden
(:mod:`planner.optimise.anchors`). How many are at a pinned place (``crew``) is no choice of the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from planner.constraints.requirement import constraint
from planner.domain.clock import clock_of
from planner.domain.findings import Finding
from planner.domain.plan import STOP_SUFFIX, Opening, Phase, Plan, Station
from planner.evaluate.access import site_id_of, station_site, station_slots
from planner.evaluate.pinned import pinned_days
from planner.law.calendar import day_type
from planner.law.wording import count, join, long_date, named, opening_text
from planner.modelling import Model, Term, VisitKey
from planner.problem import PinnedVisit, Problem, Slot, bans_of, merged_slots, pinned_stations, pinned_stops
from planner.problem import pinned_slots as slots_pinned
from planner.problem import pinned_visits as visits_pinned

CONSTRAINT = constraint("pins", "Låst og forbudt", "pins, forbid")


def build(model: Model) -> None:
    """Rows for what is not met or kept out of the catalogue already."""
    problem = model.problem
    standing = {schedule.site for schedule in problem.standing}
    for site_id in pinned_stations(problem.scenario):
        column = problem.site_index[site_id]
        if column not in standing:
            terms = [(1.0, model.runs[p]) for p, s in enumerate(problem.patterns) if s.site == column]
            model.row(f"pins[{site_id}]", terms, ">=", 1.0)
    for site_id in pinned_stops(problem.scenario):
        chosen = model.chosen.get(problem.site_index[site_id])
        model.row(f"pins[{site_id}{STOP_SUFFIX}]", [] if chosen is None else [(1.0, chosen)], ">=", 1.0)
    pinned = visits_pinned(problem.scenario)
    _visits(model, pinned)
    for day in sorted({visit.slot.day for visit in pinned}):
        _date(model, day, [visit for visit in pinned if visit.slot.day == day])
    _banned_visits(model)


def _visits(model: Model, pinned: Iterable[PinnedVisit]) -> None:
    """As many visits of a stop in a block as dates are pinned for it; by the vehicles asked for."""
    dates: dict[tuple[str, str, int, int, str | None], set[date]] = {}
    for site_id, slot, vehicle in pinned:
        for who in dict.fromkeys((vehicle, None)):  # a set has no order of its own
            dates.setdefault((site_id, day_type(slot.day), slot.start, slot.end, who), set()).add(slot.day)
    for (site_id, kind, start, end, who), days in dates.items():
        terms = [
            (1.0, variable)
            for key, variable in model.visits.items()
            if key.site == model.problem.site_index[site_id]
            and _is(model.problem, key, kind, start, end)
            and (who is None or any(v.id == who for v in model.problem.fleets[key.fleet].vehicles))
        ]
        name = f"pins[{site_id}{STOP_SUFFIX}-{kind}-{clock_of(start)}{f'-{who}' if who else ''}]"
        model.row(name, terms, ">=", float(len(days)))


def _is(problem: Problem, key: VisitKey, kind: str, start: int, end: int) -> bool:
    block = problem.fleets[key.fleet].blocks[key.block]
    return (block.day_type, block.start, block.end) == (kind, start, end)


def _date(model: Model, day: date, visits: list[PinnedVisit]) -> None:
    """What the pinned visits of one date leave room for."""
    problem = model.problem
    if pinned_days(problem, day) is None:
        model.row(f"pins[{day}]", [], "<=", -1.0)
        return
    least = min(vehicle.crew for vehicle in problem.scenario.vehicles)
    for slot in sorted({visit.slot for visit in visits}):
        name = f"pins[{day}-{clock_of(slot.start)}"
        here = {problem.site_index[visit.site_id] for visit in visits if visit.slot == slot}
        open_then = [p for p, s in enumerate(problem.patterns) if any(_meet(o, slot) for o in s.slots)]
        same: list[Term] = [(1.0, model.runs[p]) for p in open_then if problem.patterns[p].site in here]
        if same:
            model.row(f"{name}-places]", same, "<=", 0.0)
        out = least * sum(visit.slot == slot for visit in visits)
        at_start = [p for p, s in enumerate(problem.patterns) if any(_at(o, slot) for o in s.slots)]
        persons = [(float(problem.crew_of(problem.patterns[p].site)), model.runs[p]) for p in at_start]
        if persons and not problem.set_aside("crew_pool", day.isoformat()):
            model.row(f"{name}-pool]", persons, "<=", problem.pool_persons - out)


def _meet(one: Slot, other: Slot) -> bool:
    return one.day == other.day and one.start < other.end and other.start < one.end


def _at(opening: Slot, slot: Slot) -> bool:
    return opening.day == slot.day and opening.start <= slot.start < opening.end


def _banned_visits(model: Model) -> None:
    problem = model.problem
    for key, visit in model.visits.items():
        site_id, block = problem.dataset.sites[key.site].id, problem.fleets[key.fleet].blocks[key.block]
        bans = bans_of(problem.scenario, site_id, stop=True)
        dates = problem.dates_of(block.day_type)
        free = [day for day in dates if not any(ban.holds(day, block.start, block.end) for ban in bans)]
        if len(free) < len(dates):
            name = f"pins[{site_id}{STOP_SUFFIX}-{key.fleet}-{key.block}-forbid]"
            model.row(name, [(1.0, visit)], "<=", float(len(free)))


def check(plan: Plan, problem: Problem) -> Iterator[Finding]:
    """Pinned places, openings, stops, visits and crews that are missing; what is forbidden and there."""
    premises, stops = _uses(plan, problem)
    for site_id in pinned_stations(problem.scenario):
        station = premises.get(site_id)
        missing = _missing(station, slots_pinned(problem.scenario, site_id)) if station else []
        if station is None:
            text = f"Stedet {site_id} er låst (pins), men er ikke åpent i planen. Åpne det, eller ta bort låsen."
            yield CONSTRAINT.finding(text, (site_id,), measured=0, limit=1, unit="åpne steder")
        elif missing:
            text = f"{named(station)} er ikke åpent {_slots_text(missing)}, som er låst (pins)"
            yield _told(station.id, text, missing)
    for site_id in pinned_stops(problem.scenario):
        if site_id not in stops:
            text = f"Ved {site_id} skal et kjøretøy ha stopp (pins), men planen har ingen der. Legg det inn."
            yield CONSTRAINT.finding(text, (f"{site_id}{STOP_SUFFIX}",), measured=0, limit=1, unit="stopp")
    for visit in visits_pinned(problem.scenario):
        if visit.site_id in stops and not any(_is_visit(o, visit) for o in stops[visit.site_id].opening):
            who = f" av {visit.vehicle}" if visit.vehicle else ""
            text = f"Besøket{who} ved {visit.site_id} {_slots_text([visit.slot])} er låst (pins), men er ikke i planen"
            yield _told(stops[visit.site_id].id, text, [visit.slot])
    yield from _crews(premises, problem)
    yield from _banned(plan, problem)


def _uses(plan: Plan, problem: Problem) -> tuple[dict[str, Station], dict[str, Station]]:
    """Premises with ordinary hours and stops of vehicles, by site."""
    found: tuple[dict[str, Station], dict[str, Station]] = ({}, {})
    for station in plan.stations:
        if station_site(problem, station) is not None:
            for opening in station.opening:
                if opening.vehicle is not None or opening.phase is Phase.ORDINARY:
                    found[opening.vehicle is not None][site_id_of(station.id)] = station
    return found


def _missing(station: Station, slots: Iterable[Slot]) -> list[Slot]:
    kept = merged_slots(station_slots(station))
    return [s for s in slots if not any(k.day == s.day and k.start <= s.start and k.end >= s.end for k in kept)]


def _is_visit(opening: Opening, visit: PinnedVisit) -> bool:
    same = (opening.date, opening.start_minute, opening.end_minute) == tuple(visit.slot)
    return same and opening.vehicle is not None and visit.vehicle in (None, opening.vehicle)


def _slots_text(slots: list[Slot]) -> str:
    shown = join([f"{long_date(s.day)} kl. {clock_of(s.start)}–{clock_of(s.end)}" for s in slots[:3]])
    return shown + (f" og {count(len(slots) - 3, 'gang', 'ganger')} til" if len(slots) > 3 else "")


def _told(station_id: str, text: str, slots: list[Slot]) -> Finding:
    remedy = f"{text}. Legg det inn, eller ta bort låsen."
    return CONSTRAINT.finding(remedy, (station_id,), measured=len(slots), limit=0, unit="åpninger som mangler")


def _crews(premises: dict[str, Station], problem: Problem) -> Iterator[Finding]:
    for pin in problem.scenario.pins:
        station = premises.get(pin.station or "")
        if pin.crew is None or station is None:
            continue
        other = [o for o in station.opening if o.vehicle is None and o.phase is Phase.ORDINARY and o.crew != pin.crew]
        if other:
            yield CONSTRAINT.finding(
                f"{named(station)} har {other[0].crew} til stede {opening_text(other[0])}, og {pin.crew} er "
                "låst (pins). Rett bemanningen, eller ta bort låsen.",
                (station.id,),
                measured=other[0].crew,
                limit=pin.crew,
                unit="personer",
            )


def _banned(plan: Plan, problem: Problem) -> Iterator[Finding]:
    for station in plan.stations:
        site_id = site_id_of(station.id)
        there = [
            o
            for o in station.opening
            if o.phase is Phase.ORDINARY
            and any(
                ban.holds(o.date, o.start_minute, o.end_minute)
                for ban in bans_of(problem.scenario, site_id, stop=o.vehicle is not None)
            )
        ]
        if there:
            yield CONSTRAINT.finding(
                f"{named(station)} er åpent {opening_text(there[0])}"
                f"{f' og {len(there) - 1} ganger til' if len(there) > 1 else ''}, og det er forbudt (forbid). "
                "Steng det da, eller ta bort forbudet.",
                (station.id,),
                measured=len(there),
                limit=0,
                unit="forbudte åpninger",
            )


def requirement(problem: Problem) -> str:
    """What is asked, in words."""
    scenario = problem.scenario
    parts = [
        f"{what} {join(ids)}"
        for what, ids in (
            ("åpne:", pinned_stations(scenario)),
            ("stopp:", pinned_stops(scenario)),
            ("besøk:", tuple(f"{v.site_id} {_slots_text([v.slot])}" for v in visits_pinned(scenario))),
        )
        if ids
    ]
    banned = count(len(scenario.forbid), "forbud", "forbud") if scenario.forbid else ""
    pins = f"Dette er låst (pins): {'; '.join(parts)}." if parts else ""
    return " ".join(filter(None, (pins, f"Scenariet har {banned} (forbid)." if banned else "")))


def relaxed(_problem: Problem, _slack: float) -> str:
    """The least change, in words."""
    return (
        "Ta bort noe av det som er låst (pins) eller forbudt (forbid), eller gi stedene et åpningsmønster, en "
        "ledig dato eller et kjøretøy de kan bruke."
    )

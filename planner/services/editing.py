"""Changes made by hand to a plan, one by one, and what the audit says of the result.

An edit is plain values, so that it can be kept, undone and done again. A locked or
forbidden place is a wish for the next calculation: it stands in the plan's scenario.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from planner.audit import complete
from planner.domain.clock import clock_of, minute_of
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.findings import Finding
from planner.domain.plan import STOP_SUFFIX, Opening, Plan, Station, StationKind
from planner.evaluate.access import site_id_of
from planner.origin import PLAN_FILE
from planner.planfile import plan_bytes
from planner.problem import Problem, build_problem
from planner.scenario import parse_scenario
from planner.seals import is_final
from planner.services.files import write_files

Edit = Mapping[str, Any]


def apply_edits(plan: Plan, problem: Problem, edits: Iterable[Edit]) -> Plan:
    """The plan with edits made in order; figures and findings are still the old ones.

    Raises:
        InputError: the plan is decided, or an edit does not fit it.
    """
    edits = tuple(edits)
    if edits and is_final(plan.version):
        raise InputError(Trouble("planen er vedtatt og kan ikke endres", remedy="lag en ny versjon av den"))
    for edit in edits:
        plan = EDITS[edit["what"]](plan, problem, edit)
    return plan


def judged(plan: Plan, problem: Problem) -> Plan:
    """An edited plan with every figure and finding recomputed, by its own scenario."""
    mine = build_problem(problem.dataset, parse_scenario(plan.scenario))
    return complete(plan, mine)


def remove(plan: Plan, problem: Problem, edit: Edit) -> Plan:
    """Take a station out; the drives of vehicles are left for the audit to judge."""
    _station(plan, edit["id"])
    return replace(plan, stations=tuple(s for s in plan.stations if s.id != edit["id"]))


def move(plan: Plan, problem: Problem, edit: Edit) -> Plan:
    """Put a station at other coordinates."""
    lat, lon = round(float(edit["lat"]), 6), round(float(edit["lon"]), 6)
    return _with(plan, edit["id"], lambda station: replace(station, lat=lat, lon=lon))


def hours(plan: Plan, problem: Problem, edit: Edit) -> Plan:
    """Give a station other hours on some dates; ``start`` and ``end`` empty close it on them."""
    days = {date.fromisoformat(text) for text in edit["dates"]}
    start, end = edit.get("start") or "", edit.get("end") or ""

    def changed(station: Station) -> Station:
        kept = [opening for opening in station.opening if opening.date not in days]
        crew = int(edit.get("crew") or max((o.crew for o in station.opening), default=problem.scenario.stations.crew))
        if start and end:
            vehicle = next((o.vehicle for o in station.opening if o.vehicle), None)
            kept += [Opening(day, *_clock(start, end), vehicle=vehicle, crew=crew) for day in sorted(days)]
        return replace(station, opening=tuple(sorted(kept, key=lambda opening: (opening.date, opening.start_minute))))

    plan = _with(plan, edit["id"], changed)
    return replace(plan, stations=tuple(station for station in plan.stations if station.opening))


def add(plan: Plan, problem: Problem, edit: Edit) -> Plan:
    """Add a pop-up station at a place of the dataset or at coordinates, open on the dates and hours given."""
    crew = problem.scenario.stations.crew
    start, end = _clock(edit.get("start") or "16:00", edit.get("end") or "19:00")
    days = [date.fromisoformat(text) for text in edit.get("dates") or ()] or _last_week(problem)
    opening = tuple(Opening(day, start, end, crew=crew) for day in days)
    column = problem.site_index.get(edit.get("id") or "")
    if column is not None:
        site = problem.dataset.sites[column]
        found = Station(
            site.id, site.name, StationKind.POPUP, site.lat, site.lon, site.address, site.accessible, True, opening
        )
    else:
        lat, lon = round(float(edit["lat"]), 6), round(float(edit["lon"]), 6)
        number = next(n for n in range(1, len(plan.stations) + 2) if all(s.id != f"nytt-{n}" for s in plan.stations))
        name = edit.get("name") or f"Nytt sted {number}"
        found = Station(f"nytt-{number}", name, StationKind.POPUP, lat, lon, "", None, True, opening)
    if any(station.id == found.id for station in plan.stations):
        raise InputError(Trouble("stedet er alt i planen", place="station", value=found.id))
    return replace(plan, stations=tuple(sorted((*plan.stations, found), key=lambda station: station.id)))


def lock(plan: Plan, problem: Problem, edit: Edit) -> Plan:
    """Demand a place in the next calculation, or no longer: a stop where it is one, else premises."""
    kind = "stop" if _is_stop(plan, edit["id"]) else "station"
    return _toggled(plan, "pins", edit["id"], (kind,), "forbid")


def forbid(plan: Plan, problem: Problem, edit: Edit) -> Plan:
    """Keep a place out of the next calculation, or no longer; as a stop too, where there are vehicles."""
    kinds = ("station", "stop") if plan.scenario["vehicles"] else ("station",)
    return _toggled(plan, "forbid", edit["id"], kinds, "pins")


EDITS: dict[str, Callable[[Plan, Problem, Edit], Plan]] = {
    "remove": remove, "move": move, "hours": hours, "add": add, "lock": lock, "forbid": forbid,
}  # fmt: skip


def locked_ids(plan: Plan) -> tuple[str, ...]:
    """Stations and places that the plan's scenario demands as a whole."""
    return _named(plan.scenario["pins"])


def forbidden_ids(plan: Plan) -> tuple[str, ...]:
    """Stations and places that the plan's scenario rules out as a whole."""
    return _named(plan.scenario["forbid"])


def _named(entries: Iterable[Edit]) -> tuple[str, ...]:
    """Ids of the places of entries, a stop under both names that it can have."""
    found = []
    for kind, place in filter(None, map(whole_place, entries)):
        found += [place] if kind == "station" else [place, f"{place}{STOP_SUFFIX}"]
    return tuple(dict.fromkeys(found))


def whole_place(entry: Edit) -> tuple[str, str] | None:
    """``("stop", id)`` or ``("station", id)`` of an entry about a place at all times; None for any other entry."""
    kind = "stop" if entry.get("stop") else "station"
    rest = {name for name, value in entry.items() if value is not None} - {kind}
    return None if rest else (kind, str(entry[kind]))


def _toggled(plan: Plan, field: str, station_id: str, kinds: Sequence[str], other: str) -> Plan:
    """A place put into a list of the scenario, or out of it; it leaves the list that says the opposite."""
    place = site_id_of(station_id)
    wanted = [(kind, place) for kind in kinds]
    scenario = copy.deepcopy(plan.scenario)
    listed = [whole_place(entry) for entry in scenario[field]]
    kept = [entry for entry in scenario[field] if whole_place(entry) not in wanted]
    there = all(one in listed for one in wanted)
    scenario[field] = kept if there else [*kept, *({kind: place} for kind in kinds)]
    scenario[other] = [entry for entry in scenario[other] if (whole_place(entry) or ("", ""))[1] != place]
    return replace(plan, scenario=scenario)


def _is_stop(plan: Plan, station_id: str) -> bool:
    return any(s.id == station_id and s.kind is StationKind.MOBILE_STOP for s in plan.stations)


def _with(plan: Plan, station_id: str, change: Callable[[Station], Station]) -> Plan:
    _station(plan, station_id)
    return replace(plan, stations=tuple(change(s) if s.id == station_id else s for s in plan.stations))


def _station(plan: Plan, station_id: str) -> Station:
    for station in plan.stations:
        if station.id == station_id:
            return station
    raise InputError(Trouble("stedet er ikke i planen", place="station", value=station_id))


def _clock(start: str, end: str) -> tuple[str, str]:
    """Two clock times as the plan writes them.

    Raises:
        InputError: they are none, or in the wrong order.
    """
    try:
        first, last = minute_of(start), minute_of(end)
    except ValueError as error:
        raise InputError(Trouble(str(error), place="hours", value=f"{start}–{end}")) from None
    if first >= last:
        raise InputError(Trouble("stedet stenger før det åpner", place="hours", value=f"{start}–{end}"))
    return clock_of(first), clock_of(last)


def _last_week(problem: Problem) -> list[date]:
    """The weekdays of the last week of advance voting: when most vote."""
    first = problem.calendar.last_week_from.value
    return [day for day in problem.dates if day >= first and day.weekday() < 5]


def save_edited(out: Path, name: str, plan: Plan, edits: Sequence[Edit]) -> Path:
    """Write an edited plan as a draft in a folder of its own; a goal's bound was proven for the plan it came from.

    Raises:
        InputError: the name is none, or the folder is taken.
    """
    folder = out / name
    if not name.strip() or Path(name).name != name:
        raise InputError(Trouble("dette er ikke et navn på en mappe", value=name))
    if (folder / PLAN_FILE).exists():
        raise InputError(Trouble("mappa har alt en plan", str(folder), remedy="velg et annet navn"))
    if not edits:
        raise InputError(Trouble("ingenting er endret"))
    write_files(folder, {PLAN_FILE: plan_bytes(plan)})
    return folder / PLAN_FILE


class FindingChanges(NamedTuple):
    """What an edit did to the findings: new ones, those that only say other numbers (as they are now), those gone."""

    came: list[Finding]
    changed: list[Finding]
    went: list[Finding]


def finding_changes(before: Plan, now: Plan) -> FindingChanges:
    """The findings of two plans held against each other; same rule, severity and unit is the same finding."""
    old, new = ({(f.rule, f.severity, f.sentence): f for f in plan.findings} for plan in (before, now))
    came, went = [new[key] for key in new if key not in old], [old[key] for key in old if key not in new]
    changed = []
    for finding in list(came):
        same = next((other for other in went if _kind(other) == _kind(finding)), None)
        if same is not None and set(same.subjects) & set(finding.subjects):
            changed.append(finding)
            came.remove(finding)
            went.remove(same)
    return FindingChanges(came, changed, went)


def _kind(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.severity.value, finding.unit

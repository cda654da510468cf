"""Pins and bans as the problem's parts see them: slots cut, slots added, visits that stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from planner.domain.dataset import Dataset, SiteKind
from planner.domain.errors import Problem as Trouble
from planner.law.calendar import DayType, day_type
from planner.law.overrides import covering
from planner.problem.slots import class_dates, merged_slots, premises_nok, unavailable_reason
from planner.problem.types import Schedule, Slot
from planner.scenario import HERE, Ban, Edit, Pin, Scenario, as_far_as_read, readable

Dates = Sequence[date] | None
"""Dates of the ordinary period; None where they are not known, which is told of elsewhere."""
KNOWN_SITE = "bruk en id fra datasettets sites.csv"


class PinnedVisit(NamedTuple):
    """A visit that shall be: stop, date and block; by one vehicle, or by any (None)."""

    site_id: str
    slot: Slot
    vehicle: str | None


def bans_of(scenario: Scenario, site_id: str, *, stop: bool) -> tuple[Ban, ...]:
    """Bans of a place in one of its uses."""
    return tuple(ban for ban in readable(scenario.forbid) if (ban.stop if stop else ban.station) == site_id)


def banned_whole(scenario: Scenario, site_id: str, *, stop: bool) -> bool:
    """Whether a place is out of the question in one of its uses."""
    return any(ban.whole for ban in bans_of(scenario, site_id, stop=stop))


def crew_at(scenario: Scenario, site_id: str) -> int:
    """Persons present at premises."""
    pinned = (pin.crew for pin in scenario.pins if pin.station == site_id and pin.crew is not None)
    return next(pinned, scenario.stations.crew)


def without_banned(slots: Iterable[Slot], bans: Sequence[Ban]) -> Iterator[Slot]:
    """What is left of slots when banned time is cut out."""
    left = list(slots)
    for ban in bans:
        since, till = ban.span
        cut: list[Slot] = []
        for slot in left:
            if ban.holds(*slot):
                parts = ((slot.start, min(slot.end, since)), (max(slot.start, till), slot.end))
                cut += [Slot(slot.day, start, end) for start, end in parts if start < end]
            else:
                cut.append(slot)
        left = cut
    yield from left


def pinned_slots(scenario: Scenario, site_id: str) -> tuple[Slot, ...]:
    """Openings of premises that shall be."""
    return tuple(Slot(pin.date, *pin.span) for pin in scenario.pins if pin.station == site_id and pin.date is not None)


def pinned_stations(scenario: Scenario) -> tuple[str, ...]:
    """Premises that shall be open, each once, in the order given."""
    named = (pin.station for pin in scenario.pins if pin.station is not None and pin.crew is None)
    return tuple(dict.fromkeys(named))


def pinned_stops(scenario: Scenario) -> tuple[str, ...]:
    """Stops that shall be used, each once, in the order given."""
    return tuple(dict.fromkeys(pin.stop for pin in scenario.pins if pin.stop is not None))


def pinned_visits(scenario: Scenario) -> tuple[PinnedVisit, ...]:
    """Visits that shall be, by date and time; one given twice is one."""
    found = {
        PinnedVisit(pin.stop, Slot(pin.date, *pin.span), pin.vehicle)
        for pin in scenario.pins
        if pin.stop is not None and pin.date is not None
    }
    return tuple(sorted(found, key=lambda v: (v.slot, v.site_id, v.vehicle or "")))


def kept_slots(scenario: Scenario) -> dict[str, tuple[Slot, ...]]:
    """Announced openings of premises, by site."""
    found: dict[str, list[Slot]] = {}
    for kept in scenario.keep or ():
        if kept.station is not None and kept.date is not None:
            found.setdefault(kept.station, []).append(Slot(kept.date, *kept.span))
    return {site_id: tuple(sorted(slots)) for site_id, slots in found.items()}


def kept_visits(scenario: Scenario) -> tuple[PinnedVisit, ...]:
    """Announced visits, by date and time."""
    found = (
        PinnedVisit(kept.stop, Slot(kept.date, *kept.span), kept.vehicle)
        for kept in scenario.keep or ()
        if kept.stop is not None and kept.date is not None
    )
    return tuple(sorted(found, key=lambda v: (v.slot, v.site_id, v.vehicle or "")))


def standing_schedules(dataset: Dataset, scenario: Scenario, existing: Iterable[Schedule]) -> Iterator[Schedule]:
    """Today's stations as they stand open whatever is chosen: none where they are free, less what is banned."""
    if scenario.stations.existing != "locked":
        return
    for schedule in existing:
        site_id = dataset.sites[schedule.site].id
        bans = bans_of(scenario, site_id, stop=False)
        slots = merged_slots(without_banned(schedule.slots, bans))
        if slots == schedule.slots:
            yield schedule
        elif slots:
            counts = class_dates(slots, scenario.availability, scenario.presence_min_minutes)
            nok = premises_nok(scenario, slots, crew_at(scenario, site_id), popup=False)
            yield replace(schedule, slots=slots, class_dates=counts, nok=nok)


def edit_troubles(dataset: Dataset, scenario: Scenario, dates: Dates) -> Iterator[Trouble]:
    """Edits of unknown places, outside the period, against each other or against what is known to be taken."""
    lists: tuple[tuple[str, Callable[[], Iterable[Edit]]], ...] = (
        ("pins", lambda: scenario.pins), ("forbid", lambda: scenario.forbid), ("start", lambda: scenario.start),
    )  # fmt: skip
    yield from as_far_as_read(_all_unknown(dataset, dates, name, edits) for name, edits in lists)
    yield from as_far_as_read([_all_pins(dataset, scenario, dates)])


def _all_unknown(dataset: Dataset, dates: Dates, name: str, edits: Callable[[], Iterable[Edit]]) -> Iterator[Trouble]:
    for number, edit in enumerate(readable(edits())):
        yield from as_far_as_read([_unknown(dataset, dates, f"{name}.{number}", edit)])


def _all_pins(dataset: Dataset, scenario: Scenario, dates: Dates) -> Iterator[Trouble]:
    for number, pin in enumerate(readable(scenario.pins)):
        yield from as_far_as_read([_pin(dataset, scenario, dates, f"pins.{number}", pin)])


def _unknown(dataset: Dataset, dates: Dates, place: str, edit: Edit) -> Iterator[Trouble]:
    if edit.site not in dataset.site_index():
        field = "station" if edit.station is not None else "stop"
        yield Trouble("ukjent sted", HERE, f"{place}.{field}", edit.site, KNOWN_SITE)
    if edit.date is not None and dates is not None and edit.date not in dates and not isinstance(edit, Ban):
        remedy = "velg en hverdag eller lørdag i den ordinære perioden"
        yield Trouble("datoen er ikke blant dem som planlegges", HERE, f"{place}.date", str(edit.date), remedy)


def _pin(dataset: Dataset, scenario: Scenario, dates: Dates, place: str, pin: Pin) -> Iterator[Trouble]:
    if pin.site not in dataset.site_index():
        return
    bans = bans_of(scenario, pin.site, stop=pin.stop is not None)
    if pin.crew is None and any(ban.whole for ban in bans):
        yield Trouble("stedet er både låst (pins) og forbudt (forbid)", HERE, place, pin.site, "velg én av dem")
    if pin.date is None or dates is None or pin.date not in dates:
        return
    slot = Slot(pin.date, *pin.span)
    if any(ban.holds(*slot) and not ban.whole for ban in bans):
        yield Trouble("tida er både låst (pins) og forbudt (forbid)", HERE, place, pin.block or "", "velg én av dem")
    if pin.stop is not None:
        yield from _visit(scenario, place, pin, slot)
    else:
        yield from _opening(dataset, scenario, place, pin, slot)


def _visit(scenario: Scenario, place: str, pin: Pin, slot: Slot) -> Iterator[Trouble]:
    vehicles = [v for v in readable(scenario.vehicles) if pin.vehicle in (None, v.id)]
    if not vehicles:
        yield Trouble("ukjent kjøretøy", HERE, f"{place}.vehicle", pin.vehicle or "", "bruk en id fra vehicles")
        return
    saturday = day_type(slot.day) is DayType.SATURDAY
    blocks = {block for v in vehicles for block in (v.saturday if saturday else v.weekday)}
    if pin.block not in blocks:
        remedy = f"velg en av blokkene den dagen: {', '.join(sorted(blocks)) or 'ingen'}"
        yield Trouble("ingen av kjøretøyene har blokken", HERE, f"{place}.block", pin.block or "", remedy)


def _opening(dataset: Dataset, scenario: Scenario, place: str, pin: Pin, slot: Slot) -> Iterator[Trouble]:
    site = dataset.sites[dataset.site_index()[pin.site]]
    if site.kind is SiteKind.ADVANCE and site.hours:
        if scenario.stations.existing == "locked":
            remedy = "ta den bort, eller velg «existing: free» for å gi dagens steder andre tider"
            yield Trouble("dagens låste sted har sine egne tider", HERE, place, pin.block or "", remedy)
        return
    reason = unavailable_reason(dataset, scenario, site, slot)
    if reason and not covering("unavailable", site.id, scenario.overrides):
        remedy = "velg en annen tid, eller skriv en begrunnelse under overrides (unavailable)"
        yield Trouble(f"lokalet er ikke ledig da: {reason}", HERE, place, pin.block or "", remedy)

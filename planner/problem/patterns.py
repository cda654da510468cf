"""What a site may run: today's own hours, and the catalogue cut by what is unavailable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from planner.domain.clock import minute_of
from planner.domain.dataset import Dataset, Site, SiteKind
from planner.law.calendar import DayType, day_type
from planner.law.overrides import covering
from planner.law.parameters.loader import WEEKDAYS
from planner.problem.edits import banned_whole, bans_of, crew_at, kept_slots, pinned_slots, without_banned
from planner.problem.slots import class_dates, free_slots, merged_slots, premises_nok
from planner.problem.types import Schedule, Slot
from planner.scenario import Pattern, Scenario

KEPT, PINNED = ("kept", "kunngjorte tider"), ("pinned", "låste tider")
"""Patterns of a place that is open as it is announced, and in its pinned hours alone."""


def existing_schedules(dataset: Dataset, scenario: Scenario, dates: Sequence[date]) -> Iterator[Schedule]:
    """Today's stations: their parsed hours on the calendar; closed days of the source year keep their dates."""
    for column, site in enumerate(dataset.sites):
        if site.kind is SiteKind.ADVANCE and site.hours:
            slots = merged_slots(_own_slots(site, dates))
            counts = class_dates(slots, scenario.availability, scenario.presence_min_minutes)
            nok = premises_nok(scenario, slots, crew_at(scenario, site.id), popup=False)
            yield Schedule(column, "today", "dagens tider", slots, counts, nok)


def _own_slots(site: Site, dates: Sequence[date]) -> Iterator[Slot]:
    for day in dates:
        if any(_closed(closed.first, closed.last, closed.weekdays, day) for closed in site.closed):
            continue
        for hours in site.hours:
            if day.weekday() in hours.weekdays:
                yield Slot(day, minute_of(hours.start), minute_of(hours.end))


def _closed(first: tuple[int, int], last: tuple[int, int], weekdays: frozenset[int], day: date) -> bool:
    return first <= (day.month, day.day) <= last and day.weekday() in weekdays


def candidate_patterns(
    dataset: Dataset, scenario: Scenario, dates: Sequence[date], existing: Sequence[Schedule]
) -> Iterator[Schedule]:
    """Every different set of slots that a site may run, after cutting what is unavailable."""
    stations, catalogue = scenario.stations, _Catalogue(scenario, dates)
    own = {schedule.site: schedule for schedule in existing}
    popups = None if stations.popup_sites == "all" else set(stations.popup_sites)
    for column, site in enumerate(dataset.sites):
        if banned_whole(scenario, site.id, stop=False):
            continue
        if column in own:
            if stations.existing == "free":
                today = own[column]
                slots = _edited(scenario, site, today.slots)
                yield (
                    today
                    if slots == today.slots
                    else catalogue.schedule((column, site), (today.pattern_id, today.name), slots)
                )
                yield from _cut_patterns(dataset, catalogue, column, frozenset(today.slots))
        elif site.kind is SiteKind.ELECTION_DAY and (popups is None or site.id in popups):
            yield from _cut_patterns(dataset, catalogue, column, None)
        else:
            for pattern, slots in _own_hours(dataset, scenario, site):
                yield catalogue.schedule((column, site), pattern, slots, popup=True)


class _Catalogue:
    """The scenario's patterns on the calendar, and what they are worth: most places run the same hours."""

    def __init__(self, scenario: Scenario, dates: Sequence[date]) -> None:
        self.scenario = scenario
        self.patterns = [(pattern, tuple(_pattern_slots(pattern, dates))) for pattern in scenario.stations.patterns]
        self._counts: dict[tuple[Slot, ...], tuple[int, ...]] = {}
        self._nok: dict[tuple[tuple[Slot, ...], int, bool], float] = {}

    def schedule(
        self, place: tuple[int, Site], pattern: tuple[str, str], slots: tuple[Slot, ...], *, popup: bool = False
    ) -> Schedule:
        """Slots at a place with the dates on which they count and their price."""
        (column, site), scenario = place, self.scenario
        crew = crew_at(scenario, site.id)
        if slots not in self._counts:
            self._counts[slots] = class_dates(slots, scenario.availability, scenario.presence_min_minutes)
        if (slots, crew, popup) not in self._nok:
            self._nok[slots, crew, popup] = premises_nok(scenario, slots, crew, popup=popup)
        return Schedule(column, *pattern, slots, self._counts[slots], self._nok[slots, crew, popup])


def _cut_patterns(
    dataset: Dataset, catalogue: _Catalogue, column: int, own: frozenset[Slot] | None
) -> Iterator[Schedule]:
    """The catalogue's patterns at one site; ``own`` = an existing station, known to be free only in its own hours.

    A pattern of which too little is left is none: «hverdager på dagtid» at a school that is taken from 16 August would
    be four dates long before most people vote.
    """
    site, scenario = dataset.sites[column], catalogue.scenario
    seen = {_edited(scenario, site, own)} if own else set()
    usable = bool(covering("unavailable", site.id, scenario.overrides))
    for pattern, asked in catalogue.patterns:
        if pattern.sites != "all" and site.id not in pattern.sites:
            continue
        slots = list(asked) if usable else free_slots(dataset, scenario, site, asked)
        if own is not None:
            slots = [s for s in slots if any(_inside(s, o) for o in own)]
        elif _hours(slots) < scenario.stations.min_pattern_share * _hours(asked):
            continue
        edited = _edited(scenario, site, slots)
        if edited and edited not in seen:
            seen.add(edited)
            yield catalogue.schedule((column, site), (pattern.id, pattern.name), edited, popup=own is None)
    for own_pattern, slots_then in _own_hours(dataset, scenario, site):
        if slots_then not in seen:
            seen.add(slots_then)
            yield catalogue.schedule((column, site), own_pattern, slots_then, popup=own is None)


def _hours(slots: Iterable[Slot]) -> float:
    return sum(slot.hours for slot in slots)


def _own_hours(dataset: Dataset, scenario: Scenario, site: Site) -> Iterator[tuple[tuple[str, str], tuple[Slot, ...]]]:
    """Hours of the place itself, beside the catalogue: those announced, and those pinned alone."""
    usable = bool(covering("unavailable", site.id, scenario.overrides))
    announced = kept_slots(scenario).get(site.id, ())
    free = announced if usable else free_slots(dataset, scenario, site, announced)
    kept = _edited(scenario, site, free) if free else ()
    for pattern, slots in ((KEPT, kept), (PINNED, _edited(scenario, site, ()))):
        if slots:
            yield pattern, slots


def _edited(scenario: Scenario, site: Site, slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Slots without what is banned, with what is pinned."""
    left = without_banned(slots, bans_of(scenario, site.id, stop=False))
    return merged_slots([*left, *pinned_slots(scenario, site.id)])


def _inside(inner: Slot, outer: Slot) -> bool:
    return inner.day == outer.day and outer.start <= inner.start and inner.end <= outer.end


def _pattern_slots(pattern: Pattern, dates: Sequence[date]) -> Iterator[Slot]:
    last_monday = dates[-1] - timedelta(days=dates[-1].weekday())
    first = dates[0] if pattern.last_weeks is None else last_monday - timedelta(weeks=pattern.last_weeks - 1)
    for day in dates:
        if day >= first:
            for block in _blocks_on(pattern, day, last=day >= last_monday):
                start, _, end = block.partition("-")
                yield Slot(day, minute_of(start), minute_of(end))


def _blocks_on(pattern: Pattern, day: date, *, last: bool) -> tuple[str, ...]:
    """The blocks of a pattern on a date; ``last``: in the last ISO week of the period."""
    if day_type(day) is DayType.SATURDAY:
        return pattern.saturday
    if last and pattern.last_week is not None:
        return pattern.last_week
    return pattern.weekday if pattern.days is None or WEEKDAYS[day.weekday()] in pattern.days else ()

"""What a site may run: today's own hours, and the catalogue cut by what is unavailable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from planner.domain.clock import minute_of
from planner.domain.dataset import Dataset, Site, SiteKind
from planner.law.calendar import DayType, day_type
from planner.law.overrides import covering
from planner.problem.slots import class_dates, merged_slots, premises_nok, site_is_free
from planner.problem.types import Schedule, Slot
from planner.scenario import Pattern, Scenario


def existing_schedules(dataset: Dataset, scenario: Scenario, dates: Sequence[date]) -> Iterator[Schedule]:
    """Today's stations: their parsed hours on the calendar; closed days of the source year keep their dates."""
    for column, site in enumerate(dataset.sites):
        if site.kind is SiteKind.ADVANCE and site.hours:
            slots = merged_slots(_own_slots(site, dates))
            counts = class_dates(slots, scenario.availability, scenario.presence_min_minutes)
            nok = premises_nok(scenario, slots, popup=False)
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
    stations = scenario.stations
    own = {schedule.site: schedule for schedule in existing}
    popups = None if stations.popup_sites == "all" else set(stations.popup_sites)
    for column, site in enumerate(dataset.sites):
        if site.id in stations.forbidden:
            continue
        if column in own:
            if stations.existing == "free":
                yield own[column]
                yield from _cut_patterns(dataset, scenario, dates, column, frozenset(own[column].slots))
        elif site.kind is SiteKind.ELECTION_DAY and (popups is None or site.id in popups):
            yield from _cut_patterns(dataset, scenario, dates, column, None)


def _cut_patterns(
    dataset: Dataset, scenario: Scenario, dates: Sequence[date], column: int, own: frozenset[Slot] | None
) -> Iterator[Schedule]:
    """The catalogue's patterns at one site; ``own`` = an existing station, known to be free only in its own hours."""
    seen = {merged_slots(own)} if own else set()
    site = dataset.sites[column]
    usable = bool(covering("unavailable", site.id, scenario.overrides))
    for pattern in scenario.stations.patterns:
        slots = [s for s in _pattern_slots(pattern, dates) if usable or site_is_free(dataset, scenario, site, s)]
        if own is not None:
            slots = [s for s in slots if any(_inside(s, o) for o in own)]
        merged = merged_slots(slots)
        if merged and merged not in seen:
            seen.add(merged)
            counts = class_dates(merged, scenario.availability, scenario.presence_min_minutes)
            nok = premises_nok(scenario, merged, popup=own is None)
            yield Schedule(column, pattern.id, pattern.name, merged, counts, nok)


def _inside(inner: Slot, outer: Slot) -> bool:
    return inner.day == outer.day and outer.start <= inner.start and inner.end <= outer.end


def _pattern_slots(pattern: Pattern, dates: Sequence[date]) -> Iterator[Slot]:
    first = dates[0]
    if pattern.last_weeks is not None:
        monday = dates[-1] - timedelta(days=dates[-1].weekday())
        first = monday - timedelta(weeks=pattern.last_weeks - 1)
    for day in dates:
        if day >= first:
            for block in pattern.saturday if day_type(day) is DayType.SATURDAY else pattern.weekday:
                start, _, end = block.partition("-")
                yield Slot(day, minute_of(start), minute_of(end))

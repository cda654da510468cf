"""Stretches of open time: on which dates they count, what they cost, when premises are free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain.clock import minute_of
from planner.domain.dataset import Dataset, Site, Unavailable
from planner.law.calendar import DayType, day_type
from planner.problem.types import Slot
from planner.scenario import AvailabilityClass, Prices, Scenario, School


def class_dates(slots: Iterable[Slot], classes: Sequence[AvailabilityClass], min_minutes: int) -> tuple[int, ...]:
    """Number of different dates on which the slots count for each class.

    A date counts for a class if one slot of that date is open at least ``min_minutes``
    within the class's time of day. Shorter stretches do not add up: a vehicle's block
    counts or does not count on its own, which is what stage 1's bound rests on.
    """
    open_minutes: list[dict[date, int]] = [{} for _ in classes]
    windows = [(c.days, minute_of(c.start), minute_of(c.end)) for c in classes]
    for slot in slots:
        kind = day_type(slot.day)
        for minutes, (days, start, end) in zip(open_minutes, windows, strict=True):
            overlap = min(slot.end, end) - max(slot.start, start)
            if days == kind and overlap > 0:
                minutes[slot.day] = max(minutes.get(slot.day, 0), overlap)
    return tuple(sum(m >= min_minutes for m in minutes.values()) for minutes in open_minutes)


def some_date(kind: DayType) -> date:
    """Some date of a day type, for what depends on the day type alone (prices, classes); no public holiday.

    Raises:
        KeyError: neither weekday nor Saturday (our fault).
    """
    return {DayType.WEEKDAY: date(2000, 1, 7), DayType.SATURDAY: date(2000, 1, 8)}[kind]


def person_nok(prices: Prices, day: date, start: float, end: float) -> float:
    """Price of one person at work from ``start`` to ``end`` (minutes after midnight), NOK excl. VAT."""
    if day_type(day) is not DayType.WEEKDAY:
        return (end - start) / 60 * prices.person_hour_saturday
    evening = minute_of(prices.evening_from)
    day_minutes = max(0.0, min(end, evening) - start)
    evening_minutes = max(0.0, end - max(start, evening))
    return (day_minutes * prices.person_hour_day + evening_minutes * prices.person_hour_evening) / 60


def premises_nok(scenario: Scenario, slots: Iterable[Slot], crew: int, *, popup: bool) -> float:
    """What premises open in these slots with so many persons cost by the price list, NOK excl. VAT."""
    prices = scenario.prices
    hours = sum(
        slot.hours * prices.premises_hour + crew * person_nok(prices, slot.day, slot.start, slot.end) for slot in slots
    )
    return hours + (prices.popup_opening if popup else 0.0)


def merged_slots(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Slots in order, adjoining ones joined."""
    merged: list[Slot] = []
    for slot in sorted(slots):
        if merged and merged[-1].day == slot.day and merged[-1].end >= slot.start:
            merged[-1] = Slot(slot.day, merged[-1].start, max(slot.end, merged[-1].end))
        else:
            merged.append(slot)
    return tuple(merged)


def unavailable_reason(dataset: Dataset, scenario: Scenario, site: Site, slot: Slot) -> str | None:
    """Why premises cannot be used in a slot, None if they can.

    School buildings are taken on weekdays from the start of school; other
    reasons stand in the dataset's ``unavailable.csv``.
    """
    return _reason(scenario.stations.school, _taken_times(dataset, site), site, slot)


def site_is_free(dataset: Dataset, scenario: Scenario, site: Site, slot: Slot) -> bool:
    """Whether premises can be used in a slot."""
    return unavailable_reason(dataset, scenario, site, slot) is None


def free_slots(dataset: Dataset, scenario: Scenario, site: Site, slots: Iterable[Slot]) -> list[Slot]:
    """Those of the slots in which premises can be used."""
    school, taken = scenario.stations.school, _taken_times(dataset, site)
    return [slot for slot in slots if _reason(school, taken, site, slot) is None]


def _taken_times(dataset: Dataset, site: Site) -> list[Unavailable]:
    return [entry for entry in dataset.unavailable if entry.site_id == site.id]


def _reason(school: School, taken: Iterable[Unavailable], site: Site, slot: Slot) -> str | None:
    if site.type in school.types and day_type(slot.day) is DayType.WEEKDAY:
        month, day = (int(part) for part in school.month_day.split("-"))
        minutes = min(slot.end, minute_of(school.end)) - max(slot.start, minute_of(school.start))
        if slot.day >= date(slot.day.year, month, day) and minutes > 0:
            return f"skolen er i bruk på hverdager {school.start}–{school.end} fra skolestart (ubekreftet)"
    for entry in taken:
        if entry.first <= slot.day <= entry.last and slot.day.weekday() in entry.weekdays:
            minutes = min(slot.end, minute_of(entry.end)) - max(slot.start, minute_of(entry.start))
            if minutes > 0:
                return entry.reason
    return None

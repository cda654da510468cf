"""The problem: dataset + scenario + calendar, with every number resolved.

Solver, audit and evaluation all read this one immutable thing, so they cannot
disagree on a date, a price or a weight. Symbols follow the model: demand points
i, sites j, availability classes k, presence levels r.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np

from planner.domain.clock import minute_of
from planner.domain.dataset import BEYOND, Dataset, Floats, Mode, Places, Site, SiteKind
from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.law.calendar import Calendar, DayType, day_type, election_calendar
from planner.scenario import AvailabilityClass, Pattern, Prices, Scenario, Vehicle


class Slot(NamedTuple):
    """One stretch of open time: date and minutes after midnight."""

    day: date
    start: int
    end: int

    @property
    def hours(self) -> float:
        """Length in hours."""
        return (self.end - self.start) / 60


def person_nok(prices: Prices, day: date, start: float, end: float) -> float:
    """Price of one person at work from ``start`` to ``end`` (minutes after midnight), NOK excl. VAT."""
    if day_type(day) is not DayType.WEEKDAY:
        return (end - start) / 60 * prices.person_hour_saturday
    evening = minute_of(prices.evening_from)
    day_minutes = max(0.0, min(end, evening) - start)
    evening_minutes = max(0.0, end - max(start, evening))
    return (day_minutes * prices.person_hour_day + evening_minutes * prices.person_hour_evening) / 60


@dataclass(frozen=True)
class Schedule:
    """A site and the slots in which it is open.

    Attributes:
        site: column of the site.
        pattern_id, name: which pattern it is.
        class_dates: (K,) number of different dates on which it counts for each class.
        nok: what it costs by the price list.
    """

    site: int
    pattern_id: str
    name: str
    slots: tuple[Slot, ...]
    class_dates: tuple[int, ...]
    nok: float


@dataclass(frozen=True)
class VisitBlock:
    """A vehicle's block of one day type.

    Attributes:
        classes: (K,) True where a visit in the block counts as a date of the class.
    """

    day_type: DayType
    index: int
    start: int
    end: int
    classes: tuple[bool, ...]


@dataclass(frozen=True)
class Fleet:
    """Vehicles that differ in nothing but id and name; any of them may serve any tour.

    Attributes:
        sample: the vehicle whose settings all share.
        depot: column of the depot's site.
        stops: columns of the sites it may stop at.
        blocks: all its blocks, weekday blocks first, in time order.
    """

    vehicles: tuple[Vehicle, ...]
    sample: Vehicle
    depot: int
    stops: tuple[int, ...]
    blocks: tuple[VisitBlock, ...]


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything a solver or an audit needs; see the module.

    Attributes:
        dates: weekdays and Saturdays of the ordinary period.
        class_share: (K,) share of voters per class; a class without dates is spread over the others.
        level_share: (R,) share of voters per presence level.
        needed_dates: (K, R) different dates a station must be open on to suit.
        weights, cell_weights: ω on demand points and on cells.
        minutes, cell_minutes: mean over modes, (points × sites) and (cells × sites).
        existing: today's stations with their own hours on this election's calendar.
        patterns: what a site may run, locked existing stations left out.
        low_turnout: indices of the low-turnout districts.
        before_nok: what today's stations cost by the price list.
        notes: sentences on what was set aside or spread (Norwegian).
    """

    dataset: Dataset
    scenario: Scenario
    calendar: Calendar
    dates: tuple[date, ...]
    class_share: Floats
    level_share: Floats
    needed_dates: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    weights: Floats
    cell_weights: Floats
    minutes: Floats
    cell_minutes: Floats
    existing: tuple[Schedule, ...]
    patterns: tuple[Schedule, ...]
    fleets: tuple[Fleet, ...]
    low_turnout: tuple[int, ...]
    before_nok: float
    notes: tuple[str, ...]

    @property
    def classes(self) -> tuple[AvailabilityClass, ...]:
        """The availability classes."""
        return self.scenario.availability

    @property
    def locked(self) -> bool:
        """True where today's stations stay as they are, outside budget and pool."""
        return self.scenario.stations.existing == "locked"

    @property
    def budget_nok(self) -> float:
        """The budget as a number."""
        budget = self.scenario.budget_nok
        return self.before_nok if isinstance(budget, str) else float(budget)

    @property
    def pool_persons(self) -> int:
        """Persons that may be at work at the same time."""
        pool = self.scenario.crew_pool
        # Locked stations keep their own crews, which then are in no pool.
        own = len(self.existing) * self.scenario.stations.crew if pool.include_existing and not self.locked else 0
        return pool.persons + own

    @cached_property
    def site_index(self) -> dict[str, int]:
        """Column of each site id."""
        return self.dataset.site_index()

    @cached_property
    def existing_sites(self) -> frozenset[int]:
        """Columns of today's stations."""
        return frozenset(schedule.site for schedule in self.existing)

    def vehicle(self, vehicle_id: str) -> Vehicle | None:
        """The vehicle of an id, None if unknown."""
        return next((v for v in self.scenario.vehicles if v.id == vehicle_id), None)

    def dates_of(self, kind: DayType) -> tuple[date, ...]:
        """Dates of one day type."""
        return tuple(day for day in self.dates if day_type(day) == kind)


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


def premises_nok(scenario: Scenario, slots: Iterable[Slot], *, popup: bool) -> float:
    """What premises open in these slots cost by the price list, NOK excl. VAT."""
    crew, prices = scenario.stations.crew, scenario.prices
    hours = sum(
        slot.hours * prices.premises_hour + crew * person_nok(prices, slot.day, slot.start, slot.end) for slot in slots
    )
    return hours + (prices.popup_opening if popup else 0.0)


def mixed_minutes(dataset: Dataset, scenario: Scenario, matrices: dict[Mode, np.ndarray] | None = None) -> Floats:
    """(cells × sites) mean minutes over the mode mix; a mode that takes longer than T counts T."""
    limit = scenario.travel.unreached_minutes
    shares = {Mode.WALK: scenario.travel.walk, Mode.BIKE: scenario.travel.bike, Mode.CAR: scenario.travel.car}
    source = dataset.minutes_cells_sites if matrices is None else matrices
    total = np.zeros(next(iter(source.values())).shape)
    for mode, share in shares.items():
        if share:
            stored = source[mode].astype(np.float64)
            stored[source[mode] == BEYOND] = limit
            total += share * np.minimum(stored, limit)
    return np.round(total, 4)


def build_problem(dataset: Dataset, scenario: Scenario) -> Problem:
    """Join dataset, scenario and calendar.

    Raises:
        InputError: unknown sites or districts, contradictions, vehicles without a stop … all at once.
    """
    calendar = election_calendar(scenario.election)
    troubles = list(_unknown_names(dataset, scenario))
    if troubles:
        raise InputError(troubles)
    dates = tuple(d for d in calendar.ordinary_dates() if day_type(d) is not DayType.SUNDAY)
    class_share, needed, notes = _levels(scenario, dates)
    existing = tuple(_existing_schedules(dataset, scenario, dates))
    low = _low_turnout(dataset, scenario)
    cell_minutes = mixed_minutes(dataset, scenario)
    counted = _counted_districts(dataset, scenario, low)
    weights, cell_weights = (_weights(dataset, places, scenario, counted) for places in (dataset.points, dataset.cells))
    if not weights.sum() > 0:
        raise InputError(Trouble("ingen velgere å planlegge for: alle vekter er 0", "scenario", "demand"))
    return Problem(
        dataset=dataset,
        scenario=scenario,
        calendar=calendar,
        dates=dates,
        class_share=class_share,
        level_share=np.array([level.share for level in scenario.presence]),
        needed_dates=needed,
        weights=weights,
        cell_weights=cell_weights,
        minutes=cell_minutes[dataset.point_cell],
        cell_minutes=cell_minutes,
        existing=existing,
        patterns=tuple(_candidate_patterns(dataset, scenario, dates, existing)),
        fleets=_fleets(dataset, scenario),
        low_turnout=low,
        before_nok=sum(schedule.nok for schedule in existing),
        notes=tuple(notes),
    )


def _unknown_names(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    known = set(dataset.site_index())
    remedy = "bruk en id fra datasettets sites.csv"
    lists: list[tuple[str, Sequence[str]]] = [
        ("stations.forced", scenario.stations.forced),
        ("stations.forbidden", scenario.stations.forbidden),
    ]
    if scenario.stations.popup_sites != "all":
        lists.append(("stations.popup_sites", tuple(scenario.stations.popup_sites)))
    for vehicle in scenario.vehicles:
        lists.append((f"vehicles.{vehicle.id}.depot", (vehicle.depot,)))
        if vehicle.stops != "all":
            lists.append((f"vehicles.{vehicle.id}.stops", vehicle.stops))
    for place, ids in lists:
        for site_id in ids:
            if site_id not in known:
                yield Trouble("ukjent sted", "scenario", place, site_id, remedy)
    for site_id in sorted(set(scenario.stations.forced) & set(scenario.stations.forbidden)):
        yield Trouble("stedet er både påkrevd og forbudt", "scenario", "stations", site_id, "velg én av dem")
    if scenario.stations.existing == "locked":
        today = {site.id for site in dataset.sites if site.kind is SiteKind.ADVANCE and site.hours}
        for site_id in sorted(today & set(scenario.stations.forbidden)):
            remedy = "fjern det fra stations.forbidden, eller velg «existing: free»"
            yield Trouble("dagens sted er både låst og forbudt", "scenario", "stations.forbidden", site_id, remedy)
    yield from _vehicles_without_stop(dataset, scenario)
    districts = scenario.demand.districts
    if not isinstance(districts, str):
        known_districts = {d.id for d in dataset.districts}
        for district in districts:
            if district not in known_districts:
                yield Trouble("ukjent bydel", "scenario", "demand.districts", district, "bruk id fra districts.csv")
    if scenario.demand.eligible not in dataset.cells.eligible:
        yield Trouble("anslaget finnes ikke i datasettet", "scenario", "demand.eligible", scenario.demand.eligible)
    if scenario.travel.unreached_minutes > dataset.minutes_limit:
        value = str(scenario.travel.unreached_minutes)
        remedy = f"datasettet kjenner reisetider til {dataset.minutes_limit} minutter"
        yield Trouble("for stort", "scenario", "travel.unreached_minutes", value, remedy)


def _vehicles_without_stop(dataset: Dataset, scenario: Scenario) -> Iterator[Trouble]:
    for vehicle in scenario.vehicles:
        if not _stops(dataset, scenario, vehicle):
            remedy = "gi det minst ett stopp som ikke er forbudt, eller fjern kjøretøyet"
            yield Trouble("kjøretøyet har ingen stopp", "scenario", f"vehicles.{vehicle.id}.stops", remedy=remedy)


def _levels(scenario: Scenario, dates: Sequence[date]) -> tuple[Floats, np.ndarray, list[str]]:
    """Class shares and needed dates; a class with no admissible date is left out, visibly."""
    notes = []
    count = {str(kind): sum(day_type(d) is kind for d in dates) for kind in DayType}
    shares = np.array([c.share if count[c.days] else 0.0 for c in scenario.availability])
    for c in scenario.availability:
        if not count[c.days] and c.share:
            notes.append(f"Klassen «{c.name}» har ingen dato i perioden; andelen {c.share:.0%} er spredt på de andre.")
    if not shares.sum() > 0:
        place = "availability"
        raise InputError(
            Trouble("ingen av klassene har en dato i perioden", "scenario", place, remedy="endre klassene")
        )
    needed = np.array(
        [[min(level.dates[c.id], max(count[c.days], 1)) for level in scenario.presence] for c in scenario.availability]
    )
    return shares / shares.sum(), needed, notes


def _existing_schedules(dataset: Dataset, scenario: Scenario, dates: Sequence[date]) -> Iterator[Schedule]:
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


def _candidate_patterns(
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
    for pattern in scenario.stations.patterns:
        slots = [s for s in _pattern_slots(pattern, dates) if site_is_free(dataset, scenario, site, s)]
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


def merged_slots(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Slots in order, adjoining ones joined."""
    merged: list[Slot] = []
    for slot in sorted(slots):
        if merged and merged[-1].day == slot.day and merged[-1].end >= slot.start:
            merged[-1] = Slot(slot.day, merged[-1].start, max(slot.end, merged[-1].end))
        else:
            merged.append(slot)
    return tuple(merged)


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


def unavailable_reason(dataset: Dataset, scenario: Scenario, site: Site, slot: Slot) -> str | None:
    """Why premises cannot be used in a slot, None if they can.

    School buildings are taken on weekdays from the start of school; other
    reasons stand in the dataset's ``unavailable.csv``.
    """
    school = scenario.stations.school
    if site.type in school.types and day_type(slot.day) is DayType.WEEKDAY:
        month, day = (int(part) for part in school.month_day.split("-"))
        taken = min(slot.end, minute_of(school.end)) - max(slot.start, minute_of(school.start))
        if slot.day >= date(slot.day.year, month, day) and taken > 0:
            return f"skolen er i bruk på hverdager {school.start}–{school.end} fra skolestart (ubekreftet)"
    for entry in dataset.unavailable:
        if entry.site_id == site.id and entry.first <= slot.day <= entry.last and slot.day.weekday() in entry.weekdays:
            taken = min(slot.end, minute_of(entry.end)) - max(slot.start, minute_of(entry.start))
            if taken > 0:
                return entry.reason
    return None


def site_is_free(dataset: Dataset, scenario: Scenario, site: Site, slot: Slot) -> bool:
    """Whether premises can be used in a slot."""
    return unavailable_reason(dataset, scenario, site, slot) is None


def _fleets(dataset: Dataset, scenario: Scenario) -> tuple[Fleet, ...]:
    """Vehicles alike in all but id and name, together: their tours are interchangeable."""
    index = dataset.site_index()
    alike: dict[str, list[Vehicle]] = {}
    for vehicle in scenario.vehicles:
        key = vehicle.model_copy(update={"id": "", "name": ""}).model_dump_json()
        alike.setdefault(key, []).append(vehicle)
    fleets = []
    for vehicles in alike.values():
        sample = vehicles[0]
        stops = tuple(sorted(index[site_id] for site_id in _stops(dataset, scenario, sample)))
        fleets.append(Fleet(tuple(vehicles), sample, index[sample.depot], stops, tuple(_blocks(sample, scenario))))
    return tuple(fleets)


def _stops(dataset: Dataset, scenario: Scenario, vehicle: Vehicle) -> frozenset[str]:
    """Ids of the sites a vehicle may stop at; all means the election-day places."""
    if vehicle.stops == "all":
        asked = {site.id for site in dataset.sites if site.kind is SiteKind.ELECTION_DAY}
    else:
        asked = set(vehicle.stops)
    return frozenset(asked - set(scenario.stations.forbidden))


def _blocks(vehicle: Vehicle, scenario: Scenario) -> Iterator[VisitBlock]:
    # Which date stands for its day type does not matter: classes know day types and times of day only.
    friday = date(1999, 12, 31)
    some_day = {DayType.WEEKDAY: friday, DayType.SATURDAY: friday + timedelta(days=1)}
    for kind, texts in ((DayType.WEEKDAY, vehicle.weekday), (DayType.SATURDAY, vehicle.saturday)):
        for index, text in enumerate(sorted(texts)):
            start, _, end = text.partition("-")
            slot = Slot(some_day[kind], minute_of(start), minute_of(end))
            counts = class_dates([slot], scenario.availability, scenario.presence_min_minutes)
            yield VisitBlock(kind, index, slot.start, slot.end, tuple(c > 0 for c in counts))


def _low_turnout(dataset: Dataset, scenario: Scenario) -> tuple[int, ...]:
    """Lowest turnout first, the fewest districts that together hold at least the asked share of the electorate."""
    estimate = scenario.demand.eligible
    placed = [i for i, d in enumerate(dataset.districts) if not d.turnout_is_municipal]
    placed.sort(key=lambda i: (dataset.districts[i].turnout, dataset.districts[i].id))
    target = scenario.demand.low_turnout_share * sum(d.electorate[estimate] for d in dataset.districts)
    chosen, held = [], 0.0
    for i in placed:
        if held >= target:
            break
        chosen.append(i)
        held += dataset.districts[i].electorate[estimate]
    return tuple(sorted(chosen))


def _counted_districts(dataset: Dataset, scenario: Scenario, low: Sequence[int]) -> frozenset[int]:
    districts = scenario.demand.districts
    if districts == "all":
        return frozenset(range(len(dataset.districts)))
    if districts == "low_turnout":
        return frozenset(low)
    return frozenset(i for i, d in enumerate(dataset.districts) if d.id in districts)


def _weights(dataset: Dataset, places: Places, scenario: Scenario, counted: frozenset[int]) -> Floats:
    weights = places.eligible[scenario.demand.eligible].copy()
    if scenario.demand.weight == "expected_non_voters":
        weights *= 1 - dataset.turnout_of(places)
    weights[~np.isin(places.district, sorted(counted))] = 0.0
    return weights

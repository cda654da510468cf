"""The problem and its parts: immutable, every number resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from planner.domain.dataset import Dataset, Floats
from planner.law.calendar import Calendar, DayType, day_type
from planner.law.overrides import covering
from planner.problem.ways import Ways, ways_of
from planner.scenario import AvailabilityClass, Scenario, Vehicle, Water


class Slot(NamedTuple):
    """One stretch of open time: date and minutes after midnight."""

    day: date
    start: int
    end: int

    @property
    def hours(self) -> float:
        """Length in hours."""
        return (self.end - self.start) / 60


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
class EarlyHours:
    """Fixed hours of tidligstemming at one site.

    Attributes:
        site: column of the site.
        openings: slots in order, each with the persons present.
    """

    site: int
    openings: tuple[tuple[Slot, int], ...]


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


@dataclass(frozen=True)
class VisitNeed:
    """What one institution or prison asks.

    Attributes:
        kind: ``institution`` or ``prison``.
        minutes: for which a visit receives votes.
        days: number of different dates with a visit.
        starts: per date the stretches (first, last minute after midnight) in which a visit may begin.
    """

    id: str
    kind: str
    minutes: int
    days: int
    starts: Mapping[date, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, eq=False)
class VisitWork:
    """All that teams have to visit, and their roads. Node 0 is the start, node n + 1 the n-th need.

    Attributes:
        teams: ids of the teams.
        start: column of the site where they start.
        drive_minutes, drive_km: (n + 1, n + 1), symmetric.
        groups: dates on which the same visits may be at the same times, drawn together.
        by_line, unknown: ids of places whose minutes are those of a line, or not known at all.
    """

    needs: tuple[VisitNeed, ...]
    teams: tuple[str, ...]
    start: int
    drive_minutes: Floats
    drive_km: Floats
    groups: tuple[tuple[date, ...], ...]
    by_line: tuple[str, ...]
    unknown: tuple[str, ...]

    @cached_property
    def node(self) -> Mapping[str, int]:
        """Node of each place of the list, by id."""
        return {need.id: n + 1 for n, need in enumerate(self.needs)}


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
        standing: those of them that are open whatever is chosen (none where they are free), less what is banned.
        patterns: what a site may run, locked existing stations left out.
        low_turnout: indices of the low-turnout districts.
        before_nok: what today's stations cost by the price list.
        early: fixed hours of tidligstemming, by site; given, not chosen.
        early_nok: what they cost by the price list, charged to the budget.
        visits: institutions and prisons to visit; None without a list.
        reserved: persons of the pool whom a later stage needs then; only repairs know of any.
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
    standing: tuple[Schedule, ...]
    patterns: tuple[Schedule, ...]
    fleets: tuple[Fleet, ...]
    low_turnout: tuple[int, ...]
    before_nok: float
    notes: tuple[str, ...]
    early: tuple[EarlyHours, ...] = ()
    early_nok: float = 0.0
    visits: VisitWork | None = None
    reserved: tuple[tuple[Slot, int], ...] = ()

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
        own = sum(self.crew_of(s.site) for s in self.existing) if pool.include_existing and not self.locked else 0
        return pool.persons + own

    def free_persons(self, day: date, minute: int) -> int:
        """Persons of the pool that are not reserved at a moment."""
        return self.pool_persons - sum(n for s, n in self.reserved if s.day == day and s.start <= minute < s.end)

    def crew_of(self, site: int) -> int:
        """Persons present at premises at a site, by its column."""
        return self._crews.get(site, self.scenario.stations.crew)

    def booths_setting(self, site: int) -> int | str | None:
        """Booths at premises at a site, by its column: a number, one per team, or unknown (None)."""
        return self._booths.get(site, self.scenario.stations.booths)

    def most_crew_of(self, site: int) -> int | None:
        """Most persons that premises at a site have room for, by its column; None where nobody has said."""
        return self._most_crews.get(site, self.scenario.stations.most_crew)

    @cached_property
    def _booths(self) -> dict[int, int]:
        return {self.site_index[item.site]: item.booths for item in self.scenario.premises if item.booths is not None}

    @cached_property
    def _most_crews(self) -> dict[int, int]:
        known = ((item.site, item.most_crew) for item in self.scenario.premises)
        return {self.site_index[site]: most for site, most in known if most is not None}

    @cached_property
    def _crews(self) -> dict[int, int]:
        pinned = ((pin.station, pin.crew) for pin in self.scenario.pins)
        return {self.site_index[site]: crew for site, crew in pinned if site is not None and crew is not None}

    def set_aside(self, constraint: str, subject: str | None = None) -> bool:
        """Whether the scenario sets a constraint aside, with a reason; None asks for all subjects at once."""
        return bool(covering(constraint, subject, self.scenario.overrides))

    @cached_property
    def site_index(self) -> dict[str, int]:
        """Column of each site id."""
        return self.dataset.site_index()

    @cached_property
    def existing_sites(self) -> frozenset[int]:
        """Columns of today's stations."""
        return frozenset(schedule.site for schedule in self.existing)

    def ways(self, vehicle: Vehicle) -> Ways:
        """Minutes and kilometres of a vehicle between all sites; vehicles on the same water share them."""
        if vehicle.water not in self._ways:
            self._ways[vehicle.water] = ways_of(self.dataset, vehicle)
        return self._ways[vehicle.water]

    @cached_property
    def _ways(self) -> dict[Water | None, Ways]:
        return {}

    def vehicle(self, vehicle_id: str) -> Vehicle | None:
        """The vehicle of an id, None if unknown."""
        return next((v for v in self.scenario.vehicles if v.id == vehicle_id), None)

    def dates_of(self, kind: DayType) -> tuple[date, ...]:
        """Dates of one day type."""
        return self._dates_of.get(kind, ())

    @cached_property
    def _dates_of(self) -> dict[DayType, tuple[date, ...]]:
        kinds = {day: day_type(day) for day in self.dates}
        return {kind: tuple(day for day in self.dates if kinds[day] == kind) for kind in set(kinds.values())}

    @cached_property
    def runs_on(self) -> Mapping[date, tuple[tuple[int, Slot], ...]]:
        """Per date the patterns (by number) that are open on it, with their slots."""
        found: dict[date, list[tuple[int, Slot]]] = {}
        for number, schedule in enumerate(self.patterns):
            for slot in schedule.slots:
                found.setdefault(slot.day, []).append((number, slot))
        return {day: tuple(slots) for day, slots in found.items()}

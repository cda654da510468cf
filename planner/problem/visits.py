"""Institutions and prisons to visit: what each needs, when it may be, and how far it is to drive.

A place of the list is none of the dataset's sites. Minutes by car are those of its nearest populated cell
where the dataset knows them, else those of a line with a detour; both are approximate. Node 0 is the
place where the teams start, node n + 1 the n-th place of the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from planner.domain.clock import minute_of
from planner.domain.dataset import BEYOND, Dataset, Floats, Mode
from planner.law.calendar import DayType, day_type
from planner.law.parameters import law_parameters
from planner.law.wording import count
from planner.problem.nearest import line_km, nearest_cell
from planner.problem.types import VisitNeed, VisitWork
from planner.scenario import Institution, Scenario, VisitTeams

FARTHEST_SNAP_KM = 1.0
"""Beyond this the nearest populated cell says nothing of a place's minutes."""
LEAST_DAYS = {"institution": "institution_days", "prison": "prison_visits"}
TEAM = "besokslag"

Span = tuple[int, int]


def visit_work(dataset: Dataset, scenario: Scenario, dates: Sequence[date]) -> VisitWork | None:
    """Everything that has to be visited; None without a list or with an empty one."""
    listed, teams = scenario.institutions, scenario.visits
    if not listed or teams is None:
        return None
    needs = tuple(_need(item, scenario, teams, dates) for item in listed)
    between = _Roads(dataset, teams, listed)
    start = _start(dataset, scenario, teams, between)
    minutes, km = between.matrices(start)
    ids = tuple(f"{TEAM}-{n + 1}" for n in range(teams.teams))
    return VisitWork(needs, ids, start, minutes, km, tuple(_alike(needs, dates)), between.by_line(), between.unknown())


def visit_notes(work: VisitWork | None) -> Iterator[str]:
    """Sentences on what the teams' driving times rest on."""
    if work is None:
        return
    rough = {*work.by_line, *work.unknown}
    near = sum(need.id not in rough for need in work.needs)
    if near:
        places = count(near, "sted", "steder")
        yield f"Kjøretida for besøkslag til {places} på lista er den til nærmeste bebodde rute (tilnærmet)."
    if work.by_line:
        yield (
            f"Kjøretida for besøkslag til {', '.join(work.by_line)} er etter luftlinje med omvei (tilnærmet): stedene "
            "ligger over 1 km fra nærmeste bebodde rute."
        )
    if work.unknown:
        yield f"{', '.join(work.unknown)} har ingen koordinater; kjøretida dit er et anslag (unknown_drive_minutes)."


def _need(item: Institution, scenario: Scenario, teams: VisitTeams, dates: Sequence[date]) -> VisitNeed:
    least = law_parameters().number(LEAST_DAYS[item.kind], scenario.election)
    minutes = teams.minutes_of(item)
    starts = {day: found for day in dates if (found := tuple(_starts(item, teams, day, minutes)))}
    return VisitNeed(item.id, item.kind, minutes, max(least, item.days or 0), starts)


def _starts(item: Institution, teams: VisitTeams, day: date, minutes: int) -> Iterator[Span]:
    """First and last minute of each stretch of the day in which a visit may begin."""
    block = teams.saturday if day_type(day) is DayType.SATURDAY else teams.weekday
    if block is None:
        return
    first, last = _span(block)
    if item.hours is not None:
        first, last = max(first, _span(item.hours)[0]), min(last, _span(item.hours)[1])
    closed = [(minute_of(c.start), minute_of(c.end)) for c in item.closed if c.first <= day <= c.last]
    for start, end in sorted(closed):
        if first <= min(last, start) - minutes:
            yield first, min(last, start) - minutes
        first = max(first, end)
    if first <= last - minutes:
        yield first, last - minutes


def _span(block: str) -> Span:
    start, _, end = block.partition("-")
    return minute_of(start), minute_of(end)


def _alike(needs: Sequence[VisitNeed], dates: Sequence[date]) -> Iterator[tuple[date, ...]]:
    """Dates on which the same visits may be, at the same times; dates without any are left out."""
    groups: dict[tuple[object, ...], list[date]] = {}
    for day in dates:
        key = (day_type(day), *(need.starts.get(day) for need in needs))
        if any(key[1:]):
            groups.setdefault(key, []).append(day)
    yield from (tuple(group) for group in groups.values())


def _start(dataset: Dataset, scenario: Scenario, teams: VisitTeams, roads: _Roads) -> int:
    """Column of the site where the teams start."""
    index = dataset.site_index()
    named = teams.start or (scenario.vehicles[0].depot if scenario.vehicles else None)
    if named is not None:
        return index[named]
    return int(np.argmin([sum(roads.from_site(column, n)[0] for n in range(roads.count)) for column in index.values()]))


class _Roads:
    """Minutes and kilometres by car between the places of a list and the dataset's sites."""

    def __init__(self, dataset: Dataset, teams: VisitTeams, listed: Sequence[Institution]) -> None:
        self.dataset, self.teams, self.count = dataset, teams, len(listed)
        self._ids = [item.id for item in listed]
        self._at = [(i.lat, i.lon) if i.lat is not None and i.lon is not None else None for i in listed]
        self._cells = [self._cell(at) for at in self._at]

    def _cell(self, at: tuple[float, float] | None) -> int | None:
        """Row of the cell that stands for a place, None where none is near."""
        if at is None:
            return None
        cell, metres = nearest_cell(self.dataset, *at)
        return cell if metres <= FARTHEST_SNAP_KM * 1000 else None

    def by_line(self) -> tuple[str, ...]:
        """Ids of places that no cell stands for."""
        return tuple(
            i for i, at, cell in zip(self._ids, self._at, self._cells, strict=True) if at is not None and cell is None
        )

    def unknown(self) -> tuple[str, ...]:
        """Ids of places without coordinates."""
        return tuple(i for i, at in zip(self._ids, self._at, strict=True) if at is None)

    def from_site(self, column: int, n: int) -> tuple[float, float]:
        """Minutes and kilometres between a site and a place of the list."""
        site, at, cell = self.dataset.sites[column], self._at[n], self._cells[n]
        if at is None:
            return self._unknown()
        stored = BEYOND if cell is None else int(self.dataset.minutes_cells_sites[Mode.CAR][cell, column])
        return self._drive((site.lat, site.lon), at, [stored])

    def between(self, n: int, m: int) -> tuple[float, float]:
        """Minutes and kilometres between two places of the list."""
        here, there, one, other = self._at[n], self._at[m], self._cells[n], self._cells[m]
        if here is None or there is None:
            return self._unknown()
        stored = [BEYOND]
        if one is not None and other is not None:
            # From the demand point that a cell belongs to: both ways, so that there is one figure for the pair.
            known, point = self.dataset.minutes_points_cells[Mode.CAR], self.dataset.cell_point
            stored = [int(known[point[one], other]), int(known[point[other], one])]
        return self._drive(here, there, stored)

    def _drive(self, here: tuple[float, float], there: tuple[float, float], stored: list[int]) -> tuple[float, float]:
        km = line_km(here, there) * self.teams.detour
        known = BEYOND not in stored
        return (sum(stored) / len(stored) if known else km / self.teams.km_per_hour * 60), km

    def _unknown(self) -> tuple[float, float]:
        minutes = float(self.teams.unknown_drive_minutes)
        return minutes, minutes / 60 * self.teams.km_per_hour

    def matrices(self, start: int) -> tuple[Floats, Floats]:
        """(n + 1, n + 1) minutes, whole, and kilometres, with one decimal; 0 on the diagonal."""
        size = self.count + 1
        minutes, km = np.zeros((size, size)), np.zeros((size, size))
        for n in range(self.count):
            pairs = [(0, self.from_site(start, n)), *((m + 1, self.between(n, m)) for m in range(n))]
            for other, (took, length) in pairs:
                minutes[n + 1, other] = minutes[other, n + 1] = np.ceil(took - 1e-6)
                km[n + 1, other] = km[other, n + 1] = round(length, 1)
        return minutes, km

"""Where voters can go instead of a place that is closed: the nearest station open at the same time.

Minutes are those of the audit (mean over modes, capped), from the populated cell nearest to the closed
place: they are for who stands at its door. They are marked by whether both ends lie in the street network.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.dataset import Mark
from planner.domain.plan import Plan, Station
from planner.domain.spans import Spans, covers, open_spans, overlap_minutes
from planner.evaluate.access import OpenStation, nearest_cell, open_stations, site_id_of, station_site
from planner.problem import Problem


@dataclass(frozen=True, slots=True)
class Alternative:
    """A station to go to instead.

    Attributes:
        minutes: mean over modes; the limit where it is longer.
        beyond: whether the way is that long.
        mark: what the minutes rest on.
        spans: when it is open that date.
        whole: whether it is open the whole time asked for.
    """

    station: Station
    minutes: float
    beyond: bool
    mark: Mark
    spans: Spans
    whole: bool


class Alternatives:
    """The stations of one plan that are open to all, with the ways to them."""

    def __init__(self, plan: Plan, problem: Problem) -> None:
        """Ways and hours of every station of the plan."""
        stations = {station.id: station for station in plan.stations}
        self._problem = problem
        self._open: tuple[tuple[OpenStation, Station, Mapping[date, Spans]], ...] = tuple(
            (found, stations[found.id], open_spans(stations[found.id].opening))
            for found in sorted(open_stations(plan, problem), key=lambda s: s.id)
        )

    def nearest(
        self, place: Station, day: date, start: str, end: str, *, without: Collection[str] = ()
    ) -> Alternative | None:
        """The nearest station open the whole time, else the nearest open for part of it, else None.

        Args:
            place: what is closed; it has a position.
            day, start, end: when.
            without: ids of stations that are closed too.
        """
        if place.lat is None or place.lon is None:
            return None
        cell, _ = nearest_cell(self._problem.dataset, place.lat, place.lon)
        best: tuple[tuple[bool, float, str], Alternative] | None = None
        for ways, station, hours in self._open:
            spans = hours.get(day, ())
            if station.id in without or not overlap_minutes(spans, start, end):
                continue
            whole, minutes = covers(spans, start, end), float(ways.cells[cell])
            rank = (not whole, minutes, station.id)
            if best is None or rank < best[0]:
                best = rank, self._alternative(cell, station, minutes, spans, whole=whole)
        return best[1] if best else None

    def _alternative(self, cell: int, station: Station, minutes: float, spans: Spans, *, whole: bool) -> Alternative:
        problem = self._problem
        limit = problem.scenario.travel.unreached_minutes
        mark = problem.dataset.mark(bool(problem.dataset.cells.covered[cell]), self._covered(station))
        return Alternative(station, min(minutes, limit), minutes >= limit, mark, spans, whole)

    def _covered(self, station: Station) -> bool:
        """Whether a station stands where the streets are in the data; a place of its own counts as its cell."""
        column = station_site(self._problem, station)
        if column is not None:
            return self._problem.dataset.sites[column].covered
        if station.lat is None or station.lon is None:
            return False
        return bool(
            self._problem.dataset.cells.covered[nearest_cell(self._problem.dataset, station.lat, station.lon)[0]]
        )


def same_place(plan: Plan, station: Station) -> frozenset[str]:
    """Ids of the stations of a plan at the same place: premises and bus stop at one site."""
    return frozenset(s.id for s in plan.stations if site_id_of(s.id) == site_id_of(station.id))

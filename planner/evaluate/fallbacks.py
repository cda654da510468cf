"""What happens to voters if a station, or a vehicle for a day, falls out: where they can go, and how many they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.clock import minute_of
from planner.domain.plan import Plan, Station
from planner.domain.spans import open_spans
from planner.evaluate.alternatives import Alternative, Alternatives, same_place
from planner.evaluate.votes import expected_votes
from planner.problem import Problem


@dataclass(frozen=True, slots=True)
class Closure:
    """One stretch of open time of a station that falls out.

    Attributes:
        vehicle: that stands there; None for premises.
        instead: None where nothing else is open then.
        votes: expected in that stretch; None where no total is known.
    """

    station: Station
    day: date
    start: str
    end: str
    vehicle: str | None
    instead: Alternative | None
    votes: float | None


@dataclass(frozen=True, slots=True)
class ClosureGroup:
    """Closures of one station that are alike but for the date, in order of date."""

    closures: tuple[Closure, ...]

    @property
    def first(self) -> Closure:
        """Stands for all of them."""
        return self.closures[0]


class Fallbacks:
    """Closures of a plan; it knows every way and the audit's load."""

    def __init__(self, plan: Plan, problem: Problem) -> None:
        """Compute the ways and the expected votes once."""
        self._plan, self._open = plan, Alternatives(plan, problem)
        found = expected_votes(plan, problem)
        self._votes = None if found is None else found.by_station()

    def of_station(self, station: Station) -> tuple[ClosureGroup, ...]:
        """Everything a station is open, drawn together where the hours and the way out are the same."""
        groups: dict[object, list[Closure]] = {}
        for closure in self._closures(station, without=same_place(self._plan, station)):
            instead = closure.instead
            key = (closure.start, closure.end, instead and (instead.station.id, instead.spans))
            groups.setdefault(key, []).append(closure)
        return tuple(ClosureGroup(tuple(closures)) for closures in groups.values())

    def of_vehicle(self, vehicle: str, day: date) -> tuple[Closure, ...]:
        """Every stop of a vehicle on a date, in order of time; all of them are closed at once."""
        stops = [s for s in self._plan.stations if any(o.vehicle == vehicle and o.date == day for o in s.opening)]
        closed = {stop.id for stop in stops}
        found = [c for s in stops for c in self._closures(s, without=closed) if (c.vehicle, c.day) == (vehicle, day)]
        return tuple(sorted(found, key=lambda c: (c.start, c.station.id)))

    def _closures(self, station: Station, *, without: Collection[str]) -> Iterator[Closure]:
        votes = None if self._votes is None else self._votes[station.id]
        for day, spans in open_spans(station.opening).items():
            for start, end in spans:
                instead = self._open.nearest(station, day, start, end, without=without) if station.open_to_all else None
                expected = None if votes is None else votes.between(day, minute_of(start), minute_of(end))
                yield Closure(station, day, start, end, _vehicle(station, day, start), instead, expected)


def _vehicle(station: Station, day: date, start: str) -> str | None:
    """The vehicle that opens a stretch."""
    return next((o.vehicle for o in station.opening if (o.date, o.start) == (day, start)), None)

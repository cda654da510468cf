"""What differs between the stations of two plans, the way voters notice it.

Persons, vehicles and how a stretch is cut into openings are no change: a voter notices the name,
the place and when the door is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.clock import minute_of
from planner.domain.plan import Plan, Station
from planner.domain.spans import Spans, lost_spans, open_spans
from planner.evaluate.votes import StationVotes


@dataclass(frozen=True, slots=True)
class DayChange:
    """One date on which a station is open at other times than before; no spans: closed."""

    day: date
    before: Spans
    after: Spans

    @property
    def lost(self) -> Spans:
        """When it was open and is not any more."""
        return lost_spans(self.before, self.after)


@dataclass(frozen=True, slots=True)
class StationChange:
    """One station before and after; None where it was not, or is no longer.

    Attributes:
        days: dates with other times, in order.
    """

    before: Station | None
    after: Station | None
    days: tuple[DayChange, ...]

    @property
    def station(self) -> Station:
        """The station as it is now, or as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("en endring gjelder minst ett sted")
        return found

    @property
    def renamed(self) -> bool:
        """Whether it has another name."""
        return self._differ("name")

    @property
    def moved(self) -> bool:
        """Whether it stands at another address or at another point."""
        return self._differ("address", "lat", "lon")

    @property
    def rescheduled(self) -> bool:
        """Whether a station of both plans has other times."""
        return self.before is not None and self.after is not None and bool(self.days)

    @property
    def noticed(self) -> bool:
        """Whether there is any change at all."""
        return self.before is None or self.after is None or self.renamed or self.moved or bool(self.days)

    @property
    def loses(self) -> bool:
        """Whether somebody who knew the old plan may stand at a closed door, or look for the wrong one."""
        return self.before is not None and (self.renamed or self.moved or any(day.lost for day in self.days))

    def _differ(self, *names: str) -> bool:
        before, after = self.before, self.after
        return before is not None and after is not None and any(getattr(before, n) != getattr(after, n) for n in names)


def station_changes(old: Plan, new: Plan) -> tuple[StationChange, ...]:
    """Every station that voters will find otherwise, by id."""
    before, after = ({s.id: s for s in plan.stations} for plan in (old, new))
    pairs = ((before.get(i), after.get(i)) for i in sorted(before.keys() | after.keys()))
    changes = (StationChange(a, b, _days(a, b)) for a, b in pairs)
    return tuple(change for change in changes if change.noticed)


def _days(before: Station | None, after: Station | None) -> tuple[DayChange, ...]:
    old, new = _spans(before), _spans(after)
    days = (DayChange(day, old.get(day, ()), new.get(day, ())) for day in sorted(old.keys() | new.keys()))
    return tuple(day for day in days if day.before != day.after)


def _spans(station: Station | None) -> Mapping[date, Spans]:
    return open_spans(station.opening) if station else {}


def affected_votes(change: StationChange, votes: StationVotes) -> float:
    """Expected votes that a change concerns: all where the place or its name changes, else those of lost open time.

    An opening's votes come evenly, as everywhere.

    Args:
        votes: of the station in the old plan.
    """
    if change.renamed or change.moved:
        return votes.total
    return sum(
        votes.between(day.day, minute_of(start), minute_of(end)) for day in change.days for start, end in day.lost
    )

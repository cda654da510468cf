"""Booths, tables and stamps of a station: what its openings take at once."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.plan import Plan, Station
from planner.evaluate.capacity import tables_of
from planner.problem import Problem


@dataclass(frozen=True, slots=True)
class Equipment:
    """What one station is set up with.

    Attributes:
        booths: screened booths by the plan; None where nobody has said.
        booths_needed: in its busiest hour; None where the queues are not known.
        tables: that the most persons present at once can serve.
        stamps: at those tables.
    """

    booths: int | None
    booths_needed: int | None
    tables: int
    stamps: int


def equipment(station: Station, plan: Plan, problem: Problem) -> Equipment:
    """The equipment of one station, for the opening with most persons."""
    tables = tables_of(problem, max((opening.crew for opening in station.opening), default=0))
    known = plan.capacity.stations if plan.capacity else ()
    needed = [need.booths_needed for s in known if s.station == station.id for need in s.openings]
    stamps = tables * problem.scenario.stock.stamps_per_table
    return Equipment(station.booths, max(needed, default=None), tables, stamps)

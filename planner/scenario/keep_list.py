"""What a plan has announced, read from its file: openings of premises and visits of vehicles in the ordinary period."""

from __future__ import annotations

from pathlib import Path

from planner.domain.plan import STOP_SUFFIX, Opening, Phase, Plan, Station, StationKind
from planner.planfile import read_plan
from planner.scenario.edits import Kept

CHOSEN = frozenset({StationKind.FIXED, StationKind.POPUP, StationKind.MOBILE_STOP})
"""Kinds of stations that the planner chooses; visits to institutions and homes are agreed with them."""


def read_kept(path: Path) -> tuple[Kept, ...]:
    """The announced openings of a plan file.

    Raises:
        InputError: no plan, or one that cannot be read.
    """
    return kept_of(read_plan(path))


def kept_of(plan: Plan) -> tuple[Kept, ...]:
    """The openings of a plan that a later one is to keep, by station and time."""
    return tuple(
        _kept(station, opening)
        for station in plan.stations
        if station.kind in CHOSEN
        for opening in station.opening
        if opening.phase is Phase.ORDINARY
    )


def _kept(station: Station, opening: Opening) -> Kept:
    site, block = station.id.removesuffix(STOP_SUFFIX), f"{opening.start}-{opening.end}"
    if opening.vehicle is None:
        return Kept(station=site, date=opening.date, block=block)
    return Kept(stop=site, date=opening.date, block=block, vehicle=opening.vehicle)

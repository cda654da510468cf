"""A municipality dataset in memory: places, voters, districts and travel minutes.

Arrays are read-only. Row order is the order of the files; ``cells`` and
``points`` are sorted by id, ``sites`` too. Minutes are door to door, whole, up
to :attr:`Dataset.minutes_limit`; :data:`BEYOND` marks a longer way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.domain.plan import ProvenanceEntry

BEYOND = 255
"""Stored value of a way longer than the limit, or of no way at all."""

Minutes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Mode(StrEnum):
    """How a voter gets there."""

    WALK = "walk"
    BIKE = "bike"
    CAR = "car"


class Mark(StrEnum):
    """What a travel time rests on, by covered area of its two ends."""

    NETWORK = "network"
    PARTLY = "partly"
    APPROXIMATE = "approximate"


class SiteKind(StrEnum):
    """What a place was in the source: an advance station or an election-day station."""

    ADVANCE = "advance"
    ELECTION_DAY = "election_day"


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One line of parsed opening hours: weekdays (0 = Monday) and clock times ``HH:MM``."""

    weekdays: frozenset[int]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """Days of the year on which a place is closed, both ends included, year left out.

    ``first`` and ``last`` are (month, day): closed dates of an earlier election keep
    their dates in a later year.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    weekdays: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Unavailable:
    """When a place cannot be used as premises: dates (both included) and clock times."""

    site_id: str
    first: date
    last: date
    weekdays: frozenset[int]
    start: str
    end: str
    reason: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a station could be.

    Attributes:
        id: ``f0101`` (advance place) or ``e0101`` (election-day place).
        number: the source's own number, not unique across kinds.
        type: ``school``, ``library``, ``mall`` …; ``type_guessed`` says it came from the name.
        covered: True where complete streets are in the data (travel times from the network).
        hours: parsed opening hours of the source election; empty if none.
        accessible: None where unknown; the same for every optional text: "" is unknown.
        mobile_coverage: ``unknown``, ``good`` or ``poor``.
        booking: "", ``none``, ``asked`` or ``confirmed``.
    """

    id: str
    number: str
    name: str
    address: str
    postal_code: str
    post_town: str
    lat: float
    lon: float
    kind: SiteKind
    type: str
    type_guessed: bool
    district_id: str
    subdistrict_id: str
    covered: bool
    hours: tuple[WeeklyHours, ...] = ()
    closed: tuple[ClosedPeriod, ...] = ()
    hours_text: str = ""
    owner: str = ""
    contact: str = ""
    booking: str = ""
    accessible: bool | None = None
    accessible_checked_on: date | None = None
    accessible_checked_by: str = ""
    mobile_coverage: str = "unknown"
    power: bool | None = None
    parking_permit: bool | None = None
    keys: str = ""


@dataclass(frozen=True, slots=True)
class AdvanceVotes:
    """Advance votes of the municipality's own voters at its last election.

    Attributes:
        ballots: as the source counts them, wherever they were cast.
        source: sentence naming the election and the source.
    """

    ballots: float
    source: str


@dataclass(frozen=True, slots=True)
class District:
    """A bydel, or the pseudo-district of voters outside every bydel.

    Attributes:
        turnout: share who voted at the last election with figures per district.
        turnout_is_municipal: True where the municipality's figure stands in.
        electorate: electorate by estimate (``local``, ``storting``).
    """

    id: str
    name: str
    turnout: float
    turnout_is_municipal: bool
    electorate: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Places:
    """Populated cells or demand points as columns of equal length.

    Attributes:
        ids: unique ids.
        lat, lon: centre, degrees WGS84.
        district: index into :attr:`Dataset.districts`.
        subdistrict: delbydel id, "" where none.
        eligible: eligible voters by estimate (``local``, ``storting``), persons.
        covered: True where travel times come from the street network.
    """

    ids: tuple[str, ...]
    lat: Floats
    lon: Floats
    district: Ints
    subdistrict: tuple[str, ...]
    eligible: Mapping[str, Floats]
    covered: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class Dataset:
    """A municipality dataset folder, read and validated.

    Attributes:
        cells: populated 250 m cells (reports are computed on them).
        points: demand points: medoid cells of clusters (the model works on them).
        point_cell: (points,) index of each point's medoid cell.
        cell_point: (cells,) index of the demand point each cell belongs to.
        minutes_cells_sites: per mode (cells × sites).
        minutes_points_cells: per mode (points × cells).
        car_minutes_sites, car_km_sites: (sites × sites), minutes whole, km with one decimal;
            inf where there is no way.
        unplaced_eligible: eligible voters that belong to no place, by estimate; shown, never spread.
        turnout_source: sentence naming the turnout's election.
        areas, orientation: GeoJSON feature collections for the map.
        figures: figures printed by the build (marks, clustering error, calibration …).
        subdistrict_names: name of each subdistrict (delbydel) id.
        advance_votes: the last election's, None where the dataset does not know.
    """

    name: str
    version: str
    path: Path
    sha256: str
    municipality_id: str
    municipality_name: str
    minutes_limit: int
    cells: Places
    points: Places
    point_cell: Ints
    cell_point: Ints
    sites: tuple[Site, ...]
    districts: tuple[District, ...]
    unavailable: tuple[Unavailable, ...]
    minutes_cells_sites: Mapping[Mode, Minutes]
    minutes_points_cells: Mapping[Mode, Minutes]
    car_minutes_sites: Floats
    car_km_sites: Floats
    unplaced_eligible: Mapping[str, float]
    turnout_source: str
    provenance: tuple[ProvenanceEntry, ...]
    areas: Mapping[str, Any]
    orientation: Mapping[str, Any]
    figures: Mapping[str, Any]
    subdistrict_names: Mapping[str, str] = field(default_factory=dict)
    advance_votes: AdvanceVotes | None = None

    def site_index(self) -> dict[str, int]:
        """Column of each site id."""
        return {site.id: column for column, site in enumerate(self.sites)}

    def turnout_of(self, places: Places) -> Floats:
        """(places,) turnout of each place's district."""
        return np.array([d.turnout for d in self.districts])[places.district]

    def mark(self, covered: bool, other_covered: bool) -> Mark:
        """Mark of a pair of places from the coverage of its two ends."""
        if covered and other_covered:
            return Mark.NETWORK
        return Mark.PARTLY if covered or other_covered else Mark.APPROXIMATE

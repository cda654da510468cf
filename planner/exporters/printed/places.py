"""Stations as voters look for them: by district, with the nearest ones outside it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from planner.domain.plan import Plan, Station, StationKind
from planner.exporters.context import ExportContext
from planner.exporters.hours import phase_lines
from planner.exporters.printed.language import Language

NEAR = 3
"""So many of the nearest places outside a district are told of."""
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŧ": "t", "ŋ": "n"})


@dataclass(frozen=True, slots=True)
class Area:
    """One district, or a whole municipality that has none.

    Attributes:
        id: of the district, "" for the whole municipality.
        own: stations in it that are open to all.
        near: the nearest ones outside it, nearest first.
    """

    id: str
    name: str
    own: tuple[Station, ...]
    near: tuple[Station, ...]

    @property
    def slug(self) -> str:
        """Its name as part of a file name: ``02-grunerlokka``."""
        plain = unicodedata.normalize("NFKD", f"{self.id} {self.name}".casefold().translate(LETTERS))
        signs = (
            sign if sign.isascii() and sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign)
        )
        return "-".join("".join(signs).split()) or "kommunen"


def open_stations(plan: Plan) -> tuple[Station, ...]:
    """Stations that any voter may come to, by id."""
    return tuple(sorted((s for s in plan.stations if s.open_to_all), key=lambda station: station.id))


def announced_stations(plan: Plan) -> tuple[Station, ...]:
    """Stations whose times are announced: those open to any voter, and institutions (V 2.2.1); by id."""
    institutions = [s for s in plan.stations if s.kind is StationKind.INSTITUTION and not s.open_to_all]
    return tuple(sorted((*open_stations(plan), *institutions), key=lambda station: station.id))


def whole(plan: Plan, context: ExportContext) -> Area:
    """The municipality as one area."""
    return Area("", context.municipality_name or "kommunen", open_stations(plan), ())


def areas(plan: Plan, context: ExportContext) -> tuple[Area, ...]:
    """Every district that has a shape or a station; the municipality where there are no districts."""
    dataset = context.dataset
    if dataset is None or not dataset.districts:
        return (whole(plan, context),)
    found = open_stations(plan)
    shaped = {str(feature["properties"].get("id", "")) for feature in dataset.areas.get("features", ())}
    result = []
    for index, district in enumerate(dataset.districts):
        own = tuple(station for station in found if context.place(station).district_id == district.id)
        if not own and district.id not in shaped:
            # Voters outside every district: nobody lives in a place of that name.
            continue
        here = dataset.points.district == index
        centre = _centre(dataset.points.lat[here].tolist(), dataset.points.lon[here].tolist())
        others = [station for station in found if station not in own]
        near = sorted(others, key=lambda s: (_squared_km(centre, s), s.id))[:NEAR] if centre else ()
        result.append(Area(district.id, district.name, own, tuple(near)))
    return tuple(result)


def _centre(lats: list[float], lons: list[float]) -> tuple[float, float] | None:
    return (float(np.mean(lats)), float(np.mean(lons))) if lats else None


def _squared_km(centre: tuple[float, float], station: Station) -> float:
    """Squared distance on the plane; enough to order by."""
    if station.lat is None or station.lon is None:
        return math.inf
    north, east = station.lat - centre[0], (station.lon - centre[1]) * math.cos(math.radians(centre[0]))
    return north * north + east * east


def table_rows(
    stations: Iterable[Station], context: ExportContext, language: Language, *, first: int = 1
) -> tuple[tuple[str, ...], ...]:
    """Number, name, address, hours and accessibility of each station, in a language."""
    texts, words = language.texts, language.hours_words()
    access = {True: texts.yes, False: texts.no, None: texts.unknown}
    return tuple(
        (
            str(number),
            f"{station.name}\n{texts.mobile}" if station.kind is StationKind.MOBILE_STOP else station.name,
            postal_address(station, context),
            "\n".join(phase_lines(station.opening, words)),
            access[station.accessible],
        )
        for number, station in enumerate(stations, first)
    )


def postal_address(station: Station, context: ExportContext) -> str:
    """Street, postal code and town; what is unknown is left out."""
    street, code, town = context.postal_address(station)
    return ", ".join(part for part in (street, f"{code} {town}".strip()) if part)

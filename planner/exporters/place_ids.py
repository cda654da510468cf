"""The four digits by which EVA and the published lists know a place, the same ones in every export.

A place keeps its id for good, and no id is used for another place:

1. An id that this version or one before it has given stands (``version.place_ids`` of the plan, which every
   version hands on, with the ids of stations that have left).
2. A place for advance votes of the source keeps the number it has there: it is known by that.
3. Any other takes the first free number of its borough's hundred, ``1201``–``1299`` for borough 12 and ``0001``–
   ``0099`` where there is no borough. Free is what neither 1 nor a place of 2, in the plan or not, has. Numbers
   of premises for election day are another series: the lists of 2017 have 28 that are both.
   A hundred that is full goes on in the first hundreds that are no borough's.

``9999`` is reserved in EVA and never given, ``0000`` neither. Until a plan is decided the ids of its new stations are
a proposal and may change with it; deciding it writes them into the plan (:func:`with_place_ids`). An id that turns
out to be taken in EVA is changed there: ``version.place_ids`` is not sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from planner.domain.errors import InputError
from planner.domain.errors import Problem as Trouble
from planner.domain.plan import Plan, Station
from planner.exporters.context import UNKNOWN_PLACE, ExportContext
from planner.versions import PLACE_ID

NO_BOROUGH = "00"
HUNDRED = 100


def place_ids(plan: Plan, context: ExportContext) -> dict[str, str]:
    """Four digits for every station of a plan.

    Raises:
        InputError: the plan's own ids are none or shared, or there is no number left.
    """
    _check(plan.version.place_ids)
    given = dict(plan.version.place_ids)
    known = {site: facts.number for site, facts in context.places.items() if facts.advance}
    known = {site: number for site, number in known.items() if PLACE_ID.fullmatch(number)}
    taken = {*given.values(), *known.values()}
    boroughs = {facts.district_id for facts in context.places.values()} | {NO_BOROUGH}
    # A number of the source that another station was given first is the other's for good.
    own = {site: number for site, number in known.items() if number not in given.values()}
    for station in sorted(plan.stations, key=lambda s: s.id):
        if station.id not in given:
            given[station.id] = own.get(station.id) or next(_free(borough_id(station, context), boroughs, taken))
            taken.add(given[station.id])
    return {station.id: given[station.id] for station in plan.stations}


def with_place_ids(plan: Plan, context: ExportContext) -> Plan:
    """The plan with the ids of its stations written into its version block, beside all that were given before."""
    ids = {**plan.version.place_ids, **place_ids(plan, context)}
    return replace(plan, version=replace(plan.version, place_ids=dict(sorted(ids.items()))))


def borough_id(station: Station, context: ExportContext) -> str:
    """Two digits of a station's borough: the dataset's, or that of the nearest voters; ``00`` where none is known."""
    place = context.place(station)
    district = place.district_id if place is not UNKNOWN_PLACE else _nearest_district(station, context)
    return district if len(district) == len(NO_BOROUGH) and district.isdecimal() else NO_BOROUGH


def _nearest_district(station: Station, context: ExportContext) -> str:
    """District of the nearest populated cell; "" without a dataset or a place."""
    if context.problem is None or station.lat is None or station.lon is None:
        return ""
    dataset = context.problem.dataset
    east = (dataset.cells.lon - station.lon) * np.cos(np.radians(station.lat))
    nearest = int(np.argmin(east**2 + (dataset.cells.lat - station.lat) ** 2))
    return dataset.districts[int(dataset.cells.district[nearest])].id


def _free(borough: str, boroughs: set[str], taken: set[str]) -> Iterator[str]:
    spare = [f"{number:02d}" for number in range(HUNDRED) if f"{number:02d}" not in boroughs]
    for hundred in (borough, *spare):
        for number in range(1, HUNDRED):
            candidate = f"{hundred}{number:02d}"
            if candidate not in taken and PLACE_ID.fullmatch(candidate):
                yield candidate
    remedy = "frigi ingen: et nummer brukes aldri om igjen; del stedene på flere bydeler"
    raise InputError(Trouble("ingen ledige firesifrede id-er igjen", place="version.place_ids", remedy=remedy))


def _check(ids: Mapping[str, str]) -> None:
    seen: dict[str, str] = {}
    troubles = []
    for station, number in ids.items():
        if not PLACE_ID.fullmatch(number):
            message = "id-en i EVA er ikke fire sifre fra 0001 til 9998"
            troubles.append(Trouble(message, place=f"version.place_ids.{station}", value=number, remedy="rett den"))
        elif number in seen:
            message = f"id-en i EVA er alt gitt {seen[number]}"
            troubles.append(Trouble(message, place=f"version.place_ids.{station}", value=number, remedy="rett den ene"))
        seen.setdefault(number, station)
    if troubles:
        raise InputError(troubles)

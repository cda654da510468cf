"""The data of the map as plain values, short enough to be mailed.

Points are columns, not objects: eight hundred objects would double the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from planner.domain.dataset import Dataset, Floats
from planner.domain.plan import AccessMeasures, Opening, Phase, Plan, Station
from planner.evaluate.reasons import station_reasons
from planner.mapview import geometry
from planner.mapview.mapinput import MapInput
from planner.mapview.scales import SCALES, SHAPES
from planner.mapview.small_weights import ShownWeights, shown_weights
from planner.mapview.words import ACCESSIBLE, KINDS, PHASE, short_date

CELL_METRES = 250
"""Side of a cell of the statistical grid."""


def payload(plan: Plan, dataset: Dataset, given: MapInput) -> dict[str, Any]:
    """Everything the script of the stand-alone page reads."""
    ground, values = ground_data(dataset), plan_data(plan, dataset, given)
    return {**ground, **values, "points": {**ground["points"], **values["points"]}}


def ground_data(dataset: Dataset) -> dict[str, Any]:
    """What stays the same whatever is planned: areas, roads, names, and where the points are."""
    points = dataset.points
    return {
        "areas": geometry.areas(dataset),
        "roads": geometry.roads(dataset),
        "names": geometry.names(dataset),
        "points": {
            "lat": _degrees(points.lat),
            "lon": _degrees(points.lon),
            "district": [int(value) for value in points.district],
            "covered": [int(value) for value in points.covered],
        },
    }


def plan_data(plan: Plan, dataset: Dataset, given: MapInput) -> dict[str, Any]:
    """What a plan says of that ground: stations, minutes per point, districts, days and drives."""
    placed = [s for s in plan.stations if s.lat is not None and s.lon is not None]
    index = {station.id: row for row, station in enumerate(placed)}
    shown = shown_weights(plan, dataset, given.point_weight)
    return {
        "view": geometry.view(plan, dataset, given.point_weight),
        "kinds": {kind.value: words._asdict() for kind, words in KINDS.items()},
        "scales": SCALES,
        "shapes": SHAPES,
        "stations": [_station(station, given) | _set_aside(plan, station) for station in placed],
        "closed": _closed(plan, given),
        "points": _values(given, index, shown.points),
        "districts": _districts(dataset, shown),
        "days": _days(placed),
        "busDays": _bus_days(plan, dataset, index),
        "words": {"weight": given.weight_label, "turnout": dataset.turnout_source, "minutes": given.minutes_label},
    }


def cell_data(dataset: Dataset) -> dict[str, Any]:
    """Centres of the populated cells: the squares that reach from one place is drawn with."""
    return {"lat": _degrees(dataset.cells.lat), "lon": _degrees(dataset.cells.lon), "metres": CELL_METRES}


def site_data(dataset: Dataset) -> list[dict[str, Any]]:
    """Every place where a station could be."""
    return [
        {
            "id": site.id,
            "name": site.name,
            "address": site.address,
            "at": [round(site.lat, 6), round(site.lon, 6)],
            "accessible": ACCESSIBLE[site.accessible],
        }
        for site in dataset.sites
    ]


def _degrees(values: Floats) -> list[float]:
    return [round(float(value), geometry.DECIMALS) for value in values]


def _station(station: Station, given: MapInput) -> dict[str, Any]:
    before = {other.id for other in given.stations_before}
    crews = sorted({opening.crew for opening in station.opening})
    crew = str(crews[0]) if len(crews) == 1 else f"{crews[0]}–{crews[-1]}"
    return {
        "id": station.id,
        "name": station.name,
        "kind": station.kind.value,
        "at": [round(station.lat or 0.0, 6), round(station.lon or 0.0, 6)],
        "address": station.address,
        "hours": list(given.hours_text(station.opening)),
        "dates": len({opening.date for opening in station.opening}),
        "crew": crew,
        "accessible": ACCESSIBLE[station.accessible],
        "public": station.public,
        "today": station.id in before if given.stations_before else None,
        "vehicles": sorted({opening.vehicle for opening in station.opening if opening.vehicle}),
    }


def _set_aside(plan: Plan, station: Station) -> dict[str, list[str]]:
    """What the planner set aside for a station, each with its reason."""
    return {"setAside": [f"{rule}: {reason}" for rule, reason in station_reasons(plan, station.id)]}


def _closed(plan: Plan, given: MapInput) -> list[dict[str, Any]]:
    """Today's stations that the plan leaves out."""
    kept = {station.id for station in plan.stations}
    return [
        {"name": s.name, "address": s.address, "at": [round(s.lat, 6), round(s.lon, 6)]}
        for s in given.stations_before
        if s.id not in kept and s.lat is not None and s.lon is not None
    ]


def _values(given: MapInput, index: Mapping[str, int], weights: Sequence[float | None]) -> dict[str, Any]:
    return {
        "before": _minutes(given.point_minutes_before),
        "after": _minutes(given.point_minutes_after),
        "station": [index.get(station, -1) if station else -1 for station in given.point_station],
        "weight": [None if weight is None else round(weight) for weight in weights],
    }


def _minutes(values: Floats) -> list[float | None]:
    return [round(float(value), 1) if np.isfinite(value) else None for value in values]


def _districts(dataset: Dataset, shown: ShownWeights) -> list[dict[str, Any]]:
    """Turnout, and minutes before and after; None where the plan has no figure, or one of too few persons."""
    before, after = shown.before, shown.after
    return [
        {
            "name": district.name,
            "turnout": round(100 * district.turnout, 1),
            "municipal": district.turnout_is_municipal,
            "voters": _weight(before.get(district.name)),
            "before": _mean(before.get(district.name)),
            "after": _mean(after.get(district.name)),
        }
        for district in dataset.districts
    ]


def _mean(measures: AccessMeasures | None) -> float | None:
    return round(measures.mean_minutes, 2) if measures and np.isfinite(measures.mean_minutes) else None


def _weight(measures: AccessMeasures | None) -> float | None:
    return None if measures is None or measures.weight is None else round(measures.weight)


def _days(placed: list[Station]) -> list[dict[str, Any]]:
    """Per date the stations that are open, with their hours."""
    open_on: dict[date, dict[int, list[str]]] = {}
    for row, station in enumerate(placed):
        for opening in station.opening:
            open_on.setdefault(opening.date, {}).setdefault(row, []).append(_who_and_when(opening))
    return [
        {"date": day.isoformat(), "label": short_date(day), "open": [[row, ", ".join(h)] for row, h in rows.items()]}
        for day, rows in sorted(open_on.items())
    ]


def _who_and_when(opening: Opening) -> str:
    """``buss1 10:00–12:30``, ``10:00–12:00 (tidligstemming)``."""
    early = f" ({PHASE[opening.phase]})" if opening.phase is Phase.EARLY else ""
    return f"{opening.vehicle or ''} {opening.start}–{opening.end}{early}".strip()


def _bus_days(plan: Plan, dataset: Dataset, index: Mapping[str, int]) -> list[dict[str, Any]]:
    """One layer per vehicle and date: its drives in order; ends without a place are left out."""
    at = {site.id: [round(site.lat, 6), round(site.lon, 6)] for site in dataset.sites}
    at |= {s.id: [round(s.lat, 6), round(s.lon, 6)] for s in plan.stations if s.lat is not None and s.lon is not None}
    found = []
    for vehicle in plan.vehicles:
        for day in vehicle.days:
            legs = [
                {"from": at[leg.from_], "to": at[leg.to], "depart": leg.depart, "arrive": leg.arrive,
                 "minutes": round(leg.minutes), "km": round(leg.km, 1), "stop": index.get(leg.to, -1)}
                for leg in day.legs if leg.from_ in at and leg.to in at
            ]  # fmt: skip
            label = short_date(day.date)
            found.append({"vehicle": vehicle.id, "date": day.date.isoformat(), "label": label, "legs": legs})
    return found

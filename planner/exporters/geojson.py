"""GeoJSON (RFC 7946): one point per station that has a place.

What is set aside stands with its reason in ``overrides``: of a feature where it is about that
station, else of the collection (a foreign member, RFC 7946 section 6.1).
"""

from __future__ import annotations

import json
from typing import Any

from planner.domain.plan import Opening, Plan, Station
from planner.evaluate.reasons import Reason, plan_reasons, station_reasons
from planner.exporters.context import ExportContext
from planner.exporters.hours import phase_lines
from planner.exporters.set_aside import override_members

NAME = "geojson"
SUFFIX = ".geojson"
SENTENCE = "Stasjonene som punkter med åpningstider, for kartverktøy (GeoJSON, RFC 7946)."
DECIMALS = 6


def export(plan: Plan, context: ExportContext) -> bytes:
    """A feature collection sorted by station id; positions are longitude, latitude."""
    features = [
        _feature(station, station.lat, station.lon, context, station_reasons(plan, station.id))
        for station in sorted(plan.stations, key=lambda s: s.id)
        if station.lat is not None and station.lon is not None
    ]
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if whole := plan_reasons(plan):
        collection["overrides"] = override_members(whole)
    return (json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _feature(station: Station, lat: float, lon: float, context: ExportContext, reasons: list[Reason]) -> dict[str, Any]:
    place = context.place(station)
    dates = [opening.date for opening in station.opening]
    return {
        "type": "Feature",
        "id": station.id,
        "geometry": {"type": "Point", "coordinates": [round(lon, DECIMALS), round(lat, DECIMALS)]},
        "properties": {
            "id": station.id,
            "name": station.name,
            "kind": station.kind.value,
            "address": station.address,
            "postal_code": place.postal_code,
            "post_town": place.post_town,
            "district": place.district_name,
            "accessible": station.accessible,
            "public": station.public,
            "first_date": min(dates).isoformat() if dates else None,
            "last_date": max(dates).isoformat() if dates else None,
            "hours_text": "; ".join(phase_lines(station.opening)),
            "overrides": override_members(reasons),
            "opening": [_opening(opening) for opening in station.opening],
        },
    }


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "date": opening.date.isoformat(),
        "start": opening.start,
        "end": opening.end,
        "phase": opening.phase.value,
        "vehicle": opening.vehicle,
        "crew": opening.crew,
    }

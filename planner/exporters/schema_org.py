"""The public stations as schema.org JSON-LD, for the municipality's own web page.

To be put into ``<script type="application/ld+json">`` as it is: «<», «>» and «&» are escaped, so that no name can
end the script. Each station is a ``CivicStructure``: weeks alike as ``openingHoursSpecification`` (weekdays from the
first date to the last), single dates as ``specialOpeningHoursSpecification``. Local times; ``24:00`` is midnight at
the end of the day. What is set aside is told of in ``description``, with the reason.
"""

from __future__ import annotations

import json
from typing import Any

from planner.domain.plan import Plan, Station
from planner.domain.spans import open_spans
from planner.exporters.context import ExportContext
from planner.exporters.hours import Stretch, stretches
from planner.exporters.place_ids import place_ids
from planner.exporters.place_rows import public_stations
from planner.exporters.public_info import public_text

NAME = "schema-org"
SUFFIX = ".jsonld"
SENTENCE = "Offentlige stasjoner med åpningstider for kommunens nettside (schema.org, JSON-LD)."
CONTEXT = "https://schema.org"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
UNIVERSAL = "Universell utforming: velgerne kan ta seg inn uten hjelp"


def export(plan: Plan, context: ExportContext) -> bytes:
    """A graph of places, sorted by id."""
    numbers = place_ids(plan, context)
    graph = [_place(station, numbers[station.id], plan, context) for station in public_stations(plan)]
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1, allow_nan=False)
    for sign, escape in ESCAPES.items():
        text = text.replace(sign, escape)
    return (text + "\n").encode()


def _place(station: Station, number: str, plan: Plan, context: ExportContext) -> dict[str, Any]:
    found = stretches(open_spans(station.opening))
    place: dict[str, Any] = {
        "@type": "CivicStructure",
        "@id": f"#forhandsstemmested-{number}",
        "identifier": number,
        "name": station.name,
        "description": public_text(station, plan),
        "address": _address(station, context),
        "geo": {"@type": "GeoCoordinates", "latitude": station.lat, "longitude": station.lon},
        "publicAccess": True,
        "openingHoursSpecification": [h for s in found if s.first != s.last for h in _hours(s)],
        "specialOpeningHoursSpecification": [h for s in found if s.first == s.last for h in _hours(s)],
    }
    if station.accessible is not None:
        feature = {"@type": "LocationFeatureSpecification", "name": UNIVERSAL, "value": station.accessible}
        place["amenityFeature"] = [feature]
    return place


def _address(station: Station, context: ExportContext) -> dict[str, str]:
    street, code, town = context.postal_address(station)
    known = {"streetAddress": street, "postalCode": code, "addressLocality": town, "addressCountry": "NO"}
    return {"@type": "PostalAddress"} | {key: value for key, value in known.items() if value}


def _hours(stretch: Stretch) -> list[dict[str, Any]]:
    """One specification per set of hours and stretch of the day."""
    groups: dict[tuple[str, str], list[int]] = {}
    for weekday, spans in sorted(stretch.weekdays.items()):
        for span in spans:
            groups.setdefault(span, []).append(weekday)
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [WEEKDAYS[day] for day in days],
            "opens": opens,
            "closes": closes,
            "validFrom": stretch.first.isoformat(),
            "validThrough": stretch.last.isoformat(),
        }
        for (opens, closes), days in groups.items()
    ]

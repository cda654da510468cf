"""VIP 6.0 as one XML file; what it says: :mod:`planner.exporters.vip`.

One ``HoursOpen`` per station. Date ranges of its ``Schedule``s never overlap; a date with several stretches has
several ``Hours`` in one schedule. Times carry the offset from UTC that holds on their date.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from planner.domain.plan import Plan
from planner.exporters.context import ExportContext
from planner.exporters.vip import (
    ELECTION_ID,
    ELECTION_NAME,
    LANGUAGE,
    POSITION_SOURCE,
    SOURCE_ID,
    VERSION,
    Feed,
    Location,
    feed_of,
)

NAME = "vip-xml"
SUFFIX = ".xml"
SENTENCE = "Offentlige stasjoner som XML etter VIP 6.0 (Voting Information Project)."
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://votinginfoproject.github.com/vip-specification/vip_spec.xsd"


def export(plan: Plan, context: ExportContext) -> bytes:
    """The file, UTF-8."""
    feed = feed_of(plan, context)
    root = Element(
        "VipObject",
        {"schemaVersion": VERSION, "xmlns:xsi": XSI, "xsi:noNamespaceSchemaLocation": SCHEMA},
    )
    _source(root, feed)
    if feed.election is not None:
        election = SubElement(root, "Election", id=ELECTION_ID)
        _text(election, "Date", feed.election.isoformat())
        _text(election, "IsStatewide", "false")
        _words(election, "Name", ELECTION_NAME)
        _text(election, "StateId", feed.state_id)
    _text(SubElement(root, "State", id=feed.state_id), "Name", feed.state_name)
    locality = SubElement(root, "Locality", id=feed.locality_id)
    _text(locality, "IsMailOnly", "false")
    _text(locality, "Name", feed.locality_name)
    if feed.locations:
        _text(locality, "PollingLocationIds", " ".join(place.id for place in feed.locations))
    _text(locality, "StateId", feed.state_id)
    _text(locality, "Type", "municipality")
    for place in feed.locations:
        _location(root, place)
        _hours(root, place)
    indent(root, " ")
    made: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"


def _source(root: Element, feed: Feed) -> None:
    source = SubElement(root, "Source", id=SOURCE_ID)
    _text(source, "DateTime", feed.date_time)
    _words(source, "Description", feed.description)
    _text(source, "Name", feed.source_name)
    _text(source, "VipId", feed.vip_id)


def _location(root: Element, place: Location) -> None:
    item = SubElement(root, "PollingLocation", id=place.id)
    _text(item, "AddressLine", place.address)
    _words(item, "Directions", place.directions)
    if place.hours_open_id:
        _text(item, "HoursOpenId", place.hours_open_id)
    _text(item, "IsDropBox", "false")
    _text(item, "IsEarlyVoting", "true")
    position = SubElement(item, "LatLng")
    _text(position, "Latitude", f"{place.lat:.6f}")
    _text(position, "Longitude", f"{place.lon:.6f}")
    _text(position, "Source", POSITION_SOURCE)
    _text(item, "Name", place.name)


def _hours(root: Element, place: Location) -> None:
    if not place.schedules:
        return
    item = SubElement(root, "HoursOpen", id=place.hours_open_id)
    for run in place.schedules:
        schedule = SubElement(item, "Schedule")
        for start, end in run.hours:
            hours = SubElement(schedule, "Hours")
            _text(hours, "StartTime", start)
            _text(hours, "EndTime", end)
        _text(schedule, "StartDate", run.first.isoformat())
        _text(schedule, "EndDate", run.last.isoformat())


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text


def _words(parent: Element, tag: str, text: str) -> None:
    """Text in one language."""
    SubElement(SubElement(parent, tag), "Text", language=LANGUAGE).text = text

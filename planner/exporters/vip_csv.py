"""VIP 6.0 as flat files: comma-separated tables named and headed as the specification's CSV form has them.

Files: ``source.txt``, ``election.txt`` (where the plan names an election), ``state.txt``, ``locality.txt``,
``polling_location.txt`` and ``schedule.txt``. A schedule row has one start and one end; a date with two stretches has
two rows with the same dates, whose hours never overlap. What the rows mean: :mod:`planner.exporters.vip`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from planner.domain.plan import Plan
from planner.exporters.context import ExportContext
from planner.exporters.spreadsheet import text_cell
from planner.exporters.vip import ELECTION_ID, ELECTION_NAME, POSITION_SOURCE, SOURCE_ID, VERSION, Feed, feed_of

NAME = "vip-csv"
SUFFIX = "/"
SENTENCE = "Offentlige stasjoner som flate filer etter VIP 6.0 (Voting Information Project; mappe med CSV)."
SOURCE = "id,date_time,description,name,organization_uri,terms_of_use_uri,vip_id,version"
ELECTION = (
    "id,date,name,election_type,state_id,is_statewide,registration_info,absentee_ballot_info,results_uri,polling_hours,"
    "has_election_day_registration,registration_deadline,absentee_request_deadline,hours_open_id"
)
IDENTIFIERS = "id,election_administration_id,external_identifier_type,external_identifier_othertype,"
STATE = f"{IDENTIFIERS}external_identifier_value,name,polling_location_ids"
LOCALITY = f"{IDENTIFIERS}external_identifier_value,is_mail_only,name,polling_location_ids,state_id,type,other_type"
POLLING_LOCATION = (
    "id,name,address_line,structured_location_name,structured_line_1,structured_city,structured_state,structured_zip,"
    "directions,hours,photo_uri,hours_open_id,is_drop_box,is_early_voting,latitude,longitude,latlng_source"
)
SCHEDULE = (
    "id,start_time,end_time,is_only_by_appointment,is_or_by_appointment,is_subject_to_change,start_date,end_date,"
    "hours_open_id"
)
Row = dict[str, str]


def export(plan: Plan, context: ExportContext) -> dict[str, bytes]:
    """The files by name."""
    feed = feed_of(plan, context)
    source = {
        "id": SOURCE_ID, "date_time": feed.date_time, "description": feed.description,
        "name": text_cell(feed.source_name), "vip_id": feed.vip_id, "version": VERSION,
    }  # fmt: skip
    state = {"id": feed.state_id, "name": text_cell(feed.state_name)}
    locality = {
        "id": feed.locality_id, "name": text_cell(feed.locality_name), "state_id": feed.state_id,
        "type": "municipality", "is_mail_only": "false", "polling_location_ids": " ".join(p.id for p in feed.locations),
    }  # fmt: skip
    files = {
        "source.txt": _table(SOURCE, [source]),
        "state.txt": _table(STATE, [state]),
        "locality.txt": _table(LOCALITY, [locality]),
        "polling_location.txt": _table(POLLING_LOCATION, _locations(feed)),
        "schedule.txt": _table(SCHEDULE, _schedules(feed)),
    }
    if feed.election is not None:
        election = {
            "id": ELECTION_ID, "date": feed.election.isoformat(), "name": ELECTION_NAME, "state_id": feed.state_id,
            "is_statewide": "false",
        }  # fmt: skip
        files["election.txt"] = _table(ELECTION, [election])
    return files


def _locations(feed: Feed) -> Iterator[Row]:
    for place in feed.locations:
        yield {
            "id": place.id, "name": text_cell(place.name), "address_line": text_cell(place.address),
            "directions": place.directions, "hours_open_id": place.hours_open_id, "is_drop_box": "false",
            "is_early_voting": "true", "latitude": f"{place.lat:.6f}", "longitude": f"{place.lon:.6f}",
            "latlng_source": POSITION_SOURCE,
        }  # fmt: skip


def _schedules(feed: Feed) -> Iterator[Row]:
    for place in feed.locations:
        rows = [(run, *hours) for run in place.schedules for hours in run.hours]
        for number, (run, start, end) in enumerate(rows, 1):
            yield {
                "id": f"sch{place.number}-{number}", "start_time": start, "end_time": end,
                "start_date": run.first.isoformat(), "end_date": run.last.isoformat(),
                "is_only_by_appointment": "false", "is_or_by_appointment": "false", "is_subject_to_change": "false",
                "hours_open_id": place.hours_open_id,
            }  # fmt: skip


def _table(heading: str, rows: Iterable[Row]) -> bytes:
    columns: Sequence[str] = heading.split(",")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()

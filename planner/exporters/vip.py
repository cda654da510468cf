"""What both VIP 6.0 exports say (Voting Information Project; schema ``vip_spec``, version 6.0).

The model is American and is filled in so: *state* is the county (fylke), *locality* the municipality, a *polling
location* a public station, always for early voting. ``vip_id`` is the municipality number. ``date_time`` is the day of
the plan's last step (announced, registered, decided), never the time of writing; a draft has had none and says
1970-01-01. What is set aside, and why, stands in the directions to a place, for the whole plan in the description of
the source. Not told: precincts, contests, who voters are. Ids are XML ids, the same in both forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from planner.domain.plan import Plan, PlanStatus, Station
from planner.exporters.context import ExportContext
from planner.exporters.place_ids import place_ids
from planner.exporters.place_rows import public_stations
from planner.exporters.public_info import info_text
from planner.exporters.schedules import Run, moment, runs
from planner.exporters.set_aside import plan_sentences, station_sentences
from planner.exporters.spreadsheet import one_line
from planner.versions import WORDS

VERSION = "6.0"
SOURCE_ID, ELECTION_ID = "source1", "election1"
LANGUAGE = "nb"
NEVER = datetime(1970, 1, 1, tzinfo=UTC).isoformat()
UNKNOWN_COUNTY, UNKNOWN_MUNICIPALITY = "Ukjent fylke", "Ukjent kommune"
ELECTION_NAME = "Forhåndsstemming"
POSITION_SOURCE = "valgplan"


@dataclass(frozen=True, slots=True)
class Location:
    """One polling location and its hours; ``number`` is the id in EVA."""

    number: str
    name: str
    address: str
    directions: str
    lat: float
    lon: float
    schedules: tuple[Run, ...]

    @property
    def id(self) -> str:
        """XML id."""
        return f"pl{self.number}"

    @property
    def hours_open_id(self) -> str:
        """XML id of its hours; "" where it has none."""
        return f"ho{self.number}" if self.schedules else ""


@dataclass(frozen=True, slots=True)
class Feed:
    """Everything in a feed.

    Attributes:
        election: None where the plan names none.
    """

    vip_id: str
    source_name: str
    description: str
    date_time: str
    election: date | None
    state_id: str
    state_name: str
    locality_id: str
    locality_name: str
    locations: tuple[Location, ...]


def feed_of(plan: Plan, context: ExportContext) -> Feed:
    """The feed of a plan: its public stations, sorted by id in EVA."""
    numbers = place_ids(plan, context)
    stations = sorted(public_stations(plan), key=lambda s: numbers[s.id])
    county = context.county_id or "00"
    municipality = context.municipality_id or "0000"
    name = one_line(context.municipality_name) or UNKNOWN_MUNICIPALITY
    state_name = one_line(context.county_name) or (f"Fylke {county}" if context.county_id else UNKNOWN_COUNTY)
    what = f"Steder for forhåndsstemming, versjon {plan.version.number} ({WORDS[plan.version.status]})."
    return Feed(
        vip_id=municipality,
        source_name=name,
        description=f"{what} {plan_sentences(plan)}".rstrip(),
        date_time=_date_time(plan),
        election=_election(plan),
        state_id=f"st{county}",
        state_name=state_name,
        locality_id=f"loc{municipality}",
        locality_name=name,
        locations=tuple(_location(station, numbers[station.id], plan, context) for station in stations),
    )


def _location(station: Station, number: str, plan: Plan, context: ExportContext) -> Location:
    street, code, town = context.postal_address(station)
    address = ", ".join(part for part in (street, f"{code} {town}".strip()) if part)
    if station.lat is None or station.lon is None:
        raise ValueError(f"{station.id} has no place")
    return Location(
        number,
        one_line(station.name),
        # An address is required; where none is known the name is all there is to go by.
        one_line(address) or one_line(station.name),
        f"{info_text(station, plan)} {station_sentences(plan, station)}".rstrip(),
        *(station.lat, station.lon),
        tuple(runs(station.opening)),
    )


def _date_time(plan: Plan) -> str:
    version = plan.version
    if version.status is PlanStatus.DRAFT:
        return NEVER
    day = version.announced_on or version.registered_on or version.decided_on
    return NEVER if day is None else moment(day, "00:00").isoformat()


def _election(plan: Plan) -> date | None:
    try:
        return date.fromisoformat(str(plan.scenario.get("election")))
    except ValueError:
        return None

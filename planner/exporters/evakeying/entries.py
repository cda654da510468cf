"""A place as somebody types it into EVA Admin, and everything EVA would refuse (fields and limits of 2019).

==========  =====================================================================
id          four digits, unique, 9999 reserved (:mod:`planner.exporters.place_ids`)
name        1–50 characters: letters, digits, space and ``. , - ' /``
address     at most 50 characters; of a public place never empty
code, town  four digits; at most 50 characters; of a public place never empty
gps         ``lat,lon`` in decimal degrees; of a public place never empty
public      not for institutions, prisons and ambulating teams
votes in    urn; envelope for teams on the move, where there is tidligstemming only (P4) and where
            the board has decided it (E2; ``votes.envelope_stations`` of the scenario)
info        at most 150 characters, no semicolon
==========  =====================================================================

Text is typed as it stands here and never cut: what breaks a limit is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.domain.errors import InputError, Problem
from planner.domain.plan import STOP_SUFFIX, Phase, Plan, Station, StationKind
from planner.evaluate.reasons import station_reasons
from planner.exporters.context import ExportContext
from planner.exporters.place_ids import place_ids
from planner.exporters.public_info import MAX_INFO, info_text
from planner.law.rules.a1 import accessibility

MAX_TEXT = 50
"""Characters of name, address and post town."""
NAME_SIGNS = " .,-'/"
ACCESS_RULES = ("A1", "R3")
URN, ENVELOPE = "urne", "konvolutt"
POSTAL_CODE = re.compile(r"[0-9]{4}")
FIX_PLACE = "rett stedet i datasettet (sites.csv) eller i institusjonslista, og lag planen på nytt"


@dataclass(frozen=True, slots=True)
class Entry:
    """One advance place, every text as it is typed; "" where there is nothing to type.

    Attributes:
        station: id in the plan.
        accessible: whether voters can enter without help, None where nobody has said or where they enter nowhere.
        enters: whether voters come to premises at all.
        reason: why it is used though voters need help to enter.
    """

    station: str
    number: str
    name: str
    address: str
    postal_code: str
    post_town: str
    gps: str
    public: bool
    votes_in: str
    borough: str
    info: str
    accessible: bool | None
    enters: bool
    reason: str


def entries(plan: Plan, context: ExportContext) -> list[Entry]:
    """Every advance place of a plan, sorted by its four digits.

    Raises:
        InputError: everything that EVA would refuse, of all places together.
    """
    found = unchecked_entries(plan, context)
    troubles = [trouble for entry in found for trouble in refused(entry)]
    if troubles:
        raise InputError(troubles)
    return found


def unchecked_entries(plan: Plan, context: ExportContext) -> list[Entry]:
    """The same, whatever EVA says of it: as of a version that was typed long ago.

    Raises:
        InputError: the plan's ids are none.
    """
    numbers = place_ids(plan, context)
    found = [_entry(station, numbers[station.id], plan, context) for station in plan.stations]
    return sorted(found, key=lambda entry: entry.number)


def _entry(station: Station, number: str, plan: Plan, context: ExportContext) -> Entry:
    street, code, town = context.postal_address(station)
    place = context.place(station)
    known = {} if context.problem is None else {s.id: s.accessible for s in context.problem.dataset.sites}
    enters = station.kind is not StationKind.HOME_TEAM
    reasons = [reason for rule, reason in station_reasons(plan, station.id) if rule in ACCESS_RULES]
    return Entry(
        station.id,
        number,
        station.name.strip(),
        *(street, code, town),
        gps="" if station.lat is None else f"{station.lat:.6f},{station.lon:.6f}",
        public=station.open_to_all,
        votes_in=_votes_in(station, plan),
        borough=place.district_name if place.district_id.strip("0") else "",
        info=info_text(station, plan) if station.open_to_all else "",
        accessible=accessibility(station, known) if enters else None,
        enters=enters,
        reason="; ".join(reasons),
    )


def _votes_in(station: Station, plan: Plan) -> str:
    """Urn or envelope; votes straight in the urn need the electronic register."""
    votes = plan.scenario.get("votes")
    decided = votes.get("envelope_stations", ()) if isinstance(votes, dict) else ()
    if {station.id, station.id.removesuffix(STOP_SUFFIX)} & set(decided):
        return ENVELOPE
    early_only = {opening.phase for opening in station.opening} == {Phase.EARLY}
    return ENVELOPE if early_only or station.kind is StationKind.HOME_TEAM else URN


def refused(entry: Entry) -> Iterator[Problem]:
    """Everything in an entry that EVA would refuse."""
    yield from _name(entry)
    yield from _texts(entry)
    if entry.public:
        wanted = (
            *(("adresse", entry.address), ("postnummer", entry.postal_code)),
            *(("poststed", entry.post_town), ("koordinater", entry.gps)),
        )
        for what, text in wanted:
            if not text:
                yield _problem(entry, what, "mangler, og må stå i EVA for et offentlig sted")
    if entry.postal_code and not POSTAL_CODE.fullmatch(entry.postal_code):
        yield _problem(entry, "postnummer", "er ikke fire sifre", entry.postal_code)
    if ";" in entry.info:
        yield _problem(entry, "infotekst", "har semikolon, som EVA ikke tar", entry.info)


def _name(entry: Entry) -> Iterator[Problem]:
    if not entry.name:
        yield _problem(entry, "navn", "mangler")
    signs = dict.fromkeys(sign for sign in entry.name if not (sign.isalpha() or sign in "0123456789" + NAME_SIGNS))
    if signs:
        shown = " ".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in signs)
        message = f"har tegn som EVA ikke tar ({shown}); bokstaver, sifre, mellomrom og . , - ' / er lov"
        yield _problem(entry, "navn", message, entry.name)


def _texts(entry: Entry) -> Iterator[Problem]:
    limits: Iterable[tuple[str, str, int]] = (
        ("navn", entry.name, MAX_TEXT), ("adresse", entry.address, MAX_TEXT),
        ("poststed", entry.post_town, MAX_TEXT), ("infotekst", entry.info, MAX_INFO),
    )  # fmt: skip
    for what, text, most in limits:
        if len(text) > most:
            yield _problem(entry, what, f"er {len(text)} tegn, og EVA tar {most}", text)
        if what != "navn" and not text.isprintable():
            yield _problem(entry, what, "går over flere linjer eller har tegn som ikke kan tastes", text)


def _problem(entry: Entry, what: str, message: str, value: str = "") -> Problem:
    return Problem(f"{what} {message}", "", f"stations.{entry.station}", value, FIX_PLACE)

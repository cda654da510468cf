"""The columns of a list of institutions: heading, remark, and how a cell's text becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable

from planner.dataset.columns import PARSERS
from planner.domain.clock import minute_of
from planner.scenario.list_columns import ListColumn, clock, line, optional, required, times

KIND_WORDS = {"institusjon": "institution", "fengsel": "prison"}
"""What stands in the list, and what it is in a scenario (which is taken too)."""


def _kind(text: str) -> str:
    word = text.casefold()
    if word in KIND_WORDS.values():
        return word
    if word not in KIND_WORDS:
        raise ValueError(f"ukjent type; skriv {' eller '.join(KIND_WORDS)}")
    return KIND_WORDS[word]


def _degrees(kind: str) -> Callable[[str], float]:
    def parse(text: str) -> float:
        value: float = PARSERS[kind](text.replace(",", "."))
        return value

    return parse


def _count(text: str) -> int:
    digits = text.replace(" ", "").replace("\u00a0", "")
    if not re.fullmatch(r"-?\d+", digits, re.ASCII):
        raise ValueError("ikke et helt tall; skriv antallet med sifre, eller la feltet stå tomt")
    if int(digits) < 0:
        raise ValueError("negativt antall; skriv 0 eller mer, eller la feltet stå tomt")
    return int(digits)


def _least_one(text: str) -> int:
    number = _count(text)
    if number < 1:
        raise ValueError("må være minst 1; skriv et tall, eller la feltet stå tomt")
    return number


_HOURS = re.compile(r"(?:kl\.?\s*)?(?P<start>\d{1,2}[:.]\d{2})\s*[–-]\s*(?P<end>\d{1,2}[:.]\d{2})", re.ASCII)


def _hours(text: str) -> str:
    match = _HOURS.fullmatch(text)
    if not match:
        raise ValueError("ikke et tidsrom; skriv TT:MM-TT:MM, for eksempel 10:00-14:00, eller la feltet stå tomt")
    start, end = clock(match["start"]), clock(match["end"])
    if minute_of(start) >= minute_of(end):
        raise ValueError("tidsrommet slutter før det begynner; bytt om")
    return f"{start}-{end}"


COLUMNS = (
    ListColumn(
        "id", "Id", "Kort id, ulik for hvert sted: bokstaver, tall, punktum, bindestrek. Planen bruker den samme. "
        "Må fylles ut.",
        ("sykehjem-01", "fengsel-01"), 16, required(PARSERS["id"]), required=True,
    ),
    ListColumn(
        "name", "Navn", "Navnet slik det skal stå i planen og kunngjøringen. Må fylles ut.",
        ("Solhjem sykehjem", "Fjellgata fengsel"), 34, required(line), required=True,
    ),
    ListColumn(
        "kind", "Type", "institusjon (sykehus, sykehjem og annen helse- og omsorg) eller fengsel. Må fylles ut.",
        ("institusjon", "fengsel"), 14, required(_kind), required=True,
    ),
    ListColumn(
        "address", "Adresse", "Gateadresse med postnummer og poststed.",
        ("Storgata 1, 0155 OSLO", "Fjellgata 2, 0566 OSLO"), 34, line,
    ),
    ListColumn(
        "lat", "Breddegrad", "Desimalgrader WGS84, omkring 60. Tom om den ikke er kjent; da er lengdegraden det også.",
        ("59,9127", ""), 13, optional(_degrees("latitude")),
    ),
    ListColumn(
        "lon", "Lengdegrad", "Desimalgrader WGS84, omkring 10.",
        ("10,7461", ""), 13, optional(_degrees("longitude")),
    ),
    ListColumn(
        "residents", "Beboere", "Antall beboere, pasienter eller innsatte. Tom om det ikke er kjent.",
        ("64", "120"), 10, optional(_count),
    ),
    ListColumn(
        "days", "Dager", "Antall dager med stemming. Tom = én dag, det loven minst krever.",
        ("2", ""), 8, optional(_least_one),
    ),
    ListColumn(
        "minutes", "Minutter", "Hvor lenge hvert besøk skal ta imot stemmer. Tom = etter antall beboere.",
        ("150", ""), 10, optional(_least_one),
    ),
    ListColumn(
        "hours", "Tid", "Når på dagen det passer, 10:00-14:00. Tom = når besøkslagene er ute.",
        ("10:00-14:00", ""), 14, optional(_hours),
    ),
    ListColumn(
        "contact", "Kontakt", "Hvem besøket avtales med: navn, telefon, e-post.",
        ("Avdelingsleder, 22 00 00 00", ""), 28, line,
    ),
    ListColumn(
        "closed", "Stengt", "Når det ikke passer: 2027-08-24, 2027-08-30–2027-09-03 eller 2027-08-25 08:00-12:00. "
        "Semikolon mellom flere. Også 24.8.2027 er greit.",
        ("2027-08-24; 2027-08-25 08:00-12:00", ""), 34, times("en stengt tid", "stengt tid"),
    ),
    ListColumn(
        "note", "Merknad", "Fritt felt.",
        ("Ring på ved inngang B", ""), 28, line,
    ),
)  # fmt: skip

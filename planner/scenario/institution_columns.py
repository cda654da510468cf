"""The columns of a list of institutions: heading, remark, and how a cell's text becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.dataset.columns import PARSERS
from planner.domain.clock import minute_of
from planner.scenario.institutions import ALL_DAY

KIND_WORDS = {"institusjon": "institution", "fengsel": "prison"}
"""What stands in the list, and what it is in a scenario (which is taken too)."""


def _required(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    def filled(text: str) -> Any:
        if not text:
            raise ValueError("feltet er tomt; fyll det ut")
        return parse(text)

    return filled


def _optional(parse: Callable[[str], Any], empty: Any = None) -> Callable[[str], Any]:
    return lambda text: parse(text) if text else empty


def _line(text: str) -> str:
    """Free text on one line, however many lines the cell has."""
    line: str = PARSERS["text"](" ".join(text.split()))
    return line


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
    start, end = _clock(match["start"]), _clock(match["end"])
    if minute_of(start) >= minute_of(end):
        raise ValueError("tidsrommet slutter før det begynner; bytt om")
    return f"{start}-{end}"


_DAY = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s*\d{1,2}\.\s*\d{4}"
_CLOSED = re.compile(
    rf"(?P<first>{_DAY})(?:\s*(?:–|-|til(?: og med)?)\s*(?P<last>{_DAY}))?"
    r"(?:\s+(?:kl\.?\s*)?(?P<start>\d{1,2}[:.]\d{2})\s*[–-]\s*(?P<end>\d{1,2}[:.]\d{2}))?",
    re.ASCII,
)


def _closed(text: str) -> list[dict[str, str]]:
    """Closed times, separated by semicolon, comma or a new line."""
    return [_closure(part.strip()) for part in re.split(r"[;,\n]", text) if part.strip()]


def _closure(text: str) -> dict[str, str]:
    match = _CLOSED.fullmatch(text)
    if not match:
        raise ValueError("ikke en stengt tid; skriv dato, dato–dato eller dato TT:MM-TT:MM, med semikolon mellom flere")
    first, last = _day(match["first"]), _day(match["last"] or match["first"])
    start, end = (
        _clock(match[name]) if match[name] else full for name, full in zip(("start", "end"), ALL_DAY, strict=True)
    )
    if first > last or minute_of(start) >= minute_of(end):
        raise ValueError("stengt tid slutter før den begynner; bytt om")
    return {"first": first.isoformat(), "last": last.isoformat(), "start": start, "end": end}


def _day(text: str) -> date:
    numbers = [int(part) for part in re.split(r"[-.]\s*", text)]
    year, month, day = numbers if "-" in text else reversed(numbers)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("datoen finnes ikke; skriv ÅÅÅÅ-MM-DD, for eksempel 2027-08-24") from None


def _clock(text: str) -> str:
    hour, _, minute = text.replace(".", ":").partition(":")
    clock = f"{hour:0>2}:{minute}"
    minute_of(clock)
    return clock


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of the list.

    Attributes:
        name: field of :class:`planner.scenario.institutions.Institution`.
        heading: what stands above it (the field's own name is taken too).
        remark: what to write, for whoever fills in the list.
        example: two cells of the explanation sheet: an institution and a prison.
        width: characters, in the workbook.
        parse: value of a cell's text; raises ValueError with a Norwegian sentence and remedy after «;».
    """

    name: str
    heading: str
    remark: str
    example: tuple[str, str]
    width: int
    parse: Callable[[str], Any]
    required: bool = False


COLUMNS = (
    ListColumn(
        "id", "Id", "Kort id, ulik for hvert sted: bokstaver, tall, punktum, bindestrek. Planen bruker den samme. "
        "Må fylles ut.",
        ("sykehjem-01", "fengsel-01"), 16, _required(PARSERS["id"]), required=True,
    ),
    ListColumn(
        "name", "Navn", "Navnet slik det skal stå i planen og kunngjøringen. Må fylles ut.",
        ("Solhjem sykehjem", "Fjellgata fengsel"), 34, _required(_line), required=True,
    ),
    ListColumn(
        "kind", "Type", "institusjon (sykehus, sykehjem og annen helse- og omsorg) eller fengsel. Må fylles ut.",
        ("institusjon", "fengsel"), 14, _required(_kind), required=True,
    ),
    ListColumn(
        "address", "Adresse", "Gateadresse med postnummer og poststed.",
        ("Storgata 1, 0155 OSLO", "Fjellgata 2, 0566 OSLO"), 34, _line,
    ),
    ListColumn(
        "lat", "Breddegrad", "Desimalgrader WGS84, omkring 60. Tom om den ikke er kjent; da er lengdegraden det også.",
        ("59,9127", ""), 13, _optional(_degrees("latitude")),
    ),
    ListColumn(
        "lon", "Lengdegrad", "Desimalgrader WGS84, omkring 10.",
        ("10,7461", ""), 13, _optional(_degrees("longitude")),
    ),
    ListColumn(
        "residents", "Beboere", "Antall beboere, pasienter eller innsatte. Tom om det ikke er kjent.",
        ("64", "120"), 10, _optional(_count),
    ),
    ListColumn(
        "days", "Dager", "Antall dager med stemming. Tom = én dag, det loven minst krever.",
        ("2", ""), 8, _optional(_least_one),
    ),
    ListColumn(
        "minutes", "Minutter", "Hvor lenge hvert besøk skal ta imot stemmer. Tom = etter antall beboere.",
        ("150", ""), 10, _optional(_least_one),
    ),
    ListColumn(
        "hours", "Tid", "Når på dagen det passer, 10:00-14:00. Tom = når besøkslagene er ute.",
        ("10:00-14:00", ""), 14, _optional(_hours),
    ),
    ListColumn(
        "contact", "Kontakt", "Hvem besøket avtales med: navn, telefon, e-post.",
        ("Avdelingsleder, 22 00 00 00", ""), 28, _line,
    ),
    ListColumn(
        "closed", "Stengt", "Når det ikke passer: 2027-08-24, 2027-08-30–2027-09-03 eller 2027-08-25 08:00-12:00. "
        "Semikolon mellom flere. Også 24.8.2027 er greit.",
        ("2027-08-24; 2027-08-25 08:00-12:00", ""), 34, _closed,
    ),
    ListColumn(
        "note", "Merknad", "Fritt felt.",
        ("Ring på ved inngang B", ""), 28, _line,
    ),
)  # fmt: skip

BY_HEADING: Mapping[str, ListColumn] = {
    name: column for column in COLUMNS for name in (column.heading.casefold(), column.name)
}

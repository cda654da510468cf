"""The notice to Valgdirektoratet: what is changed since the announcement, date by date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.documents.blocks import Block, Bullets, Document, Heading, Paragraph, Table
from planner.domain.plan import Station
from planner.evaluate.changes import StationChange
from planner.exporters.hours import phase_lines
from planner.law.wording import long_date, named
from planner.notices.pair import Pair
from planner.notices.words import NB, date_text, spans_text

CITATION = "vf 6-1"
UNKNOWN = "ikke ført i planen"


def directorate_notice(pair: Pair) -> Document:
    """The whole notice, in bokmål."""
    name = pair.now.dataset.municipality_name
    title = f"Endring av forhåndsstemmesteder etter kunngjøring: {name}"
    blocks = [Heading(title, 1), *_head(pair), *_overview(pair)]
    for change in pair.changes:
        blocks += _details(change)
    return Document(title, tuple(blocks))


def _head(pair: Pair) -> Iterator[Block]:
    new, old = pair.new.version, pair.old.version
    announced = old.announced_on or new.parent_announced_on
    yield Bullets(
        (
            "Til: Valgdirektoratet",
            f"Fra: {pair.now.dataset.municipality_name}",
            "Kontaktperson, telefon og e-post (fylles ut): ………………………………………………",
            f"Gjelder: forhåndsstemming ved valget {long_date(pair.now.scenario.election)}",
            f"Saksnummer: {new.case_number or UNKNOWN}",
            f"Endringen vedtatt: {_day(new.decided_on)} (versjon {new.number})",
            f"Tidligere vedtak: {_day(old.decided_on)}, sak {old.case_number or UNKNOWN} (versjon {old.number})",
            f"Tidligere kunngjort: {_day(announced)}",
            f"Hjemmel for meldingen: {CITATION}",
        )
    )


def _day(day: date | None) -> str:
    return long_date(day) if day else UNKNOWN


def _overview(pair: Pair) -> Iterator[Block]:
    yield Heading("Endringene samlet")
    yield Table(
        "Steder som er endret; antall datoer der tidene er andre enn før",
        ("sted", "hva som er endret", "datoer"),
        tuple((named(c.station), ", ".join(what(c)), str(len(c.days))) for c in pair.changes),
        numeric=(2,),
    )
    yield Paragraph(
        "De velgerne som endringene berører, får egen melding på stedet og på kommunens nettsider: hvor mange det "
        "gjelder, og hvor de kan stemme i stedet."
    )


def what(change: StationChange) -> Iterator[str]:
    """Each kind of change in a word or two."""
    if change.before is None:
        yield "nytt sted"
    elif change.after is None:
        yield "tatt ut"
    if change.renamed:
        yield "nytt navn"
    if change.moved:
        yield "flyttet"
    if change.rescheduled:
        yield "andre tider"


def _details(change: StationChange) -> Iterator[Block]:
    yield Heading(f"{named(change.station)}: {', '.join(what(change))}", 3)
    facts = list(_facts(change.before, change.after))
    if facts:
        yield Bullets(tuple(facts))
    if change.days:
        yield Table(
            "Åpningstider per dato (klokkeslett)",
            ("dato", "før", "nå"),
            tuple((date_text(d.day, NB), spans_text(d.before, NB), spans_text(d.after, NB)) for d in change.days),
        )
    if change.after is not None and change.before is not None:
        yield Paragraph(f"Alle åpningstider nå: {'; '.join(phase_lines(change.after.opening))}.")


def _facts(before: Station | None, after: Station | None) -> Iterator[str]:
    """Name, address and position as they were and are."""
    if before is None or after is None:
        station = after or before
        if station is not None:
            yield f"Adresse: {_address(station)}"
            yield f"Posisjon: {_position(station)}"
        return
    for label, old, new in (
        ("Navn", before.name, after.name),
        ("Adresse", _address(before), _address(after)),
        ("Posisjon", _position(before), _position(after)),
    ):
        yield f"{label}: {old}" if old == new else f"{label}: {old} → {new}"


def _address(station: Station) -> str:
    return station.address or "ukjent"


def _position(station: Station) -> str:
    """Degrees as EVA writes them, or that there is none."""
    return "ingen" if station.lat is None or station.lon is None else f"{station.lat:.6f},{station.lon:.6f}"

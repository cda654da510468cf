"""Appendices of the case paper: every place with its hours, every assumption, every source."""

from __future__ import annotations

from collections.abc import Iterator

from planner.documents.blocks import Block, Heading, Paragraph, Table
from planner.domain.plan import Plan, Station
from planner.exporters.casepaper.words import KINDS, UNKNOWN, value_text
from planner.exporters.context import ExportContext
from planner.exporters.hours import hours_lines
from planner.law.rule import is_premises

ACCESSIBLE = {True: "ja", False: "nei", None: UNKNOWN}


def places(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """Every place, its address and all its hours."""
    yield Heading("Vedlegg 1: steder og åpningstider")
    rows = tuple(_place(station, context) for station in sorted(plan.stations, key=lambda s: s.id))
    heads = ("id", "sted", "slag", "adresse", "uten hjelp inn", "åpningstider")
    yield Table("Alle steder i planen; «uten hjelp inn»: om velgerne kan ta seg inn uten hjelp (vf 6-2)", heads, rows)


def _place(station: Station, context: ExportContext) -> tuple[str, ...]:
    facts = context.place(station)
    post = f"{facts.postal_code} {facts.post_town}".strip()
    address = ", ".join(part for part in (context.street(station), post) if part) or UNKNOWN
    hours = "; ".join(hours_lines(station.opening))
    # A home team has no premises that voters enter (V 5.5).
    entered = ACCESSIBLE[station.accessible] if is_premises(station) else "–"
    return (station.id, station.name, KINDS[station.kind][0], address, entered, hours)


def assumptions(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """Everything that the result rests on, what nobody has verified first."""
    yield Heading("Vedlegg 2: antakelser")
    rows = tuple(
        (
            "bekreftet" if item.verified else "UBEKREFTET",
            item.text,
            f"{value_text(item.value)} {item.unit}".strip(),
            item.source,
        )
        for item in sorted(plan.assumptions, key=lambda item: item.verified)
    )
    if rows:
        yield Table("Antakelser", ("status", "antakelse", "verdi", "kilde"), rows)
    else:
        yield Paragraph("Planen oppgir ingen antakelser.")


def sources(plan: Plan, context: ExportContext) -> Iterator[Block]:
    """Where the data come from, with licence and vintage."""
    yield Heading("Vedlegg 3: kilder")
    rows = tuple((item.source, item.vintage, item.licence, item.used_for) for item in plan.dataset.provenance)
    if rows:
        caption = f"Datasettet {plan.dataset.name}, utgave {plan.dataset.version}"
        yield Table(caption, ("kilde", "årgang", "lisens", "brukt til"), rows)
    else:
        yield Paragraph("Planen oppgir ingen kilder.")

"""Driving sheets: a page for each vehicle and date, and all of them in one file to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.documents.blocks import Document, Heading, Paragraph
from planner.documents.html import html_bytes
from planner.documents.pdf import pdf_bytes
from planner.domain.plan import Plan
from planner.evaluate.timetable import on_the_road, vehicle_days, vehicle_sheet
from planner.exporters.context import ExportContext
from planner.exporters.printed.driving_sheet import driving_blocks, file_stem, sheet_title

NAME = "driving"
SUFFIX = "/"
SENTENCE = (
    "Kjøreark per kjøretøy og dag med tider, adresser, mannskap, kilometer og kart, som HTML, og alle samlet i én PDF "
    "(mappe)."
)
ALL = "alle-kjoreark.pdf"
PAPER = """@page { size: A4; margin: 15mm; }
@media print { body { font-size: 9.5pt; padding: 0; max-width: none; } h1 { font-size: 15pt; margin: 0 0 2mm; }
  h2 { font-size: 12pt; margin: 4mm 0 1mm; break-after: avoid; } th, td { padding: .6mm 1.5mm; line-height: 1.25; }
  table { margin: 1mm 0 3mm; } caption { break-after: avoid; } figure { break-inside: avoid; }
  .scroll { overflow: visible; } table, figure svg { box-sizing: border-box; width: 99.5%; } }
"""
NO_VEHICLES = "Planen har ingen dager med kjøretøy."


def export(plan: Plan, context: ExportContext) -> Mapping[str, bytes]:
    """The files of the folder by name: ``buss-1-2027-08-12.html`` …, ``alle-kjoreark.pdf``."""
    files: dict[str, bytes] = {}
    together: list[Document] = []
    for vehicle, day in vehicle_days(plan):
        settings = on_the_road(context.problem, vehicle) if context.problem else None
        sheet = vehicle_sheet(plan, vehicle, day, settings)
        title = sheet_title(plan, sheet)
        document = Document(title, (Heading(title, 1), *driving_blocks(plan, context, sheet, settings)))
        files[f"{file_stem(sheet)}.html"] = html_bytes(document, style=PAPER)
        together.append(document)
    files[ALL] = pdf_bytes(_joined(together, context))
    return files


def _joined(documents: list[Document], context: ExportContext) -> Document:
    """One document, each day on a page of its own."""
    title = f"Kjøreark {context.municipality_name}".strip()
    if not documents:
        return Document(title, (Heading(title, 1), Paragraph(NO_VEHICLES)))
    blocks = tuple(
        replace(block, new_page=block.level == 1) if isinstance(block, Heading) else block
        for document in documents
        for block in document.blocks
    )
    return Document(title, blocks)

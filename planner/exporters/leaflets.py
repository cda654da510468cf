"""Leaflets for voters: per district and language, as HTML and PDF, and an SMS per language.

A translation that nobody has reviewed comes out with UTKAST on every page.
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.documents.html import html_bytes
from planner.documents.pdf import pdf_bytes
from planner.domain.plan import Plan
from planner.exporters.context import ExportContext
from planner.exporters.printed.language import languages
from planner.exporters.printed.leaflet import leaflet, page_mark
from planner.exporters.printed.places import areas
from planner.exporters.printed.sms import sms_text

NAME = "leaflets"
SUFFIX = "/"
SENTENCE = "Informasjonsark til velgerne per bydel på ni språk, med kart, som HTML og PDF, og SMS-tekster."


def export(plan: Plan, context: ExportContext) -> Mapping[str, bytes]:
    """The files of the folder by name: ``01-gamle-oslo-ar.pdf``."""
    files: dict[str, bytes] = {}
    drafts = [language.name_nb for language in languages() if not language.ready]
    if drafts:
        context.tell(f"Informasjonsark med UTKAST på hver side, ikke kontrollert av oversetter: {', '.join(drafts)}.")
    for language in languages():
        for area in areas(plan, context):
            document = leaflet(plan, context, language, area)
            files[f"{area.slug}-{language.language}.html"] = html_bytes(document)
            files[f"{area.slug}-{language.language}.pdf"] = pdf_bytes(document)
        mark = page_mark(plan, language)
        text = sms_text(plan, context, language)
        files[f"sms-{language.language}.txt"] = "\n".join([*([mark, ""] if mark else []), text, ""]).encode()
    return files

"""The announcement of places and times: bokmål, nynorsk, every reviewed language, and SMS texts.

A language that no translator has reviewed is left out; the announcement says so, and so does
whoever exports it.
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.documents.blocks import Document
from planner.documents.html import html_bytes
from planner.documents.pdf import pdf_bytes
from planner.domain.plan import Plan
from planner.exporters.context import ExportContext
from planner.exporters.printed.gsm7 import sms_length
from planner.exporters.printed.language import Language, languages
from planner.exporters.printed.leaflet import leaflet
from planner.exporters.printed.notice import notice
from planner.exporters.printed.places import whole
from planner.exporters.printed.sms import sms_text

NAME = "announcement"
SUFFIX = "/"
SENTENCE = "Kunngjøring av steder og tider på bokmål og nynorsk, som HTML og PDF, og SMS-tekster til velgerne."
OVERVIEW = "sms-oversikt.txt"


def export(plan: Plan, context: ExportContext) -> Mapping[str, bytes]:
    """The files of the folder by name: ``kunngjoring-nb.pdf``, ``sms-nb.txt``."""
    ready = [language for language in languages() if language.ready]
    missing = [language.name_nb for language in languages() if not language.ready]
    if missing:
        context.tell(f"Utelatt fra kunngjøringen, ikke kontrollert av oversetter: {', '.join(missing)}.")
    files: dict[str, bytes] = {}
    lengths = []
    for language in ready:
        document = _document(plan, context, language)
        files[f"kunngjoring-{language.language}.html"] = html_bytes(document)
        files[f"kunngjoring-{language.language}.pdf"] = pdf_bytes(document)
        text = sms_text(plan, context, language)
        length = sms_length(text)
        files[f"sms-{language.language}.txt"] = f"{text}\n".encode()
        lengths.append(f"{language.name_nb}: {length.units} av {length.limit} tegn ({length.alphabet})")
    lengths += [f"{name}: utelatt, ikke kontrollert av oversetter" for name in missing]
    files[OVERVIEW] = "\n".join([*lengths, ""]).encode()
    return files


def _document(plan: Plan, context: ExportContext, language: Language) -> Document:
    """The announcement itself, or in a language that the law does not announce in the same as one leaflet for all."""
    if language.announcement is None:
        return leaflet(plan, context, language, whole(plan, context))
    return notice(plan, context, language, [other for other in languages() if other is not language])

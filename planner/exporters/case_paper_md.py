"""The case paper for valgstyret as Markdown."""

from __future__ import annotations

from planner.documents.markdown import markdown_bytes
from planner.domain.plan import Plan
from planner.exporters.casepaper import case_paper
from planner.exporters.context import ExportContext

NAME = "case-paper-md"
SUFFIX = ".md"
SENTENCE = "Saksframlegg for valgstyret som ren tekst (Markdown), til saksbehandlingssystemet."


def export(plan: Plan, context: ExportContext) -> bytes:
    """The paper as Markdown."""
    return markdown_bytes(case_paper(plan, context))

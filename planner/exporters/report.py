"""The report for valgstyret as PDF."""

from __future__ import annotations

from planner.documents.pdf import pdf_bytes
from planner.domain.plan import Plan
from planner.exporters.context import ExportContext
from planner.exporters.printed.board_report import board_report

NAME = "report"
SUFFIX = ".pdf"
SENTENCE = "Rapport til valgstyret: kart, tabeller, kostnad, funn, antakelser og kilder (PDF, A4, universelt utformet)."


def export(plan: Plan, context: ExportContext) -> bytes:
    """The report as PDF."""
    return pdf_bytes(board_report(plan, context))

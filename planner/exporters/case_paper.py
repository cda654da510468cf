"""The case paper for valgstyret as a Word file."""

from __future__ import annotations

from planner.documents.word import word_bytes
from planner.domain.plan import Plan
from planner.exporters.casepaper import case_paper
from planner.exporters.context import ExportContext

NAME = "case-paper"
SUFFIX = ".docx"
SENTENCE = "Saksframlegg for valgstyret: forslag, alternativer, kostnad, funn og hjemmel (Word)."


def export(plan: Plan, context: ExportContext) -> bytes:
    """The paper as .docx."""
    return word_bytes(case_paper(plan, context))

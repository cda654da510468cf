"""The case paper (saksframlegg) for valgstyret: what is proposed, instead of what, at what cost, by what law.

The content is written once, as blocks; the exporters ``case-paper`` (Word) and
``case-paper-md`` (Markdown) only choose the file format. Every figure is that of the
plan's own audit; what the plan does not know is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.documents.blocks import Block, Document
from planner.domain.plan import Plan
from planner.exporters.casepaper import appendix, assessment, proposal
from planner.exporters.context import ExportContext

SECTIONS = (
    proposal.head,
    proposal.resolutions,
    proposal.background,
    proposal.alternatives,
    proposal.effect,
    assessment.cost,
    assessment.lawfulness,
    assessment.decisions_to_make,
    assessment.tasks,
    assessment.certainty,
    assessment.legal_basis,
    appendix.places,
    appendix.assumptions,
    appendix.sources,
)
"""In reading order: what a member of the board needs first comes first."""


def case_paper(plan: Plan, context: ExportContext) -> Document:
    """The whole paper of a plan."""
    return Document(proposal.title(plan, context), tuple(_blocks(plan, context)))


def _blocks(plan: Plan, context: ExportContext) -> Iterator[Block]:
    for section in SECTIONS:
        yield from section(plan, context)

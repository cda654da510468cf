"""The case paper as Markdown says the same as the Word file."""

from __future__ import annotations

import io
from types import ModuleType

import docx

from planner.documents.markdown import escaped
from planner.exporters import ExportContext, exporter


def test_the_same_headings_and_cells_as_in_word(sample: ModuleType) -> None:
    plan, context = sample.sample_plan(), ExportContext.of(sample.sample_dataset())
    text = exporter("case-paper-md").export(plan, context).decode()
    word = docx.Document(io.BytesIO(exporter("case-paper").export(plan, context)))
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")] == [escaped(h) for h in headings]
    for table in word.tables:
        for row in table.rows:
            assert "| " + " | ".join(escaped(cell.text) for cell in row.cells) + " |" in text


def test_hostile_names_stay_text(sample: ModuleType) -> None:
    text = exporter("case-paper-md").export(sample.sample_plan(), ExportContext()).decode()
    assert "<script>" not in text

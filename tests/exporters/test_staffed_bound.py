"""A bound that speaks only of plans with persons for their queues says so wherever it is read as a sentence."""

from __future__ import annotations

import io
from dataclasses import replace
from types import ModuleType

import docx
import pytest

from planner.domain.plan import Plan, SolveStatus
from planner.exporters import ExportContext, exporter
from planner.exporters.report_tables import STAFFED, report_tables
from planner.mapview.panel import _certainty
from planner.summary import objective_text

WORDS = "med nok folk til køene"


def with_bound(plan: Plan, *, staffed: bool) -> Plan:
    assert plan.objective is not None
    goal = replace(plan.objective, bound_staffed=staffed, status=SolveStatus.FEASIBLE)
    return replace(plan, objective=goal, objectives=())


@pytest.mark.parametrize("staffed", [True, False])
def test_every_sentence_says_which_plans_a_bound_is_of(sample: ModuleType, staffed: bool) -> None:
    plan = with_bound(sample.sample_plan(), staffed=staffed)
    assert plan.objective is not None
    assert (WORDS in objective_text(plan.objective)) is staffed
    assert (WORDS in _certainty(plan)) is staffed
    paper = docx.Document(io.BytesIO(exporter("case-paper").export(plan, ExportContext())))
    paragraphs = [p.text for p in paper.paragraphs]
    assert any(WORDS in text for text in paragraphs if "er bedre enn" in text) is staffed
    assert any("gjelder grensen slike planer" in text for text in paragraphs) is staffed
    (goals,) = (table for table in report_tables(plan, ExportContext()) if table.id == "goals")
    assert (STAFFED in goals.notes) is staffed

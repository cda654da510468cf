"""The picture of a day: a bar for each opening, and names that are only text."""

from __future__ import annotations

from types import ModuleType

from planner.services.timeline import stays_on
from planner.ui.components.timeline import timeline_svg


def test_a_bar_for_each_opening_and_no_markup_of_others(sample: ModuleType) -> None:
    plan = sample.sample_plan()
    day = sample.BUS_DAYS[1]
    stays = stays_on(plan, day)
    found = timeline_svg(stays, 'dag "én" <b>')
    assert found.count("<rect") == len(stays)
    assert "<b>" not in found
    assert 'role="img"' in found
    hostile = stays_on(plan, sample.LAST)
    assert any("<script>" in stay.station.name for stay in hostile)
    assert "<script>" not in timeline_svg(hostile, "dag")

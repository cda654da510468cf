"""Two plans side by side, as figures."""

from __future__ import annotations

from dataclasses import replace

import sample_plan

from planner.comparison import comparison_lines, district_figures, key_figures
from planner.evaluate.changes import station_changes


def test_a_plan_does_not_differ_from_itself() -> None:
    plan = sample_plan.sample_plan()
    assert {figure.change for figure in key_figures(plan, plan)} <= {0.0, None}
    assert list(station_changes(plan, plan)) == []
    assert all(figure.change == 0 for figure in district_figures(plan, plan))


def test_changes_are_the_second_minus_the_first() -> None:
    one = sample_plan.sample_plan()
    fewer = replace(one.stations[1], opening=one.stations[1].opening[:1])
    other = replace(one, stations=(fewer, *one.stations[2:]))
    figures = {figure.name: figure for figure in key_figures(one, other)}
    assert figures["Steder"].change == -1
    assert (figures["Åpne timer"].change or 0) < 0
    found = {c.station.id: (c.before is None, c.after is None) for c in station_changes(one, other)}
    assert found == {one.stations[0].id: (False, True), fewer.id: (False, False)}
    text = "\n".join(comparison_lines(one, other))
    assert f"bare A: {one.stations[0].id}" in text
    assert f"andre tider: {fewer.id}" in text


def test_a_plan_without_figures_has_none_to_compare() -> None:
    plan = replace(sample_plan.sample_plan(), accessibility=None, cost=None)
    assert district_figures(plan, plan) == []
    assert key_figures(plan, plan)[0].change is None

"""No export of any format tells how many a group of fewer than five is.

Two plans that differ only in how many the few are (three or four), while every total is the same, must give the
same bytes in every registered format: then nothing that stands tells them apart, neither a number nor a sum, a share,
a waiting time or a packing list that follows from it. A format that is added is held to it by the registry.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from tiny import BUS_DAY, LAST_WEEK, tiny_plan, tiny_problem

from planner.audit import complete
from planner.domain.plan import Accessibility, AccessibilityPair, AccessMeasures, Plan
from planner.evaluate import capacity, fallbacks, supply
from planner.evaluate.votes import ExpectedVotes, StationVotes, ordinary_openings
from planner.exporters import ExportContext, exporters
from planner.exporters.registry import Content

PROBLEM = tiny_problem(
    votes={"expected_total": 3000, "envelope_share": 0.1},
    # No least number of anything: what is packed follows the voters as closely as packs can.
    stock={"min_other": 0, "min_emergency_envelopes": 0, "min_ballots_per_list": 0, "margin": 0.5},
)
SHOWING_NUMBERS = {"case-paper", "case-paper-md", "contingency", "packing", "report", "workbook"}
"""Formats that show numbers of voters at all."""
GROUPS = ("station", "opening", "district")
PERSONS = re.compile(r"\((stemmer|velgere|forventede.*)\)|Ventet brukt|ventede stemmer|vekt", re.IGNORECASE)
"""Headings of columns that count persons."""


def made(monkeypatch: pytest.MonkeyPatch, group: str, few: int) -> Plan:
    """A whole plan in which one group is so few; its neighbours make up for it."""
    votes = ExpectedVotes(3000.0, 0.5, 0.0, tuple(_dated(_votes(group, few))))
    for module in (supply, capacity, fallbacks):
        monkeypatch.setattr(module, "expected_votes", lambda *_: votes)
    plan = complete(replace(tiny_plan(), scenario=PROBLEM.scenario.to_plain()), PROBLEM)
    return replace(plan, accessibility=_accessibility(few if group == "district" else 20))


def _dated(by_station: Mapping[str, Mapping[date, float]]) -> Iterator[StationVotes]:
    """Votes of a date spread over the station's openings on it by their length."""
    for station in tiny_plan().stations:
        openings, votes = ordinary_openings(station, PROBLEM), by_station[station.id]
        hours = {day: sum(o.hours for o in openings if o.date == day) for day in votes}
        yield StationVotes(
            station.id, tuple((o, votes[o.date] * o.hours / hours[o.date]) for o in openings if o.date in votes)
        )


def _votes(group: str, few: int) -> Mapping[str, Mapping[date, float]]:
    lone = few if group == "station" else 20
    first = few if group == "opening" else 16
    evening = {LAST_WEEK[0]: float(first), LAST_WEEK[1]: 32.0 - first, **dict.fromkeys(LAST_WEEK[2:], 40.0)}
    return {
        "e0101": {BUS_DAY: 40.0 - lone},
        "e0201": {BUS_DAY: float(lone)},
        "e0202": evening,
        "f0101": dict.fromkeys(LAST_WEEK, 200.0),
        "f0102": dict.fromkeys(LAST_WEEK, 150.0),
        "f0201": dict.fromkeys(LAST_WEEK, 300.0),
    }


def _accessibility(few: int) -> AccessibilityPair:
    def access(mean: float) -> Accessibility:
        within = {"10": 0.4, "15": 0.6, "30": 0.95}
        rows = {"Nord": 60.0 - few, "Sør": 400.0, "Øya": float(few)}
        # What Nord and the island have together is the same, so the whole is the same.
        ways = {"Nord": (60 * mean - few * 9) / (60 - few), "Sør": mean, "Øya": 9.0}
        by_district = {name: AccessMeasures(ways[name], None, 60.0, within, weight) for name, weight in rows.items()}
        return Accessibility(mean, mean, 60.0, within, by_district, {})

    return AccessibilityPair(access(20.0), access(15.0))


def exported(plan: Plan, name: str) -> Content:
    context = replace(ExportContext.of(PROBLEM.dataset), problem=PROBLEM)
    return exporters()[name].export(plan, context)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", list(exporters()))
def test_three_and_four_are_told_apart_by_no_export(name: str, group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert exported(made(monkeypatch, group, 3), name) == exported(made(monkeypatch, group, 4), name)


@pytest.mark.parametrize("name", sorted(SHOWING_NUMBERS))
def test_more_than_a_few_are_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above could not fail."""
    differ = [exported(made(monkeypatch, g, 10), name) != exported(made(monkeypatch, g, 14), name) for g in GROUPS]
    assert any(differ)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", [name for name, item in exporters().items() if item.suffix == ".xlsx"])
def test_no_column_of_persons_holds_one_to_four(name: str, group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = exported(made(monkeypatch, group, 3), name)
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for page in book:
        heads, *lines = page.iter_rows(values_only=True)
        for place, head in enumerate(heads):
            if PERSONS.search(str(head)):
                found = [line[place] for line in lines]
                assert not [n for n in found if isinstance(n, (int, float)) and 0 < n < 5], (page.title, head)

"""Opening hours in words name every open date and no other."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import Opening, Phase
from planner.exporters.hours import WEEKDAYS, hours_lines, open_spans, phase_lines

FIRST = date(2027, 8, 10)
HOURS = [("10:00", "13:00"), ("10:00", "19:00"), ("16:00", "19:30")]


def _days(text: str) -> set[int]:
    found: set[int] = set()
    for part in re.split(r", | og ", text):
        ends = [WEEKDAYS.index(word) for word in part.split("–")]
        found |= set(range(ends[0], ends[-1] + 1))
    return found


def _read(line: str) -> dict[date, str]:
    """Read a line back the way a person would."""
    if " kl. " in line:
        days, hours = line.split(" kl. ")
        dates = re.findall(r"(\d+)\.(\d+)\.", days)
        return {date(2027, int(m), int(d)): hours for d, m in dates}
    head, tail = line.split(": ")
    first, last = (date(2027, int(m), int(d)) for d, m in re.findall(r"(\d+)\.(\d+)\.", head))
    found: dict[date, str] = {}
    day_name = f"(?:{'|'.join(WEEKDAYS)})"
    pattern = rf"({day_name}(?:(?:–|, | og ){day_name})*) ([\d.–]+(?: og [\d.–]+|, [\d.–]+)*)"
    for days, hours in re.findall(pattern, tail):
        for n in range((last - first).days + 1):
            day = first + timedelta(n)
            if day.weekday() in _days(days):
                found[day] = hours
    return found


@given(st.dictionaries(st.integers(0, 40), st.sampled_from(HOURS)))
def test_every_open_date_is_named_and_no_other(chosen: dict[int, tuple[str, str]]) -> None:
    items = [Opening(FIRST + timedelta(n), start, end) for n, (start, end) in chosen.items()]
    found: dict[date, str] = {}
    for line in hours_lines(items):
        found |= _read(line)
    text = {("10:00", "13:00"): "10–13", ("10:00", "19:00"): "10–19", ("16:00", "19:30"): "16–19.30"}
    assert found == {FIRST + timedelta(n): text[hours] for n, hours in chosen.items()}


@pytest.mark.parametrize(
    ("station", "lines"),
    [
        ("f0101", ["man 5.7. kl. 9.30–15", "10.8.–10.9.: man–fre 10–19, lør 10–14"]),
        ("e1502", ["tir 24.8. kl. 10–12.30", "lør 4.9. kl. 10–13"]),
    ],
)
def test_examples(sample: ModuleType, station: str, lines: list[str]) -> None:
    found = next(s for s in sample.stations() if s.id == station)
    assert hours_lines(found.opening) == lines


def test_dates_with_the_same_hours_stand_together() -> None:
    days = [Opening(date(2027, 8, d), "10:00", "13:00") for d in (10, 19, 23)]
    assert hours_lines(days) == ["tir 10.8., tor 19.8. og man 23.8. kl. 10–13"]


def test_touching_and_overlapping_openings_are_one_but_a_pause_is_kept() -> None:
    day = date(2027, 8, 10)
    items = [Opening(day, "13:00", "16:00"), Opening(day, "10:00", "13:00"), Opening(day, "11:00", "12:00"),
             Opening(day, "17:30", "19:00")]  # fmt: skip
    assert open_spans(items) == {day: (("10:00", "16:00"), ("17:30", "19:00"))}
    assert hours_lines(items) == ["tir 10.8. kl. 10–16 og 17.30–19"]


def test_tidligstemming_stands_apart_and_no_stretch_crosses_its_end() -> None:
    days = [date(2027, 8, 2) + timedelta(n) for n in range(19) if n % 7 < 5]
    early = [Opening(day, "10:00", "15:00", Phase.EARLY) for day in days if day < FIRST]
    ordinary = [Opening(day, "10:00", "15:00") for day in days if day >= FIRST]
    assert phase_lines([*ordinary, *early]) == [
        "Tidligstemming 2.8.–9.8.: man–fre 10–15",
        "10.8.–20.8.: man–fre 10–15",
    ]
    assert phase_lines(ordinary) == hours_lines(ordinary)


def test_nothing_open_is_no_line() -> None:
    assert hours_lines([]) == []

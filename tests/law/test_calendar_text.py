from __future__ import annotations

import re
from datetime import date

import pytest

from planner.law.calendar import election_calendar
from planner.law.calendar_text import calendar_json, calendar_lines
from planner.law.calendar_words import LABELS
from planner.law.decisions import decisions
from planner.law.wording import long_date


def text_of(election: date, *, two_days: bool = False) -> str:
    calendar = election_calendar(election, two_days=two_days)
    return "\n".join(calendar_lines(calendar, decisions(calendar)))


def test_every_entry_has_a_norwegian_name() -> None:
    assert set(LABELS) == set(election_calendar(date(2027, 9, 13), two_days=True).entries())


@pytest.mark.parametrize("election", [date(2027, 9, 13), date(2025, 9, 8), date(2019, 9, 9)])
def test_dates_stand_in_order_and_lines_fit(election: date) -> None:
    text = text_of(election, two_days=True)
    assert max(map(len, text.splitlines())) <= 120
    dates = text.partition("Hva må vedtas")[0]
    calendar = election_calendar(election, two_days=True)
    days = sorted(entry.first_day() for entry in calendar.entries().values())
    starts = [line for line in dates.splitlines()[2:] if line and not line.startswith(" ")]
    assert [re.split(r" kl\. |  ", line)[0] for line in starts] == [long_date(day) for day in days]


def test_citations_are_not_torn_apart() -> None:
    for line in text_of(date(2027, 9, 13)).splitlines():
        assert not re.search(r"(\bV|\bvl|\bvf|kl\.)$", line), line


def test_a_day_off_is_told_once_over_its_decisions() -> None:
    decided = text_of(date(2025, 9, 8)).partition("Hva må vedtas")[2]
    assert decided.count("31. mai 2025 er en lørdag") == 1
    assert "Senest lørdag 31. mai 2025. 31. mai 2025 er en lørdag" in decided


def test_readings_and_the_last_check_are_told() -> None:
    text = text_of(date(2027, 9, 13))
    assert "Hvem som avgjør, er vår lesning." in text
    assert "ikke av en jurist" in text


def test_json_has_the_decisions_in_the_same_shape() -> None:
    calendar = election_calendar(date(2027, 9, 13))
    found = calendar_json(calendar, decisions(calendar))
    assert all({"value", "citation"} <= set(entry) <= {"value", "citation", "note"} for entry in found.values())
    assert len(found["decisions"]["value"]) == len(decisions(calendar))

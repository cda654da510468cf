"""Free texts of opening hours: all understood, or nothing and the text kept."""

from __future__ import annotations

import csv

import pytest

from planner.domain.dataset import ClosedPeriod, WeeklyHours
from planner.sources.opening_hours import NOTHING, parse_hours

WEEK = frozenset(range(5))
USUAL = "Åpningstider: Hverdager kl. 10:00-19:00, Lørdager: kl. 10:00-18:00."
WEEKDAYS, SATURDAY = WeeklyHours(WEEK, "10:00", "19:00"), WeeklyHours(frozenset({5}), "10:00", "18:00")


def test_the_usual_text():
    assert parse_hours(USUAL) == ((WEEKDAYS, SATURDAY), ())


def test_closed_saturdays():
    assert parse_hours(f"{USUAL} Forhåndsstemmestedet på Blinderen er stengt lørdager") == ((WEEKDAYS,), ())


def test_closed_dates():
    text = f"{USUAL}  Forhåndsstemmestedet ved Storo senter er stengt i perioden 16. - 19. august."
    assert parse_hours(text) == ((WEEKDAYS, SATURDAY), (ClosedPeriod((8, 16), (8, 19)),))


def test_a_sentence_without_time_does_no_harm():
    assert parse_hours(f"{USUAL} P-plassen til Huseby skole")[0] == (WEEKDAYS, SATURDAY)


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("Mandag–fredag 9.00–15.30", WEEK, "09:00", "15:30"),
        ("man-fre kl 10-15", WEEK, "10:00", "15:00"),
        ("tirsdager: klokken 12 til 18", {1}, "12:00", "18:00"),
        ("Opningstider: måndag til fredag kl 7.30-15.00", WEEK, "07:30", "15:00"),
        ("tysdagar kl 10–12", {1}, "10:00", "12:00"),
        ("Alle dager 08:00 - 24:00", set(range(7)), "08:00", "24:00"),
    ],
)
def test_other_ways_to_write_it(text, days, start, end):
    assert parse_hours(text) == ((WeeklyHours(frozenset(days), start, end),), ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ta kontakt med kommunen",
        "kl 10-12 på mandager",
        "Hverdager 10-15 og 17-19",
        "Hverdager 10-15, torsdager 10-18",
        "Hverdager 10-15, unntatt 14. august",
        "Hverdager 10-15 i uke 33",
        "10.08-07.09: hverdager 10-15",
        "Hverdager fra 10",
        "Hverdager 15-10",
        "Hverdager 10-75",
        "Hverdager 10:00-15:00, lunsjstengt",
        "Ordinær åpningstid, utvidet følgende dager: lørdag 10-14",
        "Fredag-mandag 10-15",
        "Hverdager 0900-1500",
        "Valgdagen og fredag 10-15",
        "onsdag til og med lørdag etter fredag 10-15",
    ],
)
def test_nothing_is_guessed(text):
    assert parse_hours(text) == NOTHING


@pytest.mark.raw
def test_all_28_of_oslo(real_raw):
    with (real_raw / "votingplaces/valglokaler_2017_all.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["municipality_id"] == "301" and r["election_day_voting"] == "0"]
    parsed = [parse_hours(row["info_text"]) for row in rows]
    assert len(parsed) == 28
    assert all(weekly for weekly, _ in parsed)
    assert sum(len(weekly) == 1 for weekly, _ in parsed) == 1
    assert sum(bool(closed) for _, closed in parsed) == 1

"""Votes by date on the municipality computed by hand: what comes when, and to which of the stations open then."""

from __future__ import annotations

from datetime import date

import pytest
from tiny import LAST_WEEK, make_plan, station, tiny_problem, todays_stations

from planner.domain.plan import Opening, StationKind
from planner.evaluate.dated_votes import class_votes
from planner.evaluate.profile import demand_profile
from planner.evaluate.votes import expected_votes, votes_assumptions

PROBLEM = tiny_problem(votes__expected_total=840)
"""One vote in advance per expected voter."""
FRIDAY = LAST_WEEK[-1]
WEEKDAYS = 0.446 + 5 * 0.04315 + 10 * 0.022625 + 4 * 0.021
SATURDAYS = 0.032 + 0.017 + 0.011 + 0.009
BOTH = WEEKDAYS + SATURDAYS
DAY, EVENING, SATURDAY = WEEKDAYS / BOTH * 55 / 85, WEEKDAYS / BOTH * 30 / 85, SATURDAYS / BOTH
"""Shares of the votes; 55, 30 and 15 % are those of the voters."""


def totals(plan):
    votes = expected_votes(plan, PROBLEM)
    assert votes is not None
    return {s.station: s.total for s in votes.stations}, votes.unserved


def test_classes_share_the_votes_as_the_profile_has_its_weekdays_and_saturdays() -> None:
    assert class_votes(PROBLEM).tolist() == pytest.approx([DAY, EVENING, SATURDAY])
    text = next(a.value for a in votes_assumptions(PROBLEM) if a.id == "votes.classes")
    assert text.startswith(f"{PROBLEM.classes[0].name}: 0,604, ")


def test_with_something_open_every_day_the_votes_of_a_date_are_the_profile_s() -> None:
    votes = expected_votes(make_plan(todays_stations()), PROBLEM)
    assert votes is not None
    dates = {day for s in votes.stations for day in s.by_date}
    found = {day: sum(s.by_date.get(day, 0.0) for s in votes.stations) / 840 for day in dates}
    assert set(found) == set(PROBLEM.dates)
    profile = demand_profile()
    assert found == pytest.approx({day: profile.share(day, PROBLEM.calendar) / BOTH for day in dates})


def test_a_bus_gets_the_votes_of_the_days_it_stands_there() -> None:
    """Two evenings of 24, at the door of the farthest; on all others its voters go to f0201."""
    days = (date(2027, 8, 24), FRIDAY)
    bus = station("e0101", [Opening(day, "17:30", "19:30", vehicle="b1") for day in days], StationKind.MOBILE_STOP)
    found, unserved = totals(make_plan([*todays_stations(), bus]))
    near = 6 * 80 + 60  # cells 0 to 6 are nearer to cell 2 than to cell 11
    assert unserved == 0
    assert found["e0101"] == pytest.approx(EVENING * 0.1 * near * (0.022625 + 0.122) / WEEKDAYS)


def test_what_would_come_on_other_dates_comes_when_there_is_something_open() -> None:
    alone = station("f0201", [Opening(day, "10:00", "16:00") for day in LAST_WEEK[3:]])
    votes = expected_votes(make_plan([alone]), PROBLEM)
    assert votes is not None
    by_date = votes.by_station()["f0201"].by_date
    assert votes.unserved == pytest.approx(840 * (1 - 0.1 * DAY))  # two dates suit the first level only
    assert by_date == pytest.approx(
        {day: 84 * DAY * share / 0.223 for day, share in zip(LAST_WEEK[3:], (0.101, 0.122), strict=True)}
    )


def test_a_date_s_votes_come_in_the_hours_of_their_class() -> None:
    """Ten to seven in one opening, and the same in two: the evening is the class that comes after four."""
    parts = [Opening(day, *hours) for day in LAST_WEEK for hours in (("16:00", "19:00"), ("10:00", "16:00"))]
    votes = expected_votes(make_plan([station("f0201", parts)]), PROBLEM)
    assert votes is not None
    mine = votes.stations[0]
    assert [o.start for o, _ in mine.openings] == ["10:00", "16:00"] * 5
    (_, day), (_, evening) = mine.openings[:2]
    assert evening / day == pytest.approx(30 / 55)
    assert mine.by_date[LAST_WEEK[0]] == pytest.approx(day + evening)
    assert mine.between(LAST_WEEK[0], 15 * 60, 17 * 60) == pytest.approx(day / 6 + evening / 3)
    whole = make_plan([station("f0201", [Opening(day, "10:00", "19:00") for day in LAST_WEEK])])
    assert totals(whole)[0] == pytest.approx({"f0201": mine.total})

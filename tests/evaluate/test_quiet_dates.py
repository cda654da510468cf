"""Places on dates when few vote in advance are told of: by the published profile, never today's stations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tiny import LAST_WEEK, bus_stop, make_plan, station, tiny_problem, todays_stations

from planner.domain.findings import Severity
from planner.domain.plan import Opening
from planner.evaluate.profile import demand_profile
from planner.evaluate.quiet_dates import quiet_findings

PROBLEM = tiny_problem()
FIRST = date(2027, 8, 10)


def open_on(site: str, *days: date) -> Any:
    return station(site, (Opening(day, "10:00", "13:00", crew=3) for day in days))


def test_the_last_week_is_not_quiet_and_todays_stations_are_not_asked() -> None:
    plan = make_plan([*todays_stations(), open_on("e0202", *LAST_WEEK)])
    assert list(quiet_findings(plan, PROBLEM)) == []


def test_the_first_days_are_quiet_with_their_share_of_the_votes() -> None:
    days = [FIRST + timedelta(n) for n in range(4)]
    plan = make_plan([open_on("e0202", *days), open_on("e0102", *LAST_WEEK)])
    (finding,) = quiet_findings(plan, PROBLEM)
    assert (finding.rule, finding.severity, finding.subjects) == ("quiet_dates", Severity.WARNING, ("e0202",))
    shares = demand_profile().spread(PROBLEM.dates, PROBLEM.calendar)
    assert finding.measured == pytest.approx(sum(shares[day] for day in days), abs=1e-4)
    assert finding.limit == pytest.approx(4 / len(PROBLEM.dates), abs=1e-4)
    assert finding.sentence.startswith("1 sted av 2 som planen legger til")
    assert "4 datoer av 28" in finding.sentence


def test_the_quietest_is_named_first_and_visits_of_one_date_count_once() -> None:
    plan = make_plan([bus_stop("e0101", "10:00", "12:30"), open_on("e0202", FIRST, *LAST_WEEK[:1])])
    found = list(quiet_findings(plan, PROBLEM))
    assert [finding.subjects for finding in found] == [("e0101",)]
    twice = make_plan([station("e0202", [Opening(FIRST, "10:00", "13:00"), Opening(FIRST, "13:00", "16:00")])])
    (finding,) = quiet_findings(twice, PROBLEM)
    assert "1 dato av 28" in finding.sentence


def test_a_plan_that_adds_nothing_has_nothing_quiet() -> None:
    assert list(quiet_findings(make_plan(todays_stations()), PROBLEM)) == []

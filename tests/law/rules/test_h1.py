from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.findings import Finding
from planner.domain.plan import Phase, StationKind
from planner.law.calendar import election_calendar
from planner.law.rules import h1
from planner.scenario import HomeVoting

TEAM = StationKind.HOME_TEAM
TWO_WEEKS = [date(2027, 8, 30), *(date(2027, 9, n) for n in (1, 2, 3, 6, 7, 8, 9, 10))]
TWO_WEEKS.insert(1, date(2027, 8, 31))


def team(make: SimpleNamespace, days: Iterable[date], team_id: str = "lag1", end: str = "13:00", **changes: Any) -> Any:
    openings = tuple(make.opening(day, "10:00", end, crew=2) for day in days)
    changes = {"kind": TEAM, "public": False, "lat": None, "lon": None, **changes}
    return make.station(team_id, openings, **changes)


def check(make: SimpleNamespace, *stations: Any, setting: HomeVoting | None = HomeVoting()) -> list[Finding]:  # noqa: B008
    return list(h1.check(make.plan(*stations), make.problem(home_voting=setting)))


def test_two_teams_of_three_hours_in_the_last_two_weeks_pass(make: SimpleNamespace) -> None:
    assert check(make, team(make, TWO_WEEKS), team(make, TWO_WEEKS, "lag2")) == []
    assert check(make, team(make, TWO_WEEKS, end="16:00")) == []  # six hours of one team are as many team-hours


def test_no_hours_are_missing_hours(make: SimpleNamespace) -> None:
    (found,) = check(make)
    assert (found.rule, found.severity) == ("H1", "hard")
    assert (found.measured, found.limit, found.unit) == (0, 60, "lagtimer")
    assert found.subjects == tuple(day.isoformat() for day in TWO_WEEKS)
    assert "mangler 60 av 60 lagtimer (2 lag × 3 timer per hverdag)" in found.sentence
    assert "torsdag 9. september 2027 kl. 12:00" in found.sentence
    assert "vår lesning" in found.sentence


@pytest.mark.parametrize("missing", [TWO_WEEKS[0], date(2027, 9, 9), date(2027, 9, 10)])
def test_a_day_without_teams_breaks_it_and_other_days_do_not_make_up(make: SimpleNamespace, missing: date) -> None:
    days = [day for day in TWO_WEEKS if day != missing]
    (found,) = check(make, team(make, days, end="20:00"))
    assert (found.measured, found.limit, found.subjects) == (54, 60, (missing.isoformat(),))


def test_hours_cut_short_are_measured(make: SimpleNamespace) -> None:
    (found,) = check(make, team(make, TWO_WEEKS), team(make, TWO_WEEKS, "lag2", end="12:30"))
    assert (found.measured, found.limit) == (55, 60)
    assert "mangler 5 av 60 lagtimer" in found.sentence


def test_only_home_teams_of_the_ordinary_phase_count(make: SimpleNamespace) -> None:
    premises = team(make, TWO_WEEKS, kind=StationKind.FIXED, lat=59.9, lon=10.7)
    early = make.station("lag2", (make.opening(TWO_WEEKS[0], phase=Phase.EARLY),), kind=TEAM, public=False)
    (found,) = check(make, premises, early)
    assert found.measured == 0


def test_the_first_date_may_be_set(make: SimpleNamespace) -> None:
    setting = HomeVoting(teams=1, hours_per_weekday=1, first_date=date(2027, 9, 9))
    (found,) = check(make, setting=setting)
    assert (found.limit, found.subjects) == (2, ("2027-09-09", "2027-09-10"))
    assert "(1 lag × 1 time per hverdag)" in found.sentence


def test_without_a_setting_nobody_can_judge(make: SimpleNamespace) -> None:
    (found,) = check(make, setting=None)
    assert (found.severity, found.measured) == ("cannot_judge", 1)
    assert found.sentence.startswith("Scenariet sier ikke")
    (planned,) = check(make, team(make, TWO_WEEKS), setting=None)
    assert planned.sentence.startswith("Planen setter av 30 timer med lag")


def test_a_team_marked_as_open_to_all_is_a_warning(make: SimpleNamespace) -> None:
    found = check(make, team(make, TWO_WEEKS, end="16:00", public=True))
    assert [(f.severity, f.subjects) for f in found] == [("warning", ("lag1",))]


@settings(deadline=None)
@given(st.integers(1, 60), st.sampled_from([date(2025, 9, 8), date(2027, 9, 13)]))
def test_the_last_day_is_always_one_of_the_days(weeks: int, election: date) -> None:
    calendar = election_calendar(election)
    days = list(HomeVoting.model_construct(last_weeks=weeks, first_date=None).weekdays(calendar))
    assert days[-1] == calendar.ordinary_end.value
    assert len(days) == min(5 * weeks, len(calendar.ordinary_weekdays()))

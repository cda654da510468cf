from __future__ import annotations

from dataclasses import replace

from tiny import LAST_WEEK, make_plan, station, tiny_plan, tiny_problem, todays_stations

from planner.domain.findings import Finding
from planner.domain.plan import Opening, Plan
from planner.law.rules import l3

PROBLEM = tiny_problem()


def check(plan: Plan) -> list[Finding]:
    return list(l3.check(plan, PROBLEM))


def weekdays(end: str, last_week: str) -> Plan:
    days = PROBLEM.calendar.ordinary_weekdays()
    return make_plan(
        [station("f0101", (Opening(d, "10:00", last_week if d in LAST_WEEK else end, crew=3) for d in days))]
    )


def test_saturdays_evenings_and_a_longer_last_week_pass() -> None:
    assert check(tiny_plan()) == []


def test_nothing_of_it_is_one_warning() -> None:
    (found,) = check(weekdays("16:00", "16:00"))
    assert (found.severity, found.measured, found.limit, found.subjects) == ("warning", 0, 3, ())
    assert "lørdagsåpent, kveldsåpent og lengre åpningstider den siste uken" in found.sentence


def test_a_full_last_week_is_not_longer_than_a_short_first_one() -> None:
    """The first week has four weekdays in 2027."""
    (found,) = check(weekdays("19:00", "19:00"))
    assert found.measured == 1
    (found,) = check(weekdays("19:00", "19:01"))
    assert found.measured == 2


def test_what_voters_do_not_come_to_counts_for_nothing() -> None:
    hidden = make_plan(replace(s, public=False) for s in todays_stations())
    assert check(hidden) == []
    assert check(make_plan([])) == []

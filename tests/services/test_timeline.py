"""Who is where when, of the hand-made plan."""

from __future__ import annotations

from datetime import date

import sample_plan

from planner.services.timeline import drives_on, plan_dates, shifts_on, stays_on


def test_dates_are_those_with_something_on_them() -> None:
    plan = sample_plan.sample_plan()
    found = plan_dates(plan)
    assert found == sorted(set(found))
    assert date(2027, 7, 5) in found  # tidligstemming
    assert set(sample_plan.BUS_DAYS) <= set(found)


def test_a_bus_day_has_its_stays_and_drives_in_order() -> None:
    plan = sample_plan.sample_plan()
    day = sample_plan.BUS_DAYS[0]
    stays = stays_on(plan, day)
    assert [stay.vehicle for stay in stays][:2] == ["buss1", "buss1"]
    assert all(stay.start < stay.end for stay in stays)
    drives = drives_on(plan, day)
    assert [drive.depart for drive in drives] == sorted(drive.depart for drive in drives)
    assert drives[0].origin.startswith("depot")
    assert "Mortensrud skole" in {drive.target for drive in drives}


def test_shifts_are_in_words() -> None:
    plan = sample_plan.sample_plan()
    entry = plan.roster[0]
    found = shifts_on(plan, entry.date)
    assert {shift.role for shift in found} <= {"leder", "nestleder", "medarbeider", "avløser", "sjåfør"}
    assert entry.person in {shift.person for shift in found}
    assert shifts_on(plan, date(2027, 1, 1)) == []

"""What a scenario says of premises goes before the dataset, in law, model and plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from recorder import Recorder
from tiny import tiny_dataset, tiny_problem

from planner.domain.dataset import Site
from planner.domain.errors import InputError
from planner.law.rules import a1, o2
from planner.optimise.extract import premises_station
from planner.problem import Problem, Slot, build_problem, unavailable_reason
from planner.problem.premises import with_facts
from planner.scenario import parse_scenario


def _problem(*facts: dict[str, Any], **changes: Any) -> Problem:
    return tiny_problem(premises=list(facts), **changes)


def _site(problem: Problem, site_id: str) -> Site:
    return problem.dataset.sites[problem.site_index[site_id]]


def test_only_what_is_filled_in_counts() -> None:
    before = _site(tiny_problem(), "e0202")
    facts = {
        "site": "e0202",
        "accessible": False,
        "accessible_checked_on": "2027-03-01",
        "accessible_checked_by": "byggforvalter",
        "mobile_coverage": "poor",
        "booking": "asked",
        "power": True,
    }
    after = _site(_problem(facts), "e0202")
    assert (after.accessible, after.accessible_checked_on) == (False, date(2027, 3, 1))
    assert (after.mobile_coverage, after.booking, after.power) == ("poor", "asked", True)
    untouched = replace(
        after, accessible=before.accessible, accessible_checked_on=before.accessible_checked_on,
        accessible_checked_by=before.accessible_checked_by, mobile_coverage=before.mobile_coverage,
        booking=before.booking, power=before.power,
    )  # fmt: skip
    assert untouched == before


def test_done_twice_is_done_once() -> None:
    problem = _problem({"site": "e0202", "unavailable": [{"date": "2027-08-20", "reason": "skolefest"}]})
    again = with_facts(problem.dataset, problem.scenario)
    assert (again.sites, again.unavailable) == (problem.dataset.sites, problem.dataset.unavailable)
    assert build_problem(problem.dataset, problem.scenario).dataset.unavailable == problem.dataset.unavailable


def test_a_place_is_not_open_while_it_is_taken() -> None:
    time = {"date": "2027-08-16", "until": "2027-08-27", "block": "14:00-19:00", "reason": "korøvelse"}
    problem = _problem({"site": "e0202", "unavailable": [time]})

    def hit(asked: Problem) -> list[Slot]:
        column, first, last = asked.site_index["e0202"], date(2027, 8, 16), date(2027, 8, 27)
        slots = [s for p in asked.patterns if p.site == column for s in p.slots]
        return [s for s in slots if first <= s.day <= last and s.start < 19 * 60 and s.end > 14 * 60]

    before = hit(tiny_problem())
    assert before
    assert hit(problem) == []
    assert unavailable_reason(problem.dataset, problem.scenario, _site(problem, "e0202"), before[0]) == "korøvelse"


def test_inaccessible_premises_are_barred_in_the_model() -> None:
    model = Recorder(_problem({"site": "e0202", "accessible": False}))
    a1.build(model)
    assert set(model.rows) == {"A1[e0202]"}


def test_booths_of_a_place_go_before_the_common_number() -> None:
    problem = _problem({"site": "e0202", "booths": 1}, stations__crew=5)
    column = problem.site_index["e0202"]
    schedules = {p.site: p for p in problem.patterns}
    assert premises_station(problem, schedules[column]).booths == 1
    others = [p for site, p in schedules.items() if site != column]
    assert {premises_station(problem, p).booths for p in others} == {2}
    model = Recorder(problem)
    o2.build(model)
    row = model.rows["O2[premises]"]
    barred = {problem.patterns[n].site for n, run in enumerate(model.runs) if run in row.terms}
    assert (barred, row.sense, row.rhs) == ({column}, "<=", 0)
    assert "premises.e0202.booths er 1, trengs 2" in o2.requirement(problem)


def test_enough_booths_at_one_place_where_the_common_number_is_too_small() -> None:
    problem = _problem({"site": "e0202", "booths": 2}, stations__crew=5, stations__booths=1, stations__existing="free")
    model = Recorder(problem)
    o2.build(model)
    row = model.rows["O2[premises]"]
    sites = {problem.patterns[n].site for n, run in enumerate(model.runs) if run in row.terms}
    assert problem.site_index["e0202"] not in sites
    assert sites


def test_unknown_and_doubled_places_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        _problem({"site": "x9"}, {"site": "e0202"}, {"site": "e0202"})
    places = [(trouble.place, trouble.message) for trouble in caught.value.problems]
    assert places == [("premises.0.site", "ukjent sted"), ("premises.2.site", "stedet står to ganger")]


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    plain = tiny_problem().scenario.to_plain()
    time = {"date": "2027-08-20", "until": "2027-08-19", "reason": "fest"}
    with pytest.raises(InputError, match="until"):
        parse_scenario({**plain, "premises": [{"site": "e0202", "unavailable": [time]}]})
    assert tiny_dataset().site_index()["e0202"] is not None


def test_no_room_for_those_who_shall_be_present_is_told() -> None:
    facts = {"site": "e0202", "most_crew": 2}
    with pytest.raises(InputError) as caught:
        _problem(facts)
    ((place, value),) = [(trouble.place, trouble.value) for trouble in caught.value.problems]
    assert (place, value) == ("premises.0.most_crew", "2")
    assert _problem(facts, pins=[{"station": "e0202", "crew": 2}]).most_crew_of(_column("e0202")) == 2
    assert _problem(facts, forbid=[{"station": "e0202"}])
    assert _problem({"site": "f0101", "most_crew": 2}), "today's crew there is not known, and is not the plan's to set"
    with pytest.raises(InputError):
        _problem({"site": "f0101", "most_crew": 2}, stations__existing="free")


def _column(site_id: str) -> int:
    return tiny_dataset().site_index()[site_id]

"""Fixed hours of tidligstemming: on the calendar, priced by hand, refused where they cannot be, put into the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from recorder import Recorder
from tiny import WEEKDAYS, make_plan, tiny_dataset, tiny_problem

from planner.audit import judge
from planner.constraints import budget, registry
from planner.domain.dataset import Unavailable
from planner.domain.errors import InputError
from planner.domain.findings import Severity
from planner.domain.plan import Phase, Plan, StationKind
from planner.evaluate.access import open_stations
from planner.evaluate.cost import plan_cost
from planner.optimise.extract import plan_parts
from planner.problem import Problem

LAST_DAYS = {"first": "2027-08-05"}
"""Thursday to Monday 9 August: three weekdays, a Saturday and a Sunday."""


def fixed(*entries: dict[str, Any], **changes: Any) -> Problem:
    return tiny_problem(early={"fixed": list(entries)}, **changes)


def early_plan(problem: Problem) -> Plan:
    stations, _ = plan_parts(problem, (), ())
    return make_plan(stations)


def troubles(*entries: dict[str, Any], dataset: Any = None, **changes: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        tiny_problem(dataset, early={"fixed": list(entries)}, **changes)
    return [str(problem) for problem in caught.value.problems]


def test_without_dates_they_run_from_the_first_day_to_the_last() -> None:
    (hours,) = fixed({"site": "f0101", "weekday": ["10:00-12:00"], "saturday": ["10:00-11:00"]}).early
    days = [slot.day for slot, _ in hours.openings]
    assert (days[0], days[-1]) == (date(2027, 7, 1), date(2027, 8, 9))
    assert len(days) == 28 + 6  # weekdays and Saturdays from 1 July to 9 August 2027


def test_dates_and_kinds_of_days() -> None:
    entry = {"site": "f0101", "weekday": ["10:00-12:00"], "sunday": ["12:00-13:00"], "crew": 1, **LAST_DAYS}
    (hours,) = fixed(entry).early
    assert [(slot.day.day, slot.start, crew) for slot, crew in hours.openings] == [
        (5, 600, 1), (6, 600, 1), (8, 720, 1), (9, 600, 1),
    ]  # fmt: skip


def test_the_weekend_before_a_moved_start_is_tidligstemming() -> None:
    """10 August 2025 is a Sunday: ordinary voting starts on the 11th (P6)."""
    entry = {"site": "f0101", "saturday": ["10:00-12:00"], "sunday": ["10:00-12:00"], "first": "2025-08-09"}
    problem = fixed(entry, election="2025-09-08")
    assert [slot.day for slot, _ in problem.early[0].openings] == [date(2025, 8, 9), date(2025, 8, 10)]
    assert not {f.rule for f in judge(early_plan(problem), problem)} & {"P1", "P5", "P6"}


def test_what_they_cost_by_hand_and_on_lines_of_their_own() -> None:
    """Three weekdays 14–17 with two persons: 3 · 3 · 200 + 2 · 3 · (2 · 350 + 1 · 450); a pop-up is set up: + 5 000."""
    entry = {"site": "e0202", "weekday": ["14:00-17:00"], **LAST_DAYS}
    problem = fixed(entry)
    assert problem.early_nok == 1800 + 6900 + 5000
    lines = {line.what: line.nok for line in plan_cost(early_plan(problem), problem).lines if line.nok}
    assert lines == {
        "Å sette i stand steder for tidligstemming": 5000,
        "Lokaler, tidligstemming": 1800,
        "Bemanning dagtid, tidligstemming": 4200,
        "Bemanning kveld, tidligstemming": 2700,
    }
    assert fixed({**entry, "site": "f0101"}).early_nok == 1800 + 6900  # premises that are there today


@pytest.mark.parametrize("existing", ["locked", "free"])
def test_the_constant_is_the_audits_cost(existing: str) -> None:
    entries = [{"site": s, "weekday": ["09:00-11:00", "15:00-17:30"], "saturday": ["10:00-12:00"], **LAST_DAYS}
               for s in ("e0101", "f0102")]  # fmt: skip
    problem, without = fixed(*entries, stations__existing=existing), tiny_problem(stations__existing=existing)
    more = plan_cost(early_plan(problem), problem).total - plan_cost(early_plan(without), without).total
    assert more == pytest.approx(problem.early_nok)


def test_the_model_has_only_the_rest_of_the_budget() -> None:
    problem = fixed({"site": "e0202", "weekday": ["14:00-17:00"], **LAST_DAYS})
    model = Recorder(problem)
    registry.bind(model)  # type: ignore[arg-type]
    assert model.rows["budget"].rhs == 100_000 - 13_700
    assert "13 700 kr går til faste tider for tidligstemming" in budget.requirement(problem)


def test_in_the_plan_they_are_early_openings_of_their_station() -> None:
    entries = (
        {"site": "f0101", "weekday": ["10:00-12:00"], **LAST_DAYS},
        {"site": "e0202", "weekday": ["17:00-19:00"]},
    )
    problem = fixed(*entries)
    plan = early_plan(problem)
    stations = {station.id: station for station in plan.stations}
    today = stations["f0101"]
    assert [o.phase for o in today.opening[:4]] == [Phase.EARLY] * 3 + [Phase.ORDINARY]
    assert (today.kind, today.opening[0].crew) == (StationKind.FIXED, 2)
    only_early = stations["e0202"]
    assert (only_early.kind, {o.phase for o in only_early.opening}) == (StationKind.POPUP, {Phase.EARLY})
    assert [f for f in judge(plan, problem) if f.severity is Severity.HARD] == []
    counted = {station.id: station.dates for station in open_stations(plan, problem)}
    assert counted["e0202"] == (0, 0, 0)
    assert counted["f0101"] == (24, 0, 4)


def test_a_place_open_early_only_is_not_the_forced_place_open() -> None:
    problem = fixed({"site": "e0202", "weekday": ["17:00-19:00"]}, pins=[{"station": "e0202"}])
    assert [f.rule for f in judge(early_plan(problem), problem) if f.severity is Severity.HARD] == ["pins"]


def test_what_cannot_be_is_refused_all_at_once() -> None:
    entry = {"weekday": ["10:00-12:00"]}
    found = troubles(
        {"site": "x", **entry},
        {"site": "e0101", **entry, "first": "2027-06-30", "last": "2027-08-10"},
        {"site": "e0102", "sunday": ["10:00-12:00"], "first": "2027-07-05", "last": "2027-07-06"},
        forbid=[{"station": "e0101"}, {"stop": "e0101"}],
    )
    assert [text.partition(" (fant")[0].removeprefix("scenario, early.fixed.") for text in found] == [
        "0.site: ukjent sted",
        "1.site: stedet er forbudt",
        "1.first: utenfor tidligstemmingen",
        "1.last: utenfor tidligstemmingen",
        "2: de faste tidene gir ingen åpning",
    ]


@pytest.mark.parametrize("day", ["2027-07-01", "2027-08-09"])
def test_the_edges_of_the_period_are_inside(day: str) -> None:
    entry = {"site": "e0101", "weekday": ["10:00-12:00"], "first": day, "last": day}
    assert len(fixed(entry).early[0].openings) == 1


def test_premises_that_are_taken_are_refused_with_the_reason() -> None:
    taken = Unavailable(
        "e0102", date(2027, 8, 6), date(2027, 8, 6), WEEKDAYS, "08:00", "11:00", "konsert", verified=True
    )
    dataset = tiny_dataset(unavailable=[taken])
    (text,) = troubles({"site": "e0102", "weekday": ["10:00-12:00"], **LAST_DAYS}, dataset=dataset)
    assert "lokalet er ikke ledig da (konsert): 2027-08-06" in text
    entry = {"site": "e0102", "weekday": ["11:00-12:00"], **LAST_DAYS}
    assert len(tiny_problem(dataset, early={"fixed": [entry]}).early[0].openings) == 3


def test_two_entries_of_one_site_may_not_overlap() -> None:
    entry = {"site": "e0102", "weekday": ["10:00-12:00"], **LAST_DAYS}
    (text,) = troubles(entry, {**entry, "weekday": ["11:00-13:00"]})
    assert "overlapper torsdag 5. august 2027 fra kl. 11:00" in text
    assert len(fixed(entry, {**entry, "weekday": ["12:00-13:00"]}).early[0].openings) == 6


def test_more_persons_than_the_pool_has() -> None:
    entries = [{"site": s, "weekday": ["10:00-12:00"], **LAST_DAYS} for s in ("e0101", "e0102")]
    assert fixed(*entries, crew_pool__persons=4).early
    (text,) = troubles(*entries, crew_pool__persons=3)
    assert "trenger 4 personer samtidig torsdag 5. august 2027" in text


def test_an_institution_may_not_have_the_id_of_a_site() -> None:
    for taken in ("e0101", "e0101-b"):
        with pytest.raises(InputError, match="id-en er et sted i datasettet"):
            tiny_problem(institutions=[{"id": taken, "name": "Solhjem", "kind": "institution"}])

"""The audit believes nothing a plan says of itself, takes any plan, and needs no solver."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import (
    BUS,
    BUS_LEGS,
    ELECTION,
    bus_day,
    bus_stop,
    evening_week,
    make_plan,
    tiny_dataset,
    tiny_plan,
    tiny_problem,
    tiny_scenario,
    with_station,
)

from planner.audit import assumptions, audit, complete, judge, objective_value
from planner.domain.findings import Finding, Severity
from planner.domain.plan import (
    Accessibility,
    AccessibilityPair,
    Cost,
    CostLine,
    ObjectiveResult,
    Plan,
    SolveStatus,
)
from planner.evaluate.access import fixed_kappa, mean_minutes, minutes_today
from planner.problem import Problem
from planner.scenario import scenario_assumptions

PROBLEM = tiny_problem()
UNJUDGED = ["H1", "I1", "I3", "S1"]
"""What the tiny plan has no data for: home voting, a list of institutions, a roster."""


def of(findings: tuple[Finding, ...], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


def hard(plan: Plan, problem: Problem = PROBLEM) -> list[tuple[str, tuple[str, ...]]]:
    return [(f.rule, f.subjects) for f in judge(plan, problem) if f.severity is Severity.HARD]


def stated(value: float, bound: float, status: SolveStatus = SolveStatus.OPTIMAL) -> ObjectiveResult:
    return ObjectiveResult("mean_minutes", value, "minutter", bound, 0.0, status, 1.0)


def test_a_good_plan_has_no_hard_finding_and_what_is_unknown_is_told() -> None:
    found = audit(tiny_plan(), tiny_dataset(), tiny_scenario())
    assert [f for f in found if f.severity is Severity.HARD] == []
    assert ("S1", Severity.CANNOT_JUDGE) in [(f.rule, f.severity) for f in found]


def test_findings_come_hard_ones_first() -> None:
    plan = with_station(tiny_plan(), "e0202", lon=10.816)
    severities = [f.severity for f in judge(plan, tiny_problem(min_visits=2, budget_nok=0))]
    assert severities == sorted(severities, key=list(Severity).index)
    assert severities[0] is Severity.HARD
    assert len(set(severities)) > 2


# --- lies ------------------------------------------------------------------------------------------------------------


def lying_plan() -> Plan:
    nowhere = Accessibility(0.0, 0.0, 0.0, {"15": 1.0}, {}, {})
    return tiny_plan(
        objective=stated(1.0, 1.0),
        accessibility=AccessibilityPair(nowhere, nowhere),
        cost=Cost(1.0, (CostLine("alt", 1, "stk", 1, 1),)),
        findings=(Finding("P7", Severity.HARD, "Løgn."),),
    )


def test_every_figure_is_recomputed() -> None:
    honest, lying = complete(tiny_plan(objective=stated(0.0, 1.0)), PROBLEM), complete(lying_plan(), PROBLEM)
    assert lying == honest
    assert lying.cost is not None
    assert lying.cost.total == 41_155
    assert lying.accessibility is not None
    assert lying.accessibility.after.mean_minutes == pytest.approx(15.6614)
    assert lying.accessibility.before.mean_minutes == pytest.approx(
        mean_minutes(PROBLEM, minutes_today(PROBLEM, cells=True), PROBLEM.cell_weights), abs=1e-4
    )
    assert lying.accessibility.before.mean_minutes > lying.accessibility.after.mean_minutes
    assert [f for f in lying.findings if f.severity is Severity.HARD] == []


def test_the_goal_is_recomputed_and_its_bound_kept() -> None:
    value = objective_value(tiny_plan(), PROBLEM)
    found = complete(tiny_plan(objective=stated(1.0, 8.0)), PROBLEM).objective
    assert found is not None
    assert (found.value, found.lower_bound) == (pytest.approx(value, abs=1e-6), 8.0)
    assert found.gap == pytest.approx((value - 8) / value, abs=1e-6)
    assert found.status is SolveStatus.FEASIBLE
    proven = complete(tiny_plan(objective=stated(1.0, value)), PROBLEM).objective
    assert proven is not None
    assert (proven.gap, proven.status) == (0, SolveStatus.OPTIMAL)
    assert complete(tiny_plan(), PROBLEM).objective is None


def test_a_plan_below_its_bound_is_never_called_optimal() -> None:
    found = complete(tiny_plan(objective=stated(20.0, 20.0)), PROBLEM).objective
    assert found is not None
    assert (found.gap, found.status) == (0, SolveStatus.FEASIBLE)


def test_completing_twice_changes_nothing() -> None:
    once = complete(tiny_plan(), PROBLEM)
    assert complete(once, PROBLEM) == once
    assert once.stations == tiny_plan().stations
    assert {item.rule for item in once.checklist} >= {"R2"}


# --- plans edited by hand --------------------------------------------------------------------------------------------


def test_a_moved_station_is_snapped_and_told_of() -> None:
    moved = with_station(tiny_plan(), "e0202", lon=10.816)
    (finding,) = of(judge(moved, PROBLEM), "travel_times")
    assert (finding.severity, finding.subjects) == (Severity.INFO, ("e0202",))
    assert hard(moved) == []
    assert objective_value(moved, PROBLEM) > objective_value(tiny_plan(), PROBLEM)


def test_a_station_far_from_everybody_cannot_be_judged() -> None:
    (finding,) = of(judge(with_station(tiny_plan(), "e0202", lon=10.9), PROBLEM), "travel_times")
    assert (finding.severity, finding.subjects) == (Severity.CANNOT_JUDGE, ("e0202",))
    assert finding.measured == pytest.approx(5018, abs=10)  # 0.09 degrees of longitude at 59.9 north
    assert finding.limit == 1000


def test_stale_figures_of_a_plan_file_are_told_of() -> None:
    true = complete(tiny_plan(objective=stated(1.0, 1.0)), PROBLEM)
    assert of(judge(true, PROBLEM), "stored_figures") == []
    assert true.objective is not None
    assert true.cost is not None
    assert true.accessibility is not None
    access = true.accessibility
    lies = (
        replace(true, objective=replace(true.objective, value=true.objective.value + 1)),
        replace(true, objective=replace(true.objective, lower_bound=99.0)),
        replace(true, objective=replace(true.objective, gap=true.objective.gap + 0.1)),
        replace(true, cost=replace(true.cost, total=1.0)),
        replace(true, cost=replace(true.cost, lines=())),
        replace(true, accessibility=replace(access, before=replace(access.before, mean_minutes=1.0))),
        replace(true, accessibility=replace(access, after=replace(access.after, mean_minutes=1.0))),
    )
    for lie in lies:
        (finding,) = of(judge(lie, PROBLEM), "stored_figures")
        assert finding.severity is Severity.WARNING


def test_stale_measures_are_told_of_once_with_the_worst() -> None:
    true = complete(tiny_plan(objective=stated(1.0, 1.0)), PROBLEM)
    assert true.accessibility is not None
    before, after = true.accessibility.before, true.accessibility.after
    for measure in ("ede_minutes", "max_minutes"):
        lie = replace(true, accessibility=AccessibilityPair(before, replace(after, **{measure: 1.0})))
        (finding,) = of(judge(lie, PROBLEM), "stored_figures")
        assert (finding.measured, finding.limit) == (1, pytest.approx(getattr(after, measure)))
        assert "med planen" in finding.sentence
    within = {**before.share_within, "15": 0.99, "30": 0.98}
    lie = replace(true, accessibility=AccessibilityPair(replace(before, share_within=within, max_minutes=1.0), after))
    (finding,) = of(judge(lie, PROBLEM), "stored_figures")
    assert finding.sentence.startswith("Planfila sier om lengste reisetid i dag (accessibility): 1 minutt, men")
    assert "heller ikke for andel innen 15 minutter og andel innen 30 minutter." in finding.sentence


def test_stale_districts_are_told_of_once_with_the_worst() -> None:
    true = complete(tiny_plan(objective=stated(1.0, 1.0)), PROBLEM)
    assert true.accessibility is not None
    before, after = true.accessibility.before, true.accessibility.after
    north, south = (after.by_district[name] for name in ("Nord", "Sør"))
    wrong = {"Nord": replace(north, mean_minutes=0.0), "Sør": replace(south, max_minutes=south.max_minutes + 500)}
    told = []
    for districts in (wrong, {"Nord": north, "Sør": wrong["Sør"]}, {"Nord": north}, {**after.by_district, "X": north}):
        lie = replace(true, accessibility=AccessibilityPair(before, replace(after, by_district=districts)))
        (finding,) = of(judge(lie, PROBLEM), "stored_figures")
        told.append(finding)
    assert told[0].sentence.startswith("Planfila sier om lengste reisetid i Sør med planen (by_district): ")
    assert "Tallene for 1 bydel til stemmer heller ikke." in told[0].sentence
    assert "stemmer heller ikke" not in told[1].sentence
    assert [(f.measured is None, f.limit is None) for f in told[2:]] == [(True, False), (False, True)]
    assert "i Sør med planen (by_district): ingenting, men beregnet" in told[2].sentence


def test_stale_findings_are_told_of_once_and_never_of_a_fresh_plan() -> None:
    problem = tiny_problem(min_visits=2, budget_nok=0)
    fresh = complete(tiny_plan(objective=stated(1.0, 1.0)), problem)
    assert of(judge(fresh, problem), "stored_findings") == []
    assert judge(fresh, problem) == fresh.findings
    assert of(judge(tiny_plan(), problem), "stored_findings") == []  # never completed: nothing to compare
    mild = tuple(replace(f, severity=Severity.INFO) if f.severity is Severity.HARD else f for f in fresh.findings)
    for stored, measured in (
        (fresh.findings[1:], 1),
        ((), len(fresh.findings)),
        ((*fresh.findings, Finding("P7", Severity.HARD, "Løgn.")), 1),
        (mild, 2 * len([f for f in fresh.findings if f.severity is Severity.HARD])),
    ):
        (finding,) = of(judge(replace(fresh, findings=stored), problem), "stored_findings")
        assert (finding.severity, finding.measured, finding.limit) == (Severity.WARNING, measured, 0)


def test_a_plan_of_another_dataset_is_told_of() -> None:
    true = complete(tiny_plan(objective=stated(1.0, 1.0)), PROBLEM)
    other = replace(true, dataset=replace(true.dataset, sha256="1" * 64))
    (finding,) = set(judge(other, PROBLEM)) - set(true.findings)
    assert (finding.rule, finding.severity, finding.subjects) == ("dataset", Severity.INFO, ("tiny",))
    # What is said of the file is no finding that the file should have held.
    assert judge(replace(other, findings=judge(other, PROBLEM)), PROBLEM) == judge(other, PROBLEM)


def test_optimal_that_is_not_proven_is_told_of() -> None:
    true = complete(tiny_plan(objective=stated(1.0, 0.5)), PROBLEM)
    assert true.objective is not None
    claimed = replace(true, objective=replace(true.objective, status=SolveStatus.OPTIMAL))
    (finding,) = of(judge(claimed, PROBLEM), "stored_figures")
    assert "optimal" in finding.sentence


def test_a_moved_locked_station_breaks_the_lock() -> None:
    assert hard(with_station(tiny_plan(), "f0201", lon=10.9)) == [("locked", ("f0201",))]


def test_an_unknown_station_is_judged_as_far_as_can_be() -> None:
    stranger = replace(evening_week(), id="x1", name="Nytt sted", lon=10.85)
    plan = tiny_plan(stranger)
    assert hard(plan) == []
    assert of(judge(plan, PROBLEM), "travel_times")[0].subjects == ("x1",)
    assert complete(plan, PROBLEM).cost.total == 41_155 + 28_250  # type: ignore[union-attr]


def test_a_removed_drive() -> None:
    assert hard(tiny_plan(vehicles=(bus_day(legs=BUS_LEGS[:2]),))) == [("vehicle_day", ("buss",))]


def test_two_buses_in_one_place_and_one_bus_in_two() -> None:
    problem = tiny_problem(vehicles=[BUS, {**BUS, "id": "b2", "name": "To"}])
    stop = bus_stop("e0101", "10:00", "12:30")
    both = replace(stop, opening=(*stop.opening, replace(stop.opening[0], vehicle="b2")))
    assert ("one_use", ("e0101",)) in hard(make_plan([*tiny_plan(without=["e0101"]).stations, both]), problem)
    twice = tiny_plan(bus_stop("e0102", "11:00", "13:30"))
    assert ("vehicle_day", ("buss", "e0101", "e0102")) in hard(twice)


def said_of_overrides(*overrides: dict[str, object]) -> list[tuple[str, Severity, tuple[str, ...]]]:
    found = judge(tiny_plan(), tiny_problem(overrides=list(overrides)))
    return [(f.rule, f.severity, f.subjects) for f in found if f.citation == "scenariet: overrides"]


def test_an_override_of_a_rule_that_does_not_exist_is_told_of() -> None:
    found = said_of_overrides({"rule": "budgett", "reason": "skrivefeil"}, {"rule": "P7", "reason": "ubrukt"})
    assert found == [("overrides", Severity.WARNING, ("budgett",)), ("P7", Severity.INFO, ())]


@pytest.mark.parametrize("subject", ["e9999", "f0101-c", "2027-02-30", "2028-08-10"])
def test_an_override_for_what_nobody_knows_is_told_of(subject: str) -> None:
    found = said_of_overrides({"rule": "P7", "subjects": ["f0101", subject], "reason": "skrivefeil"})
    assert ("overrides", Severity.WARNING, (subject,)) in found


@pytest.mark.parametrize("subject", ["f0101", "e0202-b", "buss", "2027-08-10"])
def test_places_stops_vehicles_and_dates_are_known(subject: str) -> None:
    found = said_of_overrides({"rule": "P7", "subjects": [subject], "reason": "vedtatt"})
    assert [rule for rule, _, _ in found] == ["P7"]


def test_an_empty_plan_has_a_value() -> None:
    free = tiny_problem(stations__existing="free")
    empty = make_plan([])
    assert objective_value(empty, free) == 90
    assert complete(empty, free).cost == Cost(0, ())
    assert [rule for rule, _ in hard(empty, free)] == ["P7"]


# --- assumptions -----------------------------------------------------------------------------------------------------


def test_every_assumption_goes_with_the_plan() -> None:
    listed = list(assumptions(PROBLEM))
    ids = [a.id for a in listed]
    assert len(set(ids)) == len(ids)
    assert {a.id for a in scenario_assumptions(PROBLEM.scenario)} <= set(ids)
    assert {"turnout", "mode_mean", "presence_per_station", "by_group"} <= set(ids)
    *same, factor = complete(tiny_plan(), PROBLEM).assumptions
    assert same == listed
    assert (factor.id, float(factor.value)) == (
        "kappa",
        pytest.approx(fixed_kappa(PROBLEM), abs=1e-6),
    )
    short = tiny_problem(election=ELECTION.replace(month=8, day=18))
    assert [a.text for a in assumptions(short) if a.id == "note.0"] == list(short.notes)


# --- where no solver is ----------------------------------------------------------------------------------------------

WITHOUT_SOLVER = """
import sys
sys.modules.update(pulp=None, highspy=None)
import importlib.util
def load(name):
    spec = importlib.util.spec_from_file_location(name, f"tests/{name}.py")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
tiny = load("tiny")
from planner.audit import audit, complete
print([f.rule for f in audit(tiny.tiny_plan(), tiny.tiny_dataset(), tiny.tiny_scenario()) if f.severity == "hard"])
print(complete(tiny.tiny_plan(), tiny.tiny_problem()).cost.total)
visiting = load("visiting")
problem = visiting.visiting(visiting.place(1), home_voting={"teams": 1})
from planner.audit import judge
unvisited = tiny.tiny_plan(without=["e0101", "e0201"], vehicles=())
print(sorted({f.rule for f in judge(unvisited, problem) if f.severity == "hard"}))
try:
    import planner.optimise.solve
except ImportError:
    print("blocked")
"""


def test_an_audit_needs_no_solver() -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", WITHOUT_SOLVER], capture_output=True, text=True, cwd=root, check=False)
    assert done.stderr == ""
    assert done.stdout.split("\n")[:4] == ["[]", "41155.0", "['H1', 'I1']", "blocked"]

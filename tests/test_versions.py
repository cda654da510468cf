"""Steps of a version: every sequence, beside the plainest model; seals and parents."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tiny import ELECTION, tiny_plan, with_station

from planner.domain.errors import InputError
from planner.domain.findings import ChecklistItem, Finding, ItemStatus, Override, Severity
from planner.domain.plan import Plan, PlanStatus, Version
from planner.planfile import parse_plan, plan_bytes
from planner.seals import Kinship, content_sha256, file_sha256, is_sealed_and_changed, kinship, times_sha256
from planner.versions import (
    announced,
    decided,
    follow_parent,
    inconsistencies,
    inherited,
    notified,
    redrafted,
    registered,
    successor,
)

DAY = date(2027, 3, 1)
ORDER = list(PlanStatus)
days = st.integers(-2, 2).map(lambda n: DAY + timedelta(n)) | st.sampled_from(
    [ELECTION, ELECTION + timedelta(1), ELECTION - timedelta(1)]
)


def decide(plan: Plan, on: date = DAY, case: str = "2027/1", findings: tuple[Finding, ...] = ()) -> Plan:
    return decided(plan, on=on, case_number=case, election=ELECTION, findings=findings)


def final(status: PlanStatus = PlanStatus.ANNOUNCED, plan: Plan | None = None) -> Plan:
    """A plan that has come as far as a status, all on one day."""
    plan = decide(plan or tiny_plan())
    if status is not PlanStatus.DECIDED:
        plan = registered(plan, on=DAY, election=ELECTION)
    return announced(plan, on=DAY, election=ELECTION) if status is PlanStatus.ANNOUNCED else plan


class Process(RuleBasedStateMachine):
    """Any steps in any order with any dates, and new versions: the plan never reaches what cannot be so."""

    def __init__(self) -> None:
        super().__init__()
        self.plan = tiny_plan()
        self.reached: list[date] = []
        """The dates of this version's steps."""
        self.registered: list[date] = []
        self.announced: list[date] = []
        """Of every version so far."""

    def _step(self, index: int, on: date, first: list[date]) -> None:
        floor = [*self.reached, *first[:1]]
        lawful = len(self.reached) == index and on <= ELECTION and all(on >= day for day in floor)
        steps = (
            lambda: decide(self.plan, on),
            lambda: registered(self.plan, on=on, election=ELECTION),
            lambda: announced(self.plan, on=on, election=ELECTION),
        )
        before = self.plan
        if not lawful:
            with pytest.raises(InputError):
                steps[index]()
            return
        self.plan = steps[index]()
        assert replace(self.plan, version=before.version) == before
        self.reached.append(on)
        if index:
            (self.registered if index == 1 else self.announced).append(on)

    @rule(on=days)
    def decide(self, on: date) -> None:
        self._step(0, on, [])

    @rule(on=days)
    def register(self, on: date) -> None:
        earlier = self.registered if len(self.reached) < 2 else self.registered[:-1]
        self._step(1, on, earlier)

    @rule(on=days)
    def announce(self, on: date) -> None:
        earlier = self.announced if len(self.reached) < 3 else self.announced[:-1]
        self._step(2, on, earlier)

    @rule()
    def follow(self) -> None:
        parent, content = self.plan, plan_bytes(self.plan)
        if not self.reached:
            with pytest.raises(InputError, match="utkast"):
                successor(parent, content, election=ELECTION)
            return
        version = successor(parent, content, election=ELECTION)
        child = replace(parent, version=version)
        assert version.number == parent.version.number + 1
        assert version.parent_sha256 == file_sha256(content)
        assert kinship(child, parent, content) is Kinship.EXACT
        assert version.parent_registered_on == (self.registered[0] if self.registered else None)
        assert version.parent_announced_on == (self.announced[0] if self.announced else None)
        self.plan, self.reached = child, []

    @invariant()
    def it_can_be_so(self) -> None:
        version = self.plan.version
        assert ORDER.index(version.status) == len(self.reached)
        assert list(inconsistencies(version, ELECTION)) == []
        assert not is_sealed_and_changed(self.plan)
        assert parse_plan(json.loads(plan_bytes(self.plan))) == self.plan


TestProcess = Process.TestCase
TestProcess.settings = settings(max_examples=40, stateful_step_count=14, deadline=None)


def test_everything_that_hinders_a_decision_at_once() -> None:
    hard = tuple(Finding(f"S{n}", Severity.HARD, f"Brudd {n}.") for n in (1, 2))
    kept = Finding("A1", Severity.WARNING, "x", override=Override("eneste lokale"))
    with pytest.raises(InputError) as caught:
        decide(tiny_plan(), ELECTION + timedelta(1), " ", (*hard, kept))
    text = str(caught.value)
    for part in ("saksnummeret", "etter valgdagen", "S1: Brudd 1.", "S2: Brudd 2."):
        assert part in text
    assert "A1" not in text


def test_an_override_does_not_hinder_and_stays_with_its_reason() -> None:
    kept = (Finding("A1", Severity.WARNING, "x", override=Override("eneste lokale")),)
    assert decide(tiny_plan(findings=kept), findings=kept).findings == kept


def test_a_case_number_is_one_line() -> None:
    with pytest.raises(InputError, match="saksnummeret"):
        decide(tiny_plan(), case="2027/1\nSak 2")
    assert decide(tiny_plan(), case=" 2027/1 ").version.case_number == "2027/1"


@pytest.mark.parametrize("status", ORDER[1:])
def test_a_changed_content_stops_every_step(status: PlanStatus) -> None:
    changed = with_station(final(status), "f0101", name="Et annet sted")
    assert is_sealed_and_changed(changed)
    with pytest.raises(InputError, match="endret etter"):
        successor(changed, b"", election=ELECTION)
    for step in (registered, announced):
        with pytest.raises(InputError, match="endret etter"):
            step(changed, on=DAY, election=ELECTION)


def test_notices_need_something_announced_and_a_decision() -> None:
    parent = final()
    with pytest.raises(InputError, match="ingen tidligere utgave er kunngjort"):
        notified(parent, on=DAY, election=ELECTION)
    child = replace(parent, version=successor(parent, plan_bytes(parent), election=ELECTION))
    with pytest.raises(InputError, match="ikke vedtatt"):
        notified(child, on=DAY, election=ELECTION)
    for on in (DAY - timedelta(1), ELECTION + timedelta(1)):
        with pytest.raises(InputError):
            notified(decide(child), on=on, election=ELECTION)
    told = notified(decide(child), on=DAY, election=ELECTION)
    assert told.version.change_notified_on == DAY
    with pytest.raises(InputError, match="alt ført"):
        notified(told, on=DAY, election=ELECTION)


def test_a_version_never_announced_hands_on_what_was() -> None:
    first = final()
    second = with_station(first, "f0101", name="Flyttet")
    second = decide(replace(second, version=successor(first, plan_bytes(first), election=ELECTION)))
    third = successor(second, plan_bytes(second), election=ELECTION)
    assert (third.number, third.parent_announced_on) == (3, DAY)
    assert third.parent_announced_sha256 == times_sha256(first) != times_sha256(second)


FIRST, LATER = tiny_plan().shipping[0], tiny_plan().shipping[1:]
SEALED = (
    {"stations": tiny_plan().stations[:-1]},
    {"vehicles": ()},
    {"scenario": {"name": "en annen"}},
    {"version": Version(number=2)},
    {"version": Version(parent_sha256="a" * 64)},
    {"version": Version(case_number="2")},
    {"version": Version(decided_on=DAY)},
    {"shipping": (replace(FIRST, sent="09:09"), *LATER)},
    {"shipping": LATER},
    {"dataset": replace(tiny_plan().dataset, sha256="1" * 64)},
)
LOOSE = (
    {"version": Version(status=PlanStatus.ANNOUNCED, announced_on=DAY)},
    {"shipping": (replace(FIRST, votes=9.0), *LATER)},
    {"checklist": (ChecklistItem("S3", "x", status=ItemStatus.DONE),)},
    {"findings": (Finding("P7", Severity.WARNING, "x"),)},
    {"dataset": replace(tiny_plan().dataset, path="et/annet/sted")},
)


@pytest.mark.parametrize("change", SEALED, ids=lambda change: next(iter(change)))
def test_the_seal_is_of_the_content(change: dict) -> None:
    assert content_sha256(replace(tiny_plan(), **change)) != content_sha256(tiny_plan())


@pytest.mark.parametrize("change", LOOSE, ids=lambda change: next(iter(change)))
def test_the_seal_is_of_nothing_else(change: dict) -> None:
    assert content_sha256(replace(tiny_plan(), **change)) == content_sha256(tiny_plan())


def test_the_seal_outlives_the_file_and_its_layout() -> None:
    plan = tiny_plan(scenario={"b": 1.0, "a": [1, 2.5, "æ"]})
    again = parse_plan(json.loads(plan_bytes(plan)))
    assert content_sha256(again) == content_sha256(plan)
    assert content_sha256(replace(plan, scenario={"a": [1.0, 2.5, "æ"], "b": 1})) == content_sha256(plan)


@given(st.data())
def test_any_change_of_an_opening_breaks_the_seal_and_is_a_change_of_times(data: st.DataObject) -> None:
    plan = final()
    station = data.draw(st.sampled_from(plan.stations))
    n = data.draw(st.integers(0, len(station.opening) - 1))
    opening = replace(station.opening[n], start="08:17")
    changed = with_station(plan, station.id, opening=(*station.opening[:n], opening, *station.opening[n + 1 :]))
    assert is_sealed_and_changed(changed)
    assert times_sha256(changed) != times_sha256(plan)


def test_crew_is_no_change_of_times() -> None:
    station = tiny_plan().stations[0]
    more = tuple(replace(opening, crew=9) for opening in station.opening)
    assert times_sha256(with_station(tiny_plan(), station.id, opening=more)) == times_sha256(tiny_plan())


def test_kinship_exact_carried_on_and_other() -> None:
    parent = final(PlanStatus.REGISTERED)
    child = replace(parent, version=successor(parent, plan_bytes(parent), election=ELECTION))
    assert kinship(child, parent, plan_bytes(parent)) is Kinship.EXACT
    later = replace(announced(parent, on=DAY, election=ELECTION), checklist=(ChecklistItem("S3", "x"),))
    assert kinship(child, later, plan_bytes(later)) is Kinship.CARRIED_ON
    tampered = with_station(later, "f0101", name="x")
    assert kinship(child, tampered, plan_bytes(tampered)) is Kinship.OTHER
    assert kinship(parent, parent, plan_bytes(parent)) is Kinship.OTHER


def test_a_child_learns_what_its_parent_reached_and_forgets_nothing() -> None:
    parent = final(PlanStatus.REGISTERED)
    child = replace(parent, version=successor(parent, plan_bytes(parent), election=ELECTION))
    later = announced(parent, on=DAY, election=ELECTION)
    told = follow_parent(child, later)
    assert (told.version.parent_announced_on, told.version.parent_announced_sha256) == (DAY, times_sha256(parent))
    assert follow_parent(told, parent) == told


def test_planned_anew_a_draft_keeps_number_and_parent_only() -> None:
    version = Version(3, PlanStatus.DRAFT, decided_on=DAY, parent_sha256="a" * 64, parent_announced_on=DAY)
    assert redrafted(version) == Version(3, parent_sha256="a" * 64, parent_announced_on=DAY)


def test_a_new_version_takes_over_all_but_what_its_own_steps_do() -> None:
    items = tuple(ChecklistItem(r, "x", DAY, ItemStatus.DONE, "Kari") for r in ("R1", "R2", "R5", "S3"))
    found = inherited(items)
    assert [(i.status, i.who, i.due) for i in found[:3]] == [(ItemStatus.OPEN, "Kari", None)] * 3
    assert found[3] == items[3]

"""What is kept of a checklist: nothing done is lost, nothing new is born done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny_plan

from planner.domain.checklist import (
    Mark,
    carried,
    combined,
    marked,
    own_items,
    progress_text,
    remaining,
    subject_names,
    subject_of,
    with_own,
)
from planner.domain.errors import InputError
from planner.domain.findings import ChecklistItem, ItemStatus

OPEN, DONE, NOT = ItemStatus.OPEN, ItemStatus.DONE, ItemStatus.NOT_APPLICABLE
IDS = ("e1", "e2", "e3", "e4")
DAY = date(2027, 5, 3)
some = st.lists(st.sampled_from(IDS), unique=True).map(lambda ids: tuple(sorted(ids)))
several = some.filter(bool)


def item(*subjects: str, rule: str = "site_owner", **changes: object) -> ChecklistItem:
    fresh = ChecklistItem(rule, f"Finn eier: {', '.join(subjects)}.", date(2027, 5, 31), subjects=subjects)
    return replace(fresh, **changes)  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, tuple[str, ...]]]:
    """Plannings with some stations, and marks for some."""
    return draw(st.lists(st.tuples(st.sampled_from(["plan", "done", "not", "open"]), several), max_size=12))


@given(histories())
def test_done_follows_the_thing_to_do_through_any_history(history: list[tuple[str, tuple[str, ...]]]) -> None:
    """Beside the real one, the plainest model: the set of stations it was done for."""
    items, settled = (item("e1", "e2"),), set[str]()
    for what, ids in history:
        current = items[0].subjects
        here = tuple(i for i in ids if i in current)
        if what == "plan":
            items, settled = carried([item(*ids)], items), settled & set(ids)
        elif what == "done" and here:
            items, settled = marked(items, [Mark("site_owner", DONE, here, on=DAY)]), settled | set(here)
        elif what == "not":
            items, settled = marked(items, [Mark("site_owner", NOT, reason="x")]), set(current)
        elif what == "open":
            items, settled = marked(items, [Mark("site_owner", OPEN)]), set()
        (now,) = items
        assert set(now.settled) == settled
        assert (now.status is OPEN) == (settled != set(now.subjects))
        assert set(remaining(now)) == set(now.subjects) - settled


@given(st.sampled_from([DONE, NOT]), several, several)
def test_marked_in_the_file_by_hand_counts_for_its_stations_only(
    status: ItemStatus, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    (found,) = carried([item(*after)], [item(*before, status=status, who="Kari")])
    assert set(found.settled) == set(before) & set(after)
    assert (found.status is OPEN) == (not set(after) <= set(before))
    assert found.who == "Kari"


@given(several)
def test_without_an_earlier_item_nothing_is_done(subjects: tuple[str, ...]) -> None:
    assert carried([item(*subjects)], [item(*subjects, rule="site_keys", status=DONE)]) == (item(*subjects),)


@given(several, st.sampled_from([OPEN, DONE, NOT]))
def test_carrying_twice_changes_nothing(subjects: tuple[str, ...], status: ItemStatus) -> None:
    once = carried([item(*subjects)], [item(*subjects, status=status)])
    assert carried([item(*subjects)], once) == once


def test_opened_again_by_hand_in_the_file_stays_open() -> None:
    (found,) = carried([item("e1")], [item("e1", settled=("e1",), status=OPEN)])
    assert (found.status, found.settled) == (OPEN, ())


def test_an_item_known_from_the_plan_is_not_opened_by_an_old_one() -> None:
    (found,) = carried([ChecklistItem("R1", "ny", status=DONE)], [ChecklistItem("R1", "gml", who="Kari")])
    assert (found.status, found.who, found.text) == (DONE, "Kari", "ny")


def test_several_items_of_a_rule_are_told_apart() -> None:
    one, other = ChecklistItem("I1", "Sykehjem A"), ChecklistItem("I1", "Sykehjem B")
    found = carried([other, one], [replace(one, status=DONE)])
    assert [i.status for i in found] == [OPEN, DONE]


def test_a_due_date_set_by_hand_and_the_reason_stay() -> None:
    old = item("e1", due=DAY, status=NOT, reason="eies av kommunen")
    (found,) = carried([item("e1")], [old])
    assert (found.due, found.reason) == (DAY, "eies av kommunen")
    (opened,) = carried([item("e1", "e2")], [old])
    assert (opened.due, opened.reason) == (DAY, "")


def test_own_items_are_numbered_and_kept_once() -> None:
    items = with_own(with_own((item("e1"),), "Bestill kake"), "Heng opp skilt", who="Bo")
    assert [i.rule for i in items] == ["site_owner", "own-1", "own-2"]
    assert [i.text for i in own_items((*items, *items))] == ["Bestill kake", "Heng opp skilt"]


def test_two_checklists_become_one() -> None:
    first = (ChecklistItem("S3", "a"), ChecklistItem("R6", "b", status=DONE, who="Kari"))
    second = (ChecklistItem("S3", "a", status=DONE), ChecklistItem("R6", "b"), ChecklistItem("own-1", "c"))
    found = combined(first, second)
    assert [(i.rule, i.status) for i in found] == [("S3", DONE), ("R6", DONE), ("own-1", OPEN)]


def test_progress_is_told_while_some_are_left() -> None:
    names = {"e2": "Skolen (e2)"}
    half = marked([item("e1", "e2", "e3")], [Mark("site_owner", DONE, ("e1",), on=DAY)])[0]
    assert progress_text(half, names) == "Gjort for 1 av 3, gjenstår: Skolen (e2), e3."
    assert progress_text(item("e1"), names) == progress_text(replace(half, status=DONE), names) == ""
    many = item(*(f"e{n}" for n in range(10)), settled=("e0",))
    assert progress_text(many, {}).endswith("e6 og 3 til.")


def test_a_bus_stop_and_premises_at_one_place_are_two_subjects() -> None:
    stop = next(s for s in tiny_plan().stations if s.kind == "mobile_stop")
    assert subject_of(stop) == f"{stop.id}-b"
    assert subject_of(replace(stop, id=f"{stop.id}-b")) == f"{stop.id}-b"
    assert subject_names(tiny_plan())[f"{stop.id}-b"] == f"{stop.name} ({stop.id})"


def test_marks_say_everything_that_is_not_there() -> None:
    with pytest.raises(InputError) as caught:
        marked([item("e1")], [Mark("nei", DONE), Mark("site_owner", DONE, ("e9", "e1"))], "plan.json")
    assert [p.value for p in caught.value.problems] == ["nei", "e9"]


def test_done_has_a_date_and_who() -> None:
    (found,) = marked([item("e1")], [Mark("site_owner", DONE, who="Kari", on=DAY)])
    assert (found.status, found.done_on, found.who) == (DONE, DAY, "Kari")
    (again,) = marked([found], [Mark("site_owner", OPEN)])
    assert (again.status, again.done_on, again.settled, again.who) == (OPEN, None, (), "Kari")

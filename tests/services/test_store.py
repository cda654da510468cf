"""What the app remembers: edits with undo, a history, and several hands at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.services.store import Store


def test_an_edit_can_be_undone_and_done_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name in "abc":
        store.add_edit("plan", {"what": "remove", "id": name})
    assert store.step("plan", -1)
    log = store.edits("plan")
    assert [edit["id"] for edit in log.done] == ["a", "b"]
    assert [edit["id"] for edit in log.undone] == ["c"]
    assert store.step("plan", 1)
    assert not store.step("plan", 1)
    assert len(store.edits("plan").done) == 3


def test_a_new_edit_drops_what_was_undone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add_edit("plan", {"id": "a"})
    store.step("plan", -1)
    store.add_edit("plan", {"id": "b"})
    log = store.edits("plan")
    assert (log.done, log.undone) == (({"id": "b"},), ())


def test_plans_have_edits_of_their_own_and_another_program_sees_them(tmp_path: Path) -> None:
    Store(tmp_path).add_edit("en", {"id": "æ"})
    again = Store(tmp_path)
    assert again.edits("en").done == ({"id": "æ"},)
    assert again.edits("to").done == ()
    again.forget_edits("en")
    assert Store(tmp_path).edits("en").done == ()


def test_history_is_newest_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(3):
        store.tell("noe", f"plan {number}", "hvorfor")
    assert [event.subject for event in store.history(2)] == ["plan 2", "plan 1"]
    assert store.history()[0].at.tzinfo is not None


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: Store(tmp_path).add_edit("plan", {"id": str(n)}), range(12)))
    assert sorted(edit["id"] for edit in Store(tmp_path).edits("plan").done) == sorted(map(str, range(12)))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["add", "undo", "redo"]), max_size=10))
def test_the_log_is_a_list_with_a_place_in_it(tmp_path_factory: object, acts: list[str]) -> None:
    store = Store(tmp_path_factory.mktemp("store"))  # type: ignore[attr-defined]
    done: list[int] = []
    undone: list[int] = []
    for number, act in enumerate(acts):
        if act == "add":
            store.add_edit("p", {"n": number})
            done, undone = [*done, number], []
        elif act == "undo":
            assert store.step("p", -1) is bool(done)
            undone = [done.pop(), *undone] if done else undone
        else:
            assert store.step("p", 1) is bool(undone)
            done = [*done, undone.pop(0)] if undone else done
    log = store.edits("p")
    assert [edit["n"] for edit in log.done] == done
    assert [edit["n"] for edit in log.undone] == undone
